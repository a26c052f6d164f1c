<?php

use App\Http\Controllers\{PaymentController, SsoController};
use App\Http\Middleware\{EnsureLoggedIn, NoReferrer};

$router->get('/', [PaymentController::class, 'home']);
$router->get('/auth/login', [SsoController::class, 'login']);
$router->get('/auth/callback', [SsoController::class, 'callback'], NoReferrer::class);
$router->post('/auth/logout', [SsoController::class, 'logout']);
$router->get('/bayar', [PaymentController::class, 'show'], EnsureLoggedIn::class);
