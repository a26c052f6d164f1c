import type { Flight } from '@/lib/flights.ts';
import { clock, dayOf, duration, nightsBetween, spokenDuration, zoneLabel } from '@/lib/time.ts';

export function Airline({ flight }: { flight: Flight }) {
  const { airline, number } = flight.schedule;
  return (
    <p className="airline">
      <span className={`tail tail-${airline.code}`} aria-hidden="true">{airline.code}</span>
      <span><strong>{airline.name}</strong><br /><span className="soft">{number}</span></span>
    </p>
  );
}

// From where to where, each end by its own clock.
export function Itinerary({ flight, airports = false }: { flight: Flight; airports?: boolean }) {
  const { origin, destination, minutes } = flight.schedule;
  const nights = nightsBetween(flight.departsAt, origin.timezone, flight.arrivesAt, destination.timezone);
  const end = (place: typeof origin, moment: Date, later = 0) => (
    <div className="end">
      <p className="clock">
        <time dateTime={moment.toISOString()}>
          {clock(moment, place.timezone)} <abbr title={`waktu ${place.city}, ${dayOf(moment, place.timezone)}`}>{zoneLabel(place.timezone)}</abbr>
        </time>
        {later > 0 && <sup>{`+${later} hari`}</sup>}
      </p>
      <p><strong>{place.city}</strong> <span className="soft">{place.code}</span></p>
      {airports && <p className="soft">{place.name}</p>}
    </div>
  );
  return (
    <div className="itinerary">
      {end(origin, flight.departsAt)}
      <div className="way">
        <span className="soft"><span aria-hidden="true">{duration(minutes)}</span><span className="unseen">{spokenDuration(minutes)}</span></span>
        <span className="track" aria-hidden="true" />
        <span className="soft">Langsung</span>
      </div>
      {end(destination, flight.arrivesAt, nights)}
    </div>
  );
}
