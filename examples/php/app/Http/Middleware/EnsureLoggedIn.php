<?php

declare(strict_types=1);

namespace App\Http\Middleware;

use App\Kernel\{Request, Response};
use App\Services\SsoSession;

final class EnsureLoggedIn
{
    public function handle(Request $request, callable $next): Response
    {
        return SsoSession::user($request->session()) === null ? redirect('/auth/login') : $next($request);
    }
}
