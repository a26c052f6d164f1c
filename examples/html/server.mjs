// What any backend needs to log people in by the SSO, with nothing but Node's own http and plain
// pages: node server.mjs
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

import { appUrl, loginUrl, logoutNotice, markOf, validate } from './sso.mjs';

const secure = appUrl.startsWith('https:');
const cookieName = secure ? '__Host-session' : 'session';
const sessionMs = 8 * 3600 * 1000;

// Known by the hash of the cookie, as a table of a database would hold them.
const sessions = new Map();

// The marks of sessions that the SSO has ended. It may say so before a login that is under way has its
// session here, so a mark stays for longer than a session with it can live.
const ended = new Map();
function end(mark) {
  for (const [old, until] of ended) if (until < Date.now()) ended.delete(old);
  ended.set(mark, Date.now() + 2 * sessionMs);
}

const hashOf = (token) => createHash('sha256').update(token).digest('base64url');

const pages = Object.fromEntries(['home', 'bayar', 'problem'].map((name) =>
  [name, readFileSync(new URL(`pages/${name}.html`, import.meta.url), 'utf8')]));

const escaped = (text) => String(text).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

function sessionOf(request) {
  const cookies = (request.headers.cookie ?? '').split('; ').map((pair) => pair.split('='));
  const token = cookies.find(([name]) => name === cookieName)?.[1];
  const session = token && sessions.get(hashOf(token));
  if (!session || session.until < Date.now()) return undefined;
  if (ended.has(session.mark)) delete session.user;
  return session;
}

// A new token each time: one that was planted before is worth nothing after a login.
function startSession(response, old, content) {
  for (const [key, { until }] of sessions) if (until < Date.now()) sessions.delete(key);
  if (old) sessions.delete(old.key);
  const token = randomBytes(32).toString('base64url');
  const key = hashOf(token);
  sessions.set(key, { ...content, key, until: Date.now() + sessionMs });
  response.setHeader('Set-Cookie',
    `${cookieName}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${sessionMs / 1000}${secure ? '; Secure' : ''}`);
}

function show(response, status, name, words = {}) {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' });
  response.end(pages[name].replace(/\{\{(\w+)\}\}/g, (_, key) => escaped(words[key] ?? '')));
}

async function bodyOf(request) {
  let body = '';
  for await (const part of request) {
    body += part;
    if (body.length > 8192) throw new Error('the body is too long');
  }
  return body;
}

function go(response, to) {
  response.writeHead(303, { Location: to.startsWith('/') ? appUrl + to : to });
  response.end();
}

const problems = {
  browser: [400, 'Login ini tidak dimulai di peramban ini', 'Mulailah lagi dari sini.'],
  code: [401, 'Kode login sudah tidak berlaku', 'Kode hanya berlaku sebentar dan untuk satu kali pakai.'],
  sso: [503, 'Layanan login sedang tidak menjawab', 'Tunggu sebentar, lalu coba lagi.'],
  origin: [403, 'Permintaan ditolak', ''],
  own: [500, 'Ada gangguan di pihak kami', 'Silakan coba lagi.'],
  missing: [404, 'Halaman tidak ditemukan', ''],
};

function complain(response, problem) {
  const [status, title, text] = problems[problem];
  show(response, status, 'problem', { title, text });
}

const routes = {
  'GET /': ({ response, session }) =>
    session?.user ? go(response, '/bayar') : show(response, 200, 'home'),

  // The state binds the callback to the browser that began: it lies in this browser's session.
  'GET /auth/login': ({ response, session }) => {
    const state = randomBytes(32).toString('base64url');
    startSession(response, session, { ...session, state });
    go(response, loginUrl(state));
  },

  'GET /auth/callback': async ({ response, session, query }) => {
    const state = session?.state;
    if (!state || state !== query.get('state')) return complain(response, 'browser');
    delete session.state;
    if (!query.get('code')) return go(response, '/?batal');
    const { user, problem } = await validate(query.get('code'));
    if (!user) return complain(response, problem);
    startSession(response, session, { user, mark: markOf(query.get('code')) });
    go(response, '/bayar');
  },

  'GET /bayar': ({ response, session }) =>
    session?.user ? show(response, 200, 'bayar', session.user) : go(response, '/auth/login'),

  // By the SSO's server: the session there is over which the code of this one came from.
  'POST /auth/sso-logout': async ({ request, response }) => {
    const notice = logoutNotice(request.headers['gapura-signature'], await bodyOf(request));
    // What else it may learn to say is none of this site's business.
    if (notice?.event === 'logout') end(String(notice.session));
    response.writeHead(notice ? 204 : 401).end();
  },

  'POST /auth/logout': ({ request, response, session }) => {
    if (request.headers.origin !== appUrl) return complain(response, 'origin');
    if (session) sessions.delete(session.key);
    go(response, '/');
  },
};

async function answer(request, response) {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Security-Policy', "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
  response.setHeader('X-Content-Type-Options', 'nosniff');
  const url = URL.canParse(request.url, appUrl) ? new URL(request.url, appUrl) : undefined;
  // Where a code is in the address nothing is passed on; elsewhere the own form needs its Origin.
  response.setHeader('Referrer-Policy', url?.pathname === '/auth/callback' ? 'no-referrer' : 'same-origin');
  const route = url && routes[`${request.method} ${url.pathname}`];
  if (!route) return complain(response, 'missing');
  await route({ request, response, session: sessionOf(request), query: url.searchParams });
}

const server = createServer((request, response) => {
  answer(request, response).catch((failure) => {
    console.error(failure);
    complain(response, 'own');
  });
});

server.listen(Number(process.env.PORT ?? 8002), '127.0.0.1', () => {
  console.log(`listening ${appUrl}`);
});
