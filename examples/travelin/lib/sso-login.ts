// Begins a login: remembers in this browser where it was going, and gives the SSO's address.
import { cookies } from 'next/headers';

import { config } from './config.ts';
import { cookieOptions } from './cookies.ts';
import { loginUrl } from './sso.ts';
import { attemptSeconds, beginAttempt, type Destination, surplusAttempts } from './sso-attempt.ts';

export async function beginSsoLogin(destination: Destination): Promise<string> {
  const { sessionSecret, sso } = config();
  const jar = await cookies();
  for (const name of surplusAttempts(jar.getAll())) jar.set(name, '', cookieOptions(0));
  const { state, cookie } = beginAttempt(destination, sessionSecret);
  jar.set(cookie.name, cookie.value, cookieOptions(attemptSeconds));
  return loginUrl(sso, state);
}
