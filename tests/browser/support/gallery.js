// Every page in every state, written by the program unit_web and served as Gapura would.
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

import { test as base } from '@playwright/test';

import { watched } from './pages.js';

const writer =
  process.env.GAPURA_PAGE_WRITER ??
  fileURLToPath(new URL('../../../build/asan/tests/unit_web', import.meta.url));
const pictures = fileURLToPath(new URL('./pictures', import.meta.url));

const types = { '.css': 'text/css', '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.svg': 'image/svg+xml' };
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; base-uri 'none'; require-trusted-types-for 'script'; frame-ancestors 'none'; form-action 'self'";

async function startGallery() {
  const scratch = await mkdtemp(join(tmpdir(), 'gapura-gallery-'));
  execFileSync(writer, ['--gtest_filter=Gallery.*'], { env: { ...process.env, TEST_TMPDIR: scratch } });
  const folder = join(scratch, 'gallery');
  const read = async (path) => {
    try {
      return await readFile(join(folder, path));
    } catch {
      return readFile(join(pictures, path.replace(/^\/assets/, '')));
    }
  };
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, 'http://gallery').pathname);
    try {
      // A page that leaves by itself stays to be looked at.
      const body = path.startsWith('/assets/send.') ? '' : await read(path);
      response.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream');
      response.setHeader('Content-Security-Policy', policy);
      response.end(body);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${server.address().port}`,
    pages: (guise, language) =>
      readdir(join(folder, guise, language)).then((names) => names.map((name) => name.replace('.html', '')).sort()),
    stop: async () => {
      await new Promise((resolve) => server.close(resolve).closeAllConnections());
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

// A test that has the gallery for its server.
export const test = base.extend({
  gallery: [
    async ({}, use) => {
      const gallery = await startGallery();
      await use(gallery);
      await gallery.stop();
    },
    { scope: 'worker' },
  ],
  page: async ({ page, gallery }, use) => watched(page, gallery.url, use),
});
