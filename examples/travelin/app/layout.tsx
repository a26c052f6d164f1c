import './styles/tokens.css';
import './styles/base.css';
import './styles/frame.css';
import './styles/forms.css';
import './styles/home.css';
import './styles/flights.css';
import './styles/booking.css';
import './styles/tables.css';

import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';

import { Footer } from '@/components/Footer.tsx';
import { Header } from '@/components/Header.tsx';

// Every page belongs to one request: its nonce, its person, its seats.
export const dynamic = 'force-dynamic';

export const metadata: Metadata = {
  title: { default: 'Travelin – tiket pesawat ke seluruh Nusantara', template: '%s – Travelin' },
  description: 'Cari, bandingkan, dan pesan tiket pesawat ke seluruh Nusantara.',
};

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#0b4a6f' },
    { media: '(prefers-color-scheme: dark)', color: '#0d1b26' },
  ],
};

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="id">
      <body>
        <a className="skip" href="#isi">Langsung ke isi</a>
        <Header />
        <main id="isi">{children}</main>
        <Footer />
      </body>
    </html>
  );
}
