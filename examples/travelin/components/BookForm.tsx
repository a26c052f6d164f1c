'use client';

import { useActionState } from 'react';

import { type Complaints, type Details, titles } from '@/lib/details.ts';

export type BookState = { details: Details; complaints: Complaints };

type Props = { action: (before: BookState, form: FormData) => Promise<BookState>; initial: BookState; loggedIn: boolean };

// Works before and without its script: then the same action answers with the same page.
export function BookForm({ action, initial, loggedIn }: Props) {
  const [{ details, complaints }, send, pending] = useActionState(action, initial);
  const { contact, passengers } = details;
  const wrong = Object.keys(complaints).length;

  const field = (name: string, label: string, value: string, more: React.InputHTMLAttributes<HTMLInputElement>) => (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <input id={name} name={name} defaultValue={value} required maxLength={120}
        aria-invalid={name in complaints || undefined} aria-describedby={name in complaints ? `${name}-wrong` : undefined} {...more} />
      {name in complaints && <p className="wrong" id={`${name}-wrong`}>{complaints[name]}</p>}
    </div>
  );

  return (
    <form action={send} className="booking" noValidate>
      {wrong > 0 && <p className="notice bad" role="alert">{`Ada ${wrong} isian yang perlu diperbaiki.`}</p>}
      <input type="hidden" name="passengers" value={passengers.length} />
      <fieldset className="card">
        <legend>Data pemesan</legend>
        <p className="soft">E-tiket dan perubahan jadwal dikirim ke sini.</p>
        {field('contact-name', 'Nama lengkap', contact.name, { autoComplete: 'name' })}
        <div className="pair">
          {field('contact-email', 'Email', contact.email, { type: 'email', autoComplete: 'email' })}
          {field('contact-phone', 'Nomor ponsel', contact.phone, { type: 'tel', autoComplete: 'tel', inputMode: 'tel' })}
        </div>
      </fieldset>
      {passengers.map((passenger, n) => {
        const title = `passenger-${n + 1}-title`;
        return (
          <fieldset className="card" key={n}>
            <legend>{`Penumpang ${n + 1}`}</legend>
            <div className="pair title-and-name">
              <div className="field">
                <label htmlFor={title}>Sapaan</label>
                <select id={title} name={title} key={passenger.title} defaultValue={passenger.title} required
                  aria-invalid={title in complaints || undefined} aria-describedby={title in complaints ? `${title}-wrong` : undefined}>
                  <option value="">Pilih</option>
                  {titles.map((each) => <option key={each}>{each}</option>)}
                </select>
                {title in complaints && <p className="wrong" id={`${title}-wrong`}>{complaints[title]}</p>}
              </div>
              {field(`passenger-${n + 1}-name`, 'Nama lengkap sesuai KTP atau paspor', passenger.name, { autoComplete: 'off' })}
            </div>
          </fieldset>
        );
      })}
      <div className="pay-now">
        <button className="button big" disabled={pending}>{pending ? 'Sebentar…' : 'Bayar Sekarang'}</button>
        <p className="soft">{loggedIn ? 'Anda memilih cara pembayaran di halaman berikut.' : 'Anda masuk dengan akun SSO, lalu langsung ke halaman pembayaran. Isian ini tetap tersimpan.'}</p>
      </div>
    </form>
  );
}
