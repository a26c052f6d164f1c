import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound, redirect } from 'next/navigation';

import { Steps } from '@/components/Steps.tsx';
import { Summary } from '@/components/Summary.tsx';
import { methods } from '@/lib/bookings.ts';
import { draftOf } from '@/lib/drafts.ts';
import { flightOf } from '@/lib/flights.ts';
import { currentUser } from '@/lib/session.ts';
import { clockWithZone, rupiah } from '@/lib/time.ts';

import { pay } from './actions.ts';

export const metadata: Metadata = { title: 'Pembayaran' };

export default async function PayPage({ params }: { params: Promise<{ id: string }> }) {
  const flight = await flightOf((await params).id);
  if (!flight) notFound();
  const user = await currentUser();
  const draft = await draftOf(flight.id);
  if (!user || !draft) redirect(`/flights/${flight.id}/book`);
  const { contact, passengers } = draft.details;
  return (
    <div className="wide section">
      <Steps now={3} />
      <h1>Pembayaran</h1>
      <p className="soft">{`Masuk sebagai ${user.username}. Isian disimpan sampai ${clockWithZone(draft.expiresAt, 'Asia/Jakarta')}.`}</p>
      <div className="two">
        <div>
          <section className="card">
            <h2>Penumpang</h2>
            <ol className="people">
              {passengers.map(({ title, name }, n) => <li key={n}>{`${title} ${name}`}</li>)}
            </ol>
            <p className="soft">{`Pemesan: ${contact.name}, ${contact.email}, ${contact.phone}`}</p>
            <p><Link href={`/flights/${flight.id}/book`}>Ubah data</Link></p>
          </section>
          <form action={pay.bind(null, flight.id)}>
            <fieldset className="card methods">
              <legend>Cara pembayaran</legend>
              {Object.entries(methods).map(([method, { label, hint }], n) => (
                <label key={method}>
                  <input type="radio" name="method" value={method} defaultChecked={n === 0} />
                  <span><strong>{label}</strong><br /><span className="soft">{hint}</span></span>
                </label>
              ))}
            </fieldset>
            <div className="pay-now">
              <button className="button big">{`Bayar ${rupiah(flight.price * passengers.length)}`}</button>
              <p className="soft">Ini situs contoh: pesanan langsung lunas dan tidak ada uang yang ditagih.</p>
            </div>
          </form>
        </div>
        <Summary flight={flight} passengers={passengers.length} />
      </div>
    </div>
  );
}
