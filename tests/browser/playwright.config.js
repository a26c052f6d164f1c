import { defineConfig } from '@playwright/test';

// The pages in every form in which people meet them: with and without scripts, by day and by night,
// in the hand and on the desk. Languages are the tests' own matter. By night a page differs in its
// colours alone, which no script changes; without scripts the narrower screen is the harder one.
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

// A site that is started for every project: once with scripts and once without is enough, an
// application that is nothing but script needs no more than the one, and of the sizes, colours and
// scripts that every page is looked at in, each comes once. Pictures are for people, who want every
// size by day and by night.
const few = {
  'every_page.spec.js': [
    'desktop-light-true',
    'phone-dark-true',
    'phone-light-false',
    ...(process.env.CI ? [] : ['desktop-dark-true']),
  ],
  'travelin.spec.js': ['desktop-light-true', 'phone-light-false'],
  'oidc_client.spec.js': ['desktop-light-true'],
  'spa.spec.js': ['desktop-light-true'],
  'spa_google.spec.js': ['desktop-light-true'],
  'doors.spec.js': ['desktop-light-true'],
};
const otherwise = (project) => Object.keys(few).filter((file) => !few[file].includes(project));

const projects = Object.entries(sizes).flatMap(([size, viewport]) =>
  ['light', 'dark'].flatMap((colorScheme) =>
    (colorScheme === 'light' && size === 'phone' ? [true, false] : [true]).map((javaScriptEnabled) => ({
      name: `${size}-${colorScheme}-${javaScriptEnabled ? 'script' : 'plain'}`,
      use: { viewport, colorScheme, javaScriptEnabled },
      grep: colorScheme === 'dark' ? /@look/ : undefined,
      testIgnore: otherwise(`${size}-${colorScheme}-${javaScriptEnabled}`),
    })),
  ),
);

// The same people on the other engine: tests/support/with-postgres starts it.
projects.push(
  ...[true, false].map((javaScriptEnabled) => ({
    name: `phone-light-${javaScriptEnabled ? 'script' : 'plain'}-postgres`,
    use: { viewport: sizes.phone, colorScheme: 'light', javaScriptEnabled, engine: 'postgres' },
    grep: /@people/,
    testIgnore: Object.keys(few),
  })),
);

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.js',
  outputDir: 'test-results',
  forbidOnly: Boolean(process.env.CI),
  fullyParallel: true,
  workers: 2,
  timeout: 30_000,
  // A browser on a machine that others use as well may stumble; what fails twice has failed.
  retries: process.env.CI ? 1 : 0,
  reporter: 'line',
  projects,
  use: {
    launchOptions: {
      executablePath: '/usr/bin/chromium-headless-shell',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--host-resolver-rules=MAP travelin.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost',
      ],
    },
  },
});
