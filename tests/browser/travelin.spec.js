// Contract 0 from end to end: each line of its document, by a person who wants to fly.
import { setTimeout as pass } from 'node:timers/promises';

import { expectAccessible, expectNoSidewaysScroll } from './support/pages.js';
import {
  codeLife, expect, expectPayment, expectSsoLogin, expectTyped, fillBooking, logInAsStaff, logInAtSso, payNow, test,
  typeBooking, typed,
} from './support/travelin_pages.js';

test.describe.configure({ mode: 'default', timeout: 60_000 });
test.use({ locale: 'id-ID' });

const codeIn = (response) => new URL(response.url()).searchParams.get('code');
const callbackOf = (page) => page.seen.find((response) => new URL(response.url()).pathname === '/auth/callback');

// A whole login; gives the number of the flight and the callback as the browser was sent there.
async function buy(page, travelin, sso, person) {
  const flight = await fillBooking(page, travelin);
  await payNow(page);
  await expectSsoLogin(page, sso);
  await logInAtSso(page, person);
  await expectPayment(page, travelin, flight);
  return { flight, callback: callbackOf(page) };
}

// What the browser was sent, by its address, as far as it can still show it; a redirect has no body.
async function bodiesOf(responses) {
  const bodies = await Promise.all(responses.map((response) => response.text().catch(() => undefined)));
  return responses.map((response, n) => [response.url(), bodies[n]]).filter(([, body]) => body !== undefined);
}

const rowOf = (page, person) => page.getByRole('region', { name: 'Pelanggan' }).getByRole('row').filter({ hasText: person.email });

test.describe('Tujuan', () => {
  test('"Bayar Sekarang" asks for the SSO’s login, with the callback and a state', async ({ page, travelin, sso }) => {
    await fillBooking(page, travelin);
    await payNow(page);
    await expectSsoLogin(page, sso);
    const asked = sso.seen.findLast(({ path, query }) => path === '/login' && query.has('redirectUrl'));
    const back = new URL(asked.query.get('redirectUrl'));
    expect(back.origin + back.pathname).toBe(`${travelin.url}/auth/callback`);
    expect([...back.searchParams.keys()]).toEqual(['state']);
  });

  test('the staff’s login is Travelin’s own, and the SSO’s people do not get in by theirs', async ({ page, travelin, sso, person }) => {
    await buy(page, travelin, sso, person);
    await page.goto(`${travelin.url}/admin`);
    await expect(page).toHaveURL(`${travelin.url}/admin/login`);
    await page.getByLabel('Nama pengguna').fill('admin');
    await page.getByLabel('Kata sandi').fill('bukan-ini');
    await page.getByRole('button', { name: 'Masuk' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'salah' })).toBeVisible();
    const asked = sso.seen.length;
    await logInAsStaff(page, travelin);
    expect(sso.seen.length).toBe(asked);
  });
});

test.describe('Alur', () => {
  test('not logged in: SSO, login, and the payment page of the same flight with what was typed', async ({ page, travelin, sso, person }, testInfo) => {
    const { flight } = await buy(page, travelin, sso, person);
    await expect(page.getByText(`Masuk sebagai ${person.username}`)).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page, testInfo);
    await page.getByRole('button', { name: /^Bayar Rp/ }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pembayaran berhasil');
    await expect(page.getByText(`${typed.title} ${typed.name}`)).toBeVisible();
    await page.goto(`${travelin.url}/flights/${flight}/pay`);
    await expect(page).toHaveURL(`${travelin.url}/flights/${flight}/book`);
  });

  test('logged in at Travelin already: to the payment, and the SSO is not asked', async ({ page, travelin, sso, person }) => {
    await buy(page, travelin, sso, person);
    const asked = sso.seen.length;
    const flight = await fillBooking(page, travelin);
    await payNow(page);
    await expectPayment(page, travelin, flight);
    expect(sso.seen.length).toBe(asked);
  });

  test('the first time makes the user, the next time only moves the last login', async ({ page, browser, travelin, sso, person }) => {
    await buy(page, travelin, sso, person);
    const staff = await (await browser.newContext()).newPage();
    await logInAsStaff(staff, travelin);
    await expect(rowOf(staff, person)).toHaveCount(1);
    for (const value of [String(person.id), person.username, person.phone]) {
      await expect(rowOf(staff, person).getByRole('cell', { name: value, exact: true })).toBeVisible();
    }
    const lastLogin = () => rowOf(staff, person).locator('time').getAttribute('datetime');
    const first = await lastLogin();
    await page.getByRole('button', { name: 'Keluar' }).click();
    await expect(page.getByRole('link', { name: 'Masuk' })).toBeVisible();
    await page.getByRole('link', { name: 'Masuk' }).click();
    await expect(page).toHaveURL(`${travelin.url}/bookings`);
    await staff.reload();
    await expect(rowOf(staff, person)).toHaveCount(1);
    expect(Date.parse(await lastLogin())).toBeGreaterThan(Date.parse(first));
    await staff.context().close();
  });
});

