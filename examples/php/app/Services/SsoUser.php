<?php

declare(strict_types=1);

namespace App\Services;

// The person a code stood for. `id` is the SSO's number for them: key your own users by it.
final readonly class SsoUser
{
    public function __construct(public int $id, public string $username, public string $email, public string $noHp)
    {
    }
}
