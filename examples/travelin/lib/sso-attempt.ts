// A login that is under way, kept by the browser that began it: one short-lived HttpOnly cookie for
// each, named after its state, so that two tabs may log in at once. Spent by the first callback.
import { cookieName } from './cookies.ts';
import { hashOf, newToken, seal, unseal } from './tokens.ts';

export const attemptSeconds = 600;
const attemptsAtOnce = 4;

// Where the browser goes when it is logged in, and where when the person thought better of it.
export type Destination = { returnTo: string; cancelTo: string };

export type Cookie = { name: string; value: string };

type Sealed = Destination & { state: string; until: number };

const attemptNames = () => cookieName('travelin_sso_');

export const attemptCookie = (state: string) => attemptNames() + hashOf(state).slice(0, 12);

export function beginAttempt(destination: Destination, secret: string, now = Date.now()) {
  const state = newToken();
  const sealed: Sealed = { ...destination, state, until: now + attemptSeconds * 1000 };
  return { state, cookie: { name: attemptCookie(state), value: seal(sealed, secret) } };
}

// What the callback's state belongs to in this browser; nothing for a state of another's.
export function attemptOf(
  state: string | null,
  cookies: Cookie[],
  secret: string,
  now = Date.now(),
): Destination | undefined {
  if (!state) return undefined;
  const kept = cookies.find(({ name }) => name === attemptCookie(state));
  const sealed = unseal(kept?.value, secret) as Sealed | undefined;
  if (!sealed || sealed.state !== state || sealed.until < now) return undefined;
  return { returnTo: sealed.returnTo, cancelTo: sealed.cancelTo };
}

// Attempts nobody came back from, the oldest first, so that a new one finds room.
export function surplusAttempts(cookies: Cookie[]): string[] {
  const names = cookies.map(({ name }) => name).filter((name) => name.startsWith(attemptNames()));
  return names.slice(0, Math.max(0, names.length - attemptsAtOnce + 1));
}

// The page for what went wrong, whose "Coba lagi" leads to the same place.
export const problemPath = (reason: 'sso' | 'code' | 'other-browser', destination: Destination) =>
  `/auth/problem?${new URLSearchParams({ reason, ...destination })}`;

// A page of this site's own, or its start: what came with a link must not lead elsewhere.
export function ownPath(path: string | null | undefined, appUrl: string): string {
  if (!path?.startsWith('/') || !URL.canParse(path, appUrl)) return '/';
  const url = new URL(path, appUrl);
  // What is left of `/..//host` leads there once it is resolved again.
  const elsewhere = url.origin !== appUrl || url.pathname.startsWith('//') || url.pathname.startsWith('/auth/');
  return elsewhere ? '/' : url.pathname + url.search;
}
