<?php

declare(strict_types=1);

namespace App\Kernel;

// As Illuminate\Support\Facades\Cache: here a file for each name, whose time is when it is over.
final class Cache
{
    public static function put(string $name, true $value, int $seconds): void
    {
        foreach (glob(storage_path('cache_*')) as $file) {
            if (@filemtime($file) < time()) {
                @unlink($file);
            }
        }
        if (!touch(self::file($name), time() + $seconds)) {
            throw new \RuntimeException('the cache cannot be written');
        }
    }

    public static function has(string $name): bool
    {
        return is_file(self::file($name)) && filemtime(self::file($name)) >= time();
    }

    private static function file(string $name): string
    {
        return storage_path('cache_' . hash('sha256', $name));
    }
}
