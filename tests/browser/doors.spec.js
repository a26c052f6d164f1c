// One login for three doors: the redirect SSO, OAuth and the Auth API. Whoever came in by one needs no
// login at the others, and whoever leaves by one has left them all.
import { once } from 'node:events';
import { createServer } from 'node:http';

import { startClient } from './support/client.js';
import { chooseAccount, people } from './support/google.js';
import { fillIn, passwordField, words } from './support/people.js';
import { cookieOf, expect, expectIn, expectOut, logInAtSpa, test as base } from './support/spa.js';

// A site of the redirect SSO: where its people come back to.
async function startSite(gapura) {
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end('<!doctype html><html lang="id"><title>Situs</title><link rel="icon" href="data:,"><h1>Kembali di situs</h1>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://localhost:${server.address().port}/auth/callback`;
  await gapura.command(['site', 'add', '--name', 'Situs', '--redirect-url', url, '--no-secret', '--json']);
  return { url, stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections()) };
}

const test = base.extend({
  site: [
    async ({ gapura }, use) => {
      const site = await startSite(gapura);
      await use(site);
      await site.stop();
    },
    { scope: 'worker' },
  ],
  client: [
    async ({ gapura }, use) => {
      const client = await startClient(gapura, ['--first-party']);
      await use(client);
      await client.stop();
    },
    { scope: 'worker' },
  ],
  doors: async ({ gapura, site, client, spa }, use) =>
    use({
      redirect: {
        open: (page) => page.goto(`${gapura.url}/login?${new URLSearchParams({ redirectUrl: site.url })}`),
        expectIn: async (page, name) => {
          await page.waitForURL(`${site.url}?code=*`);
          const code = new URL(page.url()).searchParams.get('code');
          const answer = await (await fetch(`${gapura.url}/api/example/ssovalidate?code=${code}`)).json();
          expect(answer).toMatchObject({ status: true });
          return answer.user.id;
        },
        expectOut: (page) => expect(passwordField(page)).toBeVisible(),
      },
      oauth: {
        open: (page) => page.goto(client.authorize('openid profile view-user')),
        expectIn: async (page) => {
          await page.waitForURL(`${client.url}/kembali?code=*`);
          const { access_token: token } = await client.redeem(page);
          const answer = await fetch(`${gapura.url}/api/user-sso`, { headers: { Authorization: `Bearer ${token}` } });
          return (await answer.json()).id;
        },
        expectOut: (page) => expect(passwordField(page)).toBeVisible(),
      },
      spa: {
        open: (page) => page.goto(spa.url),
        expectIn: async (page, name) => {
          await expectIn(page, name);
          return Number(await page.locator('.facts dd').nth(1).textContent());
        },
        expectOut,
      },
    }),
});

async function expectInEverywhere(page, doors, name) {
  const ids = [];
  for (const door of Object.values(doors)) {
    await door.open(page);
    ids.push(await door.expectIn(page, name));
  }
  expect(new Set(ids).size, `${ids}`).toBe(1);
}

async function expectOutEverywhere(page, doors) {
  for (const door of Object.values(doors)) {
    await door.open(page);
    await door.expectOut(page);
  }
}

for (const name of ['redirect', 'oauth', 'spa']) {
  test(`in by ${name}: in everywhere, as the same person, and with one session`, async ({ page, doors, person, gapura }) => {
    await doors[name].open(page);
    await fillIn(page, person.username, person.password);
    await doors[name].expectIn(page, person.name);
    await expectInEverywhere(page, doors, person.name);
    const sessions = JSON.parse(await gapura.command(['user', 'sessions', person.username, '--json']));
    expect(sessions.length ?? sessions.sessions.length).toBe(1);
  });
}

test('in by Google at the application: in everywhere', async ({ page, doors, spa, google }) => {
  await page.goto(spa.url);
  await page.getByRole('link', { name: 'Masuk dengan Google' }).click();
  await chooseAccount(page, google, people.sri);
  await expectIn(page, people.sri.name);
  await expectInEverywhere(page, doors, people.sri.name);
});

