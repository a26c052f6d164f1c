// Contract 2, "Login dengan Google": our two addresses asked by curl, the pages between them by a
// browser, and Google played by node-oidc-provider.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { curl, expectCookies, expectSecret } from './support/curl.mjs';
import { answered, begin, held, logIn, sri, startBoth } from './support/google.mjs';

const frontend = 'http://localhost:3001/';
const days = 24 * 60 * 60;

const journeyOf = (cookies) => Object.keys(cookies).find((name) => /^gapura_login_\d+$/.test(name));

// Beside the contract's three: who is logged in here, the browsers this person uses, and the way that is over.
function expectLogin(cookies, asked) {
  expectCookies(cookies);
  expectSecret(cookies.gapura_session, { name: 'gapura_session', shape: /^[\w-]{43,}$/, life: 90 * days });
  const { value, 'Max-Age': life, ...attributes } = cookies.gapura_devices;
  assert.ok(value && Number(life) > 30 * days);
  assert.deepEqual(attributes, { Path: '/', HttpOnly: true, SameSite: 'Lax' });
  const journey = journeyOf(asked.cookies);
  assert.deepEqual(cookies[journey], {
    value: '',
    Path: '/auth/google/callback',
    'Max-Age': '0',
    Expires: 'Thu, 01 Jan 1970 00:00:00 GMT',
    HttpOnly: true,
    SameSite: 'Lax',
  });
  assert.deepEqual(
    Object.keys(cookies).sort(),
    ['access_token', 'gapura_devices', journey, 'gapura_session', 'is_logged_in', 'refresh_token'].sort(),
  );
}

async function userOf({ gapura }) {
  const { id } = await gapura.command(['user', 'show', sri.email]);
  return { id, email: sri.email, name: sri.name, status: true };
}

describe('with FRONTEND_URL', () => {
  let both;
  before(async () => {
    both = await startBoth({ FRONTEND_URL: frontend });
  });
  after(() => both?.stop());

  test('GET /auth/google redirects to Google, and keeps in two cookies what the callback needs', async () => {
    const asked = await begin(both);
    assert.equal(asked.status, 303);
    assert.equal(asked.body, '');
    assert.equal(asked.header('cache-control'), 'no-store');
    const location = new URL(asked.header('location'));
    assert.equal(location.origin + location.pathname, `${both.google}/auth`);
    const { state, nonce, code_challenge, ...query } = Object.fromEntries(location.searchParams);
    assert.deepEqual(query, {
      client_id: 'gapura',
      code_challenge_method: 'S256',
      redirect_uri: both.callback,
      response_type: 'code',
      scope: 'openid email profile',
    });
    assert.match(state, /^[\w-]{22,}\.[\w-]{43,}$/);
    for (const made of [nonce, code_challenge]) assert.match(made, /^[\w-]{43}$/);

    const journey = journeyOf(asked.cookies);
    assert.deepEqual(Object.keys(asked.cookies).sort(), ['gapura_login', journey].sort());
    const { value, ...attributes } = asked.cookies[journey];
    assert.match(value, /^[\w-]{22,}\.0\.[\w-]{43,}$/);
    assert.deepEqual(attributes, { Path: '/auth/google/callback', 'Max-Age': '600', HttpOnly: true, SameSite: 'Lax' });
    const { value: login, Path, Expires, ...rest } = asked.cookies.gapura_login;
    assert.match(login, /^[\w-]{43,}$/);
    assert.equal(Path, `/login/${state.split('.')[0]}`);
    assert.ok(new Date(Expires) > new Date());
    assert.deepEqual(rest, { HttpOnly: true, SameSite: 'Lax' });
  });

  test('the callback redirects to the frontend with the cookies of the session', async () => {
    const { asked, answer } = await logIn(both);
    assert.equal(answer.status, 303);
    assert.equal(answer.header('location'), frontend);
    assert.equal(answer.body, '');
    assert.equal(answer.header('cache-control'), 'no-store');
    expectLogin(answer.cookies, asked);
    const profile = await curl(`${both.gapura.url}/auth/profile`, ...held(answer));
    assert.equal(profile.body, JSON.stringify({ user: await userOf(both) }));
  });

  test('a browser that is logged in is sent to the frontend without a word to Google', async () => {
    const { answer } = await logIn(both);
    const again = await curl(`${both.gapura.url}/auth/google`, ...held(answer));
    assert.equal(again.status, 303);
    assert.equal(again.header('location'), frontend);
    expectCookies(again.cookies);
    assert.deepEqual(Object.keys(again.cookies).sort(), ['access_token', 'is_logged_in', 'refresh_token']);
  });

  test('whoever cancels at Google comes back with the reason, and with nothing else', async () => {
    const asked = await begin(both);
    const answer = await curl(await answered(both, asked, ''), ...held(asked));
    assert.equal(answer.status, 303);
    assert.equal(answer.header('location'), `${frontend}?error=access_denied`);
    assert.deepEqual(Object.keys(answer.cookies), [journeyOf(asked.cookies)]);
  });

  test('a callback works once, and in the browser that asked', async () => {
    const { asked, back } = await logIn(both);
    for (const shown of [held(asked), []]) {
      const answer = await curl(back, ...shown);
      assert.notEqual(answer.header('location'), frontend);
      for (const name of ['access_token', 'refresh_token', 'is_logged_in', 'gapura_session']) {
        assert.equal(answer.cookies[name], undefined, name);
      }
    }
  });
});

describe('without FRONTEND_URL', () => {
  let both;
  before(async () => {
    both = await startBoth();
  });
  after(() => both?.stop());

  test('the callback answers with the JSON of the document, and the same cookies', async () => {
    const { asked, answer } = await logIn(both);
    assert.equal(answer.status, 200);
    assert.equal(answer.header('location'), '');
    assert.equal(answer.header('content-type'), 'application/json');
    assert.equal(answer.header('cache-control'), 'no-store');
    assert.equal(answer.body, JSON.stringify({ access_token: answer.cookies.access_token.value, user: await userOf(both) }));
    expectLogin(answer.cookies, asked);
  });

  test('and a browser that is logged in is answered the same at once', async () => {
    const { answer } = await logIn(both);
    const again = await curl(`${both.gapura.url}/auth/google`, ...held(answer));
    assert.equal(again.status, 200);
    assert.equal(again.body, JSON.stringify({ access_token: again.cookies.access_token.value, user: await userOf(both) }));
    expectCookies(again.cookies);
  });
});
