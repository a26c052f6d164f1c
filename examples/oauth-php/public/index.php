<?php

// The front door: php -q -S localhost:8000 public/index.php (-q: its log would hold the codes)
// In Laravel all of this, and laravel/, is the framework's.

declare(strict_types=1);

use App\Providers\AppServiceProvider;
use Illuminate\Http\Request;
use Illuminate\Http\Session;
use Illuminate\Support\Facades\Route;

spl_autoload_register(function (string $class): void {
    $folder = str_starts_with($class, 'App\\') ? '/../app/' : '/../laravel/';
    require __DIR__ . $folder . strtr(str_starts_with($class, 'App\\') ? substr($class, 4) : $class, '\\', '/') . '.php';
});
require __DIR__ . '/../laravel/helpers.php';

Request::$current = new Request($_GET, $_SERVER, new Session(str_starts_with(env('APP_URL'), 'https:')));
(new AppServiceProvider())->boot();
require __DIR__ . '/../routes/web.php';

try {
    [$status, $headers, $body] = Route::dispatch(Request::$current);
} catch (Throwable $failure) {
    error_log($failure::class . ': ' . $failure->getMessage());
    [$status, $headers, $body] = [500, [], 'Ada gangguan di pihak kami.'];
}
http_response_code($status);
header_remove('X-Powered-By');
foreach ($headers + ['Cache-Control' => 'no-store', 'Referrer-Policy' => 'same-origin'] as $name => $value) {
    header("$name: $value");
}
echo $body;
