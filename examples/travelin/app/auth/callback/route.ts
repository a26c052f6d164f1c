import { cookies } from 'next/headers';
import { type NextRequest, NextResponse } from 'next/server';

import { config } from '@/lib/config.ts';
import { cookieOptions } from '@/lib/cookies.ts';
import { logIn } from '@/lib/session.ts';
import { validateCode } from '@/lib/sso.ts';
import { attemptCookie, attemptOf, problemPath } from '@/lib/sso-attempt.ts';

export const dynamic = 'force-dynamic';

// GET /auth/callback?state=…&code=… : the browser is back from the SSO. Every answer is a redirect,
// so that the code is in no page, no address bar and no history.
export async function GET(request: NextRequest) {
  const { sessionSecret, sso } = config();
  const asked = request.nextUrl.searchParams;
  const state = asked.get('state');
  const code = asked.get('code');

  const jar = await cookies();
  const attempt = attemptOf(state, jar.getAll(), sessionSecret);
  if (!attempt) return goTo(problemPath('other-browser', { returnTo: '/', cancelTo: '/' }));
  jar.set(attemptCookie(state ?? ''), '', cookieOptions(0));

  if (!code) return goTo(withNotice(attempt.cancelTo));
  const validation = await validateCode(sso, code);
  switch (validation.outcome) {
    case 'valid':
      return (await logIn(validation.user, code)) ? goTo(attempt.returnTo) : goTo(problemPath('code', attempt));
    case 'rejected':
      return goTo(problemPath('code', attempt));
    case 'unreachable':
      console.error(`sso: a code could not be validated: ${validation.detail}`);
      return goTo(problemPath('sso', attempt));
  }
}

// Not from the request's own URL: behind a proxy that names another host.
function goTo(path: string) {
  const answer = NextResponse.redirect(new URL(path, config().appUrl), 303);
  answer.headers.set('Cache-Control', 'no-store');
  return answer;
}

function withNotice(path: string) {
  return `${path}${path.includes('?') ? '&' : '?'}notice=login-cancelled`;
}
