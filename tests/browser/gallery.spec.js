// What single pages do in the hands of people, as they are without a server behind them.
import { expect, expectAccessible } from './support/pages.js';
import { test } from './support/gallery.js';

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

test('what shuts people out is found', async ({ page }, testInfo) => {
  if (!testInfo.project.use.javaScriptEnabled) {
    return;
  }
  await page.setContent('<title>Planted</title><main><h1>Planted</h1><img src="data:,"><input></main>');
  await expect(expectAccessible(page, testInfo)).rejects.toThrow(/image-alt[^]*label/);
});
