import { getServerSession } from 'next-auth';
import { redirect } from 'next/navigation';

import { authOptions } from '../../auth.js';

export default async function Bayar() {
  const session = await getServerSession(authOptions);
  if (!session) redirect('/api/auth/signin?callbackUrl=%2Fbayar');
  return (
    <main>
      <p>
        Masuk sebagai <strong>{session.user.name}</strong> ({session.user.email}).
      </p>
      <form method="post" action="/keluar">
        <button>Keluar</button>
      </form>
    </main>
  );
}
