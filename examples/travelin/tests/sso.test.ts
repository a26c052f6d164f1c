import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo } from 'node:net';
import { after, describe, test } from 'node:test';

import { isFromSso, loginUrl, type Sso, ssoAnswers, validateCode } from '../lib/sso.ts';

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

// Where nobody listens any more.
async function nowhere() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://localhost:${port}`;
}

describe('whether the SSO is there', () => {
  for (const status of [200, 303, 404]) {
    test(`${status} is an answer, to one small question that begins no login`, async () => {
      const { settings, seen } = await sso((_request, response) => {
        response.writeHead(status, { Location: '/elsewhere' });
        response.end();
      });
      assert.ok(await ssoAnswers(settings));
      assert.deepEqual(seen, [{ url: '/', method: 'HEAD', authorization: undefined }]);
    });
  }

  test('a proxy with nobody behind it is none', async () => {
    const { settings } = await sso(says(502, ''));
    assert.ok(!(await ssoAnswers(settings)));
  });

  test('nor is silence', async () => {
    const { settings } = await sso(() => undefined);
    assert.ok(!(await ssoAnswers(settings, 80)));
  });

  test('nor a port where nobody listens', async () => {
    assert.ok(!(await ssoAnswers({ url: await nowhere(), callbackUrl: 'http://a/b', timeoutMs: 1 })));
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
    const answer = await validateCode({ url: await nowhere(), callbackUrl: 'http://a/b', timeoutMs: 5000 }, 'the-code');
    assert.equal(answer.outcome, 'unreachable');
    assert.ok(!JSON.stringify(answer).includes('the-code'));
  });
});

describe('a call from the SSO', () => {
  const site = { id: 'travelin', secret: 'rahasia' };
  const settings: Sso = { url: 'https://sso.test', callbackUrl: 'https://travelin.test/auth/callback', timeoutMs: 1, site };
  const now = 1_700_000_000_000;
  const body = '{"event":"logout","user_id":23}';
  // openssl dgst -sha256 -hmac rahasia of "gapura site logout", and with that key of "1700000000." + body
  const mark = '24ec05882fce840bb3585cafacadcded324cd39fb7724a3b4a0afa87a1bc81fb';
  const good = `t=1700000000,v1=${mark}`;

  test('is signed with this site’s secret', () => assert.ok(isFromSso(settings, good, body, now)));
  test('and by either, while one secret gives way to another', () => {
    assert.ok(isFromSso(settings, `t=1700000000,v1=${'0'.repeat(64)},v1=${mark}`, body, now));
  });
  test('within five minutes', () => {
    for (const off of [-300_000, 300_000]) assert.ok(isFromSso(settings, good, body, now + off));
    for (const off of [-301_000, 301_000]) assert.ok(!isFromSso(settings, good, body, now + off));
  });

  const wrong = [
    null, '', mark, 't=1700000000', `v1=${mark}`, `t=1700000001,v1=${mark}`, `t=NaN,v1=${mark}`, `t=,v1=${mark}`,
    `t=1700000000,v0=${mark}`, 't=1700000000,v1=', `t=1700000000,v1=${mark.slice(0, 62)}`, 'Basic cmFoYXNpYQ==',
  ];
  for (const signature of wrong) {
    test(`and not ${signature}`, () => assert.ok(!isFromSso(settings, signature, body, now)));
  }
  test('nor about another body, or for another secret', () => {
    assert.ok(!isFromSso(settings, good, body.replace('23', '24'), now));
    assert.ok(!isFromSso({ ...settings, site: { ...site, secret: 'rahasia2' } }, good, body, now));
  });

  test('is nobody’s where there is no secret', () => {
    assert.ok(!isFromSso({ ...settings, site: undefined }, good, body, now));
  });
});
