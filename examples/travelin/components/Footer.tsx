import Link from 'next/link';

export function Footer() {
  return (
    <footer className="bottom">
      <div className="wide bottom-row">
        <p><strong>Travelin</strong> – tiket pesawat ke seluruh Nusantara.</p>
        <p>Situs contoh: maskapai dan jadwalnya rekaan, dan tidak ada uang yang ditagih.</p>
        <p><Link href="/admin" prefetch={false}>Untuk staf</Link></p>
      </div>
    </footer>
  );
}
