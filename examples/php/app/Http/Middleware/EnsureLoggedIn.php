<?php

declare(strict_types=1);

namespace App\Http\Middleware;

use App\Kernel\{Request, Response};

final class EnsureLoggedIn
{
    public function handle(Request $request, callable $next): Response
    {
        return $request->session()->get('user') === null ? redirect('/auth/login') : $next($request);
    }
}
