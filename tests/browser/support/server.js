// The program as it is shipped, with a data folder of its own, on free ports.
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const program =
  process.env.GAPURA_BINARY ?? fileURLToPath(new URL('../../../build/release/gapura', import.meta.url));

const run = promisify(execFile);

// A database of its own in the cluster of tests/support/with-postgres.
async function postgresDatabase() {
  const cluster = process.env.GAPURA_TEST_POSTGRES;
  if (!cluster) {
    throw new Error('GAPURA_TEST_POSTGRES is not set: run the tests by tests/support/with-postgres');
  }
  const name = `browser_${randomBytes(8).toString('hex')}`;
  await run('psql', [cluster, '--quiet', '--command', `CREATE DATABASE ${name}`]);
  return cluster.replace(/[^/]*$/, name);
}

export async function startServer({ engine = 'sqlite', settings = {} } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'gapura-browser-'));
  const env = {
    PATH: process.env.PATH,
    GAPURA_LISTEN: '127.0.0.1:0',
    GAPURA_OPS_LISTEN: '127.0.0.1:0',
    GAPURA_DATA_DIR: join(folder, 'data'),
    ...(engine === 'postgres' ? { GAPURA_DATABASE_URL: await postgresDatabase() } : {}),
    ...settings,
  };
  const errors = [];
  const child = spawn(program, ['serve'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
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
      // Commands of the operator, beside the running server.
      const command = async (args, input) => {
        const running = run(program, args, { cwd: folder, env: { ...env, GAPURA_ISSUER: said[1] } });
        // Not even nothing is written to a command that reads nothing: it may be gone, and the pipe broken.
        running.child.stdin.end(input);
        return (await running).stdout;
      };
      // Past the program, into what it keeps.
      const sql = (statement) =>
        run('python3', ['-c', 'import sqlite3, sys\nwith sqlite3.connect(sys.argv[1]) as rows: rows.execute(sys.argv[2])', join(folder, 'data', 'gapura.db'), statement]);
      return { url: said[1], ops: said[2], command, sql, stop };
    }
  }
  await stop();
  throw new Error(`${program} serve ended: ${Buffer.concat(errors)}`);
}
