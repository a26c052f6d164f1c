// openid-client: what becomes of tokens after the login.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import * as client from 'openid-client';

import { configure, tokensOf } from './support/openid.mjs';
import { nowhere, startWorld } from './support/world.mjs';

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());

const addConfigured = async (...more) => configure(world, await world.addClient(nowhere, '--scope', 'openid email offline_access', ...more));

const works = async (config, tokens) =>
  client.fetchUserInfo(config, tokens.access_token, world.user.sub).then(() => true, (failure) => {
    assert.equal(failure.status ?? failure.cause?.status, 401);
    return false;
  });

for (const [why, scope, more] of [['for the scope offline_access', 'openid offline_access', []], ['for a client with --refresh', 'openid', ['--refresh']]]) {
  test(`are refreshed, ${why}`, async () => {
    const config = await addConfigured(...more);
    const first = await tokensOf(config, { scope });
    const second = await client.refreshTokenGrant(config, first.refresh_token);
    assert.notEqual(second.refresh_token, first.refresh_token);
    assert.notEqual(second.access_token, first.access_token);
    assert.ok(await works(config, second));
    if (second.id_token) assert.equal(second.claims().sub, world.user.sub);
  });
}

test('without either there is nothing to refresh', async () => {
  const tokens = await tokensOf(await addConfigured(), { scope: 'openid' });
  assert.equal(tokens.refresh_token, undefined);
});

test('a refresh in another tab has the same successor: TK5', async () => {
  const config = await addConfigured('--refresh');
  const { refresh_token } = await tokensOf(config, { scope: 'openid' });
  const both = await Promise.all([1, 2].map(() => client.refreshTokenGrant(config, refresh_token)));
  assert.equal(both[0].refresh_token, both[1].refresh_token);
});

test('an older generation ends them all: TK4', async () => {
  const config = await addConfigured('--refresh');
  const first = await tokensOf(config, { scope: 'openid' });
  const second = await client.refreshTokenGrant(config, first.refresh_token);
  const third = await client.refreshTokenGrant(config, second.refresh_token);
  await assert.rejects(client.refreshTokenGrant(config, first.refresh_token), { error: 'invalid_grant', status: 400 });
  await assert.rejects(client.refreshTokenGrant(config, third.refresh_token), { error: 'invalid_grant', status: 400 });
  assert.equal(await works(config, third), false);
});

for (const form of ['jwt', 'opaque']) {
  test(`are looked at by the client they were given to, and by no other (${form})`, async () => {
    const config = await addConfigured('--refresh', '--access-token', form);
    const tokens = await tokensOf(config, { scope: 'openid' });
    assert.equal(tokens.access_token.startsWith('eyJ'), form === 'jwt');
    for (const token of [tokens.access_token, tokens.refresh_token]) {
      const told = await client.tokenIntrospection(config, token);
      assert.equal(told.active, true);
      assert.equal(told.sub, world.user.sub);
      assert.equal(told.client_id, config.clientMetadata().client_id);
      assert.equal((await client.tokenIntrospection(await addConfigured(), token)).active, false);
    }
    assert.equal((await client.tokenIntrospection(config, 'bukan-token')).active, false);
  });

  for (const kind of ['access_token', 'refresh_token']) {
    test(`end all together when the ${kind} is revoked (${form})`, async () => {
      const config = await addConfigured('--refresh', '--access-token', form);
      const tokens = await tokensOf(config, { scope: 'openid' });
      await client.tokenRevocation(await addConfigured(), tokens[kind]);
      assert.ok(await works(config, tokens), 'a stranger ends nothing');
      await client.tokenRevocation(config, tokens[kind]);
      assert.equal(await works(config, tokens), false);
      assert.equal((await client.tokenIntrospection(config, tokens.access_token)).active, false);
      await assert.rejects(client.refreshTokenGrant(config, tokens.refresh_token), { error: 'invalid_grant' });
    });
  }
}
