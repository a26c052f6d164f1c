<?php

declare(strict_types=1);

namespace App\Kernel;

use App\Services\Sso;

final class Router
{
    /** @var array<string, array{array{class-string, string}, ?class-string, bool}> */
    private array $routes = [];

    public function get(string $path, array $action, ?string $middleware = null): void
    {
        $this->routes["GET $path"] = [$action, $middleware, false];
    }

    // Of a form of this site, unless another server posts there.
    public function post(string $path, array $action, bool $form = true): void
    {
        $this->routes["POST $path"] = [$action, null, $form];
    }

    public function dispatch(Request $request): Response
    {
        [$action, $middleware, $form] = $this->routes[$request->method() . ' ' . $request->path()] ?? [null, null, false];
        if ($action === null) {
            return view('problem', ['title' => 'Halaman tidak ditemukan', 'words' => ''], 404);
        }
        // Laravel asks its forms for a token; for a form without fields its Origin is as good.
        if ($form && $request->header('ORIGIN') !== config('app.url')) {
            return view('problem', ['title' => 'Permintaan ditolak', 'words' => ''], 403);
        }
        [$class, $method] = $action;
        $controller = (new \ReflectionClass($class))->getConstructor() === null ? new $class() : new $class(new Sso());
        $run = fn (Request $request): Response => $controller->$method($request);
        return $middleware === null ? $run($request) : (new $middleware())->handle($request, $run);
    }
}
