'use server';

import { redirect } from 'next/navigation';

import { dropDrafts } from '@/lib/drafts.ts';
import { requireOwnOrigin } from '@/lib/origin.ts';
import { logOut } from '@/lib/session.ts';

export async function leave(): Promise<void> {
  await requireOwnOrigin();
  await dropDrafts();
  await logOut();
  redirect('/');
}
