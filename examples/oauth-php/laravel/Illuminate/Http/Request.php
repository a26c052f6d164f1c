<?php

declare(strict_types=1);

namespace Illuminate\Http;

final class Request
{
    public static self $current;

    /** @param array<string, mixed> $query @param array<string, mixed> $server */
    public function __construct(private readonly array $query, private readonly array $server, private readonly Session $session)
    {
    }

    public function input(string $name): ?string
    {
        return is_string($this->query[$name] ?? null) ? $this->query[$name] : null;
    }

    public function has(string $name): bool
    {
        return isset($this->query[$name]);
    }

    public function header(string $name): string
    {
        return $this->server['HTTP_' . strtoupper(strtr($name, '-', '_'))] ?? '';
    }

    public function route(): string
    {
        return $this->server['REQUEST_METHOD'] . ' ' . parse_url($this->server['REQUEST_URI'], PHP_URL_PATH);
    }

    public function session(): Session
    {
        return $this->session;
    }
}
