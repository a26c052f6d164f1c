<?php

declare(strict_types=1);

namespace App\Http\Middleware;

use App\Kernel\{Request, Response};

// Where a code is in the address nothing is passed on. In Laravel: $response->headers->set(…).
final class NoReferrer
{
    public function handle(Request $request, callable $next): Response
    {
        return $next($request)->withHeader('Referrer-Policy', 'no-referrer');
    }
}
