// openid-client, certified for OpenID Connect: the login.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import * as client from 'openid-client';

import { Browser } from '../support/browser.mjs';
import { begin, configure, redeem, tokensOf } from './support/openid.mjs';
import { logIn, nowhere, person, startWorld } from './support/world.mjs';

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());

for (const algorithm of ['RS256', 'ES256', 'PS256', 'EdDSA']) {
  test(`logs in by an ID token signed with ${algorithm}`, async () => {
    const registered = await world.addClient(nowhere, '--scope', 'openid profile email phone', '--id-token-alg', algorithm);
    const config = await configure(world, registered, { id_token_signed_response_alg: algorithm });
    const tokens = await tokensOf(config);
    const claims = tokens.claims();
    assert.equal(claims.sub, world.user.sub);
    const info = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
    assert.equal(info.name, person.name);
    assert.equal(info.preferred_username, person.username);
    assert.equal(info.email, person.email);
    assert.equal(info.email_verified, true);
    assert.equal(info.phone_number, person.phone);
  });
}

for (const [name, how] of Object.entries({ ClientSecretBasic: client.ClientSecretBasic, ClientSecretPost: client.ClientSecretPost })) {
  test(`shows its secret by ${name}, and is refused with another one`, async () => {
    const registered = await world.addClient(nowhere, '--scope', 'openid');
    const config = await configure(world, registered, { how: how(registered.client_secret) });
    const { url, kept } = await begin(config, { scope: 'openid' });
    const back = await logIn(url, { stop: nowhere });
    const stranger = await configure(world, registered, { how: how('lain') });
    await assert.rejects(redeem(stranger, back, kept), { status: 401 });
    const tokens = await redeem(config, back, kept);
    assert.equal(tokens.token_type, 'bearer');
  });
}

test('is told in the answer why there is no code', async () => {
  const config = await configure(world, await world.addClient(nowhere, '--scope', 'openid'));
  const { url, kept } = await begin(config, { scope: 'openid', prompt: 'none' });
  const back = await new Browser().go(url, { stop: nowhere });
  await assert.rejects(redeem(config, back, kept), { error: 'login_required' });
});

test('max_age and prompt=login make the person log in again, and the ID token says when', async () => {
  const registered = await world.addClient(nowhere, '--scope', 'openid');
  const config = await configure(world, registered, { require_auth_time: true });
  const browser = new Browser();
  await tokensOf(config, { browser, scope: 'openid' });
  const silent = await begin(config, { max_age: '600' });
  const back = await browser.go(silent.url, { stop: nowhere });
  assert.ok(back.url.startsWith(nowhere), 'whoever is logged in is not asked');
  const tokens = await redeem(config, back, { ...silent.kept, maxAge: 600 });
  assert.ok(Math.abs(tokens.claims().auth_time - Date.now() / 1000) < 300);
  const again = await browser.go((await begin(config, { prompt: 'login' })).url, { stop: nowhere });
  assert.match(again.text, /name="password"/);
});

test('has tokens for itself', async () => {
  const config = await configure(world, await world.addClient(nowhere, '--client-credentials', '--scope', 'openid view-user'));
  const tokens = await client.clientCredentialsGrant(config);
  assert.equal(tokens.token_type, 'bearer');
  assert.equal(tokens.id_token, undefined);
});
