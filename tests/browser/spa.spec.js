// Contract 2 from end to end: a single-page application on another port, as its document recommends.
import { expectAccessible, expectNoSidewaysScroll, expectTargetsLargeEnough } from './support/pages.js';
import { cookieOf, expect, expectIn, expectOut, expire, fillIn, logInAtSpa, test } from './support/spa.js';

const isRenewal = (request) => new URL(request.url()).pathname === '/auth/refresh-token' && request.method() === 'POST';

function renewalsOf(context) {
  const seen = [];
  context.on('request', (request) => isRenewal(request) && seen.push(request));
  return seen;
}

// The refresh tokens that renewals were answered with, however many of them were the same.
function handedTo(context) {
  const answers = [];
  context.on('response', (response) => isRenewal(response.request()) && answers.push(response.headerValue('set-cookie')));
  return async () => new Set((await Promise.all(answers)).map((cookies) => /^refresh_token=([^;]+)/m.exec(cookies)[1]));
}

// One family that was opened, that went from each token to the next, and that nothing has ended.
async function expectOneChain(gapura, { username }, turns) {
  const { id } = JSON.parse(await gapura.command(['user', 'show', username, '--json']));
  const { entries } = JSON.parse(await gapura.command(['audit', 'list', '--type', 'family.', '--json']));
  const told = entries.filter(({ actor }) => actor === `user:${id}`).reverse();
  expect(told.map(({ type }) => type)).toEqual(['family.opened', ...Array(turns).fill('family.refreshed')]);
  expect(new Set(told.map(({ subject }) => subject)).size).toBe(1);
}

