'use client';

export default function Failure({ reset }: { reset: () => void }) {
  return (
    <div className="narrow section">
      <div className="card empty" role="alert">
        <h1>Ada gangguan di pihak kami</h1>
        <p>Belum ada yang dibayar, dan isian Anda masih tersimpan.</p>
        <p><button className="button" onClick={reset}>Coba lagi</button></p>
      </div>
    </div>
  );
}
