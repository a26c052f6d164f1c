// Every recipe keeps the same promises, here against a stand-in that can also be late, wrong or gone.
import assert from 'node:assert/strict';
import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { dayat, startStandIn } from '../../../examples/support/stand-in-sso.mjs';
import { Browser } from '../support/browser.mjs';
import { freeAddress } from '../support/program.mjs';
import { noticeOf, signature, site, tell } from './notice.mjs';
import { recipes, startRecipe } from './support.mjs';

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
      sso.behaviour.user = dayat;
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
      let teller;

      // PHP's own server does one thing at a time: where one runs, another is told, as with FPM.
      before(async () => {
        if (name !== 'php') return;
        const env = { APP_URL: recipe.url, SESSION_PATH: recipe.sessions, SSO_URL: sso.url, SSO_SITE_ID: site.id, SSO_SITE_SECRET: site.secret };
        teller = await startRecipe(name, await freeAddress(), env);
      });
      after(() => teller?.stop());
      const say = (body, header) => tell((teller ?? recipe).url, body, header);

      async function loggedIn() {
        const browser = new Browser();
        await browser.go(`${recipe.url}/bayar`);
        return { browser, code: sso.seen.validations.at(-1).code };
      }
      const status = async (browser) => (await browser.ask(`${recipe.url}/bayar`)).status;

      // Calls back while the SSO takes its time, and `meanwhile` happens.
      async function callBack(browser, callback, meanwhile, answer) {
        sso.behaviour.answer = async (_request, response) => {
          await meanwhile();
          answer(response);
        };
        try {
          return (await browser.ask(callback)).status;
        } finally {
          sso.behaviour.answer = undefined;
        }
      }
      const fails = (response) => response.writeHead(500).end();
      const knowsDayat = (response) => response.end(JSON.stringify({ status: true, user: dayat }));

      test('it ends that one session, once and again', async () => {
        const [leaves, stays] = [await loggedIn(), await loggedIn()];
        const body = noticeOf(leaves.code);
        for (let times = 0; times < 2; times += 1) {
          const answer = await say(body);
          assert.ok(answer.ok, `${answer.status}`);
          assert.equal(answer.headers.get('set-cookie'), null, 'a server is no browser');
        }
        assert.equal(await status(leaves.browser), 303);
        assert.equal(await status(stays.browser), 200);
      });

      test('by either of two secrets', async () => {
        const { browser, code } = await loggedIn();
        const body = noticeOf(code);
        const [time, mark] = signature(body).split(',');
        assert.ok((await say(body, `${time},v1=${'0'.repeat(64)},${mark}`)).ok);
        assert.equal(await status(browser), 303);
      });

      test('but nobody else ends one: LS6', async () => {
        const { browser, code } = await loggedIn();
        const body = noticeOf(code);
        const now = Math.floor(Date.now() / 1000);
        const wrong = [
          null,
          'x',
          't=,v1=',
          `t=${now}`,
          signature(body, { secret: 'lain' }),
          signature(body, { time: now - 400 }),
          signature(body, { time: now + 400 }),
          signature(body).replace(/^t=\d+/, `t=${now - 1}`),
          signature(noticeOf('other')),
          signature(body).slice(0, -2),
        ];
        for (const header of wrong) {
          const answer = await say(body, header);
          assert.equal(answer.status, 401, header);
          assert.equal(answer.headers.get('set-cookie'), null);
        }
        assert.equal(await status(browser), 200);
      });

      test('of a session that it does not know it makes nothing', async () => {
        for (const body of [noticeOf('unknown'), '{"event":"logout","session":"../../etc/passwd"}', '{"event":"later"}']) {
          assert.ok((await say(body)).ok);
        }
      });

      test('what is said of a session other than its end, ends none', async () => {
        const { browser, code } = await loggedIn();
        assert.ok((await say(noticeOf(code, { event: 'renamed' }))).ok);
        assert.equal(await status(browser), 200);
      });

      test('the end of no session in particular, or of this browser’s last, is not that of a login under way', async () => {
        const { browser, code } = await loggedIn();
        for (const [who, body] of [[new Browser(), '{"event":"logout"}'], [browser, noticeOf(code)]]) {
          const callback = await untilCallback(who);
          assert.ok((await say(body)).ok);
          assert.equal((await who.ask(callback)).status, 303);
          assert.equal(await status(who), 200);
        }
      });

      test('before it began: it does not begin, and the next one does: LS6', async () => {
        const browser = new Browser();
        const callback = await untilCallback(browser);
        const body = noticeOf(new URL(callback).searchParams.get('code'));
        await callBack(browser, callback, async () => assert.ok((await say(body)).ok), knowsDayat);
        assert.equal(await status(browser), 303);
        assert.equal((await browser.go(`${recipe.url}/bayar`)).status, 200);
      });

      test('while that browser is asking for something: the answer brings nobody back: LS6', async () => {
        const { browser, code } = await loggedIn();
        const callback = await untilCallback(browser);
        assert.equal(await callBack(browser, callback, async () => assert.ok((await say(noticeOf(code))).ok), fails), 503);
        assert.equal(await status(browser), 303);
      });

      if (name === 'php') {
        test('what it keeps of sessions that are over goes when they could not live any more', async () => {
          const kept = () => readdirSync(recipe.sessions).filter((file) => !file.startsWith('sess_'));
          for (const file of kept()) utimesSync(join(recipe.sessions, file), 0, 0);
          assert.ok((await say(noticeOf('only this one'))).ok);
          assert.equal(kept().length, 1);
        });
      } else {
        // PHP locks a session for as long as a request runs: a logout waits for it.
        test('and so it is with whoever presses "Keluar" meanwhile', async () => {
          const { browser } = await loggedIn();
          const callback = await untilCallback(browser);
          const leave = () => browser.ask(`${recipe.url}/auth/logout`, { method: 'POST', headers: { Origin: recipe.url } });
          assert.equal(await callBack(browser, callback, leave, fails), 503);
          assert.equal(await status(browser), 303);
        });
      }
    });
  });
}
