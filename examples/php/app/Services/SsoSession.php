<?php

declare(strict_types=1);

namespace App\Services;

use App\Kernel\{Cache, Session};

// Who is logged in here, for as long as the SSO has not said that their session there is over. A mark
// is how it names one: the hash of the code that began it here.
final class SsoSession
{
    private const SECONDS = 8 * 3600;

    public static function begin(Session $session, SsoUser $user, string $code): void
    {
        // A new id: one that was planted before is worth nothing after a login.
        $session->regenerate();
        $session->put('user', ['id' => $user->id, 'username' => $user->username, 'email' => $user->email]);
        $session->put('sso_mark', hash('sha256', $code));
        $session->put('sso_until', time() + self::SECONDS);
    }

    /** @return array{id: int, username: string, email: string}|null */
    public static function user(Session $session): ?array
    {
        $over = time() > $session->get('sso_until') || Cache::has('sso_ended_' . $session->get('sso_mark'));
        return $over ? null : $session->get('user');
    }

    // May be told before the login that is under way has made its session: so the mark is kept, for
    // longer than one that begins with it can live.
    public static function end(string $mark): void
    {
        Cache::put("sso_ended_$mark", true, 2 * self::SECONDS);
    }
}
