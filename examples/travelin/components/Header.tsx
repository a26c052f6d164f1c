import Link from 'next/link';

import { leave } from '@/app/bookings/actions.ts';
import { currentUser } from '@/lib/session.ts';

import { Mark } from './Brand.tsx';

export async function Header() {
  const user = await currentUser();
  return (
    <header className="top">
      <div className="wide top-row">
        <Link className="brand" href="/"><Mark />Travelin</Link>
        <nav aria-label="Utama">
          <Link href="/flights" className={user ? 'extra' : undefined}>Penerbangan</Link>
          {user ? (
            <>
              <Link href="/bookings">Pesanan saya</Link>
              <form action={leave}>
                <span className="who" title={user.email}>{user.username}</span>
                <button className="quiet">Keluar</button>
              </form>
            </>
          ) : (
            // An ordinary link: a prefetch must not begin a login.
            <a className="button small outline" href="/auth/login?returnTo=/bookings">Masuk</a>
          )}
        </nav>
      </div>
    </header>
  );
}
