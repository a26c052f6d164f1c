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
      `${url}/callback`, '--post-logout-redirect', `${url}/`, '--scope', 'openid profile email offline_access', '--id-token-alg', algorithm,
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
      authorizationParams: { response_type: 'code', scope: 'openid profile email offline_access' },
    }));
    app.get('/refresh', async (request, response) => {
      const before = request.oidc.accessToken.access_token;
      const { access_token } = await request.oidc.accessToken.refresh();
      response.json({ turned: access_token !== before, userinfo: await request.oidc.fetchUserInfo() });
    });
    app.get('/', async (request, response) => {
      response.json({ claims: request.oidc.user, userinfo: await request.oidc.fetchUserInfo() });
    });
  });
}

for (const algorithm of ['RS256', 'ES256']) {
  test(`guards a site and refreshes, with ${algorithm}`, async () => {
    const site = await startGuarded(algorithm);
    try {
      const browser = new Browser();
      const landed = await logIn(`${site.url}/`, { browser });
      assert.equal(landed.url, `${site.url}/`);
      const { claims, userinfo } = JSON.parse(landed.text);
      assert.equal(claims.sub, world.user.sub);
      assert.equal(userinfo.sub, world.user.sub);
      assert.equal(userinfo.email, person.email);

      const refreshed = JSON.parse((await browser.go(`${site.url}/refresh`)).text);
      assert.equal(refreshed.turned, true);
      assert.equal(refreshed.userinfo.sub, world.user.sub, 'by the new token');

      const left = await browser.go(`${site.url}/logout`);
      assert.ok(left.way.some(({ url }) => url.startsWith(`${world.url}/oauth/logout?`)));
      assert.match(left.text, /name="password"/, 'the guard asks again, and so does Gapura');
    } finally {
      await site.stop();
    }
  });
}
