import Link from 'next/link';
import { notFound } from 'next/navigation';

import { Airline, Itinerary } from '@/components/Itinerary.tsx';
import { passengerCount } from '@/lib/details.ts';
import { flightOf } from '@/lib/flights.ts';
import { dayOf, longDay, rupiah } from '@/lib/time.ts';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ passengers?: string }> };

export const metadata = { title: 'Rincian penerbangan' };

export default async function FlightPage({ params, searchParams }: Props) {
  const flight = await flightOf((await params).id);
  if (!flight) notFound();
  const passengers = passengerCount((await searchParams).passengers);
  const { origin, destination, aircraft, baggageKg } = flight.schedule;
  const gone = flight.departsAt < new Date();
  const full = flight.seatsLeft < passengers;
  return (
    <div className="narrow section">
      <h1>{`${origin.city} ke ${destination.city}`}</h1>
      <p className="soft">{longDay(dayOf(flight.departsAt, origin.timezone))}</p>
      <div className="card pass">
        <Airline flight={flight} />
        <Itinerary flight={flight} airports />
        <dl className="facts">
          <div><dt>Pesawat</dt><dd>{aircraft}</dd></div>
          <div><dt>Bagasi</dt><dd>{`${baggageKg} kg, kabin 7 kg`}</dd></div>
          <div><dt>Kelas</dt><dd>Ekonomi</dd></div>
          <div><dt>Sisa kursi</dt><dd>{flight.seatsLeft}</dd></div>
        </dl>
        <div className="pass-foot">
          <p className="price">{rupiah(flight.price * passengers)}<span className="soft">{` untuk ${passengers} orang`}</span></p>
          {gone || full ? (
            <p className="few">{gone ? 'Penerbangan ini sudah berangkat.' : 'Kursi yang tersisa tidak cukup.'}</p>
          ) : (
            <Link className="button" href={`/flights/${flight.id}/book?passengers=${passengers}`}>Pesan penerbangan ini</Link>
          )}
        </div>
      </div>
      <h2>Sebelum memesan</h2>
      <ul className="plain-list">
        <li>Pembatalan sampai 72 jam sebelum berangkat dikembalikan 75 %.</li>
        <li>Nama penumpang harus sama dengan KTP atau paspor.</li>
        <li>Datanglah ke bandara 90 menit sebelum berangkat.</li>
      </ul>
    </div>
  );
}
