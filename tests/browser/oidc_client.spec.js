// oidc-client-ts: an application without a server of its own logs people in by itself, across origins.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';

import { expect, test } from '@playwright/test';

import { fillIn } from './support/people.js';
import { startServer } from './support/server.js';

const password = 'gerobak-soto-33-lilin';
const page = `<!doctype html><html lang="id"><meta charset="utf-8"><title>Aplikasi</title>
<script src="/oidc-client-ts.js"></script><p id="who"></p></html>`;

// The application: a page and the library.
async function startApplication() {
  const library = await readFile(new URL('node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js', import.meta.url));
  const server = createServer((request, response) => {
    const script = request.url === '/oidc-client-ts.js';
    response.writeHead(200, { 'Content-Type': script ? 'text/javascript' : 'text/html' }).end(script ? library : page);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://localhost:${server.address().port}`, stop: () => server.close() };
}

test.use({ locale: 'id-ID' });

let application;
let gapura;
let user;
test.beforeAll(async () => {
  application = await startApplication();
  gapura = await startServer();
  user = JSON.parse(await gapura.command(
    ['user', 'add', '--username', 'dayat', '--email', 'dayat@contoh.test', '--name', 'Dayat', '--password-stdin', '--json'],
    `${password}\n`,
  ));
});
test.afterAll(async () => {
  await gapura?.stop();
  application?.stop();
});

const register = async (...more) =>
  JSON.parse(await gapura.command([
    'client', 'add', '--name', 'Aplikasi', '--public', '--first-party', '--redirect-uri', `${application.url}/kembali`, ...more, '--json',
  ]));

const settings = ({ client_id }) => ({
  authority: gapura.url,
  client_id,
  redirect_uri: `${application.url}/kembali`,
  post_logout_redirect_uri: `${application.url}/`,
  scope: 'openid profile offline_access',
  loadUserInfo: true,
});

// In the page, by the library.
const call = (tab, client, name) =>
  tab.evaluate(async ([given, method]) => {
    const manager = new globalThis.oidc.UserManager(given);
    const result = await manager[method]();
    return result && { access: result.access_token, refresh: result.refresh_token, profile: result.profile };
  }, [settings(client), name]);

// What leads away from the page does not come back to be waited for.
const leave = (tab, client, name) =>
  tab.evaluate(([given, method]) => void new globalThis.oidc.UserManager(given)[method](), [settings(client), name]);

async function logIn(tab, client) {
  await tab.goto(application.url);
  await leave(tab, client, 'signinRedirect');
  await fillIn(tab, 'dayat', password);
  await tab.waitForURL(`${application.url}/kembali?**`);
  return call(tab, client, 'signinCallback');
}

test('oidc-client-ts logs in, refreshes and logs out', async ({ page: tab }) => {
  const client = await register('--scope', 'openid profile offline_access', '--refresh', '--post-logout-redirect', `${application.url}/`);
  const first = await logIn(tab, client);
  expect(first.profile.sub).toBe(user.sub);
  expect(first.profile.name).toBe('Dayat');

  const second = await call(tab, client, 'signinSilent');
  expect(second.access).not.toBe(first.access);
  expect(second.refresh).not.toBe(first.refresh);

  await call(tab, client, 'revokeTokens');
  const gone = await tab.evaluate(async ([url, token]) => {
    const answer = await fetch(`${url}/oauth/userinfo`, { headers: { Authorization: `Bearer ${token}` } });
    return answer.status;
  }, [gapura.url, second.access]);
  expect(gone).toBe(401);

  await leave(tab, client, 'signoutRedirect');
  await tab.waitForURL(`${application.url}/`);
});

test('a page of nobody’s client may not read what the token endpoint says', async ({ page: tab }) => {
  await register('--scope', 'openid');
  const stranger = await startApplication();
  try {
    await tab.goto(stranger.url);
    const read = await tab.evaluate(async (url) =>
      fetch(`${url}/oauth/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'authorization_code' }) }).then(() => true, () => false), gapura.url);
    expect(read).toBe(false);
  } finally {
    stranger.stop();
  }
});
