// The headers of every page. The nonce lets Next.js's own scripts run and no others; a page with a
// nonce cannot be prerendered, hence `force-dynamic` in the root layout.
import { type NextRequest, NextResponse } from 'next/server';

import { config as settings } from './lib/config.ts';

export function proxy(request: NextRequest) {
  const { secure, sso } = settings();
  const nonce = crypto.randomUUID().replaceAll('-', '');
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    // Browsers hold the redirects of a form to this too: "Bayar Sekarang" leads to the SSO.
    `form-action 'self' ${new URL(sso.url).origin}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
  const headers = new Headers(request.headers);
  headers.set('Content-Security-Policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  response.headers.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=()');
  // Where a code has been in the address, nothing is passed on. Elsewhere the own forms need their Origin.
  const bare = request.nextUrl.pathname.startsWith('/auth/');
  response.headers.set('Referrer-Policy', bare ? 'no-referrer' : 'same-origin');
  if (secure) {
    // Browsers heed, and do not grumble about, these two under https alone.
    response.headers.set('Cross-Origin-Opener-Policy', 'same-origin');
    response.headers.set('Strict-Transport-Security', 'max-age=31536000');
  }
  response.headers.set('X-Content-Type-Options', 'nosniff');
  return response;
}

// What another server posts does not come by here: for that, Next.js would read all of it first.
export const config = { matcher: '/((?!_next/static|icon.svg|auth/sso-logout$).*)' };
