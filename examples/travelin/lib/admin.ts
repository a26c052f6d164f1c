// The staff's own login. Nothing here knows of the SSO, and the SSO's login knows nothing of this.
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';

import { cookieName, cookieOptions } from './cookies.ts';
import { db } from './db.ts';
import { hashPassword, passwordMatches } from './password.mjs';
import { hashOf, newToken } from './tokens.ts';

const adminSeconds = 8 * 3600;
const failuresAllowed = 5;
const lockMs = 5 * 60 * 1000;
const name = () => cookieName('travelin_admin');
const options = (seconds: number) => cookieOptions(seconds, 'strict');

// An unknown name takes as long as a wrong password.
let decoy: Promise<string> | undefined;

export async function adminLogIn(username: string, password: string): Promise<'in' | 'wrong' | 'locked'> {
  const admin = await db().admin.findUnique({ where: { username } });
  if (admin?.lockedUntil && admin.lockedUntil > new Date()) return 'locked';
  const matches = await passwordMatches(password, admin?.passwordHash ?? (await (decoy ??= hashPassword(newToken()))));
  if (!admin || !matches) {
    if (admin) await countFailure(admin.id);
    return 'wrong';
  }
  const token = newToken();
  await db().$transaction([
    db().admin.update({ where: { id: admin.id }, data: { failures: 0, lockedUntil: null } }),
    db().adminSession.deleteMany({ where: { expiresAt: { lt: new Date() } } }),
    db().adminSession.create({
      data: { tokenHash: hashOf(token), adminId: admin.id, expiresAt: new Date(Date.now() + adminSeconds * 1000) },
    }),
  ]);
  (await cookies()).set(name(), token, options(adminSeconds));
  return 'in';
}

async function countFailure(id: number) {
  const { failures } = await db().admin.update({ where: { id }, data: { failures: { increment: 1 } } });
  if (failures >= failuresAllowed) {
    await db().admin.update({ where: { id }, data: { failures: 0, lockedUntil: new Date(Date.now() + lockMs) } });
  }
}

export async function currentAdmin() {
  const token = (await cookies()).get(name())?.value;
  if (!token) return null;
  const session = await db().adminSession.findUnique({ where: { tokenHash: hashOf(token) }, include: { admin: true } });
  return session && session.expiresAt > new Date() ? session.admin : null;
}

export async function requireAdmin() {
  return (await currentAdmin()) ?? redirect('/admin/login');
}

export async function adminLogOut(): Promise<void> {
  const jar = await cookies();
  const token = jar.get(name())?.value;
  if (token) await db().adminSession.deleteMany({ where: { tokenHash: hashOf(token) } });
  jar.set(name(), '', options(0));
}
