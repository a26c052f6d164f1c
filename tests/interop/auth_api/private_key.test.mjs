// A provider that wants a key instead of a secret, played by node-oidc-provider, which is given what
// `gapura provider show` prints.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

import { logIn, startBoth } from './support/google.mjs';

const frontend = 'http://localhost:3001/';
const curves = { ES256: 'P-256', ES512: 'P-521' };
const known = (jwk, alg) => ({ token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: alg, jwks: { keys: [jwk] } });

for (const [alg, crv] of Object.entries(curves)) {
  describe(`private_key_jwt by ${alg}`, () => {
    let both;
    let jwk;
    before(async () => {
      both = await startBoth({ FRONTEND_URL: frontend }, async (add) => {
        await add(['--auth-method', 'private_key_jwt', '--key-alg', alg]);
        return { client_secret: 'until-the-key-is-there-0123456789' };
      });
      jwk = (await both.gapura.command(['provider', 'show', 'google'])).public_jwk;
      both.knows(known(jwk, alg));
    });
    after(() => both?.stop());

    test('what is shown is the public half of a key for it', () => {
      const { kty, kid, x, y, ...rest } = jwk;
      assert.deepEqual({ kty, ...rest }, { kty: 'EC', crv, alg, use: 'sig' });
      for (const part of [kid, x, y]) assert.ok(part);
    });

    test('logs people in, and the test of the provider finds nothing wrong', async () => {
      const { answer } = await logIn(both);
      assert.equal(answer.header('location'), frontend);
      assert.ok(answer.cookies.access_token.value);
      assert.equal((await both.gapura.command(['provider', 'test', 'google'])).sound, true);
    });

    test('and nobody while Google knows another key', async () => {
      const { publicKey } = generateKeyPairSync('ec', { namedCurve: crv });
      both.knows(known({ ...publicKey.export({ format: 'jwk' }), kid: jwk.kid, alg, use: 'sig' }, alg));
      const { answer } = await logIn(both);
      assert.equal(answer.header('location'), `${frontend}?error=login_failed`);
      assert.equal(answer.cookies.access_token, undefined);
      await assert.rejects(both.gapura.command(['provider', 'test', 'google']), ({ stdout }) => JSON.parse(stdout).reason.includes('invalid_client'));
    });
  });
}
