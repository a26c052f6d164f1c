<?php

declare(strict_types=1);

namespace Laravel\Socialite\Two;

// Guzzle's, as far as a provider of Socialite asks it: what is not 200 is an exception.
final class HttpClient
{
    private string $body = '';

    /** @param array<string, mixed> $options */
    public function get(string $url, array $options): self
    {
        return $this->ask($url, 'GET', $options['headers'], '');
    }

    /** @param array<string, mixed> $options */
    public function post(string $url, array $options): self
    {
        $headers = ['Accept' => 'application/json', 'Content-Type' => 'application/x-www-form-urlencoded'];
        return $this->ask($url, 'POST', $headers, http_build_query($options['form_params']));
    }

    public function getBody(): string
    {
        return $this->body;
    }

    /** @param array<string, string> $headers */
    private function ask(string $url, string $method, array $headers, string $content): self
    {
        $lines = array_map(fn (string $name) => "$name: $headers[$name]", array_keys($headers));
        $http = ['method' => $method, 'header' => $lines, 'content' => $content, 'timeout' => 5, 'follow_location' => 0];
        $body = @file_get_contents($url, false, stream_context_create(['http' => $http]));
        if ($body === false) {
            throw new \RuntimeException("$method " . parse_url($url, PHP_URL_PATH) . ' failed');
        }
        $this->body = $body;
        return $this;
    }
}
