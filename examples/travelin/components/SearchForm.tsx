import { mostPassengers } from '@/lib/details.ts';
import { airports } from '@/lib/flights.ts';
import { dayOf, shiftDay } from '@/lib/time.ts';

type Asked = { from?: string; to?: string; day?: string; passengers?: number };

export async function SearchForm({ from = 'CGK', to = 'DPS', day, passengers = 1 }: Asked) {
  const places = (await airports()).map(({ code, city }) => (
    <option key={code} value={code}>{`${city} (${code})`}</option>
  ));
  const today = dayOf(new Date(), 'Asia/Jakarta');
  return (
    <form className="search" action="/flights" role="search" aria-label="Cari penerbangan">
      <label>
        <span>Dari</span>
        <select name="from" defaultValue={from}>{places}</select>
      </label>
      <label>
        <span>Ke</span>
        <select name="to" defaultValue={to}>{places}</select>
      </label>
      <label>
        <span>Berangkat</span>
        <input type="date" name="date" required min={today} max={shiftDay(today, 59)} defaultValue={day ?? shiftDay(today, 7)} />
      </label>
      <label>
        <span>Penumpang</span>
        <select name="passengers" defaultValue={passengers}>
          {Array.from({ length: mostPassengers }, (_, n) => (
            <option key={n} value={n + 1}>{`${n + 1} orang`}</option>
          ))}
        </select>
      </label>
      <button className="button">Cari penerbangan</button>
    </form>
  );
}
