// A site whose people log in by OpenID Connect: npm ci && npm start
import express from 'express';
import session from 'express-session';

import { auth } from './auth.mjs';

const { APP_URL, PORT, SESSION_SECRET } = process.env;
const secure = APP_URL.startsWith('https:');
const escaped = (text) => String(text).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
const page = (body) => `<!doctype html><html lang="id"><meta charset="utf-8"><title>Contoh</title><main>${body}</main></html>`;

const app = express();
app.disable('x-powered-by');
if (secure) app.set('trust proxy', 1);
app.use((_request, response, next) => {
  response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'same-origin', 'X-Content-Type-Options': 'nosniff' });
  next();
});
// Kept in memory: a real site gives express-session a store of its own.
app.use(session({
  name: secure ? '__Host-session' : 'session',
  secret: SESSION_SECRET,
  resave: false,
  saveUninitialized: false,
  cookie: { httpOnly: true, sameSite: 'lax', secure },
}));
// Forms are sent by this site's own pages alone.
app.use((request, response, next) => {
  if (request.method === 'POST' && request.get('Origin') !== APP_URL) response.sendStatus(403);
  else next();
});
app.use('/auth', auth);

app.get('/', (_request, response) => response.send(page('<a href="/auth/login">Masuk</a>')));

app.get('/bayar', (request, response) => {
  const { user } = request.session;
  if (!user) response.redirect(303, '/auth/login');
  else response.send(page(`<p>Masuk sebagai <strong>${escaped(user.name)}</strong> (${escaped(user.email)}).</p>
<form method="post" action="/auth/logout"><button>Keluar</button></form>`));
});

// Cancelled, too late, or the SSO is away: the reason is for the log, and it holds no code.
app.use((failure, _request, response, _next) => {
  console.error(failure.code ?? '', failure.error ?? '', failure.message);
  response.status(401).send(page('<p>Login tidak berhasil.</p><a href="/auth/login">Coba lagi</a>'));
});

app.listen(Number(PORT), '127.0.0.1');
