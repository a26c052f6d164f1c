// A client of OpenID Connect on an origin of its own: where its users come back to, and what its
// server asks for.
import { once } from 'node:events';
import { createServer } from 'node:http';

import { expect, test as base } from './people.js';

export async function startClient(server, more = []) {
  const posts = [];
  const site = createServer(async (request, response) => {
    if (request.method === 'POST') {
      posts.push({ type: request.headers['content-type'], origin: request.headers.origin, body: Buffer.concat(await request.toArray()).toString() });
    }
    const at = request.url.startsWith('/keluar') ? 'Sudah keluar dari Travelin' : 'Kembali di Travelin';
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="id"><title>Travelin</title><link rel="icon" href="data:,"><h1>${at}</h1>`);
  });
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  const url = `http://localhost:${site.address().port}`;
  const redirect = `${url}/kembali`;
  const made = JSON.parse(
    await server.command([
      'client', 'add', '--name', 'Travelin', '--redirect-uri', redirect, '--scope', 'openid profile email view-user offline_access',
      '--policy', `${url}/privasi`, '--tos', `${url}/syarat`, '--post-logout-redirect', `${url}/keluar`, ...more, '--json',
    ]),
  );
  return {
    url,
    posts,
    authorize: (scope, parameters = {}) =>
      `${server.url}/oauth/authorize?${new URLSearchParams({ client_id: made.client_id, redirect_uri: redirect, response_type: 'code', scope, state: 's1', ...parameters })}`,
    // For the code that the browser has just brought.
    redeem: async (page) => {
      const code = new URL(page.url()).searchParams.get('code');
      const body = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirect, client_id: made.client_id, client_secret: made.client_secret });
      const answer = await fetch(`${server.url}/oauth/token`, { method: 'POST', body });
      expect(answer.status).toBe(200);
      return answer.json();
    },
    userinfo: async (token) =>
      (await fetch(`${server.url}/oauth/userinfo`, { headers: { Authorization: `Bearer ${token}` } })).status,
    logout: (parameters) =>
      `${server.url}/oauth/logout?${new URLSearchParams({ post_logout_redirect_uri: `${url}/keluar`, ...parameters })}`,
    stop: () => new Promise((resolve) => site.close(resolve).closeAllConnections()),
  };
}

export const test = base.extend({
  client: async ({ server }, use) => {
    const client = await startClient(server);
    await use(client);
    await client.stop();
  },
  // Goes to the client and back; what the policy of a page blocks is complained about.
  roaming: async ({ context }, use) => {
    const page = await context.newPage();
    const complaints = [];
    page.on('console', (message) => {
      if (/Content Security Policy|Refused/.test(message.text())) {
        complaints.push(message.text());
      }
    });
    await use(page);
    expect(complaints).toEqual([]);
  },
});
