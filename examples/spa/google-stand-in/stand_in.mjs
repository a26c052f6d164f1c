// An OpenID provider that behaves as Google does towards Gapura, for machines without internet and for
// tests: node-oidc-provider with a page on which one of a few accounts is chosen, without a password.
// It forgets everything when it ends.
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';

import Provider, { interactionPolicy } from 'oidc-provider';

// As Google's: a `sub` of digits, and an address that it has verified.
export const accounts = [
  { sub: '108204268033311374519', email: 'sri.wahyuni@gmail.test', email_verified: true, name: 'Sri Wahyuni', given_name: 'Sri', family_name: 'Wahyuni', locale: 'id' },
  { sub: '110169484474386276334', email: 'budi.hartono@gmail.test', email_verified: true, name: 'Budi Hartono', given_name: 'Budi', family_name: 'Hartono', locale: 'id' },
];

const page = readFileSync(new URL('pages/choose.html', import.meta.url), 'utf8');
const style = readFileSync(new URL('pages/choose.css', import.meta.url));
const escaped = (text) => String(text).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

// One button for each account.
const pageOf = (uid, people) =>
  page.replace('{{uid}}', escaped(uid)).replace(/\{\{#account\}\}([^]*)\{\{\/account\}\}/, (_, row) =>
    people.map((one) => row.replace(/\{\{(\w+)\}\}/g, (__, name) => escaped(one[name]))).join(''));

export function newKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' };
}

// The prompt that Google has besides the standard's: another account may be chosen.
function promptsOfGoogle() {
  const policy = interactionPolicy.base();
  policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }), 0);
  return policy;
}

async function bodyOf(request) {
  let body = '';
  for await (const part of request) {
    body += part;
    if (body.length > 4096) throw new Error('the body is too long');
  }
  return new URLSearchParams(body);
}

// What answers requests. `client`: { client_id, client_secret, redirect_uris }, or what else says how it
// shows who it is. It signs with the first of the keys and publishes them all.
export function googleStandIn({ issuer, client, people = accounts, keys = [newKey()] }) {
  const provider = new Provider(issuer, {
    clients: [{ token_endpoint_auth_method: 'client_secret_basic', ...client }],
    jwks: { keys },
    cookies: { keys: [crypto.randomUUID()] },
    scopes: ['openid', 'email', 'profile'],
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name', 'given_name', 'family_name', 'locale'],
    },
    // Google's ID token says by itself what the scopes allow.
    conformIdTokenClaims: false,
    clientAuthMethods: ['client_secret_basic', 'private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: ['ES256', 'ES512'] },
    responseTypes: ['code'],
    pkce: { required: () => false },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: { policy: promptsOfGoogle(), url: (_, { uid }) => `/choose/${uid}` },
    findAccount: (_, sub) => {
      const found = people.find((one) => one.sub === sub);
      return found && { accountId: sub, claims: () => found };
    },
    // Whoever chooses an account agrees to what is asked for.
    loadExistingGrant: async (ctx) => {
      const grant = new provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
    ttl: { AccessToken: 3600, AuthorizationCode: 60, Grant: 3600, IdToken: 3600, Interaction: 600, Session: 3600 },
  });

  const answer = provider.callback();
  return async (request, response) => {
    const { pathname } = new URL(request.url, issuer);
    if (pathname === '/choose.css') return response.writeHead(200, { 'Content-Type': 'text/css' }).end(style);
    const uid = /^\/choose\/([\w-]+)$/.exec(pathname)?.[1];
    if (!uid) return answer(request, response);
    try {
      await provider.interactionDetails(request, response);
      if (request.method === 'POST') {
        const sub = (await bodyOf(request)).get('account');
        const result = sub ? { login: { accountId: sub }, select_account: {} } : { error: 'access_denied', error_description: 'cancelled' };
        return await provider.interactionFinished(request, response, result);
      }
      response.writeHead(200, {
        'Content-Type': 'text/html; charset=utf-8',
        'Cache-Control': 'no-store',
        'Content-Security-Policy': "default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'",
      });
      return response.end(pageOf(uid, people));
    } catch (failure) {
      return response.writeHead(400, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${failure.message}\n`);
    }
  };
}
