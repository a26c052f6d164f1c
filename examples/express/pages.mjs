// The pages, as a template engine would make them.
const escaped = (text) => String(text).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

const page = (title, body) => `<!doctype html>
<html lang="id">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<main><h1>${escaped(title)}</h1>${body}</main>
</html>`;

export const home = () => page('Contoh SSO dengan Express', '<p><a href="/auth/login">Masuk dengan SSO</a></p>');

export const payment = ({ username, email }) =>
  page('Pembayaran', `<p>Masuk sebagai <strong>${escaped(username)}</strong> (${escaped(email)}).</p>
<form method="post" action="/auth/logout"><button>Keluar</button></form>`);

export const problem = (title, text) =>
  page(title, `<p>${escaped(text)}</p><p><a href="/auth/login">Coba lagi</a></p>`);
