// "Masuk dengan Google" from the application to the provider and back, also when Google is not well.
import { chooseAccount, people } from './support/google.js';
import { cookieOf, expect, expectIn, expectOut, fillIn, logInAtSpa, test } from './support/spa.js';

const { sri, budi, ani, tono } = people;

test.afterEach(({ google }) => google.isTroubled({}));

const pressGoogle = (page) => page.getByRole('link', { name: 'Masuk dengan Google' }).click();

async function begin(page, spa) {
  await page.goto(spa.url);
  await pressGoogle(page);
}

// Wherever it ends, it is said, and the application can be used.
async function expectFailure(page, spa) {
  await page.waitForURL(spa.url);
  await expect(page.getByRole('alert')).toHaveText(/^(Login dengan Google tidak berhasil|Google sedang tidak dapat dihubungi)/);
  await expectOut(page);
  expect(await cookieOf(page, 'access_token')).toBeUndefined();
}

test('the first login makes the user, the next knows them', async ({ page, spa, google, gapura, browser }) => {
  const asked = page.waitForRequest((request) => request.url().startsWith(`${google.url}/auth?`));
  await begin(page, spa);
  const query = new URL((await asked).url()).searchParams;
  expect(query.get('code_challenge_method')).toBe('S256');
  for (const name of ['state', 'nonce', 'code_challenge']) expect(query.get(name).length).toBeGreaterThanOrEqual(22);
  await chooseAccount(page, google, sri);
  await page.waitForURL(spa.url);
  await expectIn(page, sri.name);
  await expect(page.getByText(sri.email)).toBeVisible();
  for (const name of ['access_token', 'refresh_token', 'gapura_session']) expect((await cookieOf(page, name)).httpOnly).toBe(true);
  const number = page.locator('.facts dd').nth(1);
  const id = await number.textContent();
  await page.reload();
  await expectIn(page, sri.name);

  const another = await browser.newContext({ locale: 'id-ID' });
  const again = await another.newPage();
  await begin(again, spa);
  await chooseAccount(again, google, sri);
  await expectIn(again, sri.name);
  await expect(again.locator('.facts dd').nth(1)).toHaveText(id);
  await another.close();
  expect(JSON.parse(await gapura.command(['user', 'show', id, '--json'])).email).toBe(sri.email);
});

test('whoever cancels is told so, and chooses again', async ({ page, spa, google }) => {
  await begin(page, spa);
  await page.getByRole('button', { name: 'Batal' }).click();
  await page.waitForURL(spa.url);
  await expect(page.getByRole('alert')).toHaveText('Login dengan Google dibatalkan.');
  await pressGoogle(page);
  await chooseAccount(page, google, budi);
  await expectIn(page, budi.name);
});

// In a browser that nobody has logged in with.
async function logInElsewhere(browser, spa, google, person) {
  const another = await browser.newContext({ locale: 'id-ID' });
  const page = await another.newPage();
  await begin(page, spa);
  await chooseAccount(page, google, person);
  await expectIn(page, person.name);
  await another.close();
}

test('the key that Google has announced is the one that signs', async ({ page, spa, google, browser }) => {
  await begin(page, spa);
  await chooseAccount(page, google, sri);
  await expectIn(page, sri.name);
  google.rotate();
  await logInElsewhere(browser, spa, google, budi);
});

test('FD1: a key that nobody announced is asked for, once', async ({ page, spa, google, browser }) => {
  await begin(page, spa);
  await chooseAccount(page, google, sri);
  await expectIn(page, sri.name);
  google.rotate();
  google.rotate();
  const before = google.timesAsked('/jwks');
  await logInElsewhere(browser, spa, google, budi);
  await logInElsewhere(browser, spa, google, sri);
  expect(google.timesAsked('/jwks')).toBe(before + 1);
});

