// Auth.js on Express: a provider of the type `oidc` and nothing that is ours alone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { ExpressAuth } from '@auth/express';

import { Browser } from '../support/browser.mjs';
import { startSite } from './support/site.mjs';
import { logIn, person, startWorld } from './support/world.mjs';

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());

async function startAuth(algorithm, checks) {
  return startSite(async (app, url) => {
    const { client_id, client_secret } = await world.addClient(
      `${url}/auth/callback/gapura`, '--scope', 'openid profile email', '--id-token-alg', algorithm,
    );
    app.use(/^\/auth/, ExpressAuth({
      trustHost: true,
      secret: 'rahasia-situs-ini',
      providers: [{
        id: 'gapura',
        name: 'Gapura',
        type: 'oidc',
        issuer: world.url,
        // Name and address are at the userinfo endpoint, not in the ID token: OIDC Core 5.4.
        idToken: false,
        clientId: client_id,
        clientSecret: client_secret,
        client: { id_token_signed_response_alg: algorithm },
        checks,
      }],
    }));
  });
}

for (const [algorithm, checks] of [['RS256', ['pkce', 'state', 'nonce']], ['ES256', ['state']]]) {
  test(`logs in with ${checks.join(', ')} and ${algorithm}`, async () => {
    const site = await startAuth(algorithm, checks);
    try {
      const browser = new Browser();
      const read = async (path) => JSON.parse((await browser.ask(`${site.url}${path}`)).text);
      const { csrfToken } = await read('/auth/csrf');
      const body = new URLSearchParams({ csrfToken, callbackUrl: `${site.url}/auth/session` }).toString();
      const login = await browser.go(`${site.url}/auth/signin/gapura`, { method: 'POST', body });
      await logIn(login.url, { browser });
      const { user } = await read('/auth/session');
      assert.equal(user.name, person.name);
      assert.equal(user.email, person.email);
    } finally {
      await site.stop();
    }
  });
}
