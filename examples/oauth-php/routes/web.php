<?php

use Illuminate\Http\Request;
use Illuminate\Support\Facades\Route;
use Laravel\Socialite\Facades\Socialite;
use Laravel\Socialite\Two\InvalidStateException;

Route::get('/auth/login', fn () => Socialite::driver('gapura')->redirect());

Route::get('/auth/callback', function (Request $request) {
    if (!$request->has('code')) {
        return redirect('/');
    }
    try {
        $person = Socialite::driver('gapura')->user();
    } catch (InvalidStateException) {
        return redirect('/auth/login');
    }
    // Here your own table of users: User::updateOrCreate(['gapura_id' => $person->getId()], [...]).
    $request->session()->regenerate();
    $request->session()->put('user', ['id' => $person->getId(), 'name' => $person->getName(), 'email' => $person->getEmail()]);
    return redirect('/bayar');
});

Route::post('/auth/logout', function (Request $request) {
    $request->session()->invalidate();
    return redirect(config('services.gapura.url') . '/oauth/logout?' . http_build_query([
        'client_id' => config('services.gapura.client_id'),
    ]));
});

Route::get('/', fn () => view('home'));

Route::get('/bayar', function (Request $request) {
    $user = $request->session()->get('user');
    return $user === null ? redirect('/auth/login') : view('bayar', ['user' => $user]);
});
