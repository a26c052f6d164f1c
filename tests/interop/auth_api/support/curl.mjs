// A request by curl, and what came back with the cookies read attribute by attribute.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export async function curl(...parameters) {
  const { stdout } = await run('curl', ['-sS', '-i', ...parameters]);
  const [head, body] = stdout.split(/\r\n\r\n(.*)/s);
  const [first, ...lines] = head.split('\r\n');
  const fields = lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]);
  const all = (name) => fields.filter(([each]) => each === name).map(([, value]) => value);
  const cookies = Object.fromEntries(all('set-cookie').map((line) => [line.slice(0, line.indexOf('=')), read(line)]));
  return { status: Number(first.split(' ')[1]), header: (name) => all(name).join(', '), cookies, body };
}

function read(line) {
  const [pair, ...attributes] = line.split('; ');
  return {
    value: pair.slice(pair.indexOf('=') + 1),
    ...Object.fromEntries(attributes.map((attribute) => attribute.split('=')).map(([name, value]) => [name, value ?? true])),
  };
}

export const cookie = (...shown) => ['-H', `Cookie: ${shown.map(([name, value]) => `${name}=${value}`).join('; ')}`];
export const english = ['-H', 'Accept-Language: en'];

const minutes = 60;
const days = 24 * 60 * minutes;

// Of an issuer that is http, Secure is set nowhere: "Secure berdasarkan environment".
export function expectSecret({ value, Expires, ...attributes }, { shape, life, name }) {
  assert.match(value, shape, name);
  assert.deepEqual(attributes, { Path: '/', HttpOnly: true, SameSite: 'Lax' }, name);
  const left = (new Date(Expires) - Date.now()) / 1000;
  assert.ok(left > life - minutes && left <= life + 1, `${name} lives for ${left} s`);
}

export function expectCookies(cookies) {
  expectSecret(cookies.access_token, { name: 'access_token', shape: /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/, life: 10 * minutes });
  expectSecret(cookies.refresh_token, { name: 'refresh_token', shape: /^[\w-]{43,}$/, life: 30 * days });
  assert.deepEqual(cookies.is_logged_in, { value: 'true', Path: '/', Expires: cookies.refresh_token.Expires, SameSite: 'Lax' });
}

export function expectCleared(cookies) {
  const gone = { value: '', Path: '/', 'Max-Age': '0', Expires: 'Thu, 01 Jan 1970 00:00:00 GMT', SameSite: 'Lax' };
  const secret = { ...gone, HttpOnly: true };
  assert.deepEqual(cookies, { access_token: secret, refresh_token: secret, is_logged_in: gone, gapura_session: secret });
}
