<?php

declare(strict_types=1);

namespace App\Http\Controllers;

use App\Kernel\{Request, Response};
use App\Services\SsoSession;

final class PaymentController
{
    public function home(Request $request): Response
    {
        return view('home', ['user' => SsoSession::user($request->session())]);
    }

    public function show(Request $request): Response
    {
        return view('bayar', ['user' => SsoSession::user($request->session())]);
    }
}
