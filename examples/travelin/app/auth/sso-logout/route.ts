import { config } from '@/lib/config.ts';
import { isFromSso } from '@/lib/sso.ts';
import { logOutEverywhere } from '@/lib/session.ts';

export const dynamic = 'force-dynamic';

// POST /auth/sso-logout, by the SSO's server: somebody has logged out there. HTTP Basic with this
// site's id and secret, {"event":"logout","user_id":23}.
export async function POST(request: Request) {
  if (!isFromSso(config().sso, request.headers.get('Authorization'))) return new Response(null, { status: 401 });
  const said = (await request.json().catch(() => null)) as { event?: unknown; user_id?: unknown } | null;
  if (said?.event !== 'logout' || !Number.isSafeInteger(said.user_id)) return new Response(null, { status: 400 });
  await logOutEverywhere(said.user_id as number);
  return new Response(null, { status: 204 });
}
