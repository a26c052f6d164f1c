<!doctype html>
<html lang="id">
<title>Contoh</title>
<p>Masuk sebagai <strong><?= e($user['name']) ?></strong> (<?= e($user['email']) ?>).</p>
<form method="post" action="/auth/logout"><button>Keluar</button></form>
</html>
