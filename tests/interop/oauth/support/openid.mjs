// openid-client, with every check that it knows.
import * as client from 'openid-client';

import { logIn, nowhere } from './world.mjs';

export async function configure(world, registered, { how, ...metadata } = {}) {
  return client.discovery(
    new URL(world.url),
    registered.client_id,
    { client_secret: registered.client_secret ?? undefined, ...metadata },
    how ?? client.ClientSecretPost(registered.client_secret),
    { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
  );
}

// What a site keeps while somebody logs in, and where it sends the browser.
export async function begin(config, { scope = 'openid profile email phone', ...more } = {}) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const kept = { pkceCodeVerifier, expectedState: client.randomState(), expectedNonce: client.randomNonce() };
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: nowhere,
    scope,
    state: kept.expectedState,
    nonce: kept.expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...more,
  });
  return { url: url.href, kept };
}

export const redeem = (config, back, kept) =>
  client.authorizationCodeGrant(config, new URL(back.url), { ...kept, idTokenExpected: true });

export async function tokensOf(config, { browser, ...wish } = {}) {
  const { url, kept } = await begin(config, wish);
  return redeem(config, await logIn(url, { browser, stop: nowhere }), kept);
}
