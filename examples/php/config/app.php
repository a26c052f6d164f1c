<?php

return ['url' => rtrim(getenv('APP_URL') ?: 'http://localhost:8000', '/')];
