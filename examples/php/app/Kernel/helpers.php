<?php

declare(strict_types=1);

use App\Kernel\Response;

function config(string $key): mixed
{
    static $files = [];
    [$file, $name] = explode('.', $key);
    $files[$file] ??= require __DIR__ . "/../../config/$file.php";
    return $files[$file][$name];
}

function storage_path(string $name = ''): string
{
    $folder = getenv('SESSION_PATH') ?: __DIR__ . '/../../storage';
    if (!is_dir($folder)) {
        @mkdir($folder, 0700, true);
    }
    return rtrim("$folder/$name", '/');
}

function redirect(string $to): Response
{
    return new Response('', 303, ['Location' => str_starts_with($to, '/') ? config('app.url') . $to : $to]);
}

/** @param array<string, mixed> $data */
function view(string $name, array $data = [], int $status = 200): Response
{
    $render = static function (string $view, array $data): string {
        extract($data);
        ob_start();
        require __DIR__ . "/../../resources/views/$view.php";
        return (string) ob_get_clean();
    };
    $content = $render($name, $data);
    return new Response($render('layout', ['content' => $content]), $status, ['Content-Type' => 'text/html; charset=utf-8']);
}

function e(string $text): string
{
    return htmlspecialchars($text, ENT_QUOTES);
}
