// mod_auth_openidc beyond its recipe: it refreshes. To ask about tokens it wants https.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Browser } from '../support/browser.mjs';
import { startRecipe } from './support/recipes.mjs';
import { logIn, startWorld } from './support/world.mjs';

let world;
let recipe;
before(async () => {
  world = await startWorld();
  recipe = await startRecipe('apache', world, (url) =>
    world.addClient(`${url}/auth/callback`, '--scope', 'openid profile email', '--refresh'),
  );
});
after(async () => {
  await recipe?.stop();
  await world?.stop();
});

test('mod_auth_openidc refreshes', async () => {
  const browser = new Browser();
  await logIn(recipe.page, { browser });
  const tokens = async () => JSON.parse((await browser.ask(`${recipe.callback}?info=json`)).text);
  const before = await tokens();
  const back = new URLSearchParams({ refresh: recipe.page, access_token: before.access_token });
  const landed = await browser.go(`${recipe.callback}?${back}`);
  assert.equal(landed.url, recipe.page, landed.text);
  const after = await tokens();
  assert.notEqual(after.access_token, before.access_token);
  assert.notEqual(after.refresh_token, before.refresh_token);
  const answer = await fetch(`${world.url}/oauth/userinfo`, { headers: { Authorization: `Bearer ${after.access_token}` } });
  assert.equal((await answer.json()).sub, world.user.sub);
});
