import { randomInt } from 'node:crypto';

import { db } from './db.ts';
import type { Details } from './details.ts';
import { flightParts } from './flights.ts';

export const methods = {
  va: { label: 'Transfer virtual account', hint: 'BNI, BRI, Mandiri, dan bank lainnya' },
  qris: { label: 'QRIS', hint: 'Pindai dengan aplikasi bank atau dompet digital' },
  card: { label: 'Kartu debit atau kredit', hint: 'Visa, Mastercard, GPN' },
} as const;

export type Method = keyof typeof methods;

export const isMethod = (value: unknown): value is Method => typeof value === 'string' && Object.hasOwn(methods, value);

export const methodLabel = (method: string) => (isMethod(method) ? methods[method].label : method);

// Letters and digits that are not mistaken for one another.
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const newCode = () => Array.from({ length: 6 }, () => alphabet[randomInt(alphabet.length)]).join('');

export type Outcome = { outcome: 'booked'; code: string } | { outcome: 'no-draft' } | { outcome: 'full' };

// The draft is spent first: of two presses of the button one finds it, and the other nothing.
export async function bookDraft(userId: number, browserHash: string, flightId: number, method: Method): Promise<Outcome> {
  const noSeats = new Error('no seats are left');
  try {
    return await db().$transaction(async (tx): Promise<Outcome> => {
      const spent = await tx.$queryRaw<{ details: Details }[]>`
        DELETE FROM drafts WHERE browser_hash = ${browserHash} AND flight_id = ${flightId} AND expires_at > now()
        RETURNING details`;
      const details = spent[0]?.details;
      if (!details) return { outcome: 'no-draft' };
      const count = details.passengers.length;
      const { count: taken } = await tx.flight.updateMany({
        where: { id: flightId, seatsLeft: { gte: count }, departsAt: { gt: new Date() } },
        data: { seatsLeft: { decrement: count } },
      });
      if (taken === 0) throw noSeats;
      const { price } = await tx.flight.findUniqueOrThrow({ where: { id: flightId } });
      const { contact, passengers } = details;
      const { code } = await tx.booking.create({
        data: {
          code: newCode(), userId, flightId, method, total: price * count,
          contactName: contact.name, contactEmail: contact.email, contactPhone: contact.phone,
          passengers: { create: passengers },
        },
      });
      return { outcome: 'booked', code };
    });
  } catch (error) {
    if (error === noSeats) return { outcome: 'full' };
    throw error;
  }
}

export const bookingsOf = (userId: number) =>
  db().booking.findMany({
    where: { userId },
    include: { flight: { include: flightParts }, passengers: true },
    orderBy: { createdAt: 'desc' },
  });

export const bookingOf = (userId: number, code: string) =>
  db().booking.findFirst({
    where: { userId, code },
    include: { flight: { include: flightParts }, passengers: { orderBy: { id: 'asc' } } },
  });

// Only a booking that is paid gives its seats back, and so only once.
export async function cancelBooking(code: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const { count } = await tx.booking.updateMany({ where: { code, status: 'paid' }, data: { status: 'cancelled' } });
    if (count === 0) return;
    const booking = await tx.booking.findUniqueOrThrow({ where: { code }, include: { passengers: true } });
    await tx.flight.update({
      where: { id: booking.flightId },
      data: { seatsLeft: { increment: booking.passengers.length } },
    });
  });
}
