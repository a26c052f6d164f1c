// What is asked before paying: whom to reach, and who flies.
export const titles = ['Tuan', 'Nyonya', 'Nona'] as const;
export const mostPassengers = 6;

export type Passenger = { title: string; name: string };
export type Details = { contact: { name: string; email: string; phone: string }; passengers: Passenger[] };

// By the name of the field, in words for people.
export type Complaints = Record<string, string>;

export const passengerCount = (asked: unknown): number => {
  const count = Number(asked);
  return Number.isInteger(count) && count >= 1 && count <= mostPassengers ? count : 1;
};

export function readDetails(form: FormData): { details: Details; complaints: Complaints } {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.replace(/\s+/g, ' ').trim().slice(0, 120) : '';
  };
  const count = passengerCount(form.get('passengers'));
  const details: Details = {
    contact: { name: text('contact-name'), email: text('contact-email'), phone: text('contact-phone') },
    passengers: Array.from({ length: count }, (_, n) => ({
      title: text(`passenger-${n + 1}-title`),
      name: text(`passenger-${n + 1}-name`),
    })),
  };
  return { details, complaints: complaintsAbout(details) };
}

function complaintsAbout({ contact, passengers }: Details): Complaints {
  const complaints: Complaints = {};
  const complain = (field: string, wrong: boolean, words: string) => {
    if (wrong) complaints[field] = words;
  };
  complain('contact-name', contact.name.length < 2, 'Isi nama pemesan.');
  complain('contact-email', !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(contact.email), 'Isi alamat email yang lengkap, misalnya nama@contoh.id.');
  complain('contact-phone', !/^\+?[0-9][0-9 -]{7,18}$/.test(contact.phone), 'Isi nomor ponsel, misalnya 0812 3456 7890.');
  passengers.forEach(({ title, name }, n) => {
    complain(`passenger-${n + 1}-title`, !titles.some((known) => known === title), 'Pilih sapaan.');
    complain(`passenger-${n + 1}-name`, name.length < 2, 'Isi nama lengkap sesuai KTP atau paspor.');
  });
  return complaints;
}
