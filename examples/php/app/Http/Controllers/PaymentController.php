<?php

declare(strict_types=1);

namespace App\Http\Controllers;

use App\Kernel\{Request, Response};

final class PaymentController
{
    public function home(Request $request): Response
    {
        return view('home', ['user' => $request->session()->get('user')]);
    }

    public function show(Request $request): Response
    {
        return view('bayar', ['user' => $request->session()->get('user')]);
    }
}
