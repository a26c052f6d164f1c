<?php

declare(strict_types=1);

namespace Illuminate\Support;

abstract class ServiceProvider
{
    abstract public function boot(): void;
}
