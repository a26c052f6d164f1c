import { type NextRequest, NextResponse } from 'next/server';

import { config } from '@/lib/config.ts';
import { ownPath } from '@/lib/sso-attempt.ts';
import { beginSsoLogin } from '@/lib/sso-login.ts';

export const dynamic = 'force-dynamic';

// GET /auth/login?returnTo=/bookings&cancelTo=/
export async function GET(request: NextRequest) {
  const { appUrl } = config();
  const asked = request.nextUrl.searchParams;
  const address = await beginSsoLogin({
    returnTo: ownPath(asked.get('returnTo'), appUrl),
    cancelTo: ownPath(asked.get('cancelTo'), appUrl),
  });
  return NextResponse.redirect(new URL(address, appUrl), 303);
}
