import type { Metadata } from 'next';

import { enter } from '../actions.ts';

export const metadata: Metadata = { title: 'Login staf', robots: 'noindex' };

const notices: Record<string, string> = {
  wrong: 'Nama pengguna atau kata sandi salah.',
  locked: 'Terlalu banyak percobaan. Tunggu lima menit.',
};

export default async function AdminLogin({ searchParams }: { searchParams: Promise<{ notice?: string }> }) {
  const { notice } = await searchParams;
  return (
    <div className="slim section">
      <form className="card" action={enter}>
        <h1>Login staf</h1>
        <p className="soft">Akun internal Travelin, terpisah dari SSO pelanggan.</p>
        {notice && Object.hasOwn(notices, notice) && <p className="notice bad" role="alert">{notices[notice]}</p>}
        <div className="field">
          <label htmlFor="username">Nama pengguna</label>
          <input id="username" name="username" autoComplete="username" required />
        </div>
        <div className="field">
          <label htmlFor="password">Kata sandi</label>
          <input id="password" name="password" type="password" autoComplete="current-password" required />
        </div>
        <button className="button">Masuk</button>
      </form>
    </div>
  );
}
