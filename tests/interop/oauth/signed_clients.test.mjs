// Clients that sign instead of showing their secret (OpenID Connect Core section 9), and an answer
// that comes as a form (OAuth 2.0 Form Post Response Mode): openid-client and Authlib.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { generateKeyPair, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import * as client from 'openid-client';

import { Browser } from '../support/browser.mjs';
import { begin, configure, redeem, tokensOf } from './support/openid.mjs';
import { logIn, nowhere, startWorld } from './support/world.mjs';

const algorithms = {
  RS256: ['rsa', { modulusLength: 2048 }],
  PS256: ['rsa', { modulusLength: 2048 }],
  ES256: ['ec', { namedCurve: 'P-256' }],
  EdDSA: ['ed25519', {}],
  Ed25519: ['ed25519', {}],
};
const generate = promisify(generateKeyPair);
const run = promisify(execFile);

let world;
let folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gapura-signed-'));
  world = await startWorld();
});
after(async () => {
  await world?.stop();
  rmSync(folder, { recursive: true, force: true });
});

// A client of private_key_jwt, and its key as the operator of the application has it.
async function addSigning(alg) {
  const { publicKey, privateKey } = await generate(...algorithms[alg]);
  const kid = randomUUID();
  const file = join(folder, `${kid}.json`);
  writeFileSync(file, JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' }] }));
  const registered = await world.addClient(
    nowhere, '--scope', 'openid profile offline_access', '--auth-method', 'private_key_jwt', '--jwks', file,
  );
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
  const names = { RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, PS256: { name: 'RSA-PSS', hash: 'SHA-256' }, ES256: { name: 'ECDSA', namedCurve: 'P-256' }, EdDSA: { name: 'Ed25519' }, Ed25519: { name: 'Ed25519' } };
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, names[alg], false, ['sign']);
  return { registered, how: client.PrivateKeyJwt({ key, kid }), pem: privateKey.export({ format: 'pem', type: 'pkcs8' }) };
}

// A login, and everything that a client authenticates for.
async function liveThrough(config) {
  const tokens = await tokensOf(config, { scope: 'openid profile offline_access' });
  const info = await client.fetchUserInfo(config, tokens.access_token, world.user.sub);
  assert.equal(info.sub, world.user.sub);
  const next = await client.refreshTokenGrant(config, tokens.refresh_token);
  assert.equal((await client.tokenIntrospection(config, next.access_token)).active, true);
  await client.tokenRevocation(config, next.refresh_token);
  assert.equal((await client.tokenIntrospection(config, next.access_token)).active, false);
}

for (const alg of Object.keys(algorithms)) {
  test(`openid-client signs with a key of its own, ${alg}`, async () => {
    const { registered, how } = await addSigning(alg);
    await liveThrough(await configure(world, registered, { how }));
    const stranger = await addSigning(alg);
    const other = await configure(world, registered, { how: stranger.how });
    await assert.rejects(client.refreshTokenGrant(other, 'x'), { status: 401 });
  });
}

test('openid-client signs with its secret', async () => {
  const registered = await world.addClient(
    nowhere, '--scope', 'openid profile offline_access', '--auth-method', 'client_secret_jwt',
  );
  await liveThrough(await configure(world, registered, { how: client.ClientSecretJwt(registered.client_secret) }));
  const shown = await configure(world, registered);
  await assert.rejects(client.refreshTokenGrant(shown, 'x'), { status: 401 });
});

test('openid-client takes its answer by POST', async () => {
  const registered = await world.addClient(nowhere, '--scope', 'openid');
  const config = await configure(world, registered);
  const { url, kept } = await begin(config, { scope: 'openid', response_mode: 'form_post' });
  const page = await logIn(url);
  assert.equal(page.status, 200);
  assert.ok(page.text.includes(`action="${nowhere}"`));
  assert.match(page.headers['content-security-policy'], /form-action 'self' https:\/\/client-app\.com$/);
  const fields = [...page.text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  const brought = new Request(nowhere, { method: 'POST', body: new URLSearchParams(fields) });
  const tokens = await client.authorizationCodeGrant(config, brought, { ...kept, idTokenExpected: true });
  assert.equal(tokens.claims().sub, world.user.sub);
});

test('openid-client asks for single claims, and they are in the ID token', async () => {
  const config = await configure(world, await world.addClient(nowhere, '--scope', 'openid profile'));
  const claims = JSON.stringify({ id_token: { name: { essential: true }, acr: { essential: true, values: ['one_factor'] } } });
  const tokens = await tokensOf(config, { scope: 'openid', claims });
  assert.equal(tokens.claims().name, world.user.name);
  assert.equal(tokens.claims().acr, 'one_factor');
  const none = await begin(config, { claims: JSON.stringify({ id_token: { acr: { essential: true, value: 'x' } } }) });
  const back = await new Browser().go(none.url, { stop: nowhere });
  await assert.rejects(redeem(config, back, none.kept), { error: 'access_denied' });
});

// Authlib of Debian, as its documentation has it for clients that sign.
const authlib = fileURLToPath(new URL('python/authlib_signing.py', import.meta.url));
async function byAuthlib(registered, method, alg, secret) {
  const config = await configure(world, { ...registered, client_secret: 'x' });
  const { url, kept } = await begin(config, { scope: 'openid profile offline_access' });
  const back = await logIn(url, { stop: nowhere });
  const env = {
    PATH: process.env.PATH, ISSUER: world.url, CLIENT_ID: registered.client_id, CLIENT_SECRET: secret, METHOD: method, ALG: alg,
    ANSWER: back.url, REDIRECT_URI: nowhere, VERIFIER: kept.pkceCodeVerifier, STATE: kept.expectedState, AUTHLIB_INSECURE_TRANSPORT: '1',
  };
  const said = JSON.parse((await run('/usr/bin/python3', [authlib], { env })).stdout);
  assert.deepEqual(said, { sub: world.user.sub, before: true, after: false });
}
test('Authlib signs with its secret', async () => {
  const registered = await world.addClient(
    nowhere, '--scope', 'openid profile offline_access', '--auth-method', 'client_secret_jwt',
  );
  await byAuthlib(registered, 'client_secret_jwt', 'HS256', registered.client_secret);
});
test('Authlib signs with a key of its own', async () => {
  const { registered, pem } = await addSigning('RS256');
  await byAuthlib(registered, 'private_key_jwt', 'RS256', pem);
});
