import { defineConfig } from '@playwright/test';

// The pages in every form in which people meet them: with and without scripts, by day and by night,
// in the hand and on the desk. Languages are the tests' own matter.
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

const projects = Object.entries(sizes).flatMap(([size, viewport]) =>
  ['light', 'dark'].flatMap((colorScheme) =>
    [true, false].map((javaScriptEnabled) => ({
      name: `${size}-${colorScheme}-${javaScriptEnabled ? 'script' : 'plain'}`,
      use: { viewport, colorScheme, javaScriptEnabled },
      grep: colorScheme === 'dark' ? /@look/ : undefined,
    })),
  ),
);

// The same people on the other engine: tests/support/with-postgres starts it.
projects.push({
  name: 'phone-light-script-postgres',
  use: { viewport: sizes.phone, colorScheme: 'light', javaScriptEnabled: true, engine: 'postgres' },
  grep: /@people/,
});

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.js',
  outputDir: 'test-results',
  forbidOnly: Boolean(process.env.CI),
  fullyParallel: true,
  workers: 2,
  timeout: 30_000,
  reporter: 'line',
  projects,
  use: {
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost',
      ],
    },
  },
});
