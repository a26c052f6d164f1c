<?php

declare(strict_types=1);

namespace Laravel\Socialite\Two;

use Illuminate\Http\Request;

// What Socialite does: a state and a verifier in the session, and the code for a token.
abstract class AbstractProvider
{
    /** @var list<string> */
    protected $scopes = [];

    protected $scopeSeparator = ',';

    protected $usesPKCE = false;

    public function __construct(private readonly Request $request, private readonly string $clientId, private readonly string $clientSecret, private readonly string $redirectUrl)
    {
    }

    abstract protected function getAuthUrl($state): string;

    abstract protected function getTokenUrl(): string;

    /** @return array<string, mixed> */
    abstract protected function getUserByToken($token): array;

    /** @param array<string, mixed> $user */
    abstract protected function mapUserToObject(array $user): User;

    /** @return array{int, array<string, string>, string} */
    public function redirect(): array
    {
        $this->request->session()->put('state', $state = bin2hex(random_bytes(20)));
        if ($this->usesPKCE) {
            $this->request->session()->put('code_verifier', bin2hex(random_bytes(48)));
        }
        return redirect($this->getAuthUrl($state));
    }

    public function user(): User
    {
        $state = $this->request->session()->pull('state');
        if ($state === null || !hash_equals($state, (string) $this->request->input('state'))) {
            throw new InvalidStateException();
        }
        $form = [
            'grant_type' => 'authorization_code',
            'client_id' => $this->clientId,
            'client_secret' => $this->clientSecret,
            'code' => $this->request->input('code'),
            'redirect_uri' => $this->redirectUrl,
        ];
        if ($this->usesPKCE) {
            $form['code_verifier'] = $this->request->session()->pull('code_verifier');
        }
        $answer = $this->getHttpClient()->post($this->getTokenUrl(), ['form_params' => $form]);
        $tokens = json_decode((string) $answer->getBody(), true, flags: JSON_THROW_ON_ERROR);
        return $this->mapUserToObject($this->getUserByToken($tokens['access_token']));
    }

    protected function buildAuthUrlFromBase(string $url, string $state): string
    {
        $fields = [
            'client_id' => $this->clientId,
            'redirect_uri' => $this->redirectUrl,
            'scope' => implode($this->scopeSeparator, $this->scopes),
            'response_type' => 'code',
            'state' => $state,
        ];
        if ($this->usesPKCE) {
            $hash = hash('sha256', $this->request->session()->get('code_verifier'), true);
            $fields['code_challenge'] = rtrim(strtr(base64_encode($hash), '+/', '-_'), '=');
            $fields['code_challenge_method'] = 'S256';
        }
        return $url . '?' . http_build_query($fields);
    }

    protected function getHttpClient(): HttpClient
    {
        return new HttpClient();
    }
}
