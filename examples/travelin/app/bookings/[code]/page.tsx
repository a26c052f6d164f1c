import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound, redirect } from 'next/navigation';

import { Airline, Itinerary } from '@/components/Itinerary.tsx';
import { Steps } from '@/components/Steps.tsx';
import { bookingOf, methodLabel } from '@/lib/bookings.ts';
import { currentUser } from '@/lib/session.ts';
import { dayOf, longDay, rupiah } from '@/lib/time.ts';

export const metadata: Metadata = { title: 'E-tiket' };

export default async function Ticket({ params }: { params: Promise<{ code: string }> }) {
  const user = await currentUser();
  if (!user) redirect('/');
  const booking = await bookingOf(user.id, (await params).code);
  if (!booking) notFound();
  const { flight } = booking;
  const cancelled = booking.status === 'cancelled';
  return (
    <div className="narrow section">
      <Steps now={4} />
      <h1>{cancelled ? 'Pesanan dibatalkan' : 'Pembayaran berhasil'}</h1>
      <p className="soft">{cancelled ? 'Tiket ini tidak berlaku lagi.' : `E-tiket dikirim ke ${booking.contactEmail}.`}</p>
      <div className="card pass">
        <div className="pass-head">
          <Airline flight={flight} />
          <p><span className="soft">Kode pesanan</span><br /><span className="code">{booking.code}</span></p>
        </div>
        <p><strong>{longDay(dayOf(flight.departsAt, flight.schedule.origin.timezone))}</strong></p>
        <Itinerary flight={flight} airports />
        <h2>Penumpang</h2>
        <ol className="people">
          {booking.passengers.map(({ id, title, name }) => <li key={id}>{`${title} ${name}`}</li>)}
        </ol>
        <dl className="sums">
          <div><dt>Cara pembayaran</dt><dd>{methodLabel(booking.method)}</dd></div>
          <div className="total"><dt>{cancelled ? 'Dikembalikan' : 'Dibayar'}</dt><dd>{rupiah(booking.total)}</dd></div>
        </dl>
      </div>
      <p><Link href="/bookings">Semua pesanan saya</Link></p>
    </div>
  );
}
