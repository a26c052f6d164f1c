// Travelin, its SSO, and what people do on its pages.
import { expect, test as base } from '@playwright/test';

import { password, startSso } from './site_sso.js';
import { startTravelin, travelinAddress } from './travelin.js';

// Of a code, in seconds: as short as a whole login on a busy machine still needs.
export const codeLife = 10;

export const test = base.extend({
  // Known before either runs: each is told of the other.
  address: [async ({}, use) => use(await travelinAddress()), { scope: 'worker' }],
  sso: [
    async ({ address }, use) => {
      const sso = await startSso({ named: [`localhost:${address.port}`], codeLife });
      await use(sso);
      await sso.stop();
    },
    { scope: 'worker' },
  ],
  travelin: [
    async ({ address, sso }, use) => {
      const logout = `http://localhost:${address.port}/auth/sso-logout`;
      const site = await sso.addSite(`${address.url}/auth/callback`, '--logout-url', logout);
      const travelin = await startTravelin(address, {
        SSO_URL: sso.url,
        SSO_SITE_ID: site.site_id,
        SSO_SITE_SECRET: site.secret,
      });
      await use({ ...travelin, site });
      expect(await travelin.stop()).toBe(0);
    },
    // The first start installs and builds.
    { scope: 'worker', timeout: 300_000 },
  ],
  person: async ({ sso }, use) => use(await sso.addPerson()),
  // A browser of its own for each test, with everything it was sent.
  page: async ({ page, travelin, sso }, use) => {
    page.seen = [];
    page.complaints = [];
    page.on('response', (response) => page.seen.push(response));
    page.on('pageerror', (error) => page.complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load')) page.complaints.push(message.text());
    });
    page.on('request', (request) => {
      const { origin } = new URL(request.url());
      if (![travelin.url, sso.url].includes(origin)) page.complaints.push(`asked elsewhere: ${request.url()}`);
    });
    await use(page);
    Object.assign(sso.behaviour, { validation: undefined, wayBack: undefined });
    expect(page.complaints).toEqual([]);
  },
});

export { expect };

export const typed = { contact: 'Sri Wahyuni', email: 'sri@contoh.test', phone: '0812 3456 7890', title: 'Nyonya', name: 'Sri Wahyuni <b>' };

// From the search to the filled form; gives the flight's number.
export async function fillBooking(page, travelin) {
  await page.goto(`${travelin.url}/flights?from=CGK&to=DPS`);
  await page.getByRole('link', { name: /^Pilih / }).first().click();
  await page.getByRole('link', { name: 'Pesan penerbangan ini' }).click();
  return typeBooking(page);
}

// On the page of a flight's booking.
export async function typeBooking(page) {
  await expect(page).toHaveURL(/\/flights\/\d+\/book/);
  const flight = new URL(page.url()).pathname.split('/')[2];
  await page.getByLabel('Nama lengkap', { exact: true }).fill(typed.contact);
  await page.getByLabel('Email').fill(typed.email);
  await page.getByLabel('Nomor ponsel').fill(typed.phone);
  await page.getByLabel('Sapaan').selectOption(typed.title);
  await page.getByLabel('Nama lengkap sesuai KTP atau paspor').fill(typed.name);
  return flight;
}

export async function expectTyped(page) {
  await expect(page.getByLabel('Nama lengkap', { exact: true })).toHaveValue(typed.contact);
  await expect(page.getByLabel('Email')).toHaveValue(typed.email);
  await expect(page.getByLabel('Nomor ponsel')).toHaveValue(typed.phone);
  await expect(page.getByLabel('Sapaan')).toHaveValue(typed.title);
  await expect(page.getByLabel('Nama lengkap sesuai KTP atau paspor')).toHaveValue(typed.name);
}

export const payNow = (page) => page.getByRole('button', { name: 'Bayar Sekarang' }).click();

export async function expectSsoLogin(page, sso) {
  await page.waitForURL((url) => url.origin === new URL(sso.url).origin);
  await expect(page.locator('[name=identifier]')).toBeVisible();
}

export async function logInAtSso(page, person) {
  await page.locator('[name=identifier]').fill(person.username);
  await page.locator('[name=password]').fill(password);
  await page.locator('[name=password]').press('Enter');
}

export async function expectPayment(page, travelin, flight) {
  await expect(page).toHaveURL(`${travelin.url}/flights/${flight}/pay`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pembayaran');
  await expect(page.getByText(`${typed.title} ${typed.name}`)).toBeVisible();
  await expect(page.getByText(`Pemesan: ${typed.contact}, ${typed.email}, ${typed.phone}`, { exact: true })).toBeVisible();
}

export async function logInAsStaff(page, travelin) {
  await page.goto(`${travelin.url}/admin/login`);
  await page.getByLabel('Nama pengguna').fill('admin');
  await page.getByLabel('Kata sandi').fill(travelin.adminPassword);
  await page.getByRole('button', { name: 'Masuk' }).click();
  await expect(page).toHaveURL(`${travelin.url}/admin`);
}
