// Every recipe keeps the same promises, here against a stand-in that can also be late, wrong or gone.
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

import { startStandIn } from '../../../examples/support/stand-in-sso.mjs';
import { Browser } from '../support/browser.mjs';
import { freeAddress } from '../support/program.mjs';
import { recipes, startRecipe } from './support.mjs';

const site = { id: 'contoh', secret: 'rahasia' };

// As docs/decisions/0018-site-logout.md has it.
function signature(body, { secret = site.secret, time = Math.floor(Date.now() / 1000) } = {}) {
  const key = createHmac('sha256', secret).update('gapura site logout').digest();
  return `t=${time},v1=${createHmac('sha256', key).update(`${time}.${body}`).digest('hex')}`;
}

for (const name of recipes) {
  describe(`the recipe ${name}`, () => {
    let sso;
    let recipe;

    before(async () => {
      sso = await startStandIn({ site });
      recipe = await startRecipe(name, await freeAddress(), { SSO_URL: sso.url, SSO_SITE_ID: site.id, SSO_SITE_SECRET: site.secret });
    });
    after(async () => {
      await recipe?.stop();
      await sso?.stop();
    });

    // As far as the callback, without going there.
    async function untilCallback(browser) {
      const begun = await browser.ask(`${recipe.url}/auth/login`);
      const sent = await browser.ask(begun.to);
      return sent.to;
    }

    test('sends whoever is not logged in to the SSO, and no code in the address', async () => {
      const browser = new Browser();
      assert.match((await browser.ask(`${recipe.url}/`)).text, /href="\/auth\/login"/);
      const begun = await browser.go(`${recipe.url}/bayar`);
      const asked = begun.way.map(({ to }) => to).find((to) => to.startsWith(`${sso.url}/login?`));
      const back = new URL(new URL(asked).searchParams.get('redirectUrl'));
      assert.equal(back.origin + back.pathname, `${recipe.url}/auth/callback`);
      assert.deepEqual([...back.searchParams.keys()], ['state']);
      assert.ok(back.searchParams.get('state').length >= 43);
    });

    test('logs in, lands on a page without the code, and shows the secret to the SSO alone', async () => {
      const browser = new Browser();
      const landed = await browser.go(`${recipe.url}/bayar`);
      assert.equal(landed.status, 200);
      assert.equal(landed.url, `${recipe.url}/bayar`);
      assert.match(landed.text, /<strong>dayat<\/strong>/);
      const { code, authorization } = sso.seen.validations.at(-1);
      assert.equal(authorization, `Basic ${Buffer.from('contoh:rahasia').toString('base64')}`);
      assert.ok(!landed.text.includes(code) && !landed.text.includes('081234567890'));
      assert.ok(!recipe.log().includes(code), 'the code is in what the recipe logs');
      for (const step of [landed, ...landed.way.filter(({ url }) => url.startsWith(recipe.url))]) {
        assert.equal(step.headers['cache-control'], 'no-store');
        assert.match(step.headers['content-security-policy'], /default-src 'none'/);
      }
    });

    test('its session is an HttpOnly, Lax cookie, and another one after the login than before', async () => {
      const browser = new Browser();
      const callback = await untilCallback(browser);
      const planted = browser.cookie(recipe.url, 'session');
      const landed = await browser.ask(callback);
      assert.equal(landed.status, 303);
      assert.match(landed.headers['set-cookie'].at(-1), /^session=.*; *HttpOnly/i);
      assert.match(landed.headers['set-cookie'].at(-1), /SameSite=Lax/i);
      assert.ok(planted && planted !== browser.cookie(recipe.url, 'session'));
      const thief = new Browser();
      assert.equal((await thief.ask(`${recipe.url}/bayar`, { headers: { cookie: `session=${planted}` } })).status, 303);
    });

    test('a callback in another browser is refused, and the code not even looked at', async () => {
      const callback = await untilCallback(new Browser());
      const victim = new Browser();
      await victim.ask(`${recipe.url}/auth/login`);
      const asked = sso.seen.validations.length;
      for (const browser of [new Browser(), victim]) {
        const answer = await browser.ask(callback);
        assert.equal(answer.status, 400);
        assert.equal((await browser.ask(`${recipe.url}/bayar`)).status, 303);
      }
      assert.equal(sso.seen.validations.length, asked);
    });

    test('a callback serves once', async () => {
      const browser = new Browser();
      const callback = await untilCallback(browser);
      assert.equal((await browser.ask(callback)).status, 303);
      assert.equal((await browser.ask(callback)).status, 400);
    });

    test('a code that is worth nothing logs nobody in, and "Coba lagi" does', async () => {
      const browser = new Browser();
      const callback = new URL(await untilCallback(browser));
      callback.searchParams.set('code', 'kedaluwarsa');
      const refused = await browser.ask(callback.href);
      assert.equal(refused.status, 401);
      assert.match(refused.text, /Coba lagi/);
      assert.equal(refused.headers['referrer-policy'], 'no-referrer');
      assert.ok(!refused.text.includes('kedaluwarsa'));
      assert.equal((await browser.go(`${recipe.url}/auth/login`)).url, `${recipe.url}/bayar`);
    });

    const failures = {
      'that fails': (_request, response) => response.writeHead(500).end(),
      'that hangs up': (request) => request.socket.destroy(),
      'that says nothing': () => undefined,
      'that redirects': (_request, response) => response.writeHead(302, { Location: `${sso.url}/elsewhere` }).end(),
      'that answers with a page': (_request, response) => response.end('<html>'),
      'that answers in another shape': (_request, response) => response.end('{"status":true,"user":{"id":"23"}}'),
    };
    for (const [how, answer] of Object.entries(failures)) {
      test(`an SSO ${how} is said to be away, and nobody is logged in`, { timeout: 15_000 }, async () => {
        const browser = new Browser();
        const callback = await untilCallback(browser);
        sso.behaviour.answer = answer;
        try {
          const refused = await browser.ask(callback);
          assert.equal(refused.status, 503);
          assert.match(refused.text, /tidak menjawab/);
        } finally {
          sso.behaviour.answer = undefined;
        }
        assert.equal((await browser.ask(`${recipe.url}/bayar`)).status, 303);
      });
    }

    test('who cancels at the SSO is back at the start', async () => {
      sso.behaviour.cancel = true;
      const browser = new Browser();
      const landed = await browser.go(`${recipe.url}/auth/login`);
      sso.behaviour.cancel = false;
      assert.equal(new URL(landed.url).pathname, '/');
      assert.equal(landed.status, 200);
    });

    test('a name is text and never markup', async () => {
      sso.behaviour.user = { id: 24, username: '<b>"x"</b>', email: 'x@contoh.id', no_hp: '' };
      const landed = await new Browser().go(`${recipe.url}/bayar`);
      sso.behaviour.user = { id: 23, username: 'dayat', email: 'dayat@darulgs.co.id', no_hp: '081234567890' };
      assert.ok(!landed.text.includes('<b>'));
      assert.match(landed.text, /&(#60|lt);b/);
    });

    test('logging out is this site’s own form, and ends the session', async () => {
      const browser = new Browser();
      await browser.go(`${recipe.url}/bayar`);
      const session = browser.cookie(recipe.url, 'session');
      for (const headers of [{}, { Origin: 'https://evil.test' }, { Origin: 'null' }]) {
        assert.equal((await browser.ask(`${recipe.url}/auth/logout`, { method: 'POST', headers })).status, 403);
      }
      assert.equal((await browser.ask(`${recipe.url}/bayar`)).status, 200);
      assert.equal((await browser.ask(`${recipe.url}/auth/logout`, { method: 'POST', headers: { Origin: recipe.url } })).status, 303);
      const kept = await new Browser().ask(`${recipe.url}/bayar`, { headers: { cookie: `session=${session}` } });
      assert.equal(kept.status, 303);
    });

    describe('told by the SSO that a session is over', () => {
      const say = (body, header) =>
        fetch(`${recipe.url}/auth/sso-logout`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', ...(header && { 'Gapura-Signature': header }) },
          body,
          redirect: 'manual',
        });
      const about = (code) =>
        JSON.stringify({ event: 'logout', id: '01j', user_id: 23, session: createHash('sha256').update(code).digest('hex'), at: '2026-11-21T00:00:00.000000Z' });

      async function loggedIn() {
        const browser = new Browser();
        await browser.go(`${recipe.url}/bayar`);
        return { browser, code: sso.seen.validations.at(-1).code };
      }
      const status = async (browser) => (await browser.ask(`${recipe.url}/bayar`)).status;

      test('it ends that one session, once and again', async () => {
        const [leaves, stays] = [await loggedIn(), await loggedIn()];
        const body = about(leaves.code);
        for (const header of [signature(body), signature(body)]) {
          const answer = await say(body, header);
          assert.ok(answer.ok, `${answer.status}`);
        }
        assert.equal(await status(leaves.browser), 303);
        assert.equal(await status(stays.browser), 200);
      });

      test('by either of two secrets', async () => {
        const { browser, code } = await loggedIn();
        const body = about(code);
        const [time, mark] = signature(body).split(',');
        assert.ok((await say(body, `${time},v1=${'0'.repeat(64)},${mark}`)).ok);
        assert.equal(await status(browser), 303);
      });

      test('but nobody else ends one: LS6', async () => {
        const { browser, code } = await loggedIn();
        const body = about(code);
        const now = Math.floor(Date.now() / 1000);
        const wrong = [
          undefined,
          'x',
          't=,v1=',
          `t=${now}`,
          signature(body, { secret: 'lain' }),
          signature(body, { time: now - 400 }),
          signature(body, { time: now + 400 }),
          signature(body).replace(/^t=\d+/, `t=${now - 1}`),
          signature(about('other')),
          signature(body).slice(0, -2),
        ];
        for (const header of wrong) assert.equal((await say(body, header)).status, 401, header);
        assert.equal(await status(browser), 200);
      });

      test('of a session that it does not know it makes nothing', async () => {
        for (const body of [about('unknown'), '{"event":"logout","session":"../../etc/passwd"}', '{"event":"later"}']) {
          assert.ok((await say(body, signature(body))).ok);
        }
      });
    });
  });
}
