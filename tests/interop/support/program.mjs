// Somebody else's program on a free port of this machine, ended by its process id.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

export async function freeAddress() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return { port, url: `http://localhost:${port}` };
}

async function answers(url, child, said) {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${said()}`);
    try {
      return await fetch(url, { redirect: 'manual' });
    } catch {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

// Once it answers at `url`.
export async function startProgram([program, ...parameters], { url, cwd, env }) {
  const child = spawn(program, parameters, {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const chunks = [];
  const log = () => Buffer.concat(chunks).toString();
  child.stderr.on('data', (chunk) => chunks.push(chunk));
  const ended = once(child, 'exit');
  const stop = async () => {
    if (child.exitCode === null) child.kill('SIGTERM');
    await ended;
  };
  await answers(url, child, log);
  return { url, log, stop };
}
