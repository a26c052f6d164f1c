'use server';

import { redirect } from 'next/navigation';

import type { BookState } from '@/components/BookForm.tsx';
import { readDetails } from '@/lib/details.ts';
import { saveDraft } from '@/lib/drafts.ts';
import { flightOf } from '@/lib/flights.ts';
import { requireOwnOrigin } from '@/lib/origin.ts';
import { currentUser } from '@/lib/session.ts';
import { beginSsoLogin } from '@/lib/sso-login.ts';

// "Bayar Sekarang": what was typed is kept, then to the payment, by way of the SSO for whoever is
// not logged in.
export async function payNow(flightId: number, _before: BookState, form: FormData): Promise<BookState> {
  await requireOwnOrigin();
  const flight = await flightOf(String(flightId));
  if (!flight) redirect('/flights');
  const { details, complaints } = readDetails(form);
  await saveDraft(flight.id, details);
  if (Object.keys(complaints).length > 0) return { details, complaints };

  const payment = `/flights/${flight.id}/pay`;
  if (await currentUser()) redirect(payment);
  redirect(await beginSsoLogin({ returnTo: payment, cancelTo: `/flights/${flight.id}/book` }));
}
