import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';

import { Itinerary } from '@/components/Itinerary.tsx';
import { bookingsOf } from '@/lib/bookings.ts';
import { currentUser } from '@/lib/session.ts';
import { dayOf, longDay, rupiah } from '@/lib/time.ts';

export const metadata: Metadata = { title: 'Pesanan saya' };

export default async function Bookings() {
  const user = await currentUser();
  if (!user) redirect('/');
  const bookings = await bookingsOf(user.id);
  return (
    <div className="narrow section">
      <h1>Pesanan saya</h1>
      <p className="soft">{[user.username, user.email, user.noHp].filter(Boolean).join(' · ')}</p>
      {bookings.length === 0 && (
        <div className="card empty">
          <h2>Belum ada pesanan</h2>
          <p><Link className="button" href="/flights">Cari penerbangan</Link></p>
        </div>
      )}
      <ul className="flights">
        {bookings.map((booking) => (
          <li key={booking.id} className="card ticket">
            <div className="ticket-main">
              <p>
                <strong>{longDay(dayOf(booking.flight.departsAt, booking.flight.schedule.origin.timezone))}</strong>
                {booking.status === 'cancelled' && <span className="tag bad">Dibatalkan</span>}
              </p>
              <Itinerary flight={booking.flight} />
            </div>
            <div className="ticket-stub">
              <p className="soft">Kode pesanan</p>
              <p className="code">{booking.code}</p>
              <p>{rupiah(booking.total)}</p>
              <Link className="button small outline" href={`/bookings/${booking.code}`} aria-label={`Lihat e-tiket ${booking.code}`}>Lihat e-tiket</Link>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
