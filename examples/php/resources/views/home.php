<h1>Contoh SSO dengan PHP</h1>
<?php if ($user === null): ?>
<p><a href="/auth/login">Masuk dengan SSO</a></p>
<?php else: ?>
<p>Masuk sebagai <strong><?= e($user['username']) ?></strong>. <a href="/bayar">Ke pembayaran</a></p>
<?php endif ?>
