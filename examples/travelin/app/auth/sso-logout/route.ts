import { textOf } from '@/lib/body.ts';
import { config } from '@/lib/config.ts';
import { isFromSso } from '@/lib/sso.ts';
import { endSessionOf } from '@/lib/session.ts';

export const dynamic = 'force-dynamic';

// POST /auth/sso-logout, by the SSO's server: a session there is over, and with it the one here that
// began with its code. {"event":"logout","id":…,"user_id":23,"session":"<SHA-256 of the code>","at":…}
export async function POST(request: Request) {
  const body = await textOf(request, 8192);
  if (body === undefined) return new Response(null, { status: 413 });
  if (!isFromSso(config().sso, request.headers.get('Gapura-Signature'), body)) return new Response(null, { status: 401 });
  const said = JSON.parse(body) as { event?: unknown; session?: unknown };
  // What it may learn to say later is none of this site's business.
  if (said.event === 'logout' && typeof said.session === 'string') await endSessionOf(said.session);
  return new Response(null, { status: 204 });
}
