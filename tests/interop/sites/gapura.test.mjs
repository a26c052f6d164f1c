// Every recipe with Gapura itself, as its page tells an agency to set it up.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { startGapura } from './gapura.mjs';
import { Browser, freeAddress, recipes, startRecipe } from './support.mjs';

const password = 'gerobak-soto-33-lilin';

describe('with Gapura', () => {
  let gapura;

  before(async () => {
    gapura = await startGapura();
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
          const spent = await fetch(`${gapura.url}/api/example/ssovalidate?code=${code}`);
          assert.equal(spent.status, 401);
        } finally {
          await recipe.stop();
        }
      });
    }
  }
});
