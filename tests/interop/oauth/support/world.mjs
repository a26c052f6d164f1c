// A Gapura with one person in it, and clients as an operator registers them.
import { Browser } from '../../support/browser.mjs';
import { startGapura } from '../../support/gapura.mjs';

export const password = 'gerobak-soto-33-lilin';

export const person = {
  username: 'bendahara',
  name: 'Nama Bendahara',
  email: 'test@contoh.test',
  phone: '087705572167',
};

// Where nobody listens: the browser stops before it gets there.
export const nowhere = 'https://client-app.com/callback';

const addPerson = [
  'user', 'add', '--username', person.username, '--name', person.name, '--email', person.email, '--email-verified',
  '--phone', person.phone, '--role', 'bendahara', '--kd-satker', '75642',
  '--nama-satker', 'DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL', '--email-pp', 'ppk1@contoh.test', '--password-stdin',
];

export async function startWorld(settings = {}) {
  const gapura = await startGapura({ GAPURA_KEYS_ALGORITHMS: 'ES256,RS256,PS256,EdDSA', ...settings });
  const user = await gapura.command(addPerson, `${password}\n`);
  return {
    ...gapura,
    user,
    addClient: (redirectUri, ...more) =>
      gapura.command(['client', 'add', '--name', 'Satker', '--first-party', '--redirect-uri', redirectUri, ...more]),
  };
}

const credentials = { identifier: person.username, password };

// From wherever a site sends its browser, through the login, as far as `stop` when that is given.
export async function logIn(url, { browser = new Browser(), stop } = {}) {
  const page = await browser.go(url, { stop });
  if (page.status !== 200 || !page.text.includes('name="identifier"')) {
    throw new Error(`no login but ${page.status} at ${page.url}: ${page.text}`);
  }
  return browser.send(page, credentials, { stop });
}
