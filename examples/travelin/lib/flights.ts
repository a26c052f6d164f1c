import { db } from './db.ts';
import { boundsOf, dayOf, shiftDay } from './time.ts';

export const flightParts = { schedule: { include: { airline: true, origin: true, destination: true } } } as const;

export type Flight = NonNullable<Awaited<ReturnType<typeof flightOf>>>;

export const airports = () => db().airport.findMany({ orderBy: { city: 'asc' } });

export async function flightOf(id: string) {
  const number = Number(id);
  if (!Number.isInteger(number) || number < 1 || number > 2 ** 31 - 1) return null;
  return db().flight.findUnique({ where: { id: number }, include: flightParts });
}

export const orders = {
  price: { label: 'Termurah', by: [{ price: 'asc' }, { departsAt: 'asc' }] },
  departure: { label: 'Berangkat paling pagi', by: [{ departsAt: 'asc' }] },
} as const;

export type Order = keyof typeof orders;

export type Search = { from: string; to: string; day: string; passengers: number; order: Order };

export async function findFlights({ from, to, day, passengers, order }: Search) {
  const origin = await db().airport.findUnique({ where: { code: from } });
  if (!origin) return [];
  const bounds = boundsOf(day, origin.timezone);
  const earliest = new Date(Math.max(bounds.from.getTime(), Date.now()));
  return db().flight.findMany({
    where: {
      schedule: { originCode: from, destinationCode: to },
      departsAt: { gte: earliest, lt: bounds.until },
      seatsLeft: { gte: passengers },
    },
    include: flightParts,
    orderBy: [...orders[order].by],
  });
}

// The lowest price of each of the days around one, for the strip above the list.
export async function pricesAround(from: string, to: string, day: string, passengers: number) {
  const today = dayOf(new Date(), 'Asia/Jakarta');
  const first = shiftDay(day, -3) < today ? today : shiftDay(day, -3);
  const rows = await db().$queryRaw<{ day: string; price: number }[]>`
    SELECT to_char(f.departs_at AT TIME ZONE a.timezone, 'YYYY-MM-DD') AS day, min(f.price)::int AS price
    FROM flights f JOIN schedules s ON s.id = f.schedule_id JOIN airports a ON a.code = s.origin_code
    WHERE s.origin_code = ${from} AND s.destination_code = ${to} AND f.seats_left >= ${passengers}
      AND f.departs_at > now()
      AND (f.departs_at AT TIME ZONE a.timezone)::date BETWEEN ${first}::date AND ${shiftDay(first, 6)}::date
    GROUP BY 1`;
  const prices = new Map(rows.map((row) => [row.day, row.price]));
  return Array.from({ length: 7 }, (_, n) => shiftDay(first, n)).map((each) => ({ day: each, price: prices.get(each) }));
}

export type Route = { from: string; to: string; origin: string; destination: string; price: number; day: string };

// Where people like to go, each with its lowest price of the coming month.
export const popularRoutes = () => db().$queryRaw<Route[]>`
  SELECT DISTINCT ON (w.rank) w.origin AS "from", w.destination AS "to", o.city AS origin, d.city AS destination,
         f.price, to_char(f.departs_at AT TIME ZONE o.timezone, 'YYYY-MM-DD') AS day
  FROM (VALUES (1, 'CGK', 'DPS'), (2, 'CGK', 'YIA'), (3, 'SUB', 'DPS'), (4, 'CGK', 'KNO'), (5, 'CGK', 'LBJ'), (6, 'UPG', 'DJJ'))
       AS w (rank, origin, destination)
  JOIN schedules s ON s.origin_code = w.origin AND s.destination_code = w.destination
  JOIN flights f ON f.schedule_id = s.id
  JOIN airports o ON o.code = w.origin
  JOIN airports d ON d.code = w.destination
  WHERE f.departs_at BETWEEN now() + interval '1 day' AND now() + interval '30 days' AND f.seats_left > 0
  ORDER BY w.rank, f.price, f.departs_at`;
