// What every test is given: a server of its worker's, and a browser that is watched.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { test as base, expect } from '@playwright/test';

import { startServer } from './server.js';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const test = base.extend({
  // Of the project: where the server keeps its data.
  engine: ['sqlite', { option: true, scope: 'worker' }],
  server: [
    async ({ engine }, use) => {
      const server = await startServer({ engine });
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ server }, use) => use(server.url),

  page: async ({ page, server }, use) => watched(page, server.url, use),
});

// Nothing is complained about in the console, and nothing is asked of anybody else.
export async function watched(page, url, use) {
  const complaints = [];
  page.on('console', (message) => {
    // A page that is an error says so here, by its own status.
    const own = message.text().startsWith('Failed to load resource') && message.location().url === page.url();
    if (['error', 'warning'].includes(message.type()) && !own) {
      complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${url}/`)) {
      complaints.push(`asked elsewhere: ${request.url()}`);
    }
  });
  await use(page);
  expect(complaints).toEqual([]);
}

export { expect };

// A test of what a page looks like, which by night is another matter than by day.
export const look = { tag: '@look' };

// Everything that axe knows of WCAG up to 2.2 AA. It is a script: without scripts the same page is
// looked at by the projects that have them.
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
export async function expectAccessible(page, testInfo) {
  if (testInfo.project.use.javaScriptEnabled) {
    await page.evaluate(axeSource);
    const violations = await page.evaluate(
      (values) => axe.run({ runOnly: { type: 'tag', values }, resultTypes: ['violations'] }).then((found) => found.violations),
      wcag,
    );
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  }
}

export async function expectNoSidewaysScroll(page) {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
}

// Whatever is pressed or typed into is as large as a finger, but for links within a text and a box
// whose label is.
export async function expectTargetsLargeEnough(page) {
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('a, button, summary, select, textarea, input:not([type=hidden], [type=checkbox]), label[for=remember]')]
      .filter((element) => element.checkVisibility() && !element.closest('p.lead'))
      .filter((element) => element.getBoundingClientRect().height < 44)
      .map((element) => element.outerHTML),
  );
  expect(small).toEqual([]);
}

// AZ15, as a browser gets it.
export function expectPageHeaders(response) {
  const headers = response.headers();
  const policy = headers['content-security-policy'];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("base-uri 'none'");
  expect(policy).not.toContain('unsafe-');
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
}
