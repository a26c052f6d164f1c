// What people see and change of themselves.
import {
  expect,
  expectAccessible,
  expectAccount,
  expectLoginPage,
  expectNoSidewaysScroll,
  expectPageHeaders,
  expectTargetsLargeEnough,
  fillIn,
  logIn,
  look,
  test,
  words,
} from './support/people.js';

const people = { tag: '@people' };

for (const [language, say] of Object.entries(words)) {
  test.describe(`account, ${language}`, () => {
    test.use({ locale: say.locale });

    test('has pages that people can read and use', look, async ({ page, person }, testInfo) => {
      await logIn(page, person, say);
      for (const part of ['account', 'account/password', 'account/sessions', 'logout']) {
        const response = await page.goto(`/${part}`);
        expectPageHeaders(response);
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        await expectNoSidewaysScroll(page);
        await expectTargetsLargeEnough(page);
        await expectAccessible(page, testInfo);
        await page.screenshot({
          path: testInfo.outputPath(`${part.replace('/', '-')}-${language}.png`),
          fullPage: true,
        });
      }
    });
  });
}

// Another browser of the same person.
async function elsewhere(browser, server, person) {
  const context = await browser.newContext({
    baseURL: server.url,
    locale: 'id-ID',
    userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0',
  });
  const page = await context.newPage();
  await logIn(page, person);
  return { page, close: () => context.close() };
}

test('a name and a number are changed, and what is wrong is pointed at', people, async ({ page, person }, testInfo) => {
  await logIn(page, person);
  await page.getByLabel('Nama lengkap').fill('Budi <b>Hartono</b>');
  await page.getByLabel('Nomor HP').fill('12');
  await page.getByRole('button', { name: 'Simpan perubahan' }).click();
  const phone = page.getByLabel('Nomor HP');
  await expect(phone).toBeFocused();
  await expect(phone).toHaveValue('12');
  await expect(phone).toHaveAccessibleDescription(/tidak lengkap atau salah ketik/);
  await expect(page.getByLabel('Nama lengkap')).toHaveValue('Budi <b>Hartono</b>');
  await expectAccessible(page, testInfo);

  await phone.fill('0812 7777 8888');
  await page.getByRole('button', { name: 'Simpan perubahan' }).click();
  await expect(page.getByRole('status')).toHaveText('Perubahan sudah disimpan.');
  await expect(page.getByText('Budi <b>Hartono</b>', { exact: true })).toBeVisible();
  await expect(page.getByLabel('Nomor HP')).toHaveValue('0812 7777 8888');
});

test('a change from a page that is behind is not saved', people, async ({ page, person, context }) => {
  await logIn(page, person);
  const other = await context.newPage();
  await other.goto('/account');
  await page.getByLabel('Nama panggilan').fill('Budi');
  await page.getByRole('button', { name: 'Simpan perubahan' }).click();
  await expect(page.getByRole('status')).toBeVisible();
  await other.getByLabel('Nama panggilan').fill('Anto');
  await other.getByRole('button', { name: 'Simpan perubahan' }).click();
  await expect(other.getByRole('alert')).toBeVisible();
  await page.goto('/account');
  await expect(page.getByLabel('Nama panggilan')).toHaveValue('Budi');
});

test('a new password needs the current one and ends every other session', people, async ({ page, person, browser, server }, testInfo) => {
  await logIn(page, person);
  const other = await elsewhere(browser, server, person);
  const change = async (current, wanted, again = wanted) => {
    await page.getByLabel('Kata sandi sekarang').fill(current);
    await page.getByLabel('Kata sandi baru', { exact: true }).fill(wanted);
    await page.getByLabel('Ulangi kata sandi baru').fill(again);
    await page.getByRole('button', { name: 'Ganti kata sandi' }).click();
  };
  await page.goto('/account');
  await page.getByRole('link', { name: 'Kata sandi' }).click();

  await change(person.password, 'kapal-layar-27-melati', 'kapal-layar-27-mawar');
  await expect(page.getByLabel('Ulangi kata sandi baru')).toHaveAccessibleDescription(/tidak sama/);
  await change('not-the-password', 'kapal-layar-27-melati');
  await expect(page.getByLabel('Kata sandi sekarang')).toHaveAccessibleDescription(/Kata sandi salah/);
  await change(person.password, 'password123');
  await expect(page.getByLabel('Kata sandi baru', { exact: true })).toHaveAccessibleDescription(/dipakai banyak orang|mudah ditebak/);
  await expectAccessible(page, testInfo);
  await change(person.password, 'kapal-layar-27-melati');
  await expect(page.getByRole('status')).toContainText('Kata sandi sudah diganti.');

  await other.page.goto('/account');
  await expectLoginPage(other.page);
  await fillIn(other.page, person.username, person.password);
  await expect(other.page.getByRole('alert')).toBeVisible();
  await fillIn(other.page, person.username, 'kapal-layar-27-melati');
  await expectAccount(other.page);
  await other.close();
});

test('a session is seen and ended, and so are all others', people, async ({ page, person, browser, server }) => {
  await logIn(page, person);
  const others = [await elsewhere(browser, server, person), await elsewhere(browser, server, person)];
  await page.goto('/account/sessions');
  const rows = page.locator('.sessions li');
  await expect(rows).toHaveCount(3);
  await expect(rows.filter({ hasText: 'Perangkat ini' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'Firefox di Windows' })).toHaveCount(2);
  await expect(rows.first().locator('time').first()).toHaveText(/^hari ini pukul \d\d\.\d\d WIB$/);

  await page.getByRole('button', { name: 'Akhiri sesi Firefox di Windows' }).first().click();
  await expect(page.getByRole('status')).toHaveText('Sesi itu sudah diakhiri.');
  await expect(rows).toHaveCount(2);
  await page.getByRole('button', { name: 'Akhiri semua perangkat lain' }).click();
  await expect(rows).toHaveCount(1);
  await expect(page.getByRole('button', { name: /Akhiri/ })).toHaveCount(0);
  for (const other of others) {
    await other.page.goto('/account');
    await expectLoginPage(other.page);
    await other.close();
  }
  await page.goto('/account');
  await expectAccount(page);
});
