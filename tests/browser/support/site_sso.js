// The SSO that a site is tested with: Gapura behind a front that watches who asks what, that can lose
// or delay what a site's server asks, and the way back to the site, and that can be shut. The front is
// the issuer; nobody sees what is behind it.
import { createServer, request as ask } from 'node:http';

import { startServer } from './server.js';

export const password = 'gerobak-soto-33-lilin';

const listen = (server, port = 0) => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
const shut = (server) => new Promise((resolve) => server.close(resolve).closeAllConnections());

// `named`: hosts on this machine that Gapura may tell of a logout. `codeLife`: in seconds.
// `behaviour.wayBack`: what is waited for while a code is under way, given the address it is in.
export async function startSso({ named = [], codeLife = 60 } = {}) {
  const seen = [];
  const behaviour = { validation: undefined, wayBack: undefined };
  let behind;

  const front = createServer((request, response) => {
    const url = new URL(request.url, 'http://front');
    const validation = url.pathname === '/api/example/ssovalidate';
    seen.push({ path: url.pathname, query: url.searchParams, headers: request.headers, validation });
    if (validation && behaviour.validation) return behaviour.validation(request, response);
    const passed = ask(new URL(request.url, behind), { method: request.method, headers: request.headers }, async (answer) => {
      const { location = '' } = answer.headers;
      if (/[?&]code=/.test(location)) await behaviour.wayBack?.(new URL(location));
      response.writeHead(answer.statusCode, answer.rawHeaders);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    request.pipe(passed);
  });
  await listen(front);
  const { port } = front.address();
  const url = `http://localhost:${port}`;
  const gapura = await startServer({
    settings: { GAPURA_ISSUER: url, GAPURA_OUTBOUND_PRIVATE_HOSTS: named.join(','), GAPURA_CODES_LIFE: `${codeLife}s` },
  });
  behind = gapura.url;

  let people = 0;
  return {
    url,
    seen,
    behaviour,
    validations: () => seen.filter(({ validation }) => validation),
    addSite: async (callback, ...more) =>
      JSON.parse(await gapura.command(['site', 'add', '--name', 'Travelin', '--redirect-url', callback, ...more, '--json'])),
    addPerson: async (...more) => {
      people += 1;
      const person = { username: `dayat.${people}`, email: `dayat.${people}@contoh.test`, phone: `+6281200000${100 + people}` };
      const args = ['--username', person.username, '--email', person.email, '--name', 'Dayat', '--phone', person.phone, ...more];
      const { id } = JSON.parse(await gapura.command(['user', 'add', ...args, '--password-stdin', '--json'], `${password}\n`));
      return { ...person, id };
    },
    disable: (person) => gapura.command(['user', 'disable', person.username]),
    enable: (person) => gapura.command(['user', 'enable', person.username]),
    // As the site's own server validates it.
    spend: async (code, { site_id: id, secret }) => {
      const address = new URL(`${url}/api/example/ssovalidate`);
      address.searchParams.set('code', code);
      const Authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
      return (await fetch(address, { headers: { Authorization } })).status;
    },
    shut: () => shut(front),
    open: () => listen(front, port),
    stop: async () => {
      await shut(front);
      await gapura.stop();
    },
  };
}
