// The first administrator, by the link that the operator is given. A server of its own each.
import { expect, expectAccessible, expectAccount, expectNoSidewaysScroll, expectTargetsLargeEnough, fillIn, test as base } from './support/people.js';
import { startServer } from './support/server.js';

const test = base.extend({
  server: async ({ engine }, use) => {
    const server = await startServer({ engine });
    await use(server);
    await server.stop();
  },
});

test('the link makes the first administrator, once', { tag: '@people' }, async ({ page, server }, testInfo) => {
  const link = await server.command(['setup-link']);
  const path = link.match(/\/setup\?code=\S+/)[0];
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Buat administrator pertama');
  await expectNoSidewaysScroll(page);
  await expectTargetsLargeEnough(page);
  await expectAccessible(page, testInfo);
  await page.screenshot({ path: testInfo.outputPath('setup.png'), fullPage: true });

  const fill = async (username, password, again) => {
    await page.getByLabel('Nama pengguna').fill(username);
    await page.getByLabel('Nama lengkap').fill('Siti Aminah');
    await page.getByLabel('Email').fill('siti@example.test');
    await page.getByLabel('Kata sandi baru', { exact: true }).fill(password);
    await page.getByLabel('Ulangi kata sandi baru').fill(again);
    await page.getByRole('button', { name: 'Buat administrator' }).click();
  };
  await fill('08123456789', 'siti', 'sitti');
  await expect(page.getByLabel('Nama pengguna')).toBeFocused();
  await expect(page.getByLabel('Nama pengguna')).toHaveAccessibleDescription(/menyerupai nomor telepon/);
  await expect(page.getByLabel('Ulangi kata sandi baru')).toHaveAccessibleDescription(/tidak sama/);
  await expectAccessible(page, testInfo);
  await page.screenshot({ path: testInfo.outputPath('setup-wrong.png'), fullPage: true });

  await fill('siti.aminah', 'gerobak-soto-33-lilin', 'gerobak-soto-33-lilin');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Administrator sudah dibuat');
  await expectAccessible(page, testInfo);
  await page.getByRole('link', { name: 'Masuk' }).click();
  await fillIn(page, 'siti.aminah', 'gerobak-soto-33-lilin');
  await expectAccount(page);

  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tautan ini tidak berlaku');
});
