'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';

import { adminLogIn, adminLogOut, requireAdmin } from '@/lib/admin.ts';
import { cancelBooking } from '@/lib/bookings.ts';
import { requireOwnOrigin } from '@/lib/origin.ts';

const text = (form: FormData, name: string) => String(form.get(name) ?? '').slice(0, 200);

export async function enter(form: FormData): Promise<void> {
  await requireOwnOrigin();
  const outcome = await adminLogIn(text(form, 'username'), text(form, 'password'));
  redirect(outcome === 'in' ? '/admin' : `/admin/login?notice=${outcome}`);
}

export async function leaveAdmin(): Promise<void> {
  await requireOwnOrigin();
  await adminLogOut();
  redirect('/admin/login');
}

export async function cancel(code: string): Promise<void> {
  await requireOwnOrigin();
  await requireAdmin();
  await cancelBooking(code);
  revalidatePath('/admin');
}
