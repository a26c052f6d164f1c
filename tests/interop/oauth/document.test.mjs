// Contract 1, requests as its document has them, sent by curl: what is required, what comes back.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';

import { Browser } from '../support/browser.mjs';
import { logIn, nowhere, person, startWorld } from './support/world.mjs';

const run = promisify(execFile);

let world;
let client;
let browser;
before(async () => {
  world = await startWorld();
  client = await world.addClient(nowhere, '--profile', 'sso', '--scope', 'view-user openid');
  browser = new Browser();
  await logIn(authorize(), { browser, stop: nowhere });
});
after(() => world?.stop());

async function curl(...parameters) {
  const { stdout } = await run('curl', ['-sS', '-i', ...parameters]);
  const [head, body] = stdout.split(/\r\n\r\n(.*)/s);
  const [first, ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]));
  return { status: Number(first.split(' ')[1]), headers, body, json: () => JSON.parse(body) };
}

function authorize(changes = {}) {
  const asked = { client_id: client.client_id, redirect_uri: nowhere, response_type: 'code', scope: 'view-user', state: 'xyz123', ...changes };
  for (const name of Object.keys(asked)) if (asked[name] === undefined) delete asked[name];
  return `${world.url}/oauth/authorize?${new URLSearchParams(asked)}`;
}

async function code(changes) {
  const { url } = await browser.go(authorize(changes), { stop: nowhere });
  return new URL(url).searchParams.get('code');
}

const redemption = (fresh, changes = {}) => ({
  grant_type: 'authorization_code',
  client_id: client.client_id,
  client_secret: client.client_secret,
  redirect_uri: nowhere,
  code: fresh,
  ...changes,
});

// The document's own command.
function redeem(fields, { type = 'application/x-www-form-urlencoded' } = {}) {
  const pairs = Object.entries(fields).filter(([, value]) => value !== undefined);
  return curl('-X', 'POST', `${world.url}/oauth/token`, '-H', `Content-Type: ${type}`, ...pairs.flatMap(([name, value]) => ['-d', `${name}=${value}`]));
}

const ask = (...headers) => curl('-X', 'GET', `${world.url}/api/user-sso`, ...headers.flatMap((header) => ['-H', header]));

describe('1. the authorization code', () => {
  test('comes to the redirect URI with the state, and says whose answer it is', async () => {
    const { url } = await browser.go(authorize(), { stop: nowhere });
    assert.match(url, /^https:\/\/client-app\.com\/callback\?code=[-\w]{51}&state=xyz123&iss=/);
    assert.equal(new URL(url).searchParams.get('iss'), world.url);
  });

  for (const name of ['client_id', 'redirect_uri']) {
    test(`without ${name} nobody is sent anywhere`, async () => {
      const { status, headers } = await curl(authorize({ [name]: undefined }));
      assert.equal(status, 400);
      assert.equal(headers.location, undefined);
      assert.match(headers['content-type'], /^text\/html/);
    });
  }

  for (const [name, error] of [['response_type', 'invalid_request'], ['scope', 'invalid_scope'], ['state', 'invalid_request']]) {
    test(`without ${name} the client is told`, async () => {
      const { status, headers } = await curl(authorize({ [name]: undefined }));
      assert.equal(status, 303);
      const to = new URL(headers.location);
      assert.equal(to.origin + to.pathname, nowhere);
      assert.equal(to.searchParams.get('error'), error);
      assert.equal(to.searchParams.get('state'), name === 'state' ? null : 'xyz123');
      assert.equal(to.searchParams.get('code'), null);
    });
  }
});

