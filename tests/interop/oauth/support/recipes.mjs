// The recipes of examples/oauth-* as programs, each beside the client that its guide registers.
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { freeAddress, startProgram } from '../../support/program.mjs';

export const root = fileURLToPath(new URL('../../../../', import.meta.url));
const ours = fileURLToPath(new URL('../', import.meta.url));

const standard = (world, client) => ({
  OIDC_ISSUER: world.url,
  OIDC_CLIENT_ID: client.client_id,
  OIDC_CLIENT_SECRET: client.client_secret,
});

// `port` and `scratch` are known when it starts.
export const recipes = {
  express: { command: () => [process.execPath, 'app.mjs'], env: standard },
  next: {
    command: (port) => [process.execPath, 'node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', String(port)],
    callback: '/api/auth/callback/gapura',
    env: standard,
  },
  python: { command: () => ['/usr/bin/python3', 'app.py'], env: standard },
  php: {
    command: (port) => ['php', '-q', '-d', 'display_errors=0', '-S', `localhost:${port}`, 'public/index.php'],
    env: (world, client) => ({
      GAPURA_URL: world.url,
      GAPURA_CLIENT_ID: client.client_id,
      GAPURA_CLIENT_SECRET: client.client_secret,
    }),
  },
  apache: {
    command: () => ['/usr/sbin/apache2', '-f', join(ours, 'apache/httpd.conf'), '-D', 'FOREGROUND'],
    page: '/bayar.shtml',
    // Who serves the pages may not read what is in a folder of somebody else's.
    prepare: (scratch, folder) => {
      cpSync(join(folder, 'site'), join(scratch, 'site'), { recursive: true });
      chmodSync(scratch, 0o755);
    },
    log: (scratch) => readFileSync(join(scratch, 'log'), 'utf8'),
    env: standard,
  },
};

// `register(url)` answers with the client, once the site's address is known.
export async function startRecipe(name, world, register) {
  const recipe = { callback: '/auth/callback', page: '/bayar', prepare: () => undefined, ...recipes[name] };
  const folder = join(root, `examples/oauth-${name}`);
  const { port, url } = await freeAddress();
  const client = await register(url);
  const scratch = mkdtempSync(join(tmpdir(), 'gapura-recipe-'));
  mkdirSync(join(scratch, 'sessions'));
  recipe.prepare(scratch, folder);
  const program = await startProgram(recipe.command(port), {
    url,
    cwd: folder,
    env: {
      PORT: String(port),
      APP_URL: url,
      NEXTAUTH_URL: url,
      NEXTAUTH_SECRET: 'rahasia-situs-ini',
      SESSION_SECRET: 'rahasia-situs-ini',
      SESSION_PATH: join(scratch, 'sessions'),
      SCRATCH: scratch,
      RECIPE: join(folder, 'gapura.conf'),
      ...recipe.env(world, client),
    },
  });
  return {
    ...program,
    client,
    page: url + recipe.page,
    callback: url + recipe.callback,
    log: () => (recipe.log ? recipe.log(scratch) : program.log()),
    stop: async () => {
      await program.stop();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}
