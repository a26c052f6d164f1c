<?php

declare(strict_types=1);

namespace App\Providers;

use App\Socialite\GapuraProvider;
use Illuminate\Support\ServiceProvider;
use Laravel\Socialite\Facades\Socialite;

final class AppServiceProvider extends ServiceProvider
{
    public function boot(): void
    {
        Socialite::extend('gapura', fn () => Socialite::buildProvider(GapuraProvider::class, config('services.gapura')));
    }
}
