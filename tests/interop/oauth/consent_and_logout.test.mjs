// openid-client: a client of somebody else's asks for consent, and clients log people out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import * as client from 'openid-client';

import { Browser } from '../support/browser.mjs';
import { begin, configure, redeem, tokensOf } from './support/openid.mjs';
import { logIn, nowhere, startWorld } from './support/world.mjs';

const goodbye = 'https://client-app.com/selesai';

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());

const addStranger = () => world.command(['client', 'add', '--name', 'Pihak Lain', '--redirect-uri', nowhere, '--scope', 'openid email']);
const isAsked = async (browser, config) => /name="password"/.test((await browser.go((await begin(config)).url, { stop: nowhere })).text ?? '');

test('whoever allows it is asked once', async () => {
  const config = await configure(world, await addStranger());
  const browser = new Browser();
  const wish = await begin(config, { scope: 'openid email' });
  const question = await logIn(wish.url, { browser });
  assert.match(question.text, /Pihak Lain/);
  const back = await browser.send(question, { decision: 'allow' }, { stop: nowhere });
  const tokens = await redeem(config, back, wish.kept);
  assert.equal(tokens.claims().sub, world.user.sub);
  const again = await begin(config, { scope: 'openid email' });
  await redeem(config, await browser.go(again.url, { stop: nowhere }), again.kept);
});

test('whoever denies it comes back with access_denied', async () => {
  const config = await configure(world, await addStranger());
  const browser = new Browser();
  const wish = await begin(config, { scope: 'openid email' });
  const question = await logIn(wish.url, { browser });
  const back = await browser.send(question, { decision: 'deny' }, { stop: nowhere });
  await assert.rejects(redeem(config, back, wish.kept), { error: 'access_denied' });
});

test('prompt=none asks nobody', async () => {
  const config = await configure(world, await addStranger());
  const browser = new Browser();
  await logIn((await begin(config, { scope: 'openid' })).url, { browser });
  const wish = await begin(config, { scope: 'openid', prompt: 'none' });
  await assert.rejects(redeem(config, await browser.go(wish.url, { stop: nowhere }), wish.kept), { error: 'consent_required' });
});

test('a logout with the ID token of this session goes straight back, and ends the tokens', async () => {
  const config = await configure(world, await world.addClient(nowhere, '--scope', 'openid', '--post-logout-redirect', goodbye));
  const browser = new Browser();
  const tokens = await tokensOf(config, { browser, scope: 'openid' });
  const out = client.buildEndSessionUrl(config, { id_token_hint: tokens.id_token, post_logout_redirect_uri: goodbye, state: 'dadah' });
  const back = await browser.go(out.href, { stop: goodbye });
  assert.equal(back.url, `${goodbye}?state=dadah`);
  assert.ok(await isAsked(browser, config));
  await assert.rejects(client.fetchUserInfo(config, tokens.access_token, world.user.sub));
});

test('a logout without one asks first, and leads nowhere: OP28', async () => {
  const config = await configure(world, await world.addClient(nowhere, '--scope', 'openid', '--post-logout-redirect', goodbye));
  const browser = new Browser();
  await tokensOf(config, { browser, scope: 'openid' });
  const elsewhere = client.buildEndSessionUrl(config, { post_logout_redirect_uri: 'https://evil.test/' });
  assert.equal((await browser.go(elsewhere.href)).status, 400);
  const out = client.buildEndSessionUrl(config, { post_logout_redirect_uri: goodbye });
  const page = await browser.go(out.href, { stop: goodbye });
  assert.equal(page.status, 200);
  assert.equal(await isAsked(browser, config), false);
  assert.match((await browser.send(page, {}, { stop: goodbye })).url, /\/logged-out$/);
  assert.ok(await isAsked(browser, config));
});
