// What an application may see: asked, answered, remembered and taken back; and the way out that an
// application begins.
import { expect, expectAccessible, expectNoSidewaysScroll, expectPageHeaders, expectTargetsLargeEnough, fillIn, logIn, look, words } from './support/people.js';
import { test } from './support/client.js';

const people = { tag: '@people' };
const said = {
  id: { ask: 'Izinkan Travelin?', allow: 'Izinkan', deny: 'Batal', profile: 'Profil Anda', more: 'Baru', applications: 'Aplikasi yang terhubung', revoke: 'Cabut izin Travelin' },
  en: { ask: 'Allow Travelin?', allow: 'Allow', deny: 'Cancel', profile: 'Your profile', more: 'New', applications: 'Connected applications', revoke: 'Revoke access of Travelin' },
};
const say = said.id;
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

async function expectFit(page, testInfo, name) {
  await expectNoSidewaysScroll(page);
  await expectTargetsLargeEnough(page);
  await expectAccessible(page, testInfo);
  await page.screenshot({ path: testInfo.outputPath(`${name}.png`), fullPage: true });
}

for (const language of ['id', 'en']) {
  const text = said[language];
  test.describe(`consent, ${language}`, () => {
    test.use({ locale: words[language].locale });

    test('has pages that people can read and use', look, async ({ page, roaming, person, client }, testInfo) => {
      await logIn(page, person, words[language]);
      const response = await page.goto(client.authorize('openid profile'));
      expectPageHeaders(response);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(text.ask);
      await expect(page.getByText(new URL(client.url).host)).toBeVisible();
      await expect(page.getByText(text.profile)).toBeVisible();
      await expectFit(page, testInfo, `consent-${language}`);

      await roaming.goto(page.url());
      await press(roaming, text.allow);
      await roaming.waitForURL(`${client.url}/**`);
      await page.goto(client.authorize('openid email view-user'));
      await expect(page.getByText(text.more, { exact: true })).toHaveCount(2);
      await expectFit(page, testInfo, `consent-more-${language}`);

      await page.goto('/account/applications');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(text.applications);
      await expectFit(page, testInfo, `applications-${language}`);
      await press(page, text.revoke);
      await expect(page.getByRole('status')).toBeVisible();
      await expectFit(page, testInfo, `applications-none-${language}`);
    });
  });
}

test('who allows it comes back with a code, and is not asked twice', people, async ({ roaming: page, person, client }) => {
  await page.goto(client.authorize('openid profile'));
  await fillIn(page, person.username, person.password);
  await press(page, say.allow);
  await expect(page.getByRole('heading')).toHaveText('Kembali di Travelin');
  expect(new URL(page.url()).searchParams.get('state')).toBe('s1');
  await page.goto(client.authorize('openid profile'));
  await expect(page).toHaveURL(/kembali\?code=/);
  const tokens = await client.redeem(page);
  expect(await client.userinfo(tokens.access_token)).toBe(200);

  await page.goBack();
  await page.goto('/account/applications');
  await press(page, say.revoke);
  await expect(page.getByRole('status')).toBeVisible();
  expect(await client.userinfo(tokens.access_token)).toBe(401);
  await page.goto(client.authorize('openid profile'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say.ask);
});

test('who does not allow it comes back without a code', people, async ({ roaming: page, person, client }) => {
  await logIn(page, person);
  await page.goto(client.authorize('openid profile'));
  await page.reload();
  await press(page, say.deny);
  await expect(page).toHaveURL(/kembali\?error=access_denied/);
  await page.goBack();
  await press(page, 'Mulai lagi');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say.ask);
});

test('an application logs somebody out, who is asked unless it shows their ID token', people, async ({ roaming: page, person, client }) => {
  await logIn(page, person);
  await page.goto(client.authorize('openid'));
  await press(page, say.allow);
  const tokens = await client.redeem(page);
  await page.goto(client.logout({ id_token_hint: tokens.id_token, state: 'x1' }));
  await expect(page.getByRole('heading')).toHaveText('Sudah keluar dari Travelin');
  expect(new URL(page.url()).searchParams.get('state')).toBe('x1');
  expect(await client.userinfo(tokens.access_token)).toBe(401);

  await logIn(page, person);
  await page.goto(client.authorize('openid'));
  const elsewhere = await client.redeem(page);
  await page.context().clearCookies({ name: 'gapura_session' });
  await logIn(page, person);
  await page.goto(client.logout({ id_token_hint: elsewhere.id_token }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Keluar dari Gapura?');
  await press(page, 'Ya, keluar');
  await expect(page.getByRole('heading')).toHaveText('Sudah keluar dari Travelin');
});
