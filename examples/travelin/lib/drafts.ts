// What was typed before the login waits here for the browser that typed it, and is spent by paying.
import { cookies } from 'next/headers';

import { cookieName, cookieOptions } from './cookies.ts';
import { db } from './db.ts';
import type { Details } from './details.ts';
import { hashOf, newToken } from './tokens.ts';

const draftSeconds = 3600;
const name = () => cookieName('travelin_draft');

export async function browserHash(): Promise<string | undefined> {
  const token = (await cookies()).get(name())?.value;
  return token && hashOf(token);
}

export async function saveDraft(flightId: number, details: Details): Promise<void> {
  const jar = await cookies();
  const token = jar.get(name())?.value ?? newToken();
  const browser = hashOf(token);
  const expiresAt = new Date(Date.now() + draftSeconds * 1000);
  await db().draft.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  await db().draft.upsert({
    where: { browserHash_flightId: { browserHash: browser, flightId } },
    create: { browserHash: browser, flightId, details, expiresAt },
    update: { details, expiresAt },
  });
  jar.set(name(), token, cookieOptions(draftSeconds));
}

export async function draftOf(flightId: number) {
  const browser = await browserHash();
  if (!browser) return null;
  const draft = await db().draft.findUnique({ where: { browserHash_flightId: { browserHash: browser, flightId } } });
  return draft && draft.expiresAt > new Date() ? { details: draft.details as Details, expiresAt: draft.expiresAt } : null;
}

// The next person at this browser must not find them.
export async function dropDrafts(): Promise<void> {
  const browser = await browserHash();
  if (browser) await db().draft.deleteMany({ where: { browserHash: browser } });
  (await cookies()).set(name(), '', cookieOptions(0));
}
