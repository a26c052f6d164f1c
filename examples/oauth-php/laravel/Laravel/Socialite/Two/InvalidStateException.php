<?php

declare(strict_types=1);

namespace Laravel\Socialite\Two;

final class InvalidStateException extends \InvalidArgumentException
{
}
