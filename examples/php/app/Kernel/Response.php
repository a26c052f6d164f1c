<?php

declare(strict_types=1);

namespace App\Kernel;

final readonly class Response
{
    /** @param array<string, string> $headers */
    public function __construct(private string $body, private int $status, private array $headers)
    {
    }

    public function withHeader(string $name, string $value): self
    {
        return new self($this->body, $this->status, [$name => $value] + $this->headers);
    }

    public function send(): void
    {
        http_response_code($this->status);
        header_remove('X-Powered-By');
        $always = [
            'Cache-Control' => 'no-store',
            // Browsers hold the redirects of a form to form-action; this site's only form stays here.
            'Content-Security-Policy' => "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
            // A site's own forms need their Origin.
            'Referrer-Policy' => 'same-origin',
            'X-Content-Type-Options' => 'nosniff',
        ];
        foreach ($this->headers + $always as $name => $value) {
            header("$name: $value");
        }
        echo $this->body;
    }
}
