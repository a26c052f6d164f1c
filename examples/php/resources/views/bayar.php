<h1>Pembayaran</h1>
<p>Masuk sebagai <strong><?= e($user['username']) ?></strong> (<?= e($user['email']) ?>).</p>
<form method="post" action="/auth/logout"><button>Keluar</button></form>