test.describe('Catatan keamanan', () => {
  test('the code is validated by the server alone, and its answer never reaches the browser', async ({ page, travelin, sso, person }) => {
    const { callback } = await buy(page, travelin, sso, person);
    const [validation] = sso.validations().filter(({ query }) => query.get('code') === codeIn(callback));
    expect(validation.headers['user-agent']).not.toMatch(/Mozilla/);
    expect(validation.headers.authorization).toMatch(/^Basic /);
    expect(page.seen.some((response) => response.url().includes('ssovalidate'))).toBe(false);
    const bodies = await bodiesOf(page.seen);
    expect(bodies.map(([address]) => address)).toContain(page.url());
    for (const [address, body] of bodies) {
      for (const said of ['no_hp', 'noHp', person.phone.slice(1), travelin.site.secret]) {
        expect(body.includes(said), `${address} says ${said}`).toBe(false);
      }
    }
  });

  test('the code is in no page, no later address, no referrer and no log', async ({ page, travelin, sso, person }) => {
    const { callback } = await buy(page, travelin, sso, person);
    const code = codeIn(callback);
    expect(code.length).toBeGreaterThan(40);
    expect(callback.status()).toBe(303);
    expect(callback.headers()).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
    expect(page.url()).not.toContain('code');
    expect(await page.content()).not.toContain(code);
    const others = page.seen.filter((each) => each !== callback);
    for (const response of others) {
      expect(response.url()).not.toContain(code);
      expect(response.request().headers().referer ?? '').not.toContain(code);
    }
    const bodies = await bodiesOf(others);
    expect(bodies.map(([address]) => address)).toContain(page.url());
    for (const [, body] of bodies) expect(body).not.toContain(code);
    expect(travelin.said()).not.toContain(code);
    await page.goBack();
    expect(page.url()).not.toContain('code=');
  });

  test('the session is an HttpOnly cookie, and pages run no script but their own', async ({ page, travelin, sso, person }) => {
    const attempts = async () => (await page.context().cookies(travelin.url)).filter(({ name }) => name.includes('travelin_sso_'));
    const flight = await fillBooking(page, travelin);
    await payNow(page);
    await expectSsoLogin(page, sso);
    expect(await attempts()).toMatchObject([{ httpOnly: true, sameSite: 'Lax', path: '/' }]);
    await logInAtSso(page, person);
    await expectPayment(page, travelin, flight);
    expect(await attempts()).toEqual([]);
    const cookies = await page.context().cookies(travelin.url);
    const session = cookies.find(({ name }) => name === 'travelin_session');
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    expect(cookies.every(({ httpOnly }) => httpOnly)).toBe(true);
    const policy = page.seen.findLast((response) => response.url() === page.url()).headers()['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self' 'nonce-\w{32}' 'strict-dynamic'/);
    expect(policy).not.toContain('unsafe-');
  });

  test('a callback in a browser that did not press the button is refused, and its code not looked at', async ({ page, browser, travelin, sso, person }) => {
    await page.route('**/auth/callback?**', (route) => route.abort());
    await fillBooking(page, travelin);
    await payNow(page);
    await expectSsoLogin(page, sso);
    const asked = page.waitForRequest('**/auth/callback?**');
    await logInAtSso(page, person);
    const stolen = (await asked).url();
    const before = sso.validations().length;
    const victim = await (await browser.newContext({ locale: 'id-ID' })).newPage();
    await victim.goto(stolen);
    await expect(victim.getByRole('heading', { level: 1 })).toHaveText('Login ini tidak dimulai di peramban ini');
    expect(victim.url()).not.toContain('code=');
    expect(await victim.context().cookies(travelin.url)).toEqual([]);
    expect(sso.validations().length).toBe(before);
    await victim.context().close();
  });

  test('a callback serves once: again it logs nobody in', async ({ page, travelin, sso, person }) => {
    const { callback } = await buy(page, travelin, sso, person);
    await page.getByRole('button', { name: 'Keluar' }).click();
    await expect(page.getByRole('link', { name: 'Masuk' })).toBeVisible();
    await page.goto(callback.url());
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Login ini tidak dimulai di peramban ini');
    await expect(page.getByRole('link', { name: 'Masuk' })).toBeVisible();
  });
});

