// What the file costs a page, as its own build makes it.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { build, type Rolldown } from 'vite';

test('session.ts is under 3 KB of script, and needs nothing else', async () => {
  const built = await build({
    root: join(import.meta.dirname, '../..'),
    configFile: false,
    publicDir: false,
    logLevel: 'silent',
    build: { write: false, minify: true, lib: { entry: 'src/session.ts', formats: ['es'], fileName: 'session' } },
  });
  const [{ output }] = built as [Rolldown.RolldownOutput];
  assert.equal(output.length, 1);
  assert.deepEqual(output[0].imports, []);
  const bytes = gzipSync(output[0].code).length;
  assert.ok(bytes < 3 * 1024, `${bytes} bytes`);
});
