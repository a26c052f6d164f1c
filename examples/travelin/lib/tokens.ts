// Random values for cookies, and what of them may lie in the database.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export const newToken = () => randomBytes(32).toString('base64url');

export const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url');

export const hexHashOf = (text: string) => createHash('sha256').update(text).digest('hex');

export function sameText(left: string, right: string): boolean {
  return timingSafeEqual(createHash('sha256').update(left).digest(), createHash('sha256').update(right).digest());
}

// A value that a browser keeps for us and cannot change.
export function seal(value: unknown, secret: string): string {
  const body = Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

export function unseal(sealed: string | undefined, secret: string): unknown {
  const [body, mark] = sealed?.split('.') ?? [];
  if (!body || !mark) return undefined;
  if (!sameText(mark, createHmac('sha256', secret).update(body).digest('base64url'))) return undefined;
  return JSON.parse(Buffer.from(body, 'base64url').toString());
}
