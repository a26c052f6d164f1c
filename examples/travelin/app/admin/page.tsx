import type { Metadata } from 'next';

import { requireAdmin } from '@/lib/admin.ts';
import { db } from '@/lib/db.ts';
import { flightParts } from '@/lib/flights.ts';
import { clockWithZone, dayOf, rupiah, shortDay } from '@/lib/time.ts';

import { cancel, leaveAdmin } from './actions.ts';

export const metadata: Metadata = { title: 'Admin', robots: 'noindex' };

const when = (moment: Date, timezone = 'Asia/Jakarta') => `${shortDay(dayOf(moment, timezone))}, ${clockWithZone(moment, timezone)}`;

export default async function AdminPage() {
  const admin = await requireAdmin();
  const [paid, users, flights, bookings, people] = await Promise.all([
    db().booking.aggregate({ where: { status: 'paid' }, _count: true, _sum: { total: true } }),
    db().user.count(),
    db().flight.count({ where: { departsAt: { gt: new Date() } } }),
    db().booking.findMany({
      orderBy: { createdAt: 'desc' }, take: 50,
      include: { user: true, flight: { include: flightParts }, _count: { select: { passengers: true } } },
    }),
    db().user.findMany({ orderBy: { lastLoginAt: 'desc' }, take: 50 }),
  ]);
  const figures = [
    ['Pesanan lunas', String(paid._count)],
    ['Pendapatan', rupiah(paid._sum.total ?? 0)],
    ['Pelanggan', String(users)],
    ['Penerbangan mendatang', flights.toLocaleString('id-ID')],
  ];
  return (
    <div className="wide section">
      <div className="admin-head">
        <h1>Admin</h1>
        <form action={leaveAdmin}><span className="soft">{admin.username}</span> <button className="quiet">Keluar dari admin</button></form>
      </div>
      <dl className="figures">
        {figures.map(([name, value]) => <div className="card" key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
      <h2>Pesanan terbaru</h2>
      <div className="card scroll" tabIndex={0} role="region" aria-label="Pesanan terbaru">
        <table>
          <thead><tr><th>Kode</th><th>Penerbangan</th><th>Berangkat</th><th>Pelanggan</th><th>Orang</th><th>Total</th><th>Keadaan</th></tr></thead>
          <tbody>
            {bookings.map((booking) => (
              <tr key={booking.id}>
                <td className="code">{booking.code}</td>
                <td>{`${booking.flight.schedule.number} ${booking.flight.schedule.originCode}–${booking.flight.schedule.destinationCode}`}</td>
                <td>{when(booking.flight.departsAt, booking.flight.schedule.origin.timezone)}</td>
                <td>{booking.user.username}</td>
                <td>{booking._count.passengers}</td>
                <td>{rupiah(booking.total)}</td>
                <td>
                  {booking.status === 'cancelled' ? <span className="tag bad">Dibatalkan</span> : (
                    <form action={cancel.bind(null, booking.code)}><button className="quiet" aria-label={`Batalkan ${booking.code}`}>Batalkan</button></form>
                  )}
                </td>
              </tr>
            ))}
            {bookings.length === 0 && <tr><td colSpan={7}>Belum ada pesanan.</td></tr>}
          </tbody>
        </table>
      </div>
      <h2>Pelanggan</h2>
      <div className="card scroll" tabIndex={0} role="region" aria-label="Pelanggan">
        <table>
          <thead><tr><th>ID SSO</th><th>Nama pengguna</th><th>Email</th><th>No. HP</th><th>Sejak</th><th>Login terakhir</th></tr></thead>
          <tbody>
            {people.map((person) => (
              <tr key={person.id}>
                <td>{person.ssoId}</td><td>{person.username}</td><td>{person.email}</td><td>{person.noHp}</td>
                <td>{when(person.createdAt)}</td>
                <td><time dateTime={person.lastLoginAt.toISOString()}>{when(person.lastLoginAt)}</time></td>
              </tr>
            ))}
            {people.length === 0 && <tr><td colSpan={6}>Belum ada pelanggan.</td></tr>}
          </tbody>
        </table>
      </div>
    </div>
  );
}
