<?php

// Stands for what Laravel has under these names; an answer is [status, headers, body].

declare(strict_types=1);

use Illuminate\Http\Request;

function env(string $name): string
{
    return rtrim(getenv($name) ?: '', '/');
}

function config(string $key): mixed
{
    [$file, $name, $field] = explode('.', $key) + [2 => null];
    $value = (require __DIR__ . "/../config/$file.php")[$name];
    return $field === null ? $value : $value[$field];
}

/** @return array{int, array<string, string>, string} */
function redirect(string $to): array
{
    return [302, ['Location' => str_starts_with($to, '/') ? env('APP_URL') . $to : $to], ''];
}

/** @param array<string, mixed> $data @return array{int, array<string, string>, string} */
function view(string $name, array $data = []): array
{
    extract($data);
    ob_start();
    require __DIR__ . "/../resources/views/$name.php";
    return [200, ['Content-Type' => 'text/html; charset=utf-8'], (string) ob_get_clean()];
}

function e(string $text): string
{
    return htmlspecialchars($text, ENT_QUOTES);
}

function request(): Request
{
    return Request::$current;
}
