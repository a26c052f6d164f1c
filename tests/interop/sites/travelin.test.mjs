// Travelin and the notice of a logout, where no browser is needed; tests/browser has the rest.
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
