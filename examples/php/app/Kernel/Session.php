<?php

declare(strict_types=1);

namespace App\Kernel;

// PHP's own sessions under the names that Laravel gives them.
final class Session
{
    public function __construct(bool $secure)
    {
        $folder = getenv('SESSION_PATH') ?: __DIR__ . '/../../storage';
        if (!is_dir($folder)) {
            mkdir($folder, 0700, true);
        }
        session_start([
            'name' => $secure ? '__Host-session' : 'session',
            'save_path' => $folder,
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

    // Which code of the SSO began this session: with sessions in a database a column of theirs.
    public function begunBy(string $mark): void
    {
        file_put_contents(session_save_path() . "/sso_$mark", session_id());
    }

    // Whoever holds that one is logged in no more. Asked again it does nothing.
    public static function endBegunBy(string $mark): void
    {
        $file = session_save_path() . "/sso_$mark";
        if (preg_match('/^[0-9a-f]{64}$/D', $mark) && is_file($file)) {
            @unlink(session_save_path() . '/sess_' . file_get_contents($file));
            @unlink($file);
        }
    }

    // A new id for somebody who has logged in: one that was planted before is worth nothing.
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
