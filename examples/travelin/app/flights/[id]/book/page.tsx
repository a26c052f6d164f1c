import type { Metadata } from 'next';
import { notFound } from 'next/navigation';

import { BookForm } from '@/components/BookForm.tsx';
import { Steps } from '@/components/Steps.tsx';
import { Summary } from '@/components/Summary.tsx';
import { passengerCount } from '@/lib/details.ts';
import { draftOf } from '@/lib/drafts.ts';
import { flightOf } from '@/lib/flights.ts';
import { currentUser } from '@/lib/session.ts';

import { payNow } from './actions.ts';

export const metadata: Metadata = { title: 'Data penumpang' };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ passengers?: string; notice?: string }> };

export default async function BookPage({ params, searchParams }: Props) {
  const flight = await flightOf((await params).id);
  if (!flight) notFound();
  const asked = await searchParams;
  const user = await currentUser();
  const draft = await draftOf(flight.id);
  const count = asked.passengers === undefined ? (draft?.details.passengers.length ?? 1) : passengerCount(asked.passengers);
  const contact = draft?.details.contact ?? { name: '', email: user?.email ?? '', phone: user?.noHp ?? '' };
  const passengers = Array.from({ length: count }, (_, n) => draft?.details.passengers[n] ?? { title: '', name: '' });
  return (
    <div className="wide section">
      <Steps now={2} />
      <h1>Data penumpang</h1>
      {asked.notice === 'login-cancelled' && (
        <p className="notice" role="status">Anda belum masuk, jadi belum ada yang dibayar. Isian Anda masih ada; tekan “Bayar Sekarang” untuk melanjutkan.</p>
      )}
      {asked.notice === 'full' && (
        <p className="notice bad" role="alert">Kursi yang tersisa tidak lagi cukup. Tidak ada yang dibayar.</p>
      )}
      <div className="two">
        <BookForm action={payNow.bind(null, flight.id)} loggedIn={user !== null} initial={{ details: { contact, passengers }, complaints: {} }} />
        <Summary flight={flight} passengers={count} />
      </div>
    </div>
  );
}