test('its pages can be read and used on any screen, by day and by night', async ({ page, spa, person }, testInfo) => {
  test.setTimeout(90_000);
  const narrowest = { width: 320, height: 640 };
  const looks = [
    [{ width: 390, height: 844 }, 'dark'],
    [{ width: 1280, height: 800 }, 'light'],
  ];
  const lookAll = async (name) => {
    await page.setViewportSize(narrowest);
    await expectNoSidewaysScroll(page);
    for (const [size, colorScheme] of looks) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await expectNoSidewaysScroll(page);
      await expectTargetsLargeEnough(page);
      await expectAccessible(page, testInfo);
      await page.screenshot({ path: testInfo.outputPath(`${name}-${size.width}-${colorScheme}.png`), fullPage: true });
    }
  };
  const response = await page.goto(spa.url);
  const policy = response.headers()['content-security-policy'];
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe-');
  await expectOut(page);
  await fillIn(page, person.username, 'salah');
  await expect(page.getByRole('alert')).toHaveText('Kredensial tidak valid');
  await lookAll('login');

  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Welcome, ${person.name}`);
  await expect(page.getByText('Chrome on Linux')).toBeVisible();
  await lookAll('home');
});

test('whoever logs in stays so over a reload, with cookies that no script reads', async ({ page, spa, person }) => {
  await logInAtSpa(page, spa, person);
  for (const name of ['access_token', 'refresh_token', 'gapura_session']) {
    expect(await cookieOf(page, name)).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  }
  const hint = await cookieOf(page, 'is_logged_in');
  expect(hint).toMatchObject({ value: 'true', httpOnly: false, secure: false, sameSite: 'Lax', path: '/' });
  const refresh = await cookieOf(page, 'refresh_token');
  expect(Math.abs(hint.expires - refresh.expires)).toBeLessThan(2);
  expect(await page.evaluate(() => document.cookie)).toBe('is_logged_in=true');
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain('eyJ');
  await page.reload();
  await expectIn(page, person.name);
  await expect(page.getByText(person.email)).toBeVisible();
});

test('an access token that is over, or none, is renewed once and nobody notices', async ({ page, spa, person, context }) => {
  await logInAtSpa(page, spa, person);
  const renewals = renewalsOf(context);
  const before = await cookieOf(page, 'refresh_token');
  await expire(context);
  await page.reload();
  await expectIn(page, person.name);
  await expect(page.getByText('Perangkat ini')).toBeVisible();
  expect(renewals.length).toBe(1);
  expect((await cookieOf(page, 'refresh_token')).value).not.toBe(before.value);

  const access = await cookieOf(page, 'access_token');
  await context.addCookies([{ ...access, value: `${access.value.slice(0, -4)}AAAA` }]);
  await page.reload();
  await expectIn(page, person.name);
  expect(renewals.length).toBe(2);
});

test('CK5: ten tabs renew at once: none is logged out, and the chain is one', async ({ page, spa, person, context, gapura }) => {
  test.setTimeout(90_000);
  await logInAtSpa(page, spa, person);
  const [renewals, handed] = [renewalsOf(context), handedTo(context)];
  const tabs = [page];
  while (tabs.length < 10) tabs.push(await context.newPage());
  await Promise.all(tabs.slice(1).map((tab) => tab.goto(spa.url)));
  await Promise.all(tabs.map((tab) => expectIn(tab, person.name)));
  for (let round = 0; round < 3; round += 1) {
    await expire(context);
    await Promise.all(tabs.map((tab) => tab.reload()));
    await Promise.all(tabs.map((tab) => expectIn(tab, person.name)));
  }
  const sessions = JSON.parse(await gapura.command(['user', 'sessions', person.username, '--json']));
  expect(sessions.length ?? sessions.sessions.length).toBe(1);
  await expire(context);
  await page.reload();
  await expectIn(page, person.name);
  expect(renewals.length).toBeGreaterThanOrEqual(4);
  expect((await handed()).size).toBe(renewals.length);
  await expectOneChain(gapura, person, renewals.length);
});

test('CK5: ten tabs without locks and without a common storage are not logged out either', async ({ page, spa, person, context, gapura }) => {
  test.setTimeout(90_000);
  await context.addInitScript(() => {
    Object.defineProperty(navigator, 'locks', { value: undefined });
    Object.defineProperty(window, 'BroadcastChannel', { value: undefined });
  });
  await logInAtSpa(page, spa, person);
  const handed = handedTo(context);
  const tabs = [page];
  while (tabs.length < 10) tabs.push(await context.newPage());
  await expire(context);
  await Promise.all(tabs.map((tab) => tab.goto(spa.url)));
  await Promise.all(tabs.map((tab) => expectIn(tab, person.name)));
  const turns = (await handed()).size;
  expect(turns).toBeGreaterThanOrEqual(1);
  await expectOneChain(gapura, person, turns);
});

test('what one tab does, the other shows', async ({ page, spa, person, context }) => {
  await logInAtSpa(page, spa, person);
  const other = await context.newPage();
  await other.goto(spa.url);
  await expectIn(other, person.name);
  await page.getByRole('button', { name: 'Keluar' }).click();
  await expect(page.getByRole('status')).toHaveText('Anda sudah keluar.');
  await expectOut(other);
  for (const name of ['access_token', 'refresh_token', 'is_logged_in']) expect(await cookieOf(page, name)).toBeUndefined();
  await fillIn(other, person.username, person.password);
  await expectIn(other, person.name);
  await expectIn(page, person.name);
});

test('CK4: a forged is_logged_in shows nobody anything, and is cleared', async ({ page, spa, context }) => {
  await context.addCookies([{ name: 'is_logged_in', value: 'true', url: spa.url }]);
  await page.goto(spa.url);
  await expectOut(page);
  await expect(page.getByRole('alert')).toHaveText('Sesi Anda sudah berakhir. Silakan masuk lagi.');
  expect(await cookieOf(page, 'is_logged_in')).toBeUndefined();
  await page.reload();
  await expectOut(page);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('CK6: a stolen refresh token that is used later ends the family, and the trail tells', async ({ page, spa, person, context, gapura }) => {
  await logInAtSpa(page, spa, person);
  const stolen = (await cookieOf(page, 'refresh_token')).value;
  // Two steps on, no grace covers what was stolen.
  for (let step = 0; step < 2; step += 1) {
    await expire(context);
    await page.reload();
    await expectIn(page, person.name);
  }
  const thief = await fetch(`${gapura.url}/auth/refresh-token`, { method: 'POST', headers: { Cookie: `refresh_token=${stolen}` } });
  expect(thief.status).toBe(401);
  expect(await thief.json()).toEqual({ errors: ['Refresh token tidak valid'] });
  expect(thief.headers.getSetCookie()).toEqual([]);
  await page.reload();
  await expectOut(page);
  await expect(page.getByRole('alert')).toHaveText('Sesi Anda sudah berakhir. Silakan masuk lagi.');
  const trail = await gapura.command(['audit', 'list', '--json']);
  expect(trail).toContain('"family.reused"');
  await fillIn(page, person.username, person.password);
  await expectIn(page, person.name);
});

test('CK3, CK8: a page of another origin on the same site reads nothing and ends nothing', async ({ page, spa, person, gapura, stranger }) => {
  await logInAtSpa(page, spa, person);
  const before = await cookieOf(page, 'refresh_token');
  await page.goto(stranger);
  const read = await page.evaluate(async (api) => {
    const paths = ['/auth/profile', '/auth/sessions', '/auth/refresh-token', '/auth/logout'];
    const ask = (path, more) => fetch(api + path, { method: /refresh|logout/.test(path) ? 'POST' : 'GET', credentials: 'include', ...more });
    const tried = [];
    for (const path of paths) {
      tried.push(await ask(path).then(() => path, () => 'nothing'));
      await ask(path, { mode: 'no-cors' });
    }
    return tried;
  }, gapura.url);
  expect(read).toEqual(Array(4).fill('nothing'));
  const posted = page.waitForResponse(`${gapura.url}/auth/logout`);
  await page.evaluate((api) => {
    const form = document.createElement('form');
    Object.assign(form, { method: 'POST', action: `${api}/auth/logout` });
    document.body.append(form);
    form.submit();
  }, gapura.url);
  expect((await posted).status()).toBe(403);
  await page.waitForURL(`${gapura.url}/auth/logout`);
  expect((await cookieOf(page, 'refresh_token')).value).toBe(before.value);
  await page.goto(spa.url);
  await expectIn(page, person.name);
});

test('a person who is disabled is shown the login page, and may come back', async ({ page, spa, person, gapura }) => {
  await logInAtSpa(page, spa, person);
  await gapura.command(['user', 'disable', person.username]);
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole('alert')).toContainText('Akses Anda ditolak', { timeout: 1000 });
  }).toPass();
  await expectOut(page);
  expect(await cookieOf(page, 'is_logged_in')).toBeUndefined();
  await fillIn(page, person.username, person.password);
  await expect(page.getByRole('alert')).toHaveText('Akun tidak aktif');
  await gapura.command(['user', 'enable', person.username]);
  await expect(async () => {
    await fillIn(page, person.username, person.password);
    await expectIn(page, person.name);
  }).toPass();
});

test('another device is seen and ended', async ({ page, spa, person, browser }) => {
  const elsewhere = await browser.newContext({ locale: 'id-ID', userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0' });
  const other = await elsewhere.newPage();
  await logInAtSpa(other, spa, person);
  await logInAtSpa(page, spa, person);
  const rows = page.getByRole('listitem');
  await expect(rows).toHaveCount(2);
  await expect(rows.filter({ hasText: 'Perangkat ini' })).toContainText('Chrome di Linux');
  await page.getByRole('button', { name: 'Akhiri sesi Firefox di Windows' }).click();
  await expect(page.getByText('Sesi itu sudah diakhiri.')).toBeVisible();
  await expect(rows).toHaveCount(1);
  await expect(async () => {
    await other.reload();
    await expect(other.getByRole('alert')).toBeVisible({ timeout: 1000 });
  }).toPass();
  await expectOut(other);
  await elsewhere.close();
});

test('when Gapura cannot be reached nobody is logged out', async ({ page, spa, person, context, gapura }) => {
  await logInAtSpa(page, spa, person);
  await context.route(`${gapura.url}/**`, (route) => route.abort());
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Gapura sedang tidak dapat dihubungi');
  await context.unroute(`${gapura.url}/**`);
  await page.getByRole('button', { name: 'Coba lagi' }).click();
  await expectIn(page, person.name);
});
