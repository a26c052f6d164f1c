'use server';

import { redirect } from 'next/navigation';

import { bookDraft, isMethod } from '@/lib/bookings.ts';
import { browserHash } from '@/lib/drafts.ts';
import { requireOwnOrigin } from '@/lib/origin.ts';
import { currentUser } from '@/lib/session.ts';

export async function pay(flightId: number, form: FormData): Promise<void> {
  await requireOwnOrigin();
  const user = await currentUser();
  const browser = await browserHash();
  const method = form.get('method');
  if (!user || !browser || !isMethod(method)) redirect(`/flights/${flightId}/book`);
  const booked = await bookDraft(user.id, browser, flightId, method);
  switch (booked.outcome) {
    case 'booked':
      redirect(`/bookings/${booked.code}`);
    case 'full':
      redirect(`/flights/${flightId}/book?notice=full`);
    case 'no-draft':
      redirect('/bookings');
  }
}
