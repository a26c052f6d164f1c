<?php

return [
    'gapura' => [
        'url' => env('GAPURA_URL'),
        'client_id' => env('GAPURA_CLIENT_ID'),
        'client_secret' => env('GAPURA_CLIENT_SECRET'),
        'redirect' => env('APP_URL') . '/auth/callback',
    ],
];
