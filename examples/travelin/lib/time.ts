// Times as people at an airport read them. Indonesia has three zones and no summer time.
const zones = {
  'Asia/Jakarta': { label: 'WIB', hours: 7 },
  'Asia/Makassar': { label: 'WITA', hours: 8 },
  'Asia/Jayapura': { label: 'WIT', hours: 9 },
};

const zoneOf = (timezone: string) => zones[timezone as keyof typeof zones] ?? zones['Asia/Jakarta'];

const dayMs = 24 * 3600 * 1000;

// The calendar day of a moment, as 2026-11-25.
export function dayOf(moment: Date, timezone: string): string {
  return new Date(moment.getTime() + zoneOf(timezone).hours * 3600 * 1000).toISOString().slice(0, 10);
}

export const isDay = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text);

export const shiftDay = (day: string, days: number) => new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);

// From midnight to midnight of that day there.
export function boundsOf(day: string, timezone: string) {
  const from = new Date(Date.parse(day) - zoneOf(timezone).hours * 3600 * 1000);
  return { from, until: new Date(from.getTime() + dayMs) };
}

export function clock(moment: Date, timezone: string): string {
  return new Date(moment.getTime() + zoneOf(timezone).hours * 3600 * 1000).toISOString().slice(11, 16).replace(':', '.');
}

export const zoneLabel = (timezone: string) => zoneOf(timezone).label;

export const clockWithZone = (moment: Date, timezone: string) => `${clock(moment, timezone)} ${zoneLabel(timezone)}`;

// How many midnights lie between departure and arrival, each by its own clock.
export function nightsBetween(left: Date, leftZone: string, right: Date, rightZone: string): number {
  return Math.round((Date.parse(dayOf(right, rightZone)) - Date.parse(dayOf(left, leftZone))) / dayMs);
}

const long = new Intl.DateTimeFormat('id-ID', { dateStyle: 'full', timeZone: 'UTC' });
const short = new Intl.DateTimeFormat('id-ID', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });

export const longDay = (day: string) => long.format(new Date(day));
export const shortDay = (day: string) => short.format(new Date(day));

export function duration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours ? `${hours} j` : '', rest ? `${rest} m` : ''].filter(Boolean).join(' ');
}

export const spokenDuration = (minutes: number) =>
  [Math.floor(minutes / 60) ? `${Math.floor(minutes / 60)} jam` : '', minutes % 60 ? `${minutes % 60} menit` : '']
    .filter(Boolean).join(' ');

const money = new Intl.NumberFormat('id-ID', { maximumFractionDigits: 0 });

export const rupiah = (amount: number) => `Rp${money.format(amount)}`;
