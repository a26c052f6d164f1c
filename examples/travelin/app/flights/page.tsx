import type { Metadata } from 'next';
import Link from 'next/link';

import { Airline, Itinerary } from '@/components/Itinerary.tsx';
import { SearchForm } from '@/components/SearchForm.tsx';
import { passengerCount } from '@/lib/details.ts';
import { airports, findFlights, type Order, orders, pricesAround, type Search } from '@/lib/flights.ts';
import { dayOf, isDay, longDay, rupiah, shiftDay, shortDay } from '@/lib/time.ts';

export const metadata: Metadata = { title: 'Penerbangan' };

type Asked = Promise<Record<string, string | string[] | undefined>>;

const address = (search: Search, change: Partial<Search> = {}) => {
  const { from, to, day, passengers, order } = { ...search, ...change };
  return `/flights?${new URLSearchParams({ from, to, date: day, passengers: String(passengers), order })}`;
};

export default async function Flights({ searchParams }: { searchParams: Asked }) {
  const asked = await searchParams;
  const one = (name: string) => (typeof asked[name] === 'string' ? asked[name] : undefined);
  const today = dayOf(new Date(), 'Asia/Jakarta');
  const date = one('date');
  const order = one('order');
  const search: Search = {
    from: one('from') ?? 'CGK',
    to: one('to') ?? 'DPS',
    day: isDay(date) && date >= today ? date : shiftDay(today, 7),
    passengers: passengerCount(one('passengers')),
    order: order && Object.hasOwn(orders, order) ? (order as Order) : 'price',
  };
  const places = new Map((await airports()).map((place) => [place.code, place]));
  const origin = places.get(search.from);
  const destination = places.get(search.to);
  const known = origin && destination && origin !== destination;
  return (
    <>
      <section className="band">
        <div className="wide"><SearchForm {...search} /></div>
      </section>
      <div className="wide section">
        {known ? (
          <>
            <h1>{`${origin.city} ke ${destination.city}`}</h1>
            <p className="soft">
              {`${longDay(search.day)} · ${search.passengers} penumpang · `}
              <Link href={address(search, { from: search.to, to: search.from })}>Tukar arah</Link>
            </p>
            <Days search={search} />
            <List search={search} />
          </>
        ) : (
          <div className="card empty">
            <h1>Pilih dua kota yang berbeda</h1>
            <p>Kota asal dan tujuan tidak boleh sama. Ubah pencarian di atas.</p>
          </div>
        )}
      </div>
    </>
  );
}

async function Days({ search }: { search: Search }) {
  const days = await pricesAround(search.from, search.to, search.day, search.passengers);
  return (
    <nav className="days" aria-label="Tanggal lain">
      <ul>
        {days.map(({ day, price }) => (
          <li key={day}>
            <Link href={address(search, { day })} aria-current={day === search.day ? 'date' : undefined}>
              <span>{shortDay(day)}</span>
              <strong>{price === undefined ? '–' : rupiah(price)}</strong>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

async function List({ search }: { search: Search }) {
  const flights = await findFlights(search);
  if (flights.length === 0) {
    return (
      <div className="card empty">
        <h2>Tidak ada penerbangan pada hari ini</h2>
        <p>Rute ini tidak diterbangi langsung, atau kursinya sudah habis. Coba tanggal atau kota lain.</p>
      </div>
    );
  }
  return (
    <>
      <p className="orders">
        <span className="soft">{`${flights.length} penerbangan, urutkan: `}</span>
        {Object.entries(orders).map(([order, { label }]) => (
          <Link key={order} href={address(search, { order: order as Order })} aria-current={order === search.order || undefined}>{label}</Link>
        ))}
      </p>
      <ul className="flights">
        {flights.map((flight) => (
          <li key={flight.id} className="card ticket">
            <div className="ticket-main">
              <Airline flight={flight} />
              <Itinerary flight={flight} />
            </div>
            <div className="ticket-stub">
              <p className="price">{rupiah(flight.price)}<span className="soft"> /orang</span></p>
              {flight.seatsLeft <= 9 && <p className="few">{`Sisa ${flight.seatsLeft} kursi`}</p>}
              <Link className="button small" href={`/flights/${flight.id}?passengers=${search.passengers}`}
                aria-label={`Pilih ${flight.schedule.airline.name} ${flight.schedule.number}`}>Pilih</Link>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
