// The cookies of this site: what is common to all of them.
import { config } from './config.ts';

// Under https no neighbouring host can plant a cookie of such a name.
export const cookieName = (name: string) => (config().secure ? `__Host-${name}` : name);

// A cookie goes by being set for no seconds: what takes back a `__Host-` name must be Secure as well,
// or browsers do not heed it.
export function cookieOptions(seconds: number, sameSite: 'lax' | 'strict' = 'lax') {
  return { httpOnly: true, secure: config().secure, sameSite, path: '/', maxAge: seconds } as const;
}
