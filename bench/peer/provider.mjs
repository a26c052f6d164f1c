// node-oidc-provider doing the work that bench/oauth.py asks of Gapura: its in-memory store, people who
// are let in without a question. Argument: the algorithm of its ID tokens. Prints its port.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';

import { Provider } from 'oidc-provider';

const algorithm = process.argv[2];
const [secret, redirect] = ['bench-secret-bench-secret-bench-secret', 'http://localhost:3000/cb'];
const jwk = (alg, ...made) => ({
  ...generateKeyPairSync(...made).privateKey.export({ format: 'jwk' }), alg, use: 'sig', kid: alg,
});
const keys = [jwk('RS256', 'rsa', { modulusLength: 2048 }), jwk('ES256', 'ec', { namedCurve: 'P-256' })];

const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://localhost:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'bench', client_secret: secret, redirect_uris: [redirect], response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    id_token_signed_response_alg: algorithm, scope: 'openid profile offline_access api',
  }],
  jwks: { keys },
  routes: {
    authorization: '/oauth/authorize', token: '/oauth/token', introspection: '/oauth/introspect',
    userinfo: '/oauth/userinfo', jwks: '/oauth/jwks',
  },
  scopes: ['openid', 'profile', 'offline_access', 'api'],
  claims: { profile: ['name'] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: 'Ani' }) }),
  interactions: { url: (_, interaction) => `/enter/${interaction.uid}` },
  // A client of the house is not asked for: whoever is logged in has agreed.
  loadExistingGrant: async ({ oidc }) => {
    const { clientId } = oidc.client;
    const given = oidc.session.grantIdFor(clientId);
    if (given) {
      return provider.Grant.find(given);
    }
    const grant = new provider.Grant({ clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope('openid profile offline_access');
    await grant.save();
    return grant;
  },
  issueRefreshToken: async (_, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: true,
  pkce: { required: () => false },
  cookies: { keys: ['bench'] },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    // For what asks for the scope "api": JWTs, as Gapura's are by default.
    resourceIndicators: {
      enabled: true,
      defaultResource: ({ oidc }) => (oidc.params.grant_type === 'client_credentials' ? 'urn:bench' : undefined),
      getResourceServerInfo: () => ({
        scope: 'api', audience: 'urn:bench', accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
});
const callback = provider.callback();
server.on('request', async (request, response) => {
  if (request.url.startsWith('/enter/')) {
    await provider.interactionFinished(request, response, { login: { accountId: 'ani' } });
    return;
  }
  callback(request, response);
});
console.log(server.address().port);
process.on('SIGTERM', () => process.exit(0));
