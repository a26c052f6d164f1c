<?php

// The front door: php -q -S localhost:8000 public/index.php (-q: its log would hold the codes)
// In Laravel all of this, and app/Kernel, is the framework's.

declare(strict_types=1);

use App\Kernel\{Request, Router};

spl_autoload_register(function (string $class): void {
    require __DIR__ . '/../' . str_replace(['App\\', '\\'], ['app/', '/'], $class) . '.php';
});
require __DIR__ . '/../app/Kernel/helpers.php';

$request = new Request($_GET, $_SERVER);
$router = new Router();
require __DIR__ . '/../routes/web.php';

try {
    $response = $router->dispatch($request);
} catch (Throwable $failure) {
    error_log((string) $failure);
    $response = view('problem', ['title' => 'Ada gangguan di pihak kami', 'words' => 'Silakan coba lagi.'], 500);
}
$response->send();