test.describe('Hasil akhir', () => {
  test('whoever is logged in at the SSO is at the payment without being asked', async ({ page, travelin, sso, person }) => {
    await buy(page, travelin, sso, person);
    await page.getByRole('button', { name: 'Keluar' }).click();
    await expect(page.getByRole('link', { name: 'Masuk' })).toBeVisible();
    const flight = await fillBooking(page, travelin);
    await payNow(page);
    await expectPayment(page, travelin, flight);
  });

  test('whoever leaves the SSO has left Travelin, alone, and the button asks for a login again', async ({ page, browser, travelin, sso, person }) => {
    await buy(page, travelin, sso, person);
    const elsewhere = await (await browser.newContext({ locale: 'id-ID' })).newPage();
    await elsewhere.goto(`${travelin.url}/auth/login?returnTo=/bookings`);
    await expectSsoLogin(elsewhere, sso);
    await logInAtSso(elsewhere, person);
    await expect(elsewhere).toHaveURL(`${travelin.url}/bookings`);

    await page.goto(`${sso.url}/logout`);
    await page.getByRole('button', { name: 'Keluar' }).click();
    await expect(page).toHaveURL(`${sso.url}/logged-out`);
    await expect(async () => {
      await page.goto(travelin.url);
      await expect(page.getByRole('link', { name: 'Masuk' })).toBeVisible({ timeout: 100 });
    }).toPass({ timeout: 5000 });
    await fillBooking(page, travelin);
    await payNow(page);
    await expectSsoLogin(page, sso);

    await elsewhere.reload();
    await expect(elsewhere).toHaveURL(`${travelin.url}/bookings`);
    await expect(elsewhere.getByRole('button', { name: 'Keluar' })).toBeVisible();
    await elsewhere.context().close();
  });

  test('whoever is disabled at the SSO is out of Travelin, gets no further, and is back when enabled', async ({ page, travelin, sso, person }) => {
    await buy(page, travelin, sso, person);
    await sso.disable(person);
    await expect(async () => {
      await page.goto(travelin.url);
      await expect(page.getByRole('link', { name: 'Masuk' })).toBeVisible({ timeout: 100 });
    }).toPass({ timeout: 5000 });
    const asked = sso.validations().length;
    const flight = await fillBooking(page, travelin);
    await payNow(page);
    const heading = page.getByRole('heading', { level: 1 });
    await expect(heading).toHaveText('Akun Anda sedang tidak aktif');
    await page.goto(`${travelin.url}/auth/login?returnTo=/bookings`);
    await expectSsoLogin(page, sso);
    await logInAtSso(page, person);
    await expect(heading).toHaveText('Akun Anda sedang tidak aktif');
    expect(sso.validations().length).toBe(asked);
    await sso.enable(person);
    await page.goto(`${travelin.url}/flights/${flight}/book`);
    await expectTyped(page);
    await payNow(page);
    await expectSsoLogin(page, sso);
    await logInAtSso(page, person);
    await expectPayment(page, travelin, flight);
  });

  test('two tabs may log in at once', async ({ page, travelin, sso, person }) => {
    const flight = await fillBooking(page, travelin);
    await payNow(page);
    await expectSsoLogin(page, sso);
    const other = await page.context().newPage();
    await other.goto(`${travelin.url}/auth/login?returnTo=/bookings`);
    await expectSsoLogin(other, sso);
    await logInAtSso(page, person);
    await expectPayment(page, travelin, flight);
    await other.close();
  });
});

