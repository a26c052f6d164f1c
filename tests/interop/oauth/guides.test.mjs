// What stands in a guide is what runs: its code is the recipe's, and its command registers the client
// that recipes.test.mjs logs in by.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { blocksOf, languages, settingsOf } from './support/guide.mjs';
import { recipes, root } from './support/recipes.mjs';

const notCode = ['sh', 'ini'];

// A member of a class stands in the guide without its indentation.
const indented = (code) => code.replace(/^(?=.)/gm, '    ');

for (const name of Object.keys(recipes)) {
  describe(`the guide of ${name}`, () => {
    const folder = join(root, `examples/oauth-${name}`);
    const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: folder, encoding: 'utf8' });
    const files = listed.trim().split('\n').map((path) => readFileSync(join(folder, path), 'utf8'));

    for (const language of Object.keys(languages)) {
      test(`has the recipe's own code, in ${language}`, () => {
        const code = blocksOf(name, language).filter(({ kind }) => !notCode.includes(kind));
        assert.ok(code.length > 0);
        for (const block of code) {
          assert.ok(files.some((file) => file.includes(block.code) || file.includes(indented(block.code))), block.code);
        }
      });
    }

    test('says the same to the machine in both languages', () => {
      assert.deepEqual(blocksOf(name, 'id'), blocksOf(name, 'en'));
    });

    test('names every setting that the recipe reads', () => {
      const read = new Set(files.join('\n').match(/\b(APP_URL|SESSION_SECRET|(OIDC|GAPURA)_[A-Z_]+)\b/g));
      const own = settingsOf(name).filter((setting) => !setting.startsWith('NEXTAUTH_'));
      assert.deepEqual([...read].sort(), own.sort());
    });

    test('installs what the recipe needs', () => {
      const line = blocksOf(name).find(({ code }) => code.startsWith('npm install '))?.code;
      if (!line) return;
      const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      for (const installed of line.trim().split(' ').slice(2)) assert.ok(dependencies[installed], installed);
    });
  });
}
