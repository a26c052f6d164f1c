// An Express application whose people log in by the SSO: npm ci && npm start
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

import express from 'express';
import session from 'express-session';

import * as pages from './pages.mjs';
import { appUrl, loginUrl, logoutNotice, markOf, validate } from './sso.mjs';

const secure = appUrl.startsWith('https:');
const app = express();
app.disable('x-powered-by');
if (secure) app.set('trust proxy', 1);

app.use((request, response, next) => {
  response.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    // Where a code is in the address nothing is passed on; elsewhere the own form needs its Origin.
    'Referrer-Policy': request.path === '/auth/callback' ? 'no-referrer' : 'same-origin',
    'X-Content-Type-Options': 'nosniff',
  });
  next();
});

const sessionMs = 8 * 3600 * 1000;

// The marks of sessions that are over. To delete a session would not do: a request that is under way
// writes it back, and a login that is under way has none yet. So a mark stays for longer than a session
// can lie untouched; with a database, in a table of its own.
const ended = new Map();
function end(mark) {
  for (const [old, until] of ended) if (until < Date.now()) ended.delete(old);
  ended.set(mark, Date.now() + 2 * sessionMs);
}

// The SSO's server says that a session there is over; before the rules for browsers, since it is none.
app.post('/auth/sso-logout', express.text({ type: 'application/json', limit: '8kb' }), (request, response) => {
  const notice = logoutNotice(request.get('Gapura-Signature'), request.body ?? '');
  // What else it may learn to say is none of this site's business.
  if (notice?.event === 'logout') end(String(notice.session));
  response.sendStatus(notice ? 204 : 401);
});

// Kept in memory: a real site gives it a store.
app.use(session({
  name: secure ? '__Host-session' : 'session',
  secret: process.env.SESSION_SECRET ?? randomBytes(32).toString('hex'),
  resave: false,
  saveUninitialized: false,
  cookie: { httpOnly: true, sameSite: 'lax', secure, maxAge: sessionMs },
}));

// Before anybody asks who is logged in.
app.use((request, _response, next) => {
  if (ended.has(request.session.mark)) delete request.session.user;
  next();
});

// Forms are sent by this site's own pages alone.
app.use((request, response, next) => {
  if (request.method === 'POST' && request.get('Origin') !== appUrl) {
    response.status(403).send(pages.problem('Permintaan ditolak', ''));
  } else {
    next();
  }
});

const loggedIn = (request, response, next) => (request.session.user ? next() : response.redirect(303, '/auth/login'));

app.get('/', (request, response) => {
  if (request.session.user) response.redirect(303, '/bayar');
  else response.send(pages.home());
});

app.get('/bayar', loggedIn, (request, response) => response.send(pages.payment(request.session.user)));

// The state binds the callback to the browser that began: it lies in this browser's session.
app.get('/auth/login', (request, response) => {
  request.session.state = randomBytes(32).toString('base64url');
  response.redirect(303, loginUrl(request.session.state));
});

app.get('/auth/callback', async (request, response) => {
  const { state } = request.session;
  delete request.session.state;
  if (!state || state !== request.query.state) {
    response.status(400).send(pages.problem('Login ini tidak dimulai di peramban ini', 'Mulailah lagi dari sini.'));
    return;
  }
  if (typeof request.query.code !== 'string') {
    response.redirect(303, '/?batal');
    return;
  }
  const { user, problem } = await validate(request.query.code);
  if (problem === 'code') {
    response.status(401).send(pages.problem('Kode login sudah tidak berlaku', 'Kode hanya berlaku sebentar dan untuk satu kali pakai.'));
  } else if (problem === 'sso') {
    response.status(503).send(pages.problem('Layanan login sedang tidak menjawab', 'Tunggu sebentar, lalu coba lagi.'));
  } else {
    // A new session: one that was planted before is worth nothing after a login.
    await promisify(request.session.regenerate.bind(request.session))();
    request.session.user = { id: user.id, username: user.username, email: user.email };
    request.session.mark = markOf(request.query.code);
    response.redirect(303, '/bayar');
  }
});

app.post('/auth/logout', (request, response, next) => {
  if (request.session.mark) end(request.session.mark);
  request.session.destroy((failure) => (failure ? next(failure) : response.redirect(303, '/')));
});

app.listen(Number(process.env.PORT ?? 8001), '127.0.0.1', () => console.log(`listening ${appUrl}`));
