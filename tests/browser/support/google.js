// Google, played by node-oidc-provider over real discovery, PKCE and key set, behind a front that can
// be as bad as the network and a stranger's server are.
import { once } from 'node:events';
import { createServer } from 'node:http';

import { accounts, googleStandIn, newKey } from '../../../examples/spa/google-stand-in/stand_in.mjs';

const named = (sub, name, email) => ({ sub, name, email, email_verified: true });
export const people = {
  sri: accounts[0],
  budi: accounts[1],
  ani: named('115550000000000000001', 'Ani Lestari', 'ani.lestari@gmail.test'),
  tono: named('115550000000000000002', 'Tono Wijaya', 'tono.wijaya@gmail.test'),
};

const garbage = (response) => response.writeHead(200, { 'Content-Type': 'application/json' }).end('<html>{"issuer":');

export async function startGoogle() {
  const client = { client_id: 'gapura', client_secret: 'rahasia-uji-coba-0123456789abcdef' };
  let answer;
  let keys = [newKey(), newKey()];
  // What is done to a path instead of answering it; '*' to every path.
  let trouble = {};
  const asked = [];
  const front = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://front');
    asked.push(pathname);
    const act = trouble[pathname] ?? trouble['*'];
    if (act === 'down') return request.socket.destroy();
    if (act === 'garbage') return garbage(response);
    // Held until the test is over, or whoever asks has no more patience.
    if (act === 'slow') return undefined;
    return answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(front, 'listening');
  const url = `http://localhost:${front.address().port}`;
  const google = {
    url,
    ...client,
    open: (callback) => {
      google.callback = callback;
      answer = googleStandIn({ issuer: url, client: { ...client, redirect_uris: [callback] }, people: Object.values(people), keys });
    },
    /** Signs with the key that was announced, and announces another, as Google does every few days. */
    rotate: () => {
      keys = [keys[1], newKey()];
      google.open(google.callback);
    },
    timesAsked: (path) => asked.filter((each) => each === path).length,
    isTroubled: (how) => (trouble = how),
    stop: () => new Promise((resolve) => front.close(resolve).closeAllConnections()),
  };
  return google;
}

export async function chooseAccount(page, google, { name }) {
  await page.waitForURL((url) => url.origin === google.url);
  await page.getByRole('button', { name }).click();
}
