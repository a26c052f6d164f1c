<h1><?= e($title) ?></h1>
<p><?= e($words) ?></p>
<p><a href="/auth/login">Coba lagi</a></p>
