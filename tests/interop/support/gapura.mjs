// Gapura as it is shipped, with a data folder of its own, on free ports.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const program = process.env.GAPURA_BINARY ?? fileURLToPath(new URL('../../../build/release/gapura', import.meta.url));
const run = promisify(execFile);

export async function startGapura(settings = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'gapura-interop-'));
  const env = {
    PATH: process.env.PATH,
    GAPURA_LISTEN: '127.0.0.1:0',
    GAPURA_OPS_LISTEN: '127.0.0.1:0',
    GAPURA_DATA_DIR: join(folder, 'data'),
    ...settings,
  };
  const errors = [];
  const child = spawn(program, ['serve'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stderr.on('data', (chunk) => errors.push(chunk));
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const said = line.match(/^listening (http:\/\/localhost:\d+) /);
    if (said) {
      const command = async (args, input) => {
        const running = run(program, [...args, '--json'], { cwd: folder, env: { ...env, GAPURA_ISSUER: said[1] } });
        // Not even nothing is written to a command that reads nothing: it may be gone, and the pipe broken.
        running.child.stdin.end(input);
        return JSON.parse((await running).stdout);
      };
      return { url: said[1], command, stop };
    }
  }
  await stop();
  throw new Error(`${program} serve ended: ${Buffer.concat(errors)}`);
}
