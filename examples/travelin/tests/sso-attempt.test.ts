import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { attemptCookie, attemptOf, attemptSeconds, beginAttempt, ownPath, surplusAttempts } from '../lib/sso-attempt.ts';

// The settings are read at the first name of a cookie.
process.env.APP_URL = 'https://travelin.test';
process.env.SSO_URL = 'https://sso.test';
process.env.SESSION_SECRET = 'x'.repeat(32);

const secret = 'a secret of this site, long enough';
const paths = { returnTo: '/flights/7/pay', cancelTo: '/flights/7/book' };
const at = 1_800_000_000_000;

describe('a login is bound to the browser that began it', () => {
  test('whose cookie gives back where it was going', () => {
    const { state, cookie } = beginAttempt(paths, secret, at);
    assert.deepEqual(attemptOf(state, [{ name: 'other', value: 'x' }, cookie], secret, at + 1000), paths);
  });

  test('another browser, with no cookie or one of its own, is refused', () => {
    const { state } = beginAttempt(paths, secret, at);
    const { cookie } = beginAttempt(paths, secret, at);
    assert.equal(attemptOf(state, [], secret, at), undefined);
    assert.equal(attemptOf(state, [cookie], secret, at), undefined);
  });

  test('a callback without a state is refused, whatever cookies there are', () => {
    const { cookie } = beginAttempt(paths, secret, at);
    assert.equal(attemptOf(null, [cookie], secret, at), undefined);
    assert.equal(attemptOf('', [cookie], secret, at), undefined);
  });

  test('a cookie for another state under this one’s name is refused', () => {
    const mine = beginAttempt(paths, secret, at);
    const theirs = beginAttempt(paths, secret, at);
    assert.equal(attemptOf(mine.state, [{ name: mine.cookie.name, value: theirs.cookie.value }], secret, at), undefined);
  });

  test('what a browser changed in its cookie, or another key sealed, is nothing', () => {
    const { state, cookie } = beginAttempt(paths, secret, at);
    const [body, mark] = cookie.value.split('.');
    const bent = Buffer.from(JSON.stringify({ state, returnTo: '/admin', cancelTo: '/', until: at * 2 })).toString('base64url');
    for (const value of [`${bent}.${mark}`, `${body}.`, `${body}`, '', `${body}.${mark}x`]) {
      assert.equal(attemptOf(state, [{ name: cookie.name, value }], secret, at), undefined);
    }
    assert.equal(attemptOf(state, [cookie], `${secret}!`, at), undefined);
  });

  test('it has ten minutes', () => {
    const { state, cookie } = beginAttempt(paths, secret, at);
    assert.deepEqual(attemptOf(state, [cookie], secret, at + attemptSeconds * 1000), paths);
    assert.equal(attemptOf(state, [cookie], secret, at + attemptSeconds * 1000 + 1), undefined);
  });

  test('states are long and never the same, and two tabs have a cookie each', () => {
    const made = Array.from({ length: 50 }, () => beginAttempt(paths, secret, at));
    assert.equal(new Set(made.map(({ state }) => state)).size, 50);
    assert.equal(new Set(made.map(({ cookie }) => cookie.name)).size, 50);
    assert.ok(made.every(({ state }) => Buffer.from(state, 'base64url').length === 32));
    assert.ok(made.every(({ state, cookie }) => !cookie.name.includes(state)));
  });

  test('under https no neighbouring host can plant one: its name says so, and a bare one counts for nothing', () => {
    const { state, cookie } = beginAttempt(paths, secret, at);
    assert.match(cookie.name, /^__Host-travelin_sso_[\w-]{12}$/);
    assert.equal(attemptCookie(state), cookie.name);
    const planted = { ...cookie, name: cookie.name.replace('__Host-', '') };
    assert.equal(attemptOf(state, [planted], secret, at), undefined);
  });

  test('logins that nobody finished make room for new ones', () => {
    const cookies = Array.from({ length: 6 }, () => beginAttempt(paths, secret, at).cookie);
    const session = { name: '__Host-travelin_session', value: 'x' };
    assert.deepEqual(surplusAttempts([session, ...cookies]), cookies.slice(0, 3).map(({ name }) => name));
    assert.deepEqual(surplusAttempts([session, ...cookies.slice(0, 3)]), []);
  });
});

describe('where a login may lead', () => {
  const appUrl = 'https://travelin.test';
  for (const path of ['/', '/bookings', '/flights/7/pay', '/flights?from=CGK&to=DPS']) {
    test(`to ${path}`, () => assert.equal(ownPath(path, appUrl), path));
  }
  const elsewhere = [
    'https://evil.test/', '//evil.test', '/\\evil.test', '\\\\evil.test', '/\t/evil.test', 'javascript:alert(1)',
    'bookings', '', null, undefined, '/auth/login?returnTo=/', '/x/../auth/callback', 'https://travelin.test@evil.test/',
    '/..//evil.test', '/.//evil.test',
  ];
  for (const path of elsewhere) {
    test(`and to the start instead of ${JSON.stringify(path)}`, () => {
      const led = ownPath(path, appUrl);
      assert.equal(new URL(led, appUrl).origin, appUrl);
      assert.equal(led, '/');
    });
  }
});
