// What the SSO's server says to a site of somebody who has left: docs/decisions/0018-site-logout.md.
import { createHash, createHmac } from 'node:crypto';

export const site = { id: 'contoh', secret: 'rahasia' };

export function signature(body, { secret = site.secret, time = Math.floor(Date.now() / 1000) } = {}) {
  const key = createHmac('sha256', secret).update('gapura site logout').digest();
  return `t=${time},v1=${createHmac('sha256', key).update(`${time}.${body}`).digest('hex')}`;
}

export const markOf = (code) => createHash('sha256').update(code).digest('hex');

export const noticeOf = (code, more = {}) =>
  JSON.stringify({ event: 'logout', id: '01j', user_id: 23, session: markOf(code), at: '2026-11-21T00:00:00.000000Z', ...more });

// Null for a call without a signature.
export const tell = (url, body, header = signature(body)) =>
  fetch(`${url}/auth/sso-logout`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(header !== null && { 'Gapura-Signature': header }) },
    body,
    redirect: 'manual',
  });
