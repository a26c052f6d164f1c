// Begins a login: remembers in this browser where it was going, and gives the SSO's address, or that of
// the page that says it does not answer.
import { cookies } from 'next/headers';

import { config } from './config.ts';
import { cookieOptions } from './cookies.ts';
import { loginUrl, ssoAnswers } from './sso.ts';
import { attemptSeconds, beginAttempt, type Destination, problemPath, surplusAttempts } from './sso-attempt.ts';

export async function beginSsoLogin(destination: Destination): Promise<string> {
  const { sessionSecret, sso } = config();
  if (!(await ssoAnswers(sso))) {
    console.error('sso: it does not answer, so nobody was sent there');
    return problemPath('sso', destination);
  }
  const jar = await cookies();
  for (const name of surplusAttempts(jar.getAll())) jar.set(name, '', cookieOptions(0));
  const { state, cookie } = beginAttempt(destination, sessionSecret);
  jar.set(cookie.name, cookie.value, cookieOptions(attemptSeconds));
  return loginUrl(sso, state);
}
