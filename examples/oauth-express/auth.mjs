// The login by OpenID Connect, for any Express application with express-session.
import { promisify } from 'node:util';

import { Router } from 'express';
import * as oidc from 'openid-client';

const { APP_URL, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = process.env;
const issuer = new URL(OIDC_ISSUER);
// Plain http is for a Gapura on this machine alone.
const execute = issuer.hostname === 'localhost' ? [oidc.allowInsecureRequests] : [];

// Asked at the first login, and again if that failed.
let discovered;
const provider = () =>
  (discovered ??= oidc.discovery(issuer, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, undefined, { execute }).catch((failure) => {
    discovered = undefined;
    throw failure;
  }));

export const auth = new Router();

auth.get('/login', async (request, response) => {
  const login = {
    pkceCodeVerifier: oidc.randomPKCECodeVerifier(),
    expectedState: oidc.randomState(),
    expectedNonce: oidc.randomNonce(),
  };
  const to = oidc.buildAuthorizationUrl(await provider(), {
    redirect_uri: `${APP_URL}/auth/callback`,
    scope: 'openid profile email',
    state: login.expectedState,
    nonce: login.expectedNonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(login.pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  request.session.login = login;
  response.redirect(303, to.href);
});

auth.get('/callback', async (request, response) => {
  const { login } = request.session;
  delete request.session.login;
  if (!login) {
    response.redirect(303, '/');
    return;
  }
  const config = await provider();
  const here = new URL(request.originalUrl, APP_URL);
  const tokens = await oidc.authorizationCodeGrant(config, here, { ...login, idTokenExpected: true });
  const { sub, name, email } = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
  // A new session: one that was planted before is worth nothing after a login.
  await promisify(request.session.regenerate.bind(request.session))();
  request.session.user = { sub, name, email };
  // For the logout, which it shows to be of this session.
  request.session.idToken = tokens.id_token;
  response.redirect(303, '/bayar');
});

auth.post('/logout', async (request, response) => {
  const to = oidc.buildEndSessionUrl(await provider(), {
    post_logout_redirect_uri: `${APP_URL}/`,
    ...(request.session.idToken && { id_token_hint: request.session.idToken }),
  });
  await promisify(request.session.destroy.bind(request.session))();
  response.redirect(303, to.href);
});
