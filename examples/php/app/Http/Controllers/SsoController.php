<?php

declare(strict_types=1);

namespace App\Http\Controllers;

use App\Kernel\{Request, Response};
use App\Services\{Sso, SsoSession, SsoUnreachable};

final class SsoController
{
    public function __construct(private readonly Sso $sso)
    {
    }

    // The state binds the callback to the browser that began: it lies in this browser's session.
    public function login(Request $request): Response
    {
        $state = bin2hex(random_bytes(32));
        $request->session()->put('sso_state', $state);
        return redirect($this->sso->loginUrl($state));
    }

    public function callback(Request $request): Response
    {
        // Taken out, so that it serves once.
        $state = $request->session()->pull('sso_state');
        if (!is_string($state) || !hash_equals($state, (string) $request->query('state'))) {
            return $this->problem('Login ini tidak dimulai di peramban ini', 'Mulailah lagi dari sini.', 400);
        }
        $code = (string) $request->query('code');
        if ($code === '') {
            return redirect('/?batal');
        }
        try {
            $user = $this->sso->validate($code);
        } catch (SsoUnreachable $failure) {
            error_log('sso: ' . $failure->getMessage());
            return $this->problem('Layanan login sedang tidak menjawab', 'Tunggu sebentar, lalu coba lagi.', 503);
        }
        if ($user === null) {
            return $this->problem('Kode login sudah tidak berlaku', 'Kode hanya berlaku sebentar dan untuk satu kali pakai.', 401);
        }
        // Here a site with a database does User::updateOrCreate(['sso_id' => $user->id], [… 'last_login_at' => now()]).
        SsoSession::begin($request->session(), $user, $code);
        return redirect('/bayar');
    }

    public function logout(Request $request): Response
    {
        $request->session()->invalidate();
        return redirect('/');
    }

    // By the SSO's server: the session there is over which the code of one here came from.
    public function ssoLogout(Request $request): Response
    {
        $notice = $this->sso->logoutNotice($request->header('GAPURA-SIGNATURE'), $request->body());
        // What else it may learn to say is none of this site's business.
        if (($notice['event'] ?? null) === 'logout' && is_string($notice['session'] ?? null)) {
            SsoSession::end($notice['session']);
        }
        return new Response('', $notice === null ? 401 : 204, []);
    }

    private function problem(string $title, string $words, int $status): Response
    {
        return view('problem', ['title' => $title, 'words' => $words], $status);
    }
}
