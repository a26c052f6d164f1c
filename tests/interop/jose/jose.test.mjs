// Our JOSE layer and npm's jose, each verifying what the other signed and reading the other's keys.
// GAPURA_JOSE_CLI names the program built from gapura_jose_cli.cc.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { before, describe, test } from 'node:test';
import * as jose from 'jose';

const program = process.env.GAPURA_JOSE_CLI;
assert.ok(program, 'GAPURA_JOSE_CLI must name the gapura_jose_cli program');

const algorithms = [
  'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA',
];
const macs = { HS256: 32, HS384: 48, HS512: 64 };
const claims = { iss: 'https://sso.example', sub: '23', name: 'Sari — 日本', exp: 4102444800 };
const payload = JSON.stringify(claims);
const header = (alg) => ({ alg, kid: 'k1', typ: 'at+jwt' });

function ours(request) {
  const run = spawnSync(program, { input: JSON.stringify(request), encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout);
}

const publicOf = ({ kty, crv, x, y, n, e, kid, alg, use }) =>
  JSON.parse(JSON.stringify({ kty, crv, x, y, n, e, kid, alg, use }));

for (const alg of algorithms) {
  describe(alg, () => {
    let mine;
    let theirs;
    before(async () => {
      mine = ours({ do: 'generate', alg, kid: 'k1' });
      const { privateKey, publicKey } = await jose.generateKeyPair(alg, { extractable: true });
      theirs = {
        sign: privateKey,
        verify: publicKey,
        private: { ...(await jose.exportJWK(privateKey)), kid: 'k1', alg },
        public: { ...(await jose.exportJWK(publicKey)), kid: 'k1', alg, use: 'sig' },
      };
    });
    const sign = (key) => new jose.SignJWT(claims).setProtectedHeader(header(alg)).sign(key);

    test('jose verifies what we signed with our key', async () => {
      const { jws } = ours({ do: 'sign', key: mine.private, typ: 'at+jwt', payload });
      const set = jose.createLocalJWKSet({ keys: [mine.public] });
      const verified = await jose.jwtVerify(jws, set, { algorithms: [alg], typ: 'at+jwt' });
      assert.deepEqual(verified.payload, claims);
      assert.deepEqual(verified.protectedHeader, header(alg));
    });

    test('we verify what jose signed with its key', async () => {
      const jws = await sign(theirs.sign);
      const answer = ours({ do: 'verify', keys: { keys: [theirs.public] }, typ: 'at+jwt', jws });
      assert.deepEqual(answer, { claims, kid: 'k1' });
    });

    test('our private key signs in jose, and the other way round', async () => {
      const jws = await sign(await jose.importJWK(mine.private, alg));
      const answer = ours({ do: 'verify', keys: { keys: [mine.public] }, typ: 'at+jwt', jws });
      assert.deepEqual(answer, { claims, kid: 'k1' });
      const byUs = ours({ do: 'sign', key: theirs.private, typ: 'at+jwt', payload });
      const verified = await jose.jwtVerify(byUs.jws, theirs.verify, { algorithms: [alg] });
      assert.deepEqual(verified.payload, claims);
    });

    test('thumbprints and published forms are the same', async () => {
      assert.equal(await jose.calculateJwkThumbprint(mine.public), mine.thumbprint);
      assert.deepEqual(publicOf(mine.private), mine.public);
      const read = ours({ do: 'thumbprint', key: theirs.public });
      assert.equal(read.thumbprint, await jose.calculateJwkThumbprint(theirs.public));
      assert.deepEqual(read.public, theirs.public);
    });

    test('a changed token is refused by both (TK12)', async () => {
      const { jws } = ours({ do: 'sign', key: mine.private, typ: 'at+jwt', payload });
      const [head, , signature] = jws.split('.');
      const changed = [head, jose.base64url.encode('{"sub":"1"}'), signature].join('.');
      await assert.rejects(jose.jwtVerify(changed, jose.createLocalJWKSet({ keys: [mine.public] })));
      const keys = { keys: [mine.public] };
      assert.equal(ours({ do: 'verify', keys, typ: 'at+jwt', jws: changed }).refused, 'RFC7515-5.2');
    });
  });
}

describe('MACs', () => {
  for (const [alg, size] of Object.entries(macs)) {
    const secret = crypto.getRandomValues(new Uint8Array(size));
    const key = { kty: 'oct', k: jose.base64url.encode(secret), alg, kid: 'k1' };

    test(`${alg}: jose verifies what we signed`, async () => {
      const { jws } = ours({ do: 'sign_mac', key, typ: 'JWT', payload });
      const verified = await jose.jwtVerify(jws, secret, { algorithms: [alg], typ: 'JWT' });
      assert.deepEqual(verified.payload, claims);
    });

    test(`${alg}: we verify what jose signed`, async () => {
      const jws = await new jose.SignJWT(claims)
        .setProtectedHeader({ alg, kid: 'k1', typ: 'JWT' }).sign(secret);
      assert.deepEqual(ours({ do: 'verify_mac', key, typ: 'JWT', jws }), { claims, kid: 'k1' });
    });
  }
});
