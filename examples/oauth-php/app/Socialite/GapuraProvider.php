<?php

declare(strict_types=1);

namespace App\Socialite;

use Laravel\Socialite\Two\AbstractProvider;
use Laravel\Socialite\Two\User;

final class GapuraProvider extends AbstractProvider
{
    protected $scopes = ['view-user'];

    protected $scopeSeparator = ' ';

    protected $usesPKCE = true;

    protected function getAuthUrl($state): string
    {
        return $this->buildAuthUrlFromBase(config('services.gapura.url') . '/oauth/authorize', $state);
    }

    protected function getTokenUrl(): string
    {
        return config('services.gapura.url') . '/oauth/token';
    }

    protected function getUserByToken($token): array
    {
        $answer = $this->getHttpClient()->get(config('services.gapura.url') . '/api/user-sso', [
            'headers' => ['Authorization' => "Bearer $token"],
        ]);
        return json_decode((string) $answer->getBody(), true, flags: JSON_THROW_ON_ERROR);
    }

    protected function mapUserToObject(array $user): User
    {
        return (new User())->setRaw($user)->map(['id' => $user['id'], 'name' => $user['name'], 'email' => $user['email']]);
    }
}
