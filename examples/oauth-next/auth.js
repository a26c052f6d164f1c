// What Auth.js has to know of Gapura.
const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = process.env;

const gapura = {
  id: 'gapura',
  name: 'Gapura',
  type: 'oauth',
  wellKnown: `${OIDC_ISSUER}/.well-known/openid-configuration`,
  clientId: OIDC_CLIENT_ID,
  clientSecret: OIDC_CLIENT_SECRET,
  authorization: { params: { scope: 'openid profile email' } },
  checks: ['pkce', 'state', 'nonce'],
  idToken: true,
  // The ID token says who it is; name and address are at the userinfo endpoint.
  userinfo: { request: ({ client, tokens }) => client.userinfo(tokens) },
  profile: ({ sub, name, email }) => ({ id: sub, name, email }),
};

export const authOptions = {
  providers: [gapura],
  session: { strategy: 'jwt', maxAge: 8 * 3600 },
  callbacks: {
    // For the logout, which it shows to be of this session. The cookie is sealed.
    jwt: ({ token, account }) => (account ? { ...token, idToken: account.id_token } : token),
  },
};
