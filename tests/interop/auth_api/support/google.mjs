// A Gapura, the Google that knows its callback, and a login from the one to the other and back: ours by
// curl, the pages over there by a browser.
import { once } from 'node:events';
import { createServer } from 'node:http';

import { accounts, googleStandIn } from '../../../../examples/spa/google-stand-in/stand_in.mjs';
import { Browser } from '../../support/browser.mjs';
import { startGapura } from '../../support/gapura.mjs';
import { cookie, curl } from './curl.mjs';

export const [sri] = accounts;

const secret = 'rahasia-uji-coba-0123456789abcdef';

async function withSecret(add) {
  await add(['--client-secret-stdin'], `${secret}\n`);
  return { client_secret: secret };
}

// `register` adds the provider, and says what Google has to know of Gapura.
export async function startBoth(settings, register = withSecret) {
  let answer;
  const server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const google = `http://localhost:${server.address().port}`;
  const gapura = await startGapura(settings);
  const callback = `${gapura.url}/auth/google/callback`;
  const knows = (client) => {
    answer = googleStandIn({ issuer: google, client: { client_id: 'gapura', redirect_uris: [callback], ...client } });
  };
  const add = (more, input) =>
    gapura.command(['provider', 'add', '--name', 'google', '--issuer', google, '--client-id', 'gapura', ...more], input);
  knows(await register(add));
  const stop = async () => {
    await gapura.stop();
    await new Promise((resolve) => server.close(resolve).closeAllConnections());
  };
  return { gapura, google, callback, knows, stop };
}

export const begin = ({ gapura }) => curl(`${gapura.url}/auth/google`);

// The answer at Google's pages: the address of our callback, which is not visited.
export async function answered(both, asked, account = sri.sub) {
  const browser = new Browser();
  const page = await browser.go(asked.header('location'));
  const { url } = await browser.send(page, { account }, { stop: both.callback });
  return url;
}

export const held = ({ cookies }) => cookie(...Object.entries(cookies).map(([name, { value }]) => [name, value]));

export async function logIn(both) {
  const asked = await begin(both);
  const back = await answered(both, asked);
  return { asked, back, answer: await curl(back, ...held(asked)) };
}
