import type { Metadata } from 'next';
import Link from 'next/link';

import { config } from '@/lib/config.ts';
import { ownPath } from '@/lib/sso-attempt.ts';

export const metadata: Metadata = { title: 'Belum berhasil masuk', robots: 'noindex' };

const problems = {
  sso: {
    title: 'Layanan login sedang tidak menjawab',
    words: 'Kami belum dapat memastikan siapa Anda karena layanan SSO tidak menjawab pada waktunya. Belum ada yang dibayar, dan isian Anda masih tersimpan. Tunggu sebentar, lalu coba lagi.',
  },
  code: {
    title: 'Kode login sudah tidak berlaku',
    words: 'Kode dari layanan SSO hanya berlaku sebentar dan untuk satu kali pakai. Isian Anda masih tersimpan; cukup coba lagi, biasanya tanpa mengetik kata sandi.',
  },
  'other-browser': {
    title: 'Login ini tidak dimulai di peramban ini',
    words: 'Demi keamanan, login harus selesai di peramban yang sama dengan tempat Anda menekan tombolnya, dan dalam sepuluh menit. Tidak ada yang berubah. Mulailah lagi dari sini.',
  },
};

type Props = { searchParams: Promise<{ reason?: string; returnTo?: string; cancelTo?: string }> };

export default async function Problem({ searchParams }: Props) {
  const asked = await searchParams;
  const reason = asked.reason && Object.hasOwn(problems, asked.reason) ? (asked.reason as keyof typeof problems) : 'code';
  const { title, words } = problems[reason];
  const returnTo = ownPath(asked.returnTo, config().appUrl);
  const cancelTo = ownPath(asked.cancelTo, config().appUrl);
  return (
    <div className="narrow section">
      <div className="card empty">
        <h1>{title}</h1>
        <p>{words}</p>
        <p className="choices">
          <a className="button" href={`/auth/login?${new URLSearchParams({ returnTo, cancelTo })}`}>Coba lagi</a>
          <Link className="button outline" href={cancelTo}>{cancelTo === '/' ? 'Ke beranda' : 'Kembali ke isian'}</Link>
        </p>
      </div>
    </div>
  );
}
