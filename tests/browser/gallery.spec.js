// Every page in every state, as it is without a server behind it: accessible, on any screen, with
// nothing that the pages' policy would block.
import { test as base } from '@playwright/test';

import { expect, expectAccessible, expectNoSidewaysScroll, expectTargetsLargeEnough, look, watched } from './support/pages.js';
import { startGallery } from './support/gallery.js';

const test = base.extend({
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

// As it comes, and with all that an operator and a client set (gallery_test.cc).
for (const [guise, language] of [['plain', 'id'], ['regency', 'en']]) {
  test(`every page, ${guise}, ${language}`, look, async ({ page, gallery }, testInfo) => {
    test.setTimeout(240_000);
    const names = await gallery.pages(guise, language);
    expect(names).toContain('login_wrong');
    for (const name of names) {
      await test.step(name, async () => {
        await page.goto(`${gallery.url}/${guise}/${language}/${name}.html`);
        await expectNoSidewaysScroll(page);
        await expectTargetsLargeEnough(page);
        await expectAccessible(page, testInfo);
        await page.screenshot({ path: testInfo.outputPath(`${name}.png`), fullPage: true });
      });
    }
  });
}

test('every page reflows at 320 pixels and at twice the size of letters', async ({ page, gallery }) => {
  test.setTimeout(120_000);
  for (const name of await gallery.pages('regency', 'id')) {
    await test.step(name, async () => {
      await page.setViewportSize({ width: 320, height: 640 });
      await page.goto(`${gallery.url}/regency/id/${name}.html`);
      await expectNoSidewaysScroll(page);
      await page.setViewportSize({ width: 640, height: 640 });
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
      await expectNoSidewaysScroll(page);
    });
  }
});

test('an error is described where the field is, and the field has the focus', async ({ page, gallery }) => {
  const at = (name) => page.goto(`${gallery.url}/plain/en/${name}.html`);
  await at('login_wrong');
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
  await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(/password is wrong/);
  await expect(page.getByLabel('Username, email')).toHaveAccessibleDescription(/password is wrong/);
  await at('profile_wrong');
  await expect(page.getByLabel('Phone number')).toBeFocused();
  await expect(page.getByLabel('Phone number')).toHaveAccessibleDescription(/incomplete or mistyped.*For example/);
  await at('password_refused');
  await expect(page.getByLabel('New password', { exact: true })).toBeFocused();
  await expect(page.getByLabel('New password', { exact: true })).toHaveAccessibleDescription(/easily guessed.*At least 10/);
  await at('setup_wrong');
  await expect(page.getByLabel('Username')).toBeFocused();
});

test('a password is shown on request, where scripts run, and hidden before it is sent', async ({ page, gallery }, testInfo) => {
  await page.goto(`${gallery.url}/plain/en/login.html`);
  const reveal = page.getByRole('button', { name: 'Show password' });
  if (!testInfo.project.use.javaScriptEnabled) {
    await expect(reveal).toBeHidden();
    return;
  }
  const password = page.getByLabel('Password', { exact: true });
  await password.fill('rahasia');
  await reveal.click();
  await expect(password).toHaveAttribute('type', 'text');
  await expect(password).toBeFocused();
  await expect(reveal).toHaveAttribute('aria-pressed', 'true');
  await reveal.click();
  await expect(password).toHaveAttribute('type', 'password');
  await reveal.click();
  await page.getByLabel('Username, email').fill('budi');
  await page.evaluate(() => document.querySelector('.form').addEventListener('submit', (event) => event.preventDefault()));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(password).toHaveAttribute('type', 'password');
});
