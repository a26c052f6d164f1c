// Contract 2, requests as its document has them, sent by curl: what comes back, octet by octet where the
// document shows it, and the cookies attribute by attribute.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { startGapura } from '../support/gapura.mjs';
import { cookie, curl, english, expectCleared, expectCookies } from './support/curl.mjs';

const password = 'gerobak-soto-33-lilin';
const frontend = 'http://localhost:3001/';

let gapura;
let user;
before(async () => {
  gapura = await startGapura({ FRONTEND_URL: frontend });
  user = await gapura.command(
    ['user', 'add', '--username', 'testuser', '--name', 'Test User', '--email', 'user@example.com', '--password-stdin'],
    `${password}\n`,
  );
});
after(() => gapura?.stop());

// The document's own commands; what a browser adds by itself comes after.
const profile = (...more) => curl('-X', 'GET', `${gapura.url}/auth/profile`, '-H', 'Accept: application/json', ...more);
const logout = (...more) => curl('-X', 'POST', `${gapura.url}/auth/logout`, '-H', 'Accept: application/json', ...more);
const refresh = (...more) => curl('-X', 'POST', `${gapura.url}/auth/refresh-token`, '-H', 'Accept: application/json', ...more);

const logIn = (identifier = 'testuser', typed = password, ...more) =>
  curl('-X', 'POST', `${gapura.url}/auth/login`, '-H', 'Content-Type: application/json', '-d', JSON.stringify({ identifier, password: typed }), ...more);
async function login() {
  const answer = await logIn();
  assert.equal(answer.status, 200, answer.body);
  const shown = (name) => cookie([name, answer.cookies[name].value]);
  return { answer, access: shown('access_token'), refresh: shown('refresh_token'), all: cookie(...Object.entries(answer.cookies).map(([name, { value }]) => [name, value])) };
}

function expectError(answer, status, sentence) {
  assert.equal(answer.status, status);
  assert.equal(answer.body, JSON.stringify({ errors: [sentence] }));
  assert.match(answer.header('content-type'), /^application\/json/);
}

describe('login', () => {
  test('gives the cookies and says who it is', async () => {
    const { answer } = await login();
    expectCookies(answer.cookies);
    assert.equal(
      answer.body,
      JSON.stringify({ access_token: answer.cookies.access_token.value, user: { id: user.id, email: 'user@example.com', name: 'Test User', status: true } }),
    );
    assert.equal(answer.header('cache-control'), 'no-store');
    assert.deepEqual(
      Object.keys(answer.cookies).sort(),
      ['access_token', 'gapura_devices', 'gapura_session', 'is_logged_in', 'refresh_token'],
    );
  });

  test('says the same of a wrong password and of nobody', async () => {
    for (const name of ['testuser', 'tidak-ada']) {
      expectError(await logIn(name, 'salah'), 401, 'Kredensial tidak valid');
      expectError(await logIn(name, 'salah', ...english), 401, 'Invalid credentials');
    }
  });

  test('makes whoever guesses wait, and says for how long', async () => {
    for (let guess = 0; guess < 5; guess += 1) assert.equal((await logIn('ditebak', 'salah')).status, 401);
    for (const [language, sentence] of [[[], 'Terlalu banyak percobaan, coba lagi nanti'], [english, 'Too many attempts, try again later']]) {
      const answer = await logIn('ditebak', password, ...language);
      expectError(answer, 429, sentence);
      assert.match(answer.header('retry-after'), /^[1-9]\d*$/);
      assert.deepEqual(answer.cookies, {});
    }
  });
});

describe('profile', () => {
  test('shows the user of the document, and sets the hint', async () => {
    const session = await login();
    const answer = await profile(...session.access);
    assert.equal(answer.status, 200);
    assert.equal(answer.body, JSON.stringify({ user: { id: user.id, email: 'user@example.com', name: 'Test User', status: true } }));
    assert.deepEqual(Object.keys(answer.cookies), ['is_logged_in']);
    assert.deepEqual(answer.cookies.is_logged_in, session.answer.cookies.is_logged_in);
    assert.equal(answer.header('cache-control'), 'no-store');
    assert.equal(answer.header('vary'), 'Origin, Cookie');
  });

  test('is for nobody without the cookie, or with another', async () => {
    expectError(await profile(), 401, 'Token akses tidak ditemukan');
    expectError(await profile(...english), 401, 'Access token not found');
    for (const wrong of ['x', 'jwt_access_token_baru', 'eyJhbGciOiJub25lIn0.e30.']) {
      expectError(await profile(...cookie(['access_token', wrong])), 401, 'Token akses tidak valid');
      expectError(await profile(...cookie(['access_token', wrong]), ...english), 401, 'Access token is not valid');
    }
    expectError(await profile(...cookie(['is_logged_in', 'true'])), 401, 'Token akses tidak ditemukan');
  });
});

