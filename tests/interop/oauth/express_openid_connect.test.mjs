// express-openid-connect: a login that guards a whole site by one line.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import openid from 'express-openid-connect';

import { Browser } from '../support/browser.mjs';
import { startSite } from './support/site.mjs';
import { logIn, person, startWorld } from './support/world.mjs';

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());

async function startGuarded(algorithm) {
  return startSite(async (app, url) => {
    const { client_id, client_secret } = await world.addClient(
      `${url}/callback`, '--post-logout-redirect', `${url}/`, '--scope', 'openid profile email', '--id-token-alg', algorithm,
    );
    app.use(openid.auth({
      issuerBaseURL: world.url,
      baseURL: url,
      clientID: client_id,
      clientSecret: client_secret,
      idpLogout: true,
      routes: { postLogoutRedirect: '/' },
      secret: 'rahasia-situs-ini-yang-cukup-panjang',
      idTokenSigningAlg: algorithm,
      authorizationParams: { response_type: 'code', scope: 'openid profile email' },
    }));
    app.get('/', async (request, response) => {
      response.json({ claims: request.oidc.user, userinfo: await request.oidc.fetchUserInfo() });
    });
  });
}

for (const algorithm of ['RS256', 'ES256']) {
  test(`guards a site, with ${algorithm}`, async () => {
    const site = await startGuarded(algorithm);
    try {
      const browser = new Browser();
      const landed = await logIn(`${site.url}/`, { browser });
      assert.equal(landed.url, `${site.url}/`);
      const { claims, userinfo } = JSON.parse(landed.text);
      assert.equal(claims.sub, world.user.sub);
      assert.equal(userinfo.sub, world.user.sub);
      assert.equal(userinfo.email, person.email);

      const left = await browser.go(`${site.url}/logout`);
      assert.ok(left.way.some(({ url }) => url.startsWith(`${world.url}/oauth/logout?`)));
      assert.match(left.text, /name="password"/, 'the guard asks again, and so does Gapura');
    } finally {
      await site.stop();
    }
  });
}
