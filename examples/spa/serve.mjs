// The built page and its headers: node serve.mjs
//
//   PORT     3001; 0 takes any free one
//   API_URL  http://localhost:9000, where Gapura is
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const { API_URL = 'http://localhost:9000', PORT = '3001' } = process.env;
const api = new URL(API_URL).origin;
const folder = join(import.meta.dirname, 'dist');

const types = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  `connect-src ${api}`,
  // The form is sent by script, the button of Google is a link.
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types vue',
].join('; ');

const page = readFileSync(join(folder, 'index.html'), 'utf8').replace(/(name="auth-api" content=")[^"]*/, `$1${api}`);

async function answer(request, response) {
  response.setHeader('Content-Security-Policy', policy);
  response.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=()');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  if (!['GET', 'HEAD'].includes(request.method)) return response.writeHead(405, { Allow: 'GET, HEAD' }).end();
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname === '/') {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-cache' });
    return response.end(page);
  }
  const type = types[extname(pathname)];
  const body = type && (await readFile(join(folder, normalize(pathname))).catch(() => undefined));
  if (!body) return response.writeHead(404, { 'Content-Type': 'text/plain' }).end('404\n');
  // What Vite makes bears a hash in its name.
  const forever = pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  response.writeHead(200, { 'Content-Type': type, 'Cache-Control': forever }).end(body);
}

const server = createServer((request, response) => {
  answer(request, response).catch((failure) => {
    console.error(failure);
    response.destroy();
  });
});

server.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`listening http://localhost:${server.address().port}`);
});
