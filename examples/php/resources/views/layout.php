<!doctype html>
<html lang="id">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Contoh SSO dengan PHP</title>
<main><?= $content ?></main>
</html>
