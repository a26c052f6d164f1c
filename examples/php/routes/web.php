<?php

use App\Http\Controllers\{PaymentController, SsoController};
use App\Http\Middleware\EnsureLoggedIn;

$router->get('/', [PaymentController::class, 'home']);
$router->get('/auth/login', [SsoController::class, 'login']);
$router->get('/auth/callback', [SsoController::class, 'callback']);
$router->post('/auth/logout', [SsoController::class, 'logout']);
$router->get('/bayar', [PaymentController::class, 'show'], EnsureLoggedIn::class);
