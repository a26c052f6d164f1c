const steps = ['Pilih penerbangan', 'Isi data', 'Bayar', 'Selesai'];

export function Steps({ now }: { now: 1 | 2 | 3 | 4 }) {
  return (
    <ol className="steps" aria-label="Langkah pemesanan">
      {steps.map((step, n) => (
        <li key={step} className={n + 1 < now ? 'done' : undefined} aria-current={n + 1 === now ? 'step' : undefined}>{step}</li>
      ))}
    </ol>
  );
}