describe('logout', () => {
  test('takes the cookies away, and the refresh token in the database', async () => {
    const session = await login();
    const answer = await logout(...session.all);
    assert.equal(answer.status, 200);
    assert.equal(answer.body, '{"message":"Logout berhasil"}');
    assert.equal((await logout(...english)).body, '{"message":"Logged out"}');
    expectCleared(answer.cookies);
    expectError(await profile(...session.access), 401, 'Token akses tidak valid');
    expectError(await refresh(...session.refresh), 401, 'Refresh token tidak valid');
  });

  test('is the same with no cookie, with invalid ones, and a second time', async () => {
    const session = await login();
    await logout(...session.all);
    for (const shown of [[], cookie(['access_token', 'x'], ['refresh_token', 'y']), session.all]) {
      const answer = await logout(...shown);
      assert.equal(answer.status, 200);
      assert.equal(answer.body, '{"message":"Logout berhasil"}');
      expectCleared(answer.cookies);
    }
  });

  test('leaves the other sessions of the same user', async () => {
    const [one, other] = [await login(), await login()];
    await logout(...one.all);
    assert.equal((await profile(...other.access)).status, 200);
    assert.equal((await refresh(...other.refresh)).status, 200);
  });
});

describe('sessions', () => {
  const end = (id, ...more) => curl('-X', 'DELETE', `${gapura.url}/auth/sessions/${id}`, ...more);
  const list = (...more) => curl(`${gapura.url}/auth/sessions`, ...more);

  test('are ended one by one, and what is none is said to be none', async () => {
    const one = await login();
    for (const [language, ended, none] of [[[], 'Sesi sudah diakhiri', 'Sesi tidak ditemukan'], [english, 'The session has ended', 'Session not found']]) {
      const other = await login();
      const { id } = JSON.parse((await list(...other.access)).body).sessions.find(({ current }) => current);
      const answer = await end(id, ...one.access, ...language);
      assert.equal(answer.status, 200);
      assert.equal(answer.body, JSON.stringify({ message: ended }));
      assert.equal((await profile(...other.access)).status, 401);
      for (const gone of [id, 'xyz']) expectError(await end(gone, ...one.access, ...language), 404, none);
    }
    assert.equal((await profile(...one.access)).status, 200);
  });

  test('are for nobody without the cookie', async () => {
    for (const ask of [list, (...more) => end('xyz', ...more)]) {
      expectError(await ask(), 401, 'Token akses tidak ditemukan');
      expectError(await ask(...english), 401, 'Access token not found');
    }
  });
});

describe('refresh', () => {
  test('gives new tokens and all three cookies anew', async () => {
    const session = await login();
    const answer = await refresh(...session.refresh);
    assert.equal(answer.status, 200);
    expectCookies(answer.cookies);
    assert.equal(answer.body, JSON.stringify({ access_token: answer.cookies.access_token.value }));
    assert.notEqual(answer.cookies.access_token.value, session.answer.cookies.access_token.value);
    assert.notEqual(answer.cookies.refresh_token.value, session.answer.cookies.refresh_token.value);
    assert.deepEqual(Object.keys(answer.cookies).sort(), ['access_token', 'is_logged_in', 'refresh_token']);
    assert.equal((await profile(...cookie(['access_token', answer.cookies.access_token.value]))).status, 200);
  });

  test('needs a refresh token that is one', async () => {
    expectError(await refresh(), 401, 'Refresh token tidak ditemukan');
    expectError(await refresh(...english), 401, 'Refresh token not found');
    expectError(await refresh(...cookie(['refresh_token', 'x'])), 401, 'Refresh token tidak valid');
    expectError(await refresh(...cookie(['refresh_token', 'x']), ...english), 401, 'Refresh token is not valid');
  });

  test('and a user who is active', async () => {
    await gapura.command(
      ['user', 'add', '--username', 'lain', '--name', 'Lain', '--email', 'lain@example.com', '--password-stdin'],
      `${password}\n`,
    );
    const { cookies } = await logIn('lain');
    await gapura.command(['user', 'disable', 'lain']);
    const shown = cookie(['refresh_token', cookies.refresh_token.value]);
    expectError(await refresh(...shown), 403, 'Akun tidak aktif');
    expectError(await refresh(...shown, ...english), 403, 'The account is not active');
    expectError(await logIn('lain'), 403, 'Akun tidak aktif');
  });
});

describe('a frontend on another origin', () => {
  const origin = ['-H', `Origin: ${new URL(frontend).origin}`];

  test('may send cookies and read the answers', async () => {
    const session = await login();
    const answer = await profile(...session.access, ...origin);
    assert.equal(answer.header('access-control-allow-origin'), 'http://localhost:3001');
    assert.equal(answer.header('access-control-allow-credentials'), 'true');
    assert.equal((await refresh(...session.refresh, ...origin)).status, 200);
    const asked = await curl('-X', 'OPTIONS', `${gapura.url}/auth/logout`, ...origin, '-H', 'Access-Control-Request-Method: POST');
    assert.equal(asked.status, 204);
    assert.equal(asked.header('access-control-allow-methods'), 'POST');
    assert.equal(asked.header('access-control-allow-credentials'), 'true');
  });

  for (const stranger of ['http://localhost:3002', 'http://localhost:3001.evil.test', 'null']) {
    test(`and ${stranger} may not`, async () => {
      const session = await login();
      const from = ['-H', `Origin: ${stranger}`];
      const answer = await logout(...session.all, ...from);
      expectError(answer, 403, 'Permintaan ditolak karena berasal dari situs lain');
      expectError(await logout(...session.all, ...from, ...english), 403, 'The request was refused because it comes from another site');
      assert.equal(answer.header('access-control-allow-origin'), '');
      assert.deepEqual(answer.cookies, {});
      assert.equal((await profile(...session.access)).status, 200);
    });
  }
});