test.describe('from the search to the ticket', () => {
  test('what was searched for is booked and paid, is its buyer’s alone, and is cancelled by the staff', async ({ page, browser, travelin, sso, person }) => {
    await page.goto(travelin.url);
    const search = page.getByRole('search', { name: 'Cari penerbangan' });
    await search.getByLabel('Dari').selectOption('SUB');
    await search.getByLabel('Ke').selectOption('UPG');
    const date = new Date(Date.now() + 20 * 24 * 3600 * 1000).toISOString().slice(0, 10);
    await search.getByLabel('Berangkat').fill(date);
    await search.getByRole('button', { name: 'Cari penerbangan' }).click();
    await expect(page).toHaveURL(`${travelin.url}/flights?from=SUB&to=UPG&date=${date}&passengers=1`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Surabaya ke Makassar');
    const found = page.getByRole('link', { name: /^Pilih / });
    await expect(found).toHaveCount(4);
    const number = (await found.first().getAttribute('aria-label')).split(' ').at(-1);
    await found.first().click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Surabaya ke Makassar');
    await page.getByRole('link', { name: 'Pesan penerbangan ini' }).click();
    const flight = await typeBooking(page);
    await payNow(page);
    await expectSsoLogin(page, sso);
    await logInAtSso(page, person);
    await expectPayment(page, travelin, flight);
    await page.getByRole('radio', { name: /^QRIS/ }).check();
    await page.getByRole('button', { name: /^Bayar Rp/ }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pembayaran berhasil');
    const ticket = page.url();
    const code = ticket.split('/').at(-1);

    await page.getByRole('link', { name: 'Pesanan saya', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pesanan saya');
    const booking = page.getByRole('main').getByRole('listitem').filter({ hasText: code });
    await expect(booking).toContainText('Surabaya');
    await expect(booking).not.toContainText('Dibatalkan');

    const other = await (await browser.newContext({ locale: 'id-ID' })).newPage();
    await other.goto(`${travelin.url}/auth/login?returnTo=/bookings`);
    await logInAtSso(other, await sso.addPerson());
    await expect(other.getByRole('heading', { level: 2 })).toHaveText('Belum ada pesanan');
    expect((await other.goto(ticket)).status()).toBe(404);
    await expect(other.getByText(code)).toHaveCount(0);
    await other.context().close();

    const staff = await (await browser.newContext({ locale: 'id-ID' })).newPage();
    await logInAsStaff(staff, travelin);
    const sold = staff.getByRole('region', { name: 'Pesanan terbaru' }).getByRole('row').filter({ hasText: code });
    await expect(sold).toContainText(`${number} SUB–UPG`);
    await expect(sold).toContainText(person.username);
    await sold.getByRole('button', { name: `Batalkan ${code}` }).click();
    await expect(sold.getByText('Dibatalkan')).toBeVisible();
    await staff.context().close();

    await page.reload();
    await expect(booking).toContainText('Dibatalkan');
    await page.goto(ticket);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pesanan dibatalkan');
  });
});

test.describe('when something is amiss, nothing that was typed is lost', () => {
  const amiss = {
    'the SSO hangs up': (request) => request.socket.destroy(),
    'the SSO says nothing for five seconds': () => undefined,
    'the SSO fails': (_request, response) => response.writeHead(500).end(),
  };
  for (const [what, validation] of Object.entries(amiss)) {
    test(`${what}: a page says so, and "Coba lagi" ends at the payment`, async ({ page, travelin, sso, person }, testInfo) => {
      const flight = await fillBooking(page, travelin);
      await payNow(page);
      await expectSsoLogin(page, sso);
      sso.behaviour.validation = validation;
      await logInAtSso(page, person);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Layanan login sedang tidak menjawab', { timeout: 15_000 });
      expect(page.url()).not.toContain('code=');
      await expectAccessible(page, testInfo);
      sso.behaviour.validation = undefined;
      await page.getByRole('link', { name: 'Coba lagi' }).click();
      await expectPayment(page, travelin, flight);
    });
  }

  test('the SSO is not there when the button is pressed: a page says so, and "Coba lagi" ends at the payment', async ({ page, travelin, sso, person }, testInfo) => {
    const heading = page.getByRole('heading', { level: 1 });
    const flight = await fillBooking(page, travelin);
    await sso.shut();
    await payNow(page);
    await expect(heading).toHaveText('Layanan login sedang tidak menjawab');
    expect(new URL(page.url()).origin).toBe(travelin.url);
    await expectAccessible(page, testInfo);
    await page.getByRole('link', { name: 'Kembali ke isian' }).click();
    await expectTyped(page);
    await payNow(page);
    await expect(heading).toHaveText('Layanan login sedang tidak menjawab');
    await sso.open();
    await page.getByRole('link', { name: 'Coba lagi' }).click();
    await expectSsoLogin(page, sso);
    await logInAtSso(page, person);
    await expectPayment(page, travelin, flight);
  });

  test('the SSO is not there for "Masuk": the same page, whose "Coba lagi" leads where that would have', async ({ page, travelin, sso, person }) => {
    await page.goto(travelin.url);
    await sso.shut();
    await page.getByRole('link', { name: 'Masuk' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Layanan login sedang tidak menjawab');
    await sso.open();
    await page.getByRole('link', { name: 'Coba lagi' }).click();
    await expectSsoLogin(page, sso);
    await logInAtSso(page, person);
    await expect(page).toHaveURL(`${travelin.url}/bookings`);
  });

  test('a code that has expired: "Coba lagi" ends at the payment', async ({ page, travelin, sso, person }) => {
    test.setTimeout(60_000);
    const flight = await fillBooking(page, travelin);
    await payNow(page);
    await expectSsoLogin(page, sso);
    // A slow network brings the browser back when the code is dead.
    sso.behaviour.wayBack = () => pass(codeLife * 1000 + 500);
    await logInAtSso(page, person);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Kode login sudah tidak berlaku', { timeout: 20_000 });
    sso.behaviour.wayBack = undefined;
    await page.getByRole('link', { name: 'Coba lagi' }).click();
    await expectPayment(page, travelin, flight);
  });

  test('a code that was spent on its way: a page says so, and nobody is logged in', async ({ page, travelin, sso, person }) => {
    const flight = await fillBooking(page, travelin);
    await payNow(page);
    await expectSsoLogin(page, sso);
    const spent = [];
    sso.behaviour.wayBack = async (back) => spent.push(await sso.spend(back.searchParams.get('code'), travelin.site));
    await logInAtSso(page, person);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Kode login sudah tidak berlaku');
    expect(spent).toEqual([200]);
    expect((await page.context().cookies(travelin.url)).map(({ name }) => name)).toEqual(['travelin_draft']);
    await page.goto(`${travelin.url}/bookings`);
    await expect(page).toHaveURL(`${travelin.url}/`);
    await expect(page.getByRole('link', { name: 'Masuk' })).toBeVisible();
    await page.goto(`${travelin.url}/flights/${flight}/book`);
    await expectTyped(page);
  });

  test('an administrator of the SSO gets no further than its page, and the form is as it was', async ({ page, travelin, sso }) => {
    const administrator = await sso.addPerson('--administrator');
    const flight = await fillBooking(page, travelin);
    await payNow(page);
    await expectSsoLogin(page, sso);
    const asked = sso.validations().length;
    await logInAtSso(page, administrator);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hanya untuk pengguna biasa');
    await expect(page.getByText('Situs ini tidak menerima akun administrator.')).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'id');
    expect(new URL(page.url()).origin).toBe(sso.url);
    expect(page.seen.findLast((response) => response.url() === page.url()).status()).toBe(403);
    expect(sso.validations().length).toBe(asked);
    expect(callbackOf(page)).toBeUndefined();
    await page.goto(`${travelin.url}/flights/${flight}/book`);
    await expectTyped(page);
  });

  test('whoever thinks better of it and comes back finds the form as it was', async ({ page, travelin, sso }) => {
    const flight = await fillBooking(page, travelin);
    await payNow(page);
    await expectSsoLogin(page, sso);
    const { query } = sso.seen.findLast(({ path, query: each }) => path === '/login' && each.has('redirectUrl'));
    await page.goto(`${travelin.url}/flights/${flight}/book`);
    await expectTyped(page);
    await page.goto(`${query.get('redirectUrl')}&error=access_denied`);
    await expect(page).toHaveURL(`${travelin.url}/flights/${flight}/book?notice=login-cancelled`);
    await expect(page.getByRole('status').filter({ hasText: 'Isian Anda masih ada' })).toBeVisible();
    await expectTyped(page);
  });

  test('whoever presses cancel at the SSO is back at the form, and it is as it was', async ({ page, travelin, sso }) => {
    const flight = await fillBooking(page, travelin);
    await payNow(page);
    await expectSsoLogin(page, sso);
    await page.getByRole('link', { name: 'Batal' }).click();
    await expect(page).toHaveURL(`${travelin.url}/flights/${flight}/book?notice=login-cancelled`);
    await expectTyped(page);
  });

  test('a mistake in the form is named beside its field, and the rest stays', async ({ page, travelin, sso }, testInfo) => {
    await fillBooking(page, travelin);
    await page.getByLabel('Email').fill('sri@');
    const asked = sso.seen.length;
    await payNow(page);
    await expect(page.getByText('Isi alamat email yang lengkap')).toBeVisible();
    await expect(page.getByLabel('Nama lengkap', { exact: true })).toHaveValue(typed.contact);
    await expect(page.getByLabel('Sapaan')).toHaveValue(typed.title);
    await expectAccessible(page, testInfo);
    expect(sso.seen.length).toBe(asked);
  });
});
