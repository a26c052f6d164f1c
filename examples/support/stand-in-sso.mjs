// A stand-in for the SSO of contract 0, for tests of the sites alone: everybody is `user`, with `form`
// after having pressed its button, and what a test wants otherwise it sets in `behaviour`.
import { createServer } from 'node:http';
import { randomBytes } from 'node:crypto';

export const dayat = { id: 23, username: 'dayat', email: 'dayat@darulgs.co.id', no_hp: '081234567890' };

export async function startStandIn({ site, form = false } = {}) {
  const codes = new Map();
  const seen = { validations: [], logins: [] };
  const behaviour = { user: dayat, answer: undefined, cancel: false };

  const mint = () => {
    const code = randomBytes(32).toString('base64url');
    codes.set(code, behaviour.user);
    return code;
  };

  const say = (response, status, body) => {
    response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    response.end(JSON.stringify(body));
  };

  const validate = (request, response, url) => {
    const code = url.searchParams.get('code');
    const authorization = request.headers.authorization;
    seen.validations.push({ method: request.method, code, authorization });
    if (behaviour.answer) return behaviour.answer(request, response);
    if (!code) return say(response, 400, { status: false, message: 'Parameter code wajib diisi' });
    const expected = site && `Basic ${Buffer.from(`${site.id}:${site.secret}`).toString('base64')}`;
    const user = codes.get(code);
    codes.delete(code);
    if (!user || (expected && authorization !== expected)) {
      return say(response, 401, { status: false, message: 'Kode tidak valid atau sudah digunakan' });
    }
    return say(response, 200, { status: true, user });
  };

  // Asked only of a browser that says so: a test of pages has one, a test of a recipe goes straight through.
  const asked = (request, response, url) => {
    if (!form || /\bsso=in\b/.test(request.headers.cookie ?? '')) return login(response, url);
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end('<!doctype html><html lang="id"><title>Masuk</title><form method="post">' +
      '<input name="identifier" aria-label="Nama"><input name="password" type="password" aria-label="Sandi">' +
      '<button>Masuk</button></form></html>');
  };

  const login = (response, url) => {
    const back = new URL(url.searchParams.get('redirectUrl'));
    seen.logins.push(back.href);
    if (behaviour.cancel) back.searchParams.set('error', 'access_denied');
    else back.searchParams.set('code', mint());
    response.writeHead(303, { Location: back.href, 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store' });
    response.end();
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://sso');
    if (url.pathname === '/login' && request.method === 'POST') {
      response.setHeader('Set-Cookie', 'sso=in; HttpOnly; SameSite=Lax; Path=/');
      return login(response, url);
    }
    if (url.pathname === '/login') return asked(request, response, url);
    if (url.pathname === '/api/example/ssovalidate') return validate(request, response, url);
    return say(response, 404, { status: false });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${server.address().port}`,
    mint,
    seen,
    behaviour,
    stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}
