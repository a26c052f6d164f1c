<?php

declare(strict_types=1);

namespace Illuminate\Support\Facades;

use Illuminate\Http\Request;

final class Route
{
    /** @var array<string, \Closure> */
    private static array $routes = [];

    public static function get(string $path, \Closure $action): void
    {
        self::$routes["GET $path"] = $action;
    }

    public static function post(string $path, \Closure $action): void
    {
        self::$routes["POST $path"] = $action;
    }

    /** @return array{int, array<string, string>, string} */
    public static function dispatch(Request $request): array
    {
        $action = self::$routes[$request->route()] ?? null;
        if ($action === null) {
            return [404, [], ''];
        }
        // Laravel asks its forms for a token; for a form without fields its Origin is as good.
        if (str_starts_with($request->route(), 'POST ') && $request->header('Origin') !== env('APP_URL')) {
            return [419, [], ''];
        }
        return $action($request);
    }
}
