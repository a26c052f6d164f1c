// The guides of docs/guides/oauth-*, as somebody reads them who copies what stands in their blocks.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './recipes.mjs';

export const languages = { id: '.id.md', en: '.md' };

export function blocksOf(name, language = 'id') {
  const text = readFileSync(join(root, `docs/guides/oauth-${name}${languages[language]}`), 'utf8');
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, kind, code]) => ({ kind, code }));
}

// The parameters of its `gapura client add`, for a site at another address than the guide's.
export function registration(name, url) {
  const { code } = blocksOf(name).find((block) => block.code.startsWith('gapura client add '));
  const words = code.replaceAll('\\\n', ' ').matchAll(/"([^"]*)"|(\S+)/g);
  const [, ...parameters] = [...words].map(([, quoted, bare]) => quoted ?? bare);
  return parameters.filter((word) => word !== '--json').map((word) => word.replace('https://situs.example', url));
}

// The names of the settings that it asks for.
export const settingsOf = (name) =>
  blocksOf(name).filter(({ kind }) => kind === 'ini').flatMap(({ code }) => [...code.matchAll(/^(\w+)=/gm)].map(([, setting]) => setting));
