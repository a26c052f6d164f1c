import Link from 'next/link';

export default function NotFound() {
  return (
    <div className="narrow section">
      <div className="card empty">
        <h1>Halaman tidak ditemukan</h1>
        <p>Alamatnya salah, atau penerbangannya sudah tidak ada.</p>
        <p><Link className="button" href="/">Ke beranda</Link></p>
      </div>
    </div>
  );
}