test('in by Google at Gapura’s own page: in everywhere', async ({ page, doors, google }) => {
  await doors.redirect.open(page);
  await page.getByRole('link', { name: /Google/i }).click();
  await chooseAccount(page, google, people.budi);
  await doors.redirect.expectIn(page);
  await expectInEverywhere(page, doors, people.budi.name);
});

test('the button of Google asks nobody who is in already', async ({ page, doors, person, gapura, spa, google }) => {
  google.isTroubled({ '*': 'down' });
  await doors.oauth.open(page);
  await fillIn(page, person.username, person.password);
  await doors.oauth.expectIn(page);
  await page.goto(`${gapura.url}/auth/google`);
  await page.waitForURL(spa.url);
  await expectIn(page, person.name);
  google.isTroubled({});
});

test('out at the application: out everywhere', async ({ page, doors, person, spa }) => {
  await logInAtSpa(page, spa, person);
  await expectInEverywhere(page, doors, person.name);
  await doors.spa.open(page);
  await page.getByRole('button', { name: 'Keluar' }).click();
  await doors.spa.expectOut(page);
  await expectOutEverywhere(page, doors);
});

test('out by Gapura’s own page: out everywhere', async ({ page, doors, person, spa, gapura, context }) => {
  await logInAtSpa(page, spa, person);
  const other = await context.newPage();
  await expectInEverywhere(other, doors, person.name);
  await other.goto(`${gapura.url}/logout`);
  await other.getByRole('button', { name: words.id.logOutYes }).click();
  await expect(other.getByRole('heading', { level: 1 })).toHaveText(words.id.loggedOut);
  await page.reload();
  await expectOut(page);
  await expectOutEverywhere(other, doors);
});

// However the login of the application came to its end, what is left of it in the browser does not
// stand in the way of the next.
const endings = {
  'out by Gapura’s own page': async ({ page, gapura }) => {
    await page.goto(`${gapura.url}/logout`);
    await page.getByRole('button', { name: words.id.logOutYes }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(words.id.loggedOut);
    expect(await cookieOf(page, 'refresh_token')).toBeUndefined();
  },
  'unused for too long': async ({ page, gapura }) => {
    await gapura.sql('UPDATE sessions SET idle_until = opened_at, gone_at = opened_at');
    expect(await cookieOf(page, 'refresh_token')).toBeDefined();
  },
  'out by the operator': async ({ page, gapura, person }) => {
    await gapura.command(['user', 'logout', person.username]);
    expect(await cookieOf(page, 'refresh_token')).toBeDefined();
  },
};
for (const [how, end] of Object.entries(endings)) {
  test(`${how}, and in by another door: the application asks for no login`, async ({ page, doors, person, spa, gapura }) => {
    await logInAtSpa(page, spa, person);
    await end({ page, gapura, person });
    // What is remembered of a session is forgotten within the second.
    await expect(async () => {
      await doors.redirect.open(page);
      await expect(passwordField(page)).toBeVisible({ timeout: 500 });
    }).toPass();
    await fillIn(page, person.username, person.password);
    await doors.redirect.expectIn(page, person.name);
    await expectInEverywhere(page, doors, person.name);
    await doors.spa.open(page);
    await page.reload();
    await doors.spa.expectIn(page, person.name);
  });
}

test('out by an application of OAuth: out everywhere', async ({ page, doors, person, client }) => {
  await doors.oauth.open(page);
  await fillIn(page, person.username, person.password);
  await page.waitForURL(`${client.url}/kembali?code=*`);
  const tokens = await client.redeem(page);
  await doors.spa.open(page);
  await doors.spa.expectIn(page, person.name);
  await page.goto(client.logout({ id_token_hint: tokens.id_token }));
  await page.waitForURL(`${client.url}/keluar**`);
  await expectOutEverywhere(page, doors);
});
