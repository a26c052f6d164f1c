<?php

declare(strict_types=1);

namespace App\Kernel;

// PHP's own sessions under the names that Laravel gives them.
final class Session
{
    public function __construct(bool $secure)
    {
        session_start([
            'name' => $secure ? '__Host-session' : 'session',
            'save_path' => storage_path(),
            'cookie_httponly' => true,
            'cookie_secure' => $secure,
            'cookie_samesite' => 'Lax',
            'use_strict_mode' => true,
            'cache_limiter' => '',
        ]);
    }

    public function get(string $name): mixed
    {
        return $_SESSION[$name] ?? null;
    }

    public function put(string $name, mixed $value): void
    {
        $_SESSION[$name] = $value;
    }

    public function pull(string $name): mixed
    {
        $value = $this->get($name);
        unset($_SESSION[$name]);
        return $value;
    }

    public function regenerate(): void
    {
        session_regenerate_id(true);
    }

    public function invalidate(): void
    {
        $_SESSION = [];
        session_regenerate_id(true);
    }
}
