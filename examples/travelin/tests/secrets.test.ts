import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { cookieName, cookieOptions } from '../lib/cookies.ts';
import { hashPassword, passwordMatches } from '../lib/password.mjs';
import { hashOf, newToken, seal, unseal } from '../lib/tokens.ts';

describe('the cookies', () => {
  beforeEach(() => {
    process.env.APP_URL = 'https://travelin.test';
    process.env.SSO_URL = 'https://sso.test/';
    process.env.SESSION_SECRET = 'x'.repeat(32);
  });
  afterEach(() => {
    delete process.env.APP_URL;
  });

  test('are HttpOnly, Lax, Secure, of this host alone, and end', () => {
    assert.equal(cookieName('travelin_session'), '__Host-travelin_session');
    assert.deepEqual(cookieOptions(60), { httpOnly: true, secure: true, sameSite: 'lax', path: '/', maxAge: 60 });
    assert.equal(cookieOptions(60, 'strict').sameSite, 'strict');
  });
});

describe('tokens', () => {
  test('have 256 bits, and the database only their hash', () => {
    const token = newToken();
    assert.equal(Buffer.from(token, 'base64url').length, 32);
    assert.notEqual(token, newToken());
    assert.equal(Buffer.from(hashOf(token), 'base64url').length, 32);
    assert.ok(!hashOf(token).includes(token));
  });

  test('what is sealed comes back, and with another key does not', () => {
    assert.deepEqual(unseal(seal({ a: 'é' }, 'k'), 'k'), { a: 'é' });
    assert.equal(unseal(seal({ a: 1 }, 'k'), 'l'), undefined);
    assert.equal(unseal(undefined, 'k'), undefined);
  });
});

describe('the passwords of the staff', () => {
  test('are salted scrypt, and only the right one matches', async () => {
    const stored = await hashPassword('rahasia-sekali');
    assert.match(stored, /^scrypt\$32768\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    assert.notEqual(stored, await hashPassword('rahasia-sekali'));
    assert.ok(await passwordMatches('rahasia-sekali', stored));
    assert.ok(!(await passwordMatches('rahasia-sekalI', stored)));
    assert.ok(!(await passwordMatches('', stored)));
    assert.ok(!(await passwordMatches('rahasia-sekali', 'rahasia-sekali')));
  });
});