for (const how of ['down', 'slow', 'garbage']) {
  test(`FD7: a token endpoint that is ${how} logs nobody in, and the next attempt works`, async ({ page, spa, google }) => {
    await begin(page, spa);
    google.isTroubled({ '/token': how });
    await chooseAccount(page, google, sri);
    await expectFailure(page, spa);
    google.isTroubled({});
    await pressGoogle(page);
    await expectIn(page, sri.name);
  });
}

for (const how of ['down', 'slow', 'garbage']) {
  test(`FD7: a provider that is ${how} altogether is said to be so, and passwords work meanwhile`, async ({ page, spa, google, gapura, person, context }) => {
    const issuer = `${google.url}/${how}`;
    await google.register(`sulit-${how}`, issuer);
    google.isTroubled({ [`/${how}/.well-known/openid-configuration`]: how });
    const attempt = page.goto(`${gapura.url}/auth/sulit-${how}`);
    const elsewhere = await context.browser().newContext({ locale: 'id-ID' });
    await logInAtSpa(await elsewhere.newPage(), spa, person);
    await elsewhere.close();
    await attempt;
    await expectFailure(page, spa);
  });
}

test('FD3: an address that is somebody’s here lets nobody in, until they link the account themselves', async ({ page, spa, google, gapura }) => {
  const password = 'gerobak-soto-33-lilin';
  const args = ['--username', 'ani', '--name', 'Ani', '--email', ani.email, '--email-verified', '--password-stdin', '--json'];
  const { id } = JSON.parse(await gapura.command(['user', 'add', ...args], `${password}\n`));
  await begin(page, spa);
  await chooseAccount(page, google, ani);
  await page.waitForURL(spa.url);
  await expect(page.getByRole('alert')).toContainText('sudah dipakai di Gapura');
  await expectOut(page);
  expect(await cookieOf(page, 'gapura_session')).toBeUndefined();

  await fillIn(page, 'ani', password);
  await expectIn(page, 'Ani');
  await page.getByRole('link', { name: 'Kelola akun' }).click();
  await page.getByRole('link', { name: 'Tautan', exact: true }).click();
  await page.getByRole('link', { name: 'Tautkan Google' }).click();
  await chooseAccount(page, google, ani);
  await page.getByRole('button', { name: 'Ya, tautkan' }).click();
  await expect(page.getByRole('status')).toHaveText('Akun itu sudah ditautkan.');

  await page.goto(spa.url);
  await page.getByRole('button', { name: 'Keluar' }).click();
  await pressGoogle(page);
  await expectIn(page, 'Ani');
  await expect(page.locator('.facts dd').nth(1)).toHaveText(`${id}`);
});

test('FD6: whoever is disabled here is not let in by Google', async ({ page, spa, google, gapura, browser }) => {
  await begin(page, spa);
  await chooseAccount(page, google, tono);
  await expectIn(page, tono.name);
  await gapura.command(['user', 'disable', tono.email]);
  const another = await browser.newContext({ locale: 'id-ID' });
  const again = await another.newPage();
  await begin(again, spa);
  await chooseAccount(again, google, tono);
  await expect(again.getByRole('alert')).toContainText('Akses Anda ditolak');
  await expectOut(again);
  await another.close();
});

test('FD5: an answer that another browser asked for logs nobody in', async ({ page, spa, google, browser }) => {
  await begin(page, spa);
  // As the browser would, but for the last step.
  const { request } = page.context();
  const chosen = await request.post(page.url(), { form: { account: sri.sub }, maxRedirects: 0 });
  const answered = await request.get(chosen.headers().location, { maxRedirects: 0 });
  const callback = answered.headers().location;
  expect(callback).toContain(`${google.callback}?code=`);
  const other = await browser.newContext({ locale: 'id-ID' });
  const victim = await other.newPage();
  await victim.goto(callback);
  await victim.goto(spa.url);
  await expectOut(victim);
  await other.close();
  await page.goto(callback);
  await expectIn(page, sri.name);
});
