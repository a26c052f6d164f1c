import { cookies } from 'next/headers';
import { NextResponse } from 'next/server';
import { getToken } from 'next-auth/jwt';

const { NEXTAUTH_URL, OIDC_ISSUER } = process.env;

// Ends the session here and at Gapura; sent by this site's own form alone.
export async function POST(request) {
  if (request.headers.get('origin') !== NEXTAUTH_URL) return new NextResponse(null, { status: 403 });
  const token = await getToken({ req: request });
  const kept = await cookies();
  for (const { name } of kept.getAll()) if (name.includes('next-auth.session-token')) kept.delete(name);
  const to = new URL(`${OIDC_ISSUER}/oauth/logout`);
  to.search = new URLSearchParams({ id_token_hint: token?.idToken ?? '', post_logout_redirect_uri: `${NEXTAUTH_URL}/` });
  return NextResponse.redirect(to, 303);
}
