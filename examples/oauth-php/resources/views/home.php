<!doctype html>
<html lang="id">
<title>Contoh</title>
<a href="/auth/login">Masuk</a>
</html>
