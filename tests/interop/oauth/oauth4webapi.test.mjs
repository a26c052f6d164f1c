// oauth4webapi, which leaves nothing out: each answer is processed by the rules of its own standard.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import * as oauth from 'oauth4webapi';

import { Browser } from '../support/browser.mjs';
import { freeAddress } from '../support/program.mjs';
import { logIn, nowhere, startWorld } from './support/world.mjs';

const http = { [oauth.allowInsecureRequests]: true };

let world;
let server;
before(async () => {
  world = await startWorld();
  const issuer = new URL(world.url);
  server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, http));
});
after(() => world?.stop());

async function begin(client, redirectUri, scope, more = {}) {
  const verifier = oauth.generateRandomCodeVerifier();
  const kept = { verifier, state: oauth.generateRandomState(), nonce: oauth.generateRandomNonce() };
  const url = new URL(server.authorization_endpoint);
  url.search = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope,
    state: kept.state,
    nonce: kept.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...more,
  });
  return { url: url.href, kept };
}

async function redeem(client, authentication, back, redirectUri, kept) {
  const parameters = oauth.validateAuthResponse(server, client, new URL(back), kept.state);
  const response = await oauth.authorizationCodeGrantRequest(server, client, authentication, parameters, redirectUri, kept.verifier, http);
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, { expectedNonce: kept.nonce, requireIdToken: true });
  await oauth.validateApplicationLevelSignature(server, response, http);
  return tokens;
}

test('both addresses of the metadata give one document', async () => {
  const issuer = new URL(world.url);
  const response = await oauth.discoveryRequest(issuer, { ...http, algorithm: 'oauth2' });
  assert.deepEqual(await oauth.processDiscoveryResponse(issuer, response), server);
});

test('logs in with a secret, and reads the claims', async () => {
  const { client_id, client_secret } = await world.addClient(nowhere, '--scope', 'openid email', '--id-token-alg', 'ES256');
  const client = { client_id, id_token_signed_response_alg: 'ES256' };
  const { url, kept } = await begin(client, nowhere, 'openid email');
  const back = await logIn(url, { stop: nowhere });
  const tokens = await redeem(client, oauth.ClientSecretBasic(client_secret), back.url, nowhere, kept);
  const { sub } = oauth.getValidatedIdTokenClaims(tokens);
  const answer = await oauth.userInfoRequest(server, client, tokens.access_token, http);
  const claims = await oauth.processUserInfoResponse(server, client, sub, answer);
  assert.deepEqual(Object.keys(claims).sort(), ['email', 'email_verified', 'sub']);
});

test('refreshes, asks about a token and ends it', async () => {
  const { client_id, client_secret } = await world.addClient(nowhere, '--scope', 'openid', '--refresh');
  const client = { client_id };
  const authentication = oauth.ClientSecretBasic(client_secret);
  const { url, kept } = await begin(client, nowhere, 'openid');
  const first = await redeem(client, authentication, (await logIn(url, { stop: nowhere })).url, nowhere, kept);
  const refreshed = await oauth.refreshTokenGrantRequest(server, client, authentication, first.refresh_token, http);
  const { access_token } = await oauth.processRefreshTokenResponse(server, client, refreshed);
  const asked = async () =>
    oauth.processIntrospectionResponse(server, client, await oauth.introspectionRequest(server, client, authentication, access_token, http));
  assert.equal((await asked()).active, true);
  await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, authentication, access_token, http));
  assert.equal((await asked()).active, false);
});

test('an app without a secret comes back on whatever loopback port is free: RFC 8252', async () => {
  const { client_id, client_secret } = await world.addClient('http://127.0.0.1/back', '--public', '--scope', 'openid');
  assert.equal(client_secret, null);
  const client = { client_id };
  const back = `http://127.0.0.1:${(await freeAddress()).port}/back`;
  const { url, kept } = await begin(client, back, 'openid');
  const arrived = await logIn(url, { stop: back });
  const tokens = await redeem(client, oauth.None(), arrived.url, back, kept);
  assert.equal(oauth.getValidatedIdTokenClaims(tokens).sub, world.user.sub);
});

test('a code without its verifier, and one that was used, are worth nothing', async () => {
  const { client_id, client_secret } = await world.addClient(nowhere, '--scope', 'openid');
  const client = { client_id };
  const authentication = oauth.ClientSecretPost(client_secret);
  const browser = new Browser();
  const first = await begin(client, nowhere, 'openid');
  const other = await logIn(first.url, { browser, stop: nowhere });
  await assert.rejects(
    redeem(client, authentication, other.url, nowhere, { ...first.kept, verifier: oauth.generateRandomCodeVerifier() }),
    { error: 'invalid_grant', status: 400 },
  );
  const second = await begin(client, nowhere, 'openid');
  const back = await browser.go(second.url, { stop: nowhere });
  const tokens = await redeem(client, authentication, back.url, nowhere, second.kept);
  await assert.rejects(redeem(client, authentication, back.url, nowhere, second.kept), { error: 'invalid_grant', status: 400 });
  const dead = await oauth.userInfoRequest(server, client, tokens.access_token, http);
  assert.equal(dead.status, 401, 'TK1: what came of a code ends when it is shown again');
  assert.match(dead.headers.get('www-authenticate'), /^Bearer .*error="invalid_token"/);
});
