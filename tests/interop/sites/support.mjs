// The recipes of examples/ as programs.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { startProgram } from '../support/program.mjs';

const folderOf = (name) => fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url));

const commands = {
  php: (port) => ['php', '-q', '-d', 'display_errors=0', '-S', `localhost:${port}`, 'public/index.php'],
  express: () => [process.execPath, 'app.mjs'],
  html: () => [process.execPath, 'server.mjs'],
};

export const recipes = Object.keys(commands);

export async function startRecipe(name, { port, url }, env) {
  const scratch = mkdtempSync(join(tmpdir(), 'gapura-recipe-'));
  const sessions = join(scratch, 'sessions');
  const recipe = await startProgram(commands[name](port), {
    url,
    cwd: folderOf(name),
    env: { PORT: String(port), APP_URL: url, SESSION_PATH: sessions, ...env },
  });
  return {
    ...recipe,
    sessions,
    stop: async () => {
      await recipe.stop();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}
