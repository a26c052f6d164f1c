<?php

declare(strict_types=1);

namespace App\Services;

// Where to send the browser, and whom a code stands for. In Laravel the body of `validate` may be
// Http::timeout(5)->withoutRedirecting()->withBasicAuth($id, $secret)->get($url, ['code' => $code]).
final class Sso
{
    public function loginUrl(string $state): string
    {
        $back = config('app.url') . '/auth/callback?' . http_build_query(['state' => $state]);
        return config('sso.url') . '/login?' . http_build_query(['redirectUrl' => $back]);
    }

    // Null for a code that is worth nothing: unknown, expired or spent.
    public function validate(string $code): ?SsoUser
    {
        [$status, $body] = $this->ask(config('sso.url') . '/api/example/ssovalidate?' . http_build_query(['code' => $code]));
        if ($status === 400 || $status === 401) {
            return null;
        }
        $user = $body['user'] ?? null;
        if ($status !== 200 || ($body['status'] ?? null) !== true || !is_int($user['id'] ?? null) || !is_string($user['username'] ?? null)) {
            throw new SsoUnreachable("status $status");
        }
        return new SsoUser($user['id'], $user['username'], (string) ($user['email'] ?? ''), (string) ($user['no_hp'] ?? ''));
    }

    // What the SSO says in `body`, if it is the SSO that says it, and says it now. Of several v1 one is
    // enough: while a secret gives way to another there are two.
    /** @return array<string, mixed>|null */
    public function logoutNotice(string $signature, string $body): ?array
    {
        preg_match('/(?:^|,)t=(\d{1,12})(?:,|$)/', $signature, $time);
        preg_match_all('/(?:^|,)v1=([0-9a-f]{64})(?=,|$)/', $signature, $marks);
        if (config('sso.site_secret') === '' || $time === [] || abs(time() - (int) $time[1]) > 300) {
            return null;
        }
        $key = hash_hmac('sha256', 'gapura site logout', config('sso.site_secret'), true);
        $expected = hash_hmac('sha256', "$time[1].$body", $key);
        foreach ($marks[1] as $mark) {
            if (hash_equals($expected, $mark)) {
                return json_decode($body, true, flags: JSON_THROW_ON_ERROR);
            }
        }
        return null;
    }

    /** @return array{int, array<string, mixed>|null} */
    private function ask(string $url): array
    {
        $headers = ['Accept: application/json'];
        if (config('sso.site_secret') !== '') {
            $headers[] = 'Authorization: Basic ' . base64_encode(config('sso.site_id') . ':' . config('sso.site_secret'));
        }
        $answer = @file_get_contents($url, false, stream_context_create(['http' => [
            'header' => $headers,
            'timeout' => config('sso.timeout'),
            'ignore_errors' => true,
            // The code goes nowhere else.
            'follow_location' => 0,
        ]]), 0, 65536);
        if ($answer === false || !preg_match('~^HTTP/\S+ (\d{3})~', $http_response_header[0] ?? '', $line)) {
            throw new SsoUnreachable('no answer');
        }
        $body = json_decode($answer, true);
        return [(int) $line[1], is_array($body) ? $body : null];
    }
}
