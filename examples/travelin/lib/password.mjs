// Passwords of the staff: scrypt of node:crypto. Plain JavaScript, since scripts/migrate.mjs runs it unbuilt.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = /** @type {(p: string, s: Buffer, n: number, o: object) => Promise<Buffer>} */ (promisify(scrypt));
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 2 ** 26 };

/** @param {string} password */
export async function hashPassword(password) {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, 32, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** @param {string} password @param {string} stored */
export async function passwordMatches(password, stored) {
  const [kind, N, r, p, salt, hash] = stored.split('$');
  if (kind !== 'scrypt' || salt === undefined || hash === undefined) return false;
  const expected = Buffer.from(hash, 'base64url');
  const given = await derive(password, Buffer.from(salt, 'base64url'), expected.length, {
    N: Number(N), r: Number(r), p: Number(p), maxmem: 2 ** 26,
  });
  return timingSafeEqual(given, expected);
}
