// People to log in as, and what they do on every page.
import { expect, test as base } from './pages.js';

const password = 'gerobak-soto-33-lilin';
let people = 0;

// A person of this worker's server that nobody else uses.
export async function addPerson(server, name = 'Budi Santoso') {
  people += 1;
  const username = `budi.${people}`;
  const person = {
    name,
    username,
    email: `${username}@example.test`,
    phone: `+62812345${String(people).padStart(5, '0')}`,
    password,
  };
  await server.command(
    ['user', 'add', '--username', person.username, '--name', person.name, '--email', person.email, '--phone', person.phone, '--password-stdin'],
    `${person.password}\n`,
  );
  return person;
}

export const test = base.extend({
  locale: 'id-ID',
  person: async ({ server }, use) => use(await addPerson(server)),
});

// The words of the pages that tests go by.
export const words = {
  id: {
    locale: 'id-ID',
    identifier: 'Nama pengguna, email, atau nomor HP',
    password: 'Kata sandi',
    remember: 'Ingat saya di perangkat ini',
    logIn: 'Masuk',
    wrong: 'Nama pengguna atau kata sandi salah.',
    profile: 'Profil Anda',
    logOut: 'Keluar',
    logOutYes: 'Ya, keluar',
    loggedOut: 'Anda sudah keluar',
  },
  en: {
    locale: 'en-GB',
    identifier: 'Username, email or phone number',
    password: 'Password',
    remember: 'Remember me on this device',
    logIn: 'Sign in',
    wrong: 'The username or the password is wrong.',
    profile: 'Your profile',
    logOut: 'Sign out',
    logOutYes: 'Yes, sign out',
    loggedOut: 'You have signed out',
  },
};

const said = words.id;

export const identifierField = (page, say = said) => page.getByLabel(say.identifier);
export const passwordField = (page, say = said) => page.getByLabel(say.password, { exact: true });

export async function fillIn(page, identifier, secret, say = said) {
  await identifierField(page, say).fill(identifier);
  await passwordField(page, say).fill(secret);
  await page.getByRole('button', { name: say.logIn, exact: true }).click();
}

export async function logIn(page, person, say = said) {
  await page.goto('/login');
  await fillIn(page, person.username, person.password, say);
  await expectAccount(page, say);
}

export async function expectAccount(page, say = said) {
  await expect(page).toHaveURL(/\/account$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say.profile);
}

export async function expectLoginPage(page, say = said) {
  await expect(identifierField(page, say)).toBeVisible();
}

export { expect };
export { expectAccessible, expectNoSidewaysScroll, expectPageHeaders, expectTargetsLargeEnough, look, watched } from './pages.js';