describe('2. the access token', () => {
  test('has the three fields of the document, with their types', async () => {
    const answer = await redeem(redemption(await code()));
    assert.equal(answer.status, 200, answer.body);
    assert.match(answer.headers['content-type'], /^application\/json/);
    assert.equal(answer.headers['cache-control'], 'no-store');
    const { access_token, ...rest } = answer.json();
    assert.deepEqual(rest, { token_type: 'Bearer', expires_in: 3600 });
    assert.match(access_token, /^eyJ/);
    const header = JSON.parse(Buffer.from(access_token.split('.')[0], 'base64url'));
    assert.equal(header.alg, 'ES256', 'signed by a key pair, not by HS256 as in the example');
  });

  for (const [name, status, error] of [
    ['grant_type', 400, 'invalid_request'],
    ['client_id', 401, 'invalid_client'],
    ['client_secret', 401, 'invalid_client'],
    ['redirect_uri', 400, 'invalid_request'],
    ['code', 400, 'invalid_request'],
  ]) {
    test(`needs ${name}`, async () => {
      const answer = await redeem(redemption(await code(), { [name]: undefined }));
      assert.equal(answer.status, status, answer.body);
      assert.equal(answer.json().error, error, answer.body);
      assert.equal(answer.json().access_token, undefined);
    });
  }

  for (const [name, value, status, error] of [
    ['grant_type', 'sandi', 400, 'unsupported_grant_type'],
    ['client_secret', 'abcdef', 401, 'invalid_client'],
    ['redirect_uri', 'https://client-app.com/lain', 400, 'invalid_grant'],
    ['code', 'authorization_code_here', 400, 'invalid_grant'],
  ]) {
    test(`and the right ${name}`, async () => {
      const answer = await redeem(redemption(await code(), { [name]: value }));
      assert.equal(answer.status, status, answer.body);
      assert.equal(answer.json().error, error, answer.body);
    });
  }

  test('needs the Content-Type of a form', async () => {
    const answer = await redeem(redemption(await code()), { type: 'text/plain' });
    assert.equal(answer.status, 400);
    assert.equal(answer.json().error, 'invalid_request');
  });

  test('a code is good once', async () => {
    const fresh = await code();
    assert.equal((await redeem(redemption(fresh))).status, 200);
    const again = await redeem(redemption(fresh));
    assert.equal(again.status, 400);
    assert.equal(again.json().error, 'invalid_grant');
  });
});

describe('3. who it is', () => {
  const token = async (changes) => (await redeem(redemption(await code(changes)))).json().access_token;

  test('in the twelve fields of the document, in their order, with their types', async () => {
    const answer = await ask(`Authorization: Bearer ${await token()}`);
    assert.equal(answer.status, 200, answer.body);
    assert.match(answer.headers['content-type'], /^application\/json/);
    const user = answer.json();
    const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
    assert.deepEqual(Object.keys(user), [
      'id', 'name', 'email', 'nip', 'email_pp', 'no_hp', 'kd_satker', 'nama_satker', 'email_verified_at', 'created_at', 'updated_at', 'role',
    ]);
    const { email_verified_at, created_at, updated_at, ...rest } = user;
    for (const shown of [email_verified_at, created_at, updated_at]) assert.match(shown, time);
    assert.deepEqual(rest, {
      id: world.user.id,
      name: person.name,
      email: person.email,
      nip: '-',
      email_pp: ['ppk1@contoh.test'],
      no_hp: person.phone,
      kd_satker: '75642',
      nama_satker: 'DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL',
      role: 'bendahara',
    });
  });

  test('to nobody without a token, or with one that is none', async () => {
    const bare = await ask();
    assert.equal(bare.status, 401);
    assert.match(bare.headers['www-authenticate'], /^Bearer(?!.*error=)/);
    assert.ok(bare.json());
    const wrong = await ask('Authorization: Bearer eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.e30.AAAA');
    assert.equal(wrong.status, 401);
    assert.match(wrong.headers['www-authenticate'], /^Bearer .*error="invalid_token"/);
    assert.equal(wrong.json().error, 'invalid_token');
  });

  test('and not without the scope view-user', async () => {
    const answer = await ask(`Authorization: Bearer ${await token({ scope: 'openid' })}`);
    assert.equal(answer.status, 403);
    assert.match(answer.headers['www-authenticate'], /error="insufficient_scope"/);
    assert.equal(answer.json().error, 'insufficient_scope');
  });
});
