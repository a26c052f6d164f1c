// A browser that several people use: who chooses another account, or says "not you?", is that one.
import { addPerson, expect, expectAccessible, expectLoginPage, expectNoSidewaysScroll, expectTargetsLargeEnough, fillIn, logIn } from './support/people.js';
import { test } from './support/client.js';

const people = { tag: '@people' };
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
const heading = (page) => page.getByRole('heading', { level: 1 });

async function expectFit(page, testInfo, name) {
  await expectNoSidewaysScroll(page);
  await expectTargetsLargeEnough(page);
  await expectAccessible(page, testInfo);
  await page.screenshot({ path: testInfo.outputPath(`${name}.png`), fullPage: true });
}

// Logs in on the page that is open, and is the one that the application and the account then get.
async function arriveAs(page, person) {
  await expectLoginPage(page);
  await fillIn(page, person.username, person.password);
  await press(page, 'Izinkan');
  await expect(page).toHaveURL(/kembali\?code=/);
  await page.goto('/account');
  await expect(page.getByText(person.name, { exact: true })).toBeVisible();
}

test('who is to choose goes on as they are, or as another', people, async ({ roaming: page, server, person, client }, testInfo) => {
  const other = await addPerson(server, 'Ani Lestari');
  const choice = client.authorize('openid', { prompt: 'select_account' });
  await logIn(page, person);
  await page.goto(choice);
  await expect(heading(page)).toHaveText('Lanjutkan dengan akun ini?');
  await expect(page.getByText(person.name, { exact: true })).toBeVisible();
  await expectFit(page, testInfo, 'choose-account');
  await press(page, 'Lanjutkan');
  await press(page, 'Izinkan');
  await expect(page).toHaveURL(/kembali\?code=/);

  await page.goto(choice);
  await press(page, 'Pakai akun lain');
  await arriveAs(page, other);
  await expect(page.getByText(person.name, { exact: true })).toBeHidden();
});

test('who is asked for somebody else’s password says so', people, async ({ roaming: page, server, person, client }, testInfo) => {
  const other = await addPerson(server, 'Ani Lestari');
  await logIn(page, person);
  await page.goto(client.authorize('openid', { prompt: 'login' }));
  await expect(heading(page)).toHaveText('Masukkan kata sandi sekali lagi');
  await expect(page.getByText(person.name, { exact: true })).toBeVisible();
  await expectFit(page, testInfo, 'not-you');
  await press(page, 'Bukan Anda?');
  await arriveAs(page, other);
});
