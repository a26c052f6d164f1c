// Who is logged in: a random token in an HttpOnly cookie, its hash in the table `sessions`.
import { cookies } from 'next/headers';
import { cache } from 'react';

import { cookieName, cookieOptions } from './cookies.ts';
import { db } from './db.ts';
import type { SsoUser } from './sso.ts';
import { hashOf, hexHashOf, newToken } from './tokens.ts';

const sessionSeconds = 7 * 24 * 3600;
// Far longer than a login takes from its validation to its session.
const toldSeconds = 600;
const name = () => cookieName('travelin_session');

// The first login makes the user, each later one brings it up to date. The session remembers which
// code began it. False for one whose end the SSO has told of already, since it may do so before the
// session is there.
export async function logIn(ssoUser: SsoUser, code: string): Promise<boolean> {
  const { id: ssoId, ...known } = ssoUser;
  const token = newToken();
  const codeHash = hexHashOf(code);
  const jar = await cookies();
  await db().$transaction(async (tx) => {
    const user = await tx.user.upsert({
      where: { ssoId },
      create: { ssoId, ...known },
      update: { ...known, lastLoginAt: new Date() },
    });
    const old = jar.get(name())?.value;
    await tx.session.deleteMany({ where: { OR: [{ expiresAt: { lt: new Date() } }, { tokenHash: hashOf(old ?? '') }] } });
    await tx.session.create({
      data: {
        tokenHash: hashOf(token),
        userId: user.id,
        codeHash,
        expiresAt: new Date(Date.now() + sessionSeconds * 1000),
      },
    });
  });
  // This writes its session and looks for the mark, `endSessionOf` the other way round, each step
  // committed: whichever was first, one of the two sees what the other wrote.
  if (await db().endedLogin.findUnique({ where: { codeHash } })) {
    await db().session.deleteMany({ where: { codeHash } });
    return false;
  }
  jar.set(name(), token, cookieOptions(sessionSeconds));
  return true;
}

// Asked once a request, however many parts of a page want to know.
export const currentUser = cache(async () => {
  const token = (await cookies()).get(name())?.value;
  if (!token) return null;
  const session = await db().session.findUnique({ where: { tokenHash: hashOf(token) }, include: { user: true } });
  return session && session.expiresAt > new Date() ? session.user : null;
});

export async function logOut(): Promise<void> {
  const jar = await cookies();
  const token = jar.get(name())?.value;
  if (token) await db().session.deleteMany({ where: { tokenHash: hashOf(token) } });
  jar.set(name(), '', cookieOptions(0));
}

// The SSO said that the session is over which this code came from. Told twice, nothing more happens.
export async function endSessionOf(codeHash: string): Promise<void> {
  await db().endedLogin.deleteMany({ where: { toldAt: { lt: new Date(Date.now() - toldSeconds * 1000) } } });
  await db().endedLogin.createMany({ data: [{ codeHash }], skipDuplicates: true });
  await db().session.deleteMany({ where: { codeHash } });
}
