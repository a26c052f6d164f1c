<?php

declare(strict_types=1);

namespace App\Kernel;

final class Request
{
    private ?Session $session = null;

    /** @param array<string, mixed> $query @param array<string, mixed> $server */
    public function __construct(private readonly array $query, private readonly array $server)
    {
    }

    public function query(string $name): ?string
    {
        return is_string($this->query[$name] ?? null) ? $this->query[$name] : null;
    }

    public function method(): string
    {
        return $this->server['REQUEST_METHOD'];
    }

    public function path(): string
    {
        return (string) parse_url($this->server['REQUEST_URI'], PHP_URL_PATH);
    }

    public function header(string $name): string
    {
        return $this->server['HTTP_' . strtoupper(strtr($name, '-', '_'))] ?? '';
    }

    public function body(): string
    {
        return (string) file_get_contents('php://input', false, null, 0, 8192);
    }

    // Made for whoever asks for it: another server has none.
    public function session(): Session
    {
        return $this->session ??= new Session(str_starts_with(config('app.url'), 'https:'));
    }
}
