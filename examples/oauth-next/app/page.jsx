export default function Home() {
  return (
    <main>
      <a href="/bayar">Masuk</a>
    </main>
  );
}
