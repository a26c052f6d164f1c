import type { Flight } from '@/lib/flights.ts';
import { dayOf, longDay, rupiah } from '@/lib/time.ts';

import { Airline, Itinerary } from './Itinerary.tsx';

// What is being bought, beside the form that buys it.
export function Summary({ flight, passengers }: { flight: Flight; passengers: number }) {
  return (
    <aside className="card summary" aria-label="Ringkasan penerbangan">
      <p className="soft">{longDay(dayOf(flight.departsAt, flight.schedule.origin.timezone))}</p>
      <Airline flight={flight} />
      <Itinerary flight={flight} />
      <dl className="sums">
        <div><dt>{`Tiket ${passengers} × ${rupiah(flight.price)}`}</dt><dd>{rupiah(flight.price * passengers)}</dd></div>
        <div><dt>{`Bagasi ${flight.schedule.baggageKg} kg per orang`}</dt><dd>Termasuk</dd></div>
        <div className="total"><dt>Total</dt><dd>{rupiah(flight.price * passengers)}</dd></div>
      </dl>
    </aside>
  );
}
