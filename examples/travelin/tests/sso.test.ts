import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo } from 'node:net';
import { after, describe, test } from 'node:test';

import { isFromSso, loginUrl, type Sso, validateCode } from '../lib/sso.ts';

const open: (() => void)[] = [];
after(() => open.forEach((close) => close()));

// An SSO that answers every validation in one way.
async function sso(answer: RequestListener, more: Partial<Sso> = {}) {
  const seen: { url: string; method: string; authorization?: string }[] = [];
  const server = createServer((request, response) => {
    seen.push({ url: request.url ?? '', method: request.method ?? '', authorization: request.headers.authorization });
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => server.close().closeAllConnections());
  const settings: Sso = {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    callbackUrl: 'https://travelin.test/auth/callback',
    timeoutMs: 5000,
    ...more,
  };
  return { settings, seen };
}

const says = (status: number, body: string): RequestListener => (_request, response) => {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(body);
};

const dayat = { id: 23, username: 'dayat', email: 'dayat@darulgs.co.id', no_hp: '081234567890' };
const valid = JSON.stringify({ status: true, user: dayat });

describe('the way to the SSO', () => {
  test('leads to /login with the callback, whose query is a state and no code', () => {
    const url = new URL(loginUrl({ url: 'https://sso.test', callbackUrl: 'https://travelin.test/auth/callback', timeoutMs: 1 }, 's t&code=1'));
    assert.equal(url.origin + url.pathname, 'https://sso.test/login');
    assert.deepEqual([...url.searchParams.keys()], ['redirectUrl']);
    const back = new URL(url.searchParams.get('redirectUrl') ?? '');
    assert.equal(back.origin + back.pathname, 'https://travelin.test/auth/callback');
    assert.deepEqual([...back.searchParams], [['state', 's t&code=1']]);
  });
});

describe('validating a code', () => {
  test('asks as the document says, and gives the four fields', async () => {
    const { settings, seen } = await sso(says(200, valid));
    assert.deepEqual(await validateCode(settings, 'a/b+c'), {
      outcome: 'valid',
      user: { id: 23, username: 'dayat', email: 'dayat@darulgs.co.id', noHp: '081234567890' },
    });
    assert.deepEqual(seen, [{ url: '/api/example/ssovalidate?code=a%2Fb%2Bc', method: 'GET', authorization: undefined }]);
  });

  test('carries the secret of a site that has one', async () => {
    const { settings, seen } = await sso(says(200, valid), { site: { id: 'travelin', secret: 'rahasia' } });
    await validateCode(settings, 'c');
    assert.equal(seen[0]?.authorization, `Basic ${Buffer.from('travelin:rahasia').toString('base64')}`);
  });

  const refused = { status: false, message: 'Kode tidak valid atau sudah digunakan' };
  for (const status of [400, 401]) {
    test(`${status} is a code that is worth nothing`, async () => {
      const { settings } = await sso(says(status, JSON.stringify(refused)));
      assert.deepEqual(await validateCode(settings, 'c'), { outcome: 'rejected' });
    });
  }

  const strange: [string, number, string][] = [
    ['an error of the server', 500, '{}'],
    ['a page', 200, '<html></html>'],
    ['a refusal with 200', 200, JSON.stringify(refused)],
    ['a user without a number', 200, JSON.stringify({ status: true, user: { ...dayat, id: '23' } })],
    ['a user without a name', 200, JSON.stringify({ status: true, user: { id: 23 } })],
    ['a status that is only like true', 200, JSON.stringify({ status: 'true', user: dayat })],
    ['null', 200, 'null'],
  ];
  for (const [what, status, body] of strange) {
    test(`${what} logs nobody in`, async () => {
      const { settings } = await sso(says(status, body));
      assert.equal((await validateCode(settings, 'c')).outcome, 'unreachable');
    });
  }

  test('a redirect is not followed: the code goes nowhere else', async () => {
    const { settings, seen } = await sso((_request, response) => {
      response.writeHead(302, { Location: '/elsewhere' });
      response.end();
    });
    assert.equal((await validateCode(settings, 'c')).outcome, 'unreachable');
    assert.equal(seen.length, 1);
  });

  test('an SSO that takes the connection and says nothing is given up on', async () => {
    const { settings } = await sso(() => undefined, { timeoutMs: 80 });
    assert.deepEqual(await validateCode(settings, 'c'), { outcome: 'unreachable', detail: 'TimeoutError' });
  });

  test('and one that stops in the middle of its answer', async () => {
    const { settings } = await sso((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.write('{"status":');
    }, { timeoutMs: 80 });
    assert.equal((await validateCode(settings, 'c')).outcome, 'unreachable');
  });

  test('an SSO that is not there is told apart, and the code stays out of what is logged', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const answer = await validateCode({ url: `http://localhost:${port}`, callbackUrl: 'http://a/b', timeoutMs: 5000 }, 'the-code');
    assert.equal(answer.outcome, 'unreachable');
    assert.ok(!JSON.stringify(answer).includes('the-code'));
  });
});

describe('a call from the SSO', () => {
  const site = { id: 'travelin', secret: 'rahasia' };
  const settings: Sso = { url: 'https://sso.test', callbackUrl: 'https://travelin.test/auth/callback', timeoutMs: 1, site };
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

  test('shows the id and the secret of this site', () => assert.ok(isFromSso(settings, basic('travelin:rahasia'))));

  for (const wrong of [null, '', basic('travelin:'), basic('lain:rahasia'), basic('travelin:rahasia2'), 'Bearer rahasia']) {
    test(`and not ${wrong}`, () => assert.ok(!isFromSso(settings, wrong)));
  }

  test('is nobody’s where there is no secret', () => {
    assert.ok(!isFromSso({ ...settings, site: undefined }, basic(':')));
    assert.ok(!isFromSso({ ...settings, site: undefined }, 'undefined'));
  });
});
