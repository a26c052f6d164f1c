<?php

use App\Http\Controllers\{PaymentController, SsoController};
use App\Http\Middleware\{EnsureLoggedIn, NoReferrer};

$router->get('/', [PaymentController::class, 'home']);
$router->get('/auth/login', [SsoController::class, 'login']);
$router->get('/auth/callback', [SsoController::class, 'callback'], NoReferrer::class);
$router->post('/auth/logout', [SsoController::class, 'logout']);
// Laravel: among the exceptions of its CSRF middleware.
$router->post('/auth/sso-logout', [SsoController::class, 'ssoLogout'], form: false);
$router->get('/bayar', [PaymentController::class, 'show'], EnsureLoggedIn::class);
