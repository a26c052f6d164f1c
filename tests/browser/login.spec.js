// The login, from the page to the account behind it.
import {
  expect,
  expectAccessible,
  expectAccount,
  expectLoginPage,
  expectNoSidewaysScroll,
  expectPageHeaders,
  expectTargetsLargeEnough,
  fillIn,
  identifierField,
  logIn,
  look,
  passwordField,
  test,
  words,
} from './support/people.js';

const people = { tag: '@people' };

for (const [language, say] of Object.entries(words)) {
  test.describe(`login, ${language}`, () => {
    test.use({ locale: say.locale });

    test('is a page that people can read and use', look, async ({ page }, testInfo) => {
      const response = await page.goto('/login');
      expectPageHeaders(response);
      await expectLoginPage(page, say);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expect(identifierField(page, say)).toBeFocused();
      await expectNoSidewaysScroll(page);
      await expectTargetsLargeEnough(page);
      await expectAccessible(page, testInfo);
      await page.screenshot({ path: testInfo.outputPath(`login-${language}.png`), fullPage: true });

      await fillIn(page, 'nobody.at.all', 'not-the-password', say);
      await expect(page.getByRole('alert')).toContainText(say.wrong);
      await expect(identifierField(page, say)).toHaveValue('nobody.at.all');
      await expect(passwordField(page, say)).toBeFocused();
      await expect(passwordField(page, say)).toHaveValue('');
      await expectAccessible(page, testInfo);
      await page.screenshot({ path: testInfo.outputPath(`wrong-${language}.png`), fullPage: true });
    });

    test('takes a username, an address or a phone number, and ends', people, async ({ page, person }) => {
      for (const name of [person.username, person.email, person.phone, ` ${person.username.toUpperCase()} `]) {
        await page.goto('/login');
        await fillIn(page, name, person.password, say);
        await expectAccount(page, say);
        await expect(page.getByText(person.name, { exact: true })).toBeVisible();
        await page.getByRole('link', { name: say.logOut, exact: true }).click();
        await page.getByRole('button', { name: say.logOutYes }).click();
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(say.loggedOut);
        await page.goto('/account');
        await expectLoginPage(page, say);
      }
    });
  });
}

test('a wrong password says the same of somebody and of nobody', people, async ({ page, person }) => {
  const answers = [];
  for (const name of [person.username, 'nobody.at.all']) {
    await page.goto('/login');
    await fillIn(page, name, 'not-the-password');
    await expect(page.getByRole('alert')).toBeVisible();
    answers.push((await page.locator('main').innerText()).replaceAll(name, 'NAME'));
  }
  expect(answers[0]).toBe(answers[1]);
  await fillIn(page, person.username, person.password);
  await expectAccount(page);
});

test('the keyboard is enough', async ({ page, person }, testInfo) => {
  await page.goto('/login');
  await expect(identifierField(page)).toBeFocused();
  await page.keyboard.type(person.username);
  await page.keyboard.press('Tab');
  await expect(passwordField(page)).toBeFocused();
  await page.keyboard.type(person.password);
  if (testInfo.project.use.javaScriptEnabled) {
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: 'Tampilkan kata sandi' })).toBeFocused();
  }
  await page.keyboard.press('Tab');
  await expect(page.getByLabel(words.id.remember)).toBeFocused();
  await expect(page.getByLabel(words.id.remember)).toHaveCSS('outline-style', 'solid');
  await page.keyboard.press('Space');
  await expect(page.getByLabel(words.id.remember)).toBeChecked();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Masuk', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expectAccount(page);
});

test('a browser that is remembered still knows the person when it is opened again', people, async ({ page, person, context, browser, server }) => {
  const reopened = async () => {
    const { cookies } = await context.storageState();
    const kept = cookies.filter((cookie) => cookie.expires > 0);
    const again = await browser.newContext({ baseURL: server.url, locale: 'id-ID', storageState: { cookies: kept, origins: [] } });
    const tab = await again.newPage();
    await tab.goto('/account');
    return { tab, close: () => again.close() };
  };
  await logIn(page, person);
  const forgotten = await reopened();
  await expectLoginPage(forgotten.tab);
  await forgotten.close();

  await context.clearCookies();
  await page.goto('/login');
  await page.getByLabel(words.id.remember).check();
  await fillIn(page, person.username, person.password);
  await expectAccount(page);
  const remembered = await reopened();
  await expectAccount(remembered.tab);
  await remembered.close();
});

test('the back button after the login leads on, and a reload before it changes nothing', people, async ({ page, person }) => {
  await page.goto('/login');
  await page.reload();
  await fillIn(page, person.username, person.password);
  await expectAccount(page);
  await page.goBack();
  await expectAccount(page);
});

test('what is left behind by a logout is not shown by the back button', people, async ({ page, person }) => {
  await logIn(page, person);
  await page.getByRole('link', { name: 'Keluar', exact: true }).click();
  await page.getByRole('button', { name: 'Ya, keluar' }).click();
  await expect(page).toHaveURL('/logged-out');
  await page.goBack();
  await expect(page.getByText(person.name, { exact: true })).toBeHidden();
  await page.goto('/account');
  await expectLoginPage(page);
});

test('two tabs log in side by side, and the second goes on by the session of the first', people, async ({ page, person, context }) => {
  const other = await context.newPage();
  await page.goto('/login');
  await other.goto('/login');
  const step = (tab) => tab.locator('form').getAttribute('action');
  expect(await step(other)).not.toBe(await step(page));
  await fillIn(page, person.username, person.password);
  await expectAccount(page);
  await other.reload();
  await expectAccount(other);
});

test('two tabs that both send the password both arrive', people, async ({ page, person, context }) => {
  const other = await context.newPage();
  await page.goto('/login');
  await other.goto('/login');
  await fillIn(page, person.username, person.password);
  await expectAccount(page);
  await fillIn(other, person.username, person.password);
  await expectAccount(other);
  await page.reload();
  await expectAccount(page);
});

test('a browser without cookies is told so and not led in circles', people, async ({ page, context }, testInfo) => {
  await page.goto('/login');
  await context.clearCookies();
  await fillIn(page, 'budi', 'not-the-password');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Halaman masuk ini tidak dikenal');
  await expectAccessible(page, testInfo);
  await page.getByRole('link', { name: 'Mulai lagi' }).click();
  await expectLoginPage(page);
});

test('the page asked for is the page that comes after the login', people, async ({ page, person }) => {
  await page.goto('/account/sessions');
  await expectLoginPage(page);
  await fillIn(page, person.username, person.password);
  await expect(page).toHaveURL(/\/account\/sessions$/);
});

test('a page in the other language is the same step', people, async ({ page, person }) => {
  await page.goto('/login');
  await page.getByRole('link', { name: 'English' }).click();
  await fillIn(page, person.username, person.password, words.en);
  await expectAccount(page, words.en);
});
