// Every recipe with Gapura itself, as its page tells an agency to set it up.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Browser } from '../support/browser.mjs';
import { startGapura } from '../support/gapura.mjs';
import { freeAddress } from '../support/program.mjs';
import { recipes, startRecipe } from './support.mjs';

const password = 'gerobak-soto-33-lilin';

describe('with Gapura', () => {
  let gapura;

  let addresses;

  before(async () => {
    // Known before it starts: what lies on this machine is told nothing unless it is named.
    addresses = Object.fromEntries(await Promise.all(recipes.map(async (name) => [name, await freeAddress()])));
    gapura = await startGapura({
      GAPURA_OUTBOUND_PRIVATE_HOSTS: Object.values(addresses).map(({ port }) => `localhost:${port}`).join(','),
    });
    await gapura.command(
      ['user', 'add', '--username', 'dayat', '--email', 'dayat@contoh.test', '--name', 'Dayat', '--password-stdin'],
      `${password}\n`,
    );
  });
  after(() => gapura?.stop());

  for (const name of recipes) {
    for (const secret of [true, false]) {
      test(`the recipe ${name} ${secret ? 'with its secret' : 'as a site without a secret'} logs in, and by the session of the SSO once more`, async () => {
        const address = await freeAddress();
        const site = await gapura.command(
          ['site', 'add', '--name', name, '--redirect-url', `${address.url}/auth/callback`, ...(secret ? [] : ['--no-secret'])],
        );
        const recipe = await startRecipe(name, address, {
          SSO_URL: gapura.url,
          ...(secret ? { SSO_SITE_ID: site.site_id, SSO_SITE_SECRET: site.secret } : {}),
        });
        try {
          const browser = new Browser();
          const login = await browser.go(`${recipe.url}/bayar`);
          assert.equal(new URL(login.url).origin, gapura.url);
          const landed = await browser.send(login, { identifier: 'dayat', password });
          assert.equal(landed.url, `${recipe.url}/bayar`);
          assert.match(landed.text, /<strong>dayat<\/strong>/);

          await browser.ask(`${recipe.url}/auth/logout`, { method: 'POST', headers: { Origin: recipe.url } });
          const again = await browser.go(`${recipe.url}/bayar`);
          assert.equal(again.url, `${recipe.url}/bayar`);

          const callback = again.way.find(({ url }) => url.includes('/auth/callback?')).url;
          const code = new URL(callback).searchParams.get('code');
          const spent = await fetch(`${gapura.url}/api/example/ssovalidate?code=${code}`, {
            headers: secret ? { 'X-Client-Id': site.site_id, 'X-Client-Secret': site.secret } : {},
          });
          assert.equal(spent.status, 401);
        } finally {
          await recipe.stop();
        }
      });
    }
  }

  for (const name of recipes) {
    test(`whoever leaves Gapura has left the recipe ${name}, and nobody else has`, async () => {
      const address = addresses[name];
      const site = await gapura.command([
        'site', 'add', '--name', name, '--redirect-url', `${address.url}/auth/callback`, '--logout-url', `${address.url}/auth/sso-logout`,
      ]);
      const recipe = await startRecipe(name, address, { SSO_URL: gapura.url, SSO_SITE_ID: site.site_id, SSO_SITE_SECRET: site.secret });
      try {
        const [leaves, stays] = [new Browser(), new Browser()];
        for (const browser of [leaves, stays]) {
          await browser.send(await browser.go(`${recipe.url}/bayar`), { identifier: 'dayat', password });
        }
        await leaves.send(await leaves.go(`${gapura.url}/logout`), {});
        while ((await leaves.ask(`${recipe.url}/bayar`)).status === 200) await new Promise((resolve) => setImmediate(resolve));
        assert.equal(new URL((await leaves.go(`${recipe.url}/bayar`)).url).origin, gapura.url);
        assert.equal((await stays.ask(`${recipe.url}/bayar`)).status, 200);
      } finally {
        await recipe.stop();
      }
    });
  }
});
