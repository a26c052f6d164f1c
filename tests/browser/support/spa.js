// examples/spa as a person starts it, its Gapura, and its Google.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createPage } from 'node:http';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { expect, test as base } from '@playwright/test';

import { startGoogle } from './google.js';
import { addPerson, fillIn } from './people.js';
import { startServer } from './server.js';

const program = fileURLToPath(new URL('../../../examples/spa/start', import.meta.url));

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function startSpa(port, api) {
  const errors = [];
  const child = spawn(program, [], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(port), API_URL: api },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr.on('data', (chunk) => errors.push(chunk));
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('listening ')) return { stop };
  }
  throw new Error(`the application did not start: ${Buffer.concat(errors)}`);
}

export const test = base.extend({
  locale: 'id-ID',
  // Where the application is has to be known to Gapura, which has to run before it.
  around: [
    async ({}, use) => {
      const google = await startGoogle();
      await use({ google, port: await freePort() });
      await google.stop();
    },
    { scope: 'worker' },
  ],
  gapura: [
    async ({ around: { port } }, use) => {
      const gapura = await startServer({ settings: { FRONTEND_URL: `http://localhost:${port}/` } });
      await use(gapura);
      await gapura.stop();
    },
    { scope: 'worker' },
  ],
  // As Gapura's provider.
  google: [
    async ({ around: { google }, gapura }, use) => {
      const register = (name, issuer) =>
        gapura.command(
          ['provider', 'add', '--name', name, '--issuer', issuer, '--client-id', google.client_id, '--client-secret-stdin', '--json'],
          `${google.client_secret}\n`,
        );
      google.open(`${gapura.url}/auth/google/callback`);
      await register('google', google.url);
      await use(Object.assign(google, { register }));
    },
    { scope: 'worker' },
  ],
  spa: [
    async ({ gapura, around: { port } }, use) => {
      const { stop } = await startSpa(port, gapura.url);
      await use({ url: `http://localhost:${port}/` });
      await stop();
    },
    // The first start installs and builds.
    { scope: 'worker', timeout: 300_000 },
  ],
  // A page of nobody's on another port, which to cookies is the same site.
  stranger: async ({}, use) => {
    const server = createPage((_, response) => response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>Lain</title><link rel="icon" href="data:,">'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    await use(`http://localhost:${server.address().port}/`);
    await new Promise((resolve) => server.close(resolve).closeAllConnections());
  },
  person: async ({ gapura }, use) => use(await addPerson(gapura)),
  // What the policies of the pages block is complained about, in every tab; what the API refuses is not.
  context: async ({ context }, use) => {
    const complaints = [];
    context.on('page', (page) => page.on('pageerror', (error) => complaints.push(String(error))));
    context.on('console', (message) => {
      const refused = /^Failed to load resource|CORS policy/.test(message.text());
      if (['error', 'warning'].includes(message.type()) && !refused) complaints.push(message.text());
    });
    await use(context);
    expect(complaints).toEqual([]);
  },
});

export { expect, fillIn };

export const welcome = (page) => page.getByRole('heading', { level: 1, name: /^Selamat datang, / });
export const identifier = (page) => page.getByLabel('Nama pengguna, email, atau nomor HP');

export async function expectIn(page, name) {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Selamat datang, ${name}`);
}

export async function expectOut(page) {
  await expect(identifier(page)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Masuk dengan Google' })).toBeVisible();
}

export async function logInAtSpa(page, spa, person) {
  await page.goto(spa.url);
  await fillIn(page, person.username, person.password);
  await expectIn(page, person.name);
}

export async function cookieOf(page, name) {
  const cookies = await page.context().cookies();
  return cookies.find((cookie) => cookie.name === name);
}

// As the browser does when its time has come.
export const expire = (context) => context.clearCookies({ name: 'access_token' });
