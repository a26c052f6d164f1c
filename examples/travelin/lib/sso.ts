// The SSO as a site sees it: where to send a browser, and whom a code stands for. Knows nothing of
// Next.js or the database; all calls are from server to server.
import { createHmac } from 'node:crypto';

import { sameText } from './tokens.ts';

export type Sso = {
  url: string;
  callbackUrl: string;
  timeoutMs: number;
  site?: { id: string; secret: string };
};

export type SsoUser = { id: number; username: string; email: string; noHp: string };

export type Validation =
  | { outcome: 'valid'; user: SsoUser }
  | { outcome: 'rejected' }
  | { outcome: 'unreachable'; detail: string };

// The state comes back in the callback and proves that this browser set out on this login.
export function loginUrl(sso: Sso, state: string): string {
  const back = new URL(sso.callbackUrl);
  back.searchParams.set('state', state);
  const url = new URL(`${sso.url}/login`);
  url.searchParams.set('redirectUrl', back.href);
  return url.href;
}

// Whether there is an SSO to send a browser to: where nobody answers, the person would get a page of the
// browser's own. To look at a start page changes nothing and begins no login. Any answer will do but an
// error of the server's: a proxy with nobody behind it says 502.
export async function ssoAnswers(sso: Sso, withinMs = 2000): Promise<boolean> {
  try {
    const answer = await fetch(`${sso.url}/`, {
      method: 'HEAD',
      cache: 'no-store',
      redirect: 'manual',
      signal: AbortSignal.timeout(withinMs),
    });
    return answer.status < 500;
  } catch {
    return false;
  }
}

export async function validateCode(sso: Sso, code: string): Promise<Validation> {
  const url = new URL(`${sso.url}/api/example/ssovalidate`);
  url.searchParams.set('code', code);
  try {
    const answer = await fetch(url, {
      headers: { Accept: 'application/json', ...credentials(sso) },
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(sso.timeoutMs),
    });
    if (answer.status === 400 || answer.status === 401) return { outcome: 'rejected' };
    if (!answer.ok) return { outcome: 'unreachable', detail: `status ${answer.status}` };
    const user = userOf(await answer.json());
    return user ? { outcome: 'valid', user } : { outcome: 'unreachable', detail: 'an answer of another shape' };
  } catch (error) {
    // The name alone: a message may hold the address, and with it the code.
    return { outcome: 'unreachable', detail: error instanceof Error ? error.name : 'failed' };
  }
}

const signatureSeconds = 5 * 60;

// Whether a call is the SSO's: `Gapura-Signature: t=…,v1=…` is made of the time, the body and a key
// that this site's secret makes; of several v1 one is enough, while a secret gives way to another.
export function isFromSso({ site }: Sso, signature: string | null, body: string, now = Date.now()): boolean {
  if (!site || !signature) return false;
  const parts = signature.split(',').map((part) => part.split('='));
  const time = parts.find(([name]) => name === 't')?.[1] ?? '';
  if (!/^\d{1,12}$/.test(time) || Math.abs(now / 1000 - Number(time)) > signatureSeconds) return false;
  const key = createHmac('sha256', site.secret).update('gapura site logout').digest();
  const expected = createHmac('sha256', key).update(`${time}.${body}`).digest('hex');
  return parts.some(([name, value]) => name === 'v1' && sameText(value ?? '', expected));
}

function credentials({ site }: Sso): { Authorization?: string } {
  if (!site) return {};
  return { Authorization: `Basic ${Buffer.from(`${site.id}:${site.secret}`).toString('base64')}` };
}

function userOf(body: unknown): SsoUser | undefined {
  const { status, user } = (body ?? {}) as { status?: unknown; user?: Record<string, unknown> };
  if (status !== true || !user || !Number.isSafeInteger(user.id) || typeof user.username !== 'string') return undefined;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return { id: user.id as number, username: user.username, email: text(user.email), noHp: text(user.no_hp) };
}
