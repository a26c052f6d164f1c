import Link from 'next/link';

import { Seascape } from '@/components/Brand.tsx';
import { SearchForm } from '@/components/SearchForm.tsx';
import { popularRoutes } from '@/lib/flights.ts';
import { rupiah, shortDay } from '@/lib/time.ts';

export default async function Home() {
  const routes = await popularRoutes();
  return (
    <>
      <section className="hero">
        <Seascape />
        <div className="wide">
          <h1>Dari pulau ke pulau, dalam satu pencarian</h1>
          <p>Bandingkan jadwal dan harga empat maskapai, lalu pesan dalam beberapa menit.</p>
          <div className="card search-card"><SearchForm /></div>
        </div>
      </section>
      <section className="wide section">
        <h2>Rute yang paling dicari</h2>
        <p className="soft">Harga termurah dalam 30 hari ke depan, per orang sekali jalan.</p>
        <ul className="routes">
          {routes.map((route) => (
            <li key={route.from + route.to}>
              <Link className={`route route-${route.to}`} href={`/flights?from=${route.from}&to=${route.to}&date=${route.day}&passengers=1`}>
                <span className="route-names">{route.origin}<span aria-hidden="true"> → </span><span className="unseen"> ke </span>{route.destination}</span>
                <span className="soft">{shortDay(route.day)}</span>
                <span className="route-price">mulai <strong>{rupiah(route.price)}</strong></span>
              </Link>
            </li>
          ))}
        </ul>
      </section>
      <section className="wide section reasons">
        <div><h2>Harga yang terlihat, itu yang dibayar</h2><p>Pajak dan bagasi sudah termasuk. Tidak ada biaya yang muncul di akhir.</p></div>
        <div><h2>Jam setempat, tanpa salah hitung</h2><p>Setiap waktu ditulis menurut bandara masing-masing: WIB, WITA, atau WIT.</p></div>
        <div><h2>Masuk hanya saat membayar</h2><p>Isi data dahulu, masuk dengan akun SSO ketika membayar. Isian Anda tetap tersimpan.</p></div>
      </section>
    </>
  );
}
