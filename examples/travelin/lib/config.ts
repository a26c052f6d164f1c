// Everything that comes from the environment, read once and complained about at the first request.
import type { Sso } from './sso.ts';

function wanted(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: see .env.example`);
  return value;
}

function read() {
  const appUrl = new URL(wanted('APP_URL')).origin;
  const sessionSecret = wanted('SESSION_SECRET');
  if (sessionSecret.length < 32) throw new Error('SESSION_SECRET needs at least 32 characters');
  const siteId = process.env.SSO_SITE_ID;
  const siteSecret = process.env.SSO_SITE_SECRET;
  const sso: Sso = {
    url: wanted('SSO_URL').replace(/\/+$/, ''),
    callbackUrl: `${appUrl}/auth/callback`,
    timeoutMs: 5000,
    ...(siteId && siteSecret ? { site: { id: siteId, secret: siteSecret } } : {}),
  };
  return { appUrl, sessionSecret, secure: appUrl.startsWith('https:'), sso };
}

let known: ReturnType<typeof read> | undefined;

// Not at import: the build has no environment.
export function config() {
  return (known ??= read());
}
