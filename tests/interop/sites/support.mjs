// The recipes of examples/ as programs, and a browser that knows cookies and redirects.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folderOf = (name) => fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url));

const commands = {
  php: (port) => ['php', ['-q', '-d', 'display_errors=0', '-S', `localhost:${port}`, 'public/index.php']],
  express: () => [process.execPath, ['app.mjs']],
  html: () => [process.execPath, ['server.mjs']],
};

export const recipes = Object.keys(commands);

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(url, child) {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the recipe ended with ${child.exitCode}`);
    try {
      return await fetch(url);
    } catch {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

export async function freeAddress() {
  const port = await freePort();
  return { port, url: `http://localhost:${port}` };
}

export async function startRecipe(name, { port, url }, env) {
  const scratch = mkdtempSync(join(tmpdir(), 'gapura-recipe-'));
  const [program, parameters] = commands[name](port);
  const child = spawn(program, parameters, {
    cwd: folderOf(name),
    env: { PATH: process.env.PATH, PORT: String(port), APP_URL: url, SESSION_PATH: join(scratch, 'sessions'), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said = [];
  child.stderr.on('data', (chunk) => said.push(chunk));
  const ended = once(child, 'exit');
  await answers(url, child);
  return {
    url,
    log: () => Buffer.concat(said).toString(),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

// Cookies by host and port, which is stricter than a browser and enough here.
export class Browser {
  jars = new Map();

  #jar(url) {
    const { origin } = new URL(url);
    if (!this.jars.has(origin)) this.jars.set(origin, new Map());
    return this.jars.get(origin);
  }

  async ask(url, { method = 'GET', headers = {}, body } = {}) {
    const jar = this.#jar(url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const sent = request(url, {
      method,
      headers: {
        // What says to a server that somebody is looking; fetch() would say otherwise.
        'Sec-Fetch-Mode': 'navigate',
        ...(cookie && { cookie }),
        ...(body && { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body) }),
        ...headers,
      },
    });
    sent.end(body);
    const [answer] = await once(sent, 'response');
    const text = Buffer.concat(await answer.toArray()).toString();
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      jar.set(name, value);
    }
    return { status: answer.statusCode, headers: answer.headers, to: answer.headers.location, text, url };
  }

  // Follows redirects and keeps every address it has been at.
  async go(url, options) {
    const way = [];
    let answer = await this.ask(url, options);
    while (answer.to) {
      way.push(answer);
      assert.ok(way.length < 10, 'redirects without an end');
      answer = await this.ask(new URL(answer.to, answer.url).href);
    }
    return { ...answer, way };
  }

  // The page's form, filled in and sent as a browser would.
  send(page, fields) {
    const address = new URL(page.text.match(/<form[^>]* action="([^"]*)"/)?.[1] ?? page.url, page.url).href;
    const hidden = page.text.matchAll(/<input[^>]*type="hidden"[^>]*name="([^"]*)"[^>]*value="([^"]*)"/g);
    const body = new URLSearchParams({ ...Object.fromEntries([...hidden].map(([, name, value]) => [name, value])), ...fields }).toString();
    return this.go(address, { method: 'POST', body, headers: { Origin: new URL(address).origin } });
  }

  cookie(url, name) {
    return this.#jar(url).get(name);
  }
}
