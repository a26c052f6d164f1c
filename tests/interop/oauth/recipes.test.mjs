// Every recipe keeps the same promises, with the client that its guide registers.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Browser } from '../support/browser.mjs';
import { registration } from './support/guide.mjs';
import { recipes, startRecipe } from './support/recipes.mjs';
import { logIn, person, startWorld } from './support/world.mjs';

describe('the recipes', () => {
  let world;
  before(async () => (world = await startWorld()));
  after(() => world?.stop());

  for (const name of Object.keys(recipes)) {
    describe(name, () => {
      let recipe;
      before(async () => {
        recipe = await startRecipe(name, world, (url) => world.command(registration(name, url)));
      });
      after(() => recipe?.stop());

      // Auth.js has a page of its own before it: a form that only its own pages send.
      async function untilLogin(browser) {
        const page = await browser.go(recipe.page);
        return new URL(page.url).origin === recipe.url ? browser.send(page, {}) : page;
      }
      async function loggedIn() {
        const browser = new Browser();
        const login = await untilLogin(browser);
        return { browser, landed: await logIn(login.url, { browser }) };
      }
      const isIn = async (browser) => (await browser.ask(recipe.page)).status === 200;

      test('asks with a state and a challenge', async () => {
        const login = await untilLogin(new Browser());
        const asked = new URL(login.way.map(({ to }) => to).find((to) => to?.startsWith(`${world.url}/oauth/authorize?`)));
        assert.equal(asked.searchParams.get('redirect_uri'), recipe.callback);
        assert.equal(asked.searchParams.get('code_challenge_method'), 'S256');
        assert.ok(asked.searchParams.get('state').length >= 20);
        assert.ok(!asked.href.includes(recipe.client.client_secret));
      });

      test('lands on the page that was asked for, without the code', async () => {
        const { browser, landed } = await loggedIn();
        assert.equal(landed.url, recipe.page, landed.text);
        assert.match(landed.text.replaceAll('<!-- -->', ''), new RegExp(`<strong>${person.name}</strong> \\(${person.email}\\)`));
        const way = [landed, ...landed.way.filter(({ url }) => url.startsWith(recipe.url))];
        for (const { text, headers } of way) {
          for (const secret of ['eyJ', recipe.client.client_secret]) assert.ok(!text.includes(secret));
          for (const cookie of headers['set-cookie'] ?? []) assert.match(cookie, /; *httponly/i);
        }
        assert.ok(await isIn(browser));
        const code = new URL(landed.way.find(({ url }) => url.startsWith(`${recipe.callback}?`)).url).searchParams.get('code');
        assert.ok(!recipe.log().includes(code), 'the code is in what the recipe logs');
      });

      test('a callback of another browser logs nobody in', async () => {
        const login = await untilLogin(new Browser());
        const back = await logIn(login.url, { stop: recipe.callback });
        for (const browser of [new Browser(), await loggedInNowhere()]) {
          assert.ok((await browser.ask(back.url)).status < 500);
          assert.equal(await isIn(browser), false);
        }
      });
      async function loggedInNowhere() {
        const browser = new Browser();
        await untilLogin(browser);
        return browser;
      }

      test('whoever cancels is not logged in, and may try again', async () => {
        const browser = new Browser();
        const login = await untilLogin(browser);
        const asked = new URL(login.way.map(({ to }) => to).find((to) => to?.startsWith(`${world.url}/oauth/authorize?`)));
        const back = new URLSearchParams({ error: 'access_denied', state: asked.searchParams.get('state'), iss: world.url });
        const left = await browser.go(`${recipe.callback}?${back}`);
        assert.ok(left.status < 500);
        assert.equal(new URL(left.url).origin, recipe.url);
        assert.equal(await isIn(browser), false);
        const again = await untilLogin(browser);
        assert.equal((await logIn(again.url, { browser })).url, recipe.page);
      });

      test('logging out ends the session here and at Gapura, and no other site does it', async () => {
        const { browser, landed } = await loggedIn();
        const link = landed.text.match(/href="([^"]*logout=[^"]*)"/)?.[1];
        if (!link) {
          const form = new URL(landed.text.match(/<form[^>]* action="([^"]*)"/)[1], landed.url).href;
          const refused = await browser.ask(form, { method: 'POST', headers: { Origin: 'https://evil.test' } });
          assert.ok([403, 419].includes(refused.status), `${refused.status}`);
          assert.ok(await isIn(browser));
        }
        let left = await (link ? browser.go(new URL(link, landed.url).href) : browser.send(landed, {}));
        // Without an ID token Gapura asks first, and people stay there.
        const asked = new URL(left.url).origin === world.url;
        if (asked) left = await browser.send(left, {});
        assert.equal(left.url, asked ? `${world.url}/logged-out` : `${recipe.url}/`);
        assert.equal(await isIn(browser), false);
        assert.match((await untilLogin(browser)).text, /name="password"/);
      });
    });
  }
});
