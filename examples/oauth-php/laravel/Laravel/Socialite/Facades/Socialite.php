<?php

declare(strict_types=1);

namespace Laravel\Socialite\Facades;

use Laravel\Socialite\Two\AbstractProvider;

final class Socialite
{
    /** @var array<string, \Closure> */
    private static array $makers = [];

    public static function extend(string $name, \Closure $maker): void
    {
        self::$makers[$name] = $maker;
    }

    public static function driver(string $name): AbstractProvider
    {
        return (self::$makers[$name])();
    }

    /** @param class-string<AbstractProvider> $class @param array<string, string> $config */
    public static function buildProvider(string $class, array $config): AbstractProvider
    {
        return new $class(request(), $config['client_id'], $config['client_secret'], $config['redirect']);
    }
}
