// The program as it is shipped, with a data folder of its own, on free ports.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program =
  process.env.GAPURA_BINARY ?? fileURLToPath(new URL('../../../build/release/gapura', import.meta.url));

export async function startServer() {
  const folder = await mkdtemp(join(tmpdir(), 'gapura-browser-'));
  const errors = [];
  const child = spawn(program, ['serve'], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      GAPURA_LISTEN: '127.0.0.1:0',
      GAPURA_OPS_LISTEN: '127.0.0.1:0',
      GAPURA_DATA_DIR: join(folder, 'data'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr.on('data', (chunk) => errors.push(chunk));
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const said = line.match(/^listening (http:\/\/localhost:\d+) ops (http:\/\/localhost:\d+)$/);
    if (said) {
      return { url: said[1], ops: said[2], stop };
    }
  }
  await stop();
  throw new Error(`${program} serve ended: ${Buffer.concat(errors)}`);
}
