// Forms that change something are sent by this site's own pages alone. SameSite keeps the cookies
// from other sites; this keeps their requests.
import { headers } from 'next/headers';

import { config } from './config.ts';

export async function requireOwnOrigin(): Promise<void> {
  if ((await headers()).get('Origin') !== config().appUrl) throw new Error('a form was sent from elsewhere');
}
