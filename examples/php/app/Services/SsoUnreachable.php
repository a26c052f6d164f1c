<?php

declare(strict_types=1);

namespace App\Services;

final class SsoUnreachable extends \RuntimeException
{
}
