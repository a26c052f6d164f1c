<?php

return [
    'url' => rtrim(getenv('SSO_URL') ?: 'http://localhost:9000', '/'),
    // From `gapura site add`; empty for a site that was registered with --no-secret.
    'site_id' => getenv('SSO_SITE_ID') ?: '',
    'site_secret' => getenv('SSO_SITE_SECRET') ?: '',
    'timeout' => 5,
];
