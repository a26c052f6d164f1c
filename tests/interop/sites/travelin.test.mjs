// Travelin and the notice of a logout, and its cookies under https, where no browser is needed; tests/browser has the rest.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { after, before, describe, test } from 'node:test';

import { startStandIn } from '../../../examples/support/stand-in-sso.mjs';
import { startTravelin } from '../../browser/support/travelin.js';
import { Browser } from '../support/browser.mjs';
import { freeAddress } from '../support/program.mjs';
import { noticeOf, site, tell } from './notice.mjs';

describe('Travelin, told by the SSO that a session is over', { timeout: 300_000 }, () => {
  let sso;
  let travelin;

  before(async () => {
    sso = await startStandIn({ site });
    travelin = await startTravelin(await freeAddress(), { SSO_URL: sso.url, SSO_SITE_ID: site.id, SSO_SITE_SECRET: site.secret });
  });
  after(async () => {
    sso.behaviour.answer = undefined;
    await travelin?.stop();
    await sso?.stop();
  });

  const bookings = () => `${travelin.url}/bookings`;
  const logIn = (browser) => browser.go(`${travelin.url}/auth/login?returnTo=/bookings`);

  test('it ends that one, once and again', async () => {
    const [leaves, stays] = [new Browser(), new Browser()];
    assert.equal((await logIn(leaves)).url, bookings());
    const { code } = sso.seen.validations.at(-1);
    assert.equal((await logIn(stays)).url, bookings());
    for (let times = 0; times < 2; times += 1) assert.equal((await tell(travelin.url, noticeOf(code))).status, 204);
    assert.notEqual((await leaves.ask(bookings())).status, 200);
    assert.equal((await stays.ask(bookings())).status, 200);
  });

  test('before it began: it does not begin, whoever came with it is told so, and the next one begins: LS6', async () => {
    const browser = new Browser();
    sso.behaviour.answer = async (_request, response) => {
      sso.behaviour.answer = undefined;
      const { code } = sso.seen.validations.at(-1);
      assert.equal((await tell(travelin.url, noticeOf(code))).status, 204);
      response.end(JSON.stringify({ status: true, user: sso.behaviour.user }));
    };
    const landed = await logIn(browser);
    assert.equal(new URL(landed.url).pathname, '/auth/problem');
    assert.match(landed.text, /Kode login sudah tidak berlaku/);
    assert.equal(browser.cookie(travelin.url, 'travelin_session'), undefined);
    assert.notEqual((await browser.ask(bookings())).status, 200);
    assert.equal((await logIn(browser)).url, bookings());
  });

  test('in more words than anybody needs: it does not hear them out', async () => {
    const sent = request(`${travelin.url}/auth/sso-logout`, { method: 'POST', headers: { 'Content-Length': 1e9 } });
    sent.write('x'.repeat(8193));
    const [answer] = await once(sent, 'response');
    assert.equal(answer.statusCode, 413);
    sent.destroy();
  });
});

// Served over http here, as it is behind the proxy that has the certificate.
describe('Travelin at an https address', { timeout: 300_000 }, () => {
  let sso;
  let travelin;
  let near;

  before(async () => {
    sso = await startStandIn({ site });
    const { port, url } = await freeAddress();
    near = url;
    travelin = await startTravelin({ port, url: 'https://travelin.test' }, { SSO_URL: sso.url, SSO_SITE_ID: site.id, SSO_SITE_SECRET: site.secret });
  });
  after(async () => {
    await travelin?.stop();
    await sso?.stop();
  });

  // The callback that the SSO sends a browser to, where it is served.
  const callbackOf = async (browser, begun) => {
    const { pathname, search } = new URL((await browser.ask(begun.to)).to);
    return near + pathname + search;
  };

  const assertOwn = (cookie) => {
    assert.match(cookie, /^__Host-travelin_/);
    for (const wanted of [/; Secure(;|$)/i, /; HttpOnly(;|$)/i, /; Path=\/(;|$)/i]) assert.match(cookie, wanted);
    assert.doesNotMatch(cookie, /; Domain=/i);
  };
  const takesBack = (cookie, earlier) => cookie.startsWith(`${earlier.match(/^[^=]+/)[0]}=;`) && /; Max-Age=0(;|$)/i.test(cookie);

  test('every cookie of a login is one that only this host can set, and the spent one is taken back as such', async () => {
    const browser = new Browser();
    const begun = await browser.ask(`${near}/auth/login?returnTo=/bookings`);
    const landed = await browser.ask(await callbackOf(browser, begun));
    assert.equal(landed.to, 'https://travelin.test/bookings');
    const set = [begun, landed].flatMap(({ headers }) => headers['set-cookie']);
    assert.equal(set.length, 3);
    for (const cookie of set) assertOwn(cookie);
    assert.ok(set.some((cookie) => takesBack(cookie, set[0])));
  });

  test('and so is one of a login that nobody finished, when there are too many', async () => {
    const browser = new Browser();
    const begun = [];
    for (let times = 0; times < 5; times += 1) begun.push(await browser.ask(`${near}/auth/login`));
    const set = begun.map(({ headers }) => headers['set-cookie']);
    assert.deepEqual(set.map(({ length }) => length), [1, 1, 1, 1, 2]);
    for (const cookie of set[4]) assertOwn(cookie);
    assert.ok(set[4].some((cookie) => takesBack(cookie, set[0][0])));
  });

  test('a login that somebody else planted under a bare name is no login of this browser', async () => {
    const theirs = new Browser();
    const begun = await theirs.ask(`${near}/auth/login`);
    const [, name, value] = begun.headers['set-cookie'][0].match(/^(?:__Host-)?([^=]+)=([^;]+)/);
    const landed = await new Browser().ask(await callbackOf(theirs, begun), { headers: { cookie: `${name}=${value}` } });
    assert.equal(new URL(landed.to).searchParams.get('reason'), 'other-browser');
  });
});
