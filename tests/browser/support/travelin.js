// examples/travelin as a person starts it, with a database of its own, under the name travelin.test.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../examples/travelin/start', import.meta.url));

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// Its address is needed before it runs: the SSO must know it.
export async function travelinAddress() {
  const port = await freePort();
  return { port, url: `http://travelin.test:${port}` };
}

export async function startTravelin({ port, url }, settings) {
  const folder = await mkdtemp(join(tmpdir(), 'gapura-travelin-'));
  // The cluster is another user's when root runs the tests, and that user must get to it.
  await chmod(folder, 0o755);
  const adminPassword = randomBytes(12).toString('hex');
  const errors = [];
  const child = spawn(program, [], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: String(port),
      APP_URL: url,
      TRAVELIN_DATA: folder,
      TRAVELIN_ADMIN_PASSWORD: adminPassword,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr.on('data', (chunk) => errors.push(chunk));
  const ended = once(child, 'exit');
  const said = () => Buffer.concat(errors).toString();
  const stop = async () => {
    child.kill('SIGTERM');
    const [code] = await ended;
    await rm(folder, { recursive: true, force: true });
    return code;
  };
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('listening ')) return { url, adminPassword, said, stop };
  }
  await stop();
  throw new Error(`Travelin did not start: ${said()}`);
}
