// What stands in the guide is what runs, and both languages say the same to the machine.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

const here = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(path, 'utf8');
const blocksOf = (language: string) =>
  [...read(join(here, `../../docs/guides/spa${language}.md`)).matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([, kind, code]) => ({ kind, code: code! }));

describe('the guide', () => {
  test("has the application's own code", () => {
    const sources = [...readdirSync(join(here, 'src')).map((name) => `src/${name}`), 'serve.mjs'].map((path) => read(join(here, path)));
    const code = blocksOf('').filter(({ kind }) => kind !== 'ini');
    assert.ok(code.length > 5);
    for (const block of code) assert.ok(sources.some((source) => source.includes(block.code)), block.code);
  });

  test('says the same to the machine in both languages', () => {
    assert.deepEqual(blocksOf('.id'), blocksOf(''));
  });
});
