// Where to send the browser, and whom a code stands for.
const settings = {
  sso: (process.env.SSO_URL ?? 'http://localhost:9000').replace(/\/+$/, ''),
  app: (process.env.APP_URL ?? 'http://localhost:8001').replace(/\/+$/, ''),
  siteId: process.env.SSO_SITE_ID,
  siteSecret: process.env.SSO_SITE_SECRET,
};

export const appUrl = settings.app;

export function loginUrl(state) {
  const back = `${settings.app}/auth/callback?${new URLSearchParams({ state })}`;
  return `${settings.sso}/login?${new URLSearchParams({ redirectUrl: back })}`;
}

// { user }, or { problem: 'code' } for a code that is worth nothing, or { problem: 'sso' }.
export async function validate(code) {
  const headers = { Accept: 'application/json' };
  if (settings.siteSecret) {
    headers.Authorization = `Basic ${Buffer.from(`${settings.siteId}:${settings.siteSecret}`).toString('base64')}`;
  }
  try {
    const answer = await fetch(`${settings.sso}/api/example/ssovalidate?${new URLSearchParams({ code })}`, {
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(5000),
    });
    if (answer.status === 400 || answer.status === 401) return { problem: 'code' };
    const body = answer.ok ? await answer.json() : undefined;
    const known = body?.status === true && Number.isSafeInteger(body.user?.id) && typeof body.user.username === 'string';
    return known ? { user: body.user } : { problem: 'sso' };
  } catch {
    return { problem: 'sso' };
  }
}
