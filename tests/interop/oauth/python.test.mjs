// requests-oauthlib of Debian, with OAUTHLIB_INSECURE_TRANSPORT as it documents for http.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { freeAddress, startProgram } from '../support/program.mjs';
import { logIn, person, startWorld } from './support/world.mjs';

const program = fileURLToPath(new URL('python/requests_oauthlib_site.py', import.meta.url));

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());

for (const [how, more] of [['in the header', {}], ['in the body', { INCLUDE_CLIENT_ID: 'yes' }]]) {
  test(`requests-oauthlib logs in by the rules of contract 1 and refreshes, its credentials ${how}`, async () => {
    const { port, url } = await freeAddress();
    const client = await world.addClient(`${url}/auth/callback`, '--profile', 'sso', '--scope', 'view-user', '--refresh');
    const site = await startProgram(['/usr/bin/python3', program], {
      url,
      env: {
        PORT: String(port),
        APP_URL: url,
        OIDC_ISSUER: world.url,
        OIDC_CLIENT_ID: client.client_id,
        OIDC_CLIENT_SECRET: client.client_secret,
        SESSION_SECRET: 'rahasia-situs-ini',
        OAUTHLIB_INSECURE_TRANSPORT: '1',
        ...more,
      },
    });
    try {
      const landed = await logIn(`${url}/auth/login`);
      assert.equal(landed.status, 200, landed.text);
      const { token_type, expires_in, user, turned, user_after } = JSON.parse(landed.text);
      assert.equal(token_type, 'Bearer');
      assert.equal(expires_in, 3600);
      assert.equal(user.id, world.user.id);
      assert.equal(user.name, person.name);
      assert.equal(turned, true, 'both tokens are new');
      assert.deepEqual(user_after, user);
    } finally {
      await site.stop();
    }
  });
}
