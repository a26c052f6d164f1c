import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { AuthError, type Ending, openSession, type World } from '../src/session.ts';
import { openBrowser } from './browser.ts';
import { type Api, scriptedApi, user } from './scripted_api.ts';

const loggedIn = { access_token: 'a1', refresh_token: 'r1', is_logged_in: 'true' };

let api: Api;
beforeEach(async () => (api = await scriptedApi()));
afterEach(() => api.close());

// A tab of a browser, and what its application was told.
function open(world: World, more = {}) {
  const told: (Ending | 'begun')[] = [];
  const session = openSession({ api: api.url, ended: (why) => told.push(why), begun: () => told.push('begun'), ...more }, world);
  return { ...session, told };
}
const tabs = (count: number, browser = openBrowser(loggedIn), without = {}) =>
  Array.from({ length: count }, () => open(browser.tab(without)));

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a request', () => {
  test('goes with the cookies, and in the language of the page', async () => {
    const tab = open(openBrowser(loggedIn).tab(), { language: () => 'en' });
    assert.deepEqual(await tab.profile(), user);
    assert.equal(api.state.seen[0]?.language, 'en');
    assert.equal(api.asked('/auth/refresh-token'), 0);
  });

  test('that is answered with 401 is repeated after one renewal, body and all', async () => {
    const [tab] = tabs(1);
    api.expire();
    const answer = await tab!.fetch('/api/notes', { method: 'POST', body: 'Beli melati' });
    assert.deepEqual(await answer.json(), { path: '/api/notes', body: 'Beli melati' });
    assert.equal(api.asked('/auth/refresh-token'), 1);
    assert.deepEqual(tab!.told, []);
  });

  test('waits with all others for the same renewal', async () => {
    const [tab] = tabs(1);
    api.expire();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => tab!.fetch(`/api/${n}`)));
    assert.ok(answers.every(({ ok }) => ok));
    assert.equal(api.asked('/auth/refresh-token'), 1);
  });

  test('whose 401 comes when the renewal is done is only repeated', async () => {
    const [tab] = tabs(1);
    api.expire();
    let late = () => {};
    const held = new Promise<void>((resolve) => (late = resolve));
    api.state.instead['/api/slow'] = async (_request, response) => {
      api.state.instead['/api/slow'] = undefined;
      await held;
      response.writeHead(401).end();
    };
    const slow = tab!.fetch('/api/slow');
    assert.deepEqual(await tab!.profile(), user);
    late();
    assert.equal((await slow).status, 200);
    assert.equal(api.asked('/auth/refresh-token'), 1);
  });

  test('that is refused again after the renewal ends the session', async () => {
    const [tab] = tabs(1);
    api.state.instead['/api/notes'] = (_request, response) => response.writeHead(401).end();
    assert.equal((await tab!.fetch('/api/notes')).status, 401);
    assert.equal(api.asked('/auth/refresh-token'), 1);
    assert.equal(api.asked('/api/notes'), 2);
    assert.deepEqual(tab!.told, ['expired']);
  });

  test('that is answered with 403 ends the session without a renewal', async () => {
    const browser = openBrowser(loggedIn);
    const tab = open(browser.tab());
    api.state.instead['/auth/profile'] = (_request, response) => response.writeHead(403).end('{"errors":["Akun tidak aktif"]}');
    assert.equal(await tab.profile(), undefined);
    assert.equal(api.asked('/auth/refresh-token'), 0);
    assert.deepEqual(tab.told, ['refused']);
    assert.equal(browser.jar.has('is_logged_in'), false);
  });

  test('that fails otherwise ends nothing', async () => {
    const browser = openBrowser(loggedIn);
    const tab = open(browser.tab());
    api.state.instead['/auth/profile'] = (_request, response) => response.writeHead(500).end('gangguan');
    await assert.rejects(tab.profile(), { name: 'Error', status: 500, errors: [] });
    assert.deepEqual(tab.told, []);
    assert.equal(tab.hint(), true);
  });
});

describe('a renewal', () => {
  test('that is refused clears the hint and says so once, to all who wait', async () => {
    const browser = openBrowser({ ...loggedIn, refresh_token: 'spent' });
    const tab = open(browser.tab());
    api.expire();
    const answers = await Promise.all([tab.fetch('/api/1'), tab.fetch('/api/2'), tab.profile()]);
    assert.deepEqual(answers.slice(0, 2).map((answer) => (answer as Response).status), [401, 401]);
    assert.equal(answers[2], undefined);
    assert.deepEqual(tab.told, ['expired']);
    assert.equal(tab.hint(), false);
    assert.equal(api.asked('/auth/refresh-token'), 1);
  });

  test('that is refused with 403 tells that the account is refused', async () => {
    const [tab] = tabs(1);
    api.expire();
    api.state.instead['/auth/refresh-token'] = (_request, response) => response.writeHead(403).end();
    assert.equal(await tab!.profile(), undefined);
    assert.deepEqual(tab!.told, ['refused']);
  });

  test('that a server in trouble did not answer ends nothing', async () => {
    const [tab] = tabs(1);
    api.expire();
    for (const status of [429, 500, 503]) {
      api.state.instead['/auth/refresh-token'] = (_request, response) => response.writeHead(status).end();
      await assert.rejects(tab!.profile(), { status });
    }
    api.state.instead['/auth/refresh-token'] = (request) => request.socket.destroy();
    await assert.rejects(tab!.profile(), TypeError);
    assert.deepEqual(tab!.told, []);
    assert.equal(tab!.hint(), true);
    api.state.instead = {};
    assert.deepEqual(await tab!.profile(), user);
  });

  test('whose answer was lost is asked for once more', async () => {
    const [tab] = tabs(1);
    api.expire();
    api.state.instead['/auth/refresh-token'] = (request) => {
      api.state.instead = {};
      request.socket.destroy();
    };
    assert.deepEqual(await tab!.profile(), user);
    assert.equal(api.asked('/auth/refresh-token'), 2);
  });
});

describe('ten tabs', () => {
  test('renew once between them', async () => {
    const ten = tabs(10);
    api.expire();
    const answers = await Promise.all(ten.flatMap((tab) => [tab.profile(), tab.profile()]));
    assert.deepEqual(answers, Array(20).fill(user));
    assert.equal(api.asked('/auth/refresh-token'), 1);
    assert.deepEqual(ten.flatMap(({ told }) => told), []);
  });

  test('without a common storage renew one after the other, and none is logged out', async () => {
    const ten = tabs(10, undefined, { storage: false });
    api.expire();
    assert.deepEqual(await Promise.all(ten.map((tab) => tab.profile())), Array(10).fill(user));
    assert.deepEqual(ten.flatMap(({ told }) => told), []);
  });

  test('without locks send what they have, and go by what each is answered', async () => {
    const ten = tabs(10, undefined, { locks: false, channel: false });
    api.expire();
    // As Gapura does within its grace: the same successor for all.
    let answered: object | undefined;
    api.state.instead['/auth/refresh-token'] = (_request, response) => {
      if (!answered) {
        api.state.refresh = 2;
        api.state.access.add('a2');
        answered = { 'Set-Cookie': ['access_token=a2', 'refresh_token=r2', 'is_logged_in=true'] };
      }
      response.writeHead(200, { ...answered }).end('{}');
    };
    assert.deepEqual(await Promise.all(ten.map((tab) => tab.profile())), Array(10).fill(user));
    assert.deepEqual(ten.flatMap(({ told }) => told), []);
  });

  test('are told when one logs out, and when one logs in', async () => {
    const ten = tabs(10);
    await ten[0]!.logOut();
    await turn();
    assert.deepEqual(ten.map(({ told }) => told), Array(10).fill(['logout']));
    await ten[0]!.logIn('dayat', 'benar', '123456');
    await turn();
    assert.deepEqual(ten.slice(1).map(({ told }) => told), Array(9).fill(['logout', 'begun']));
    assert.deepEqual(await ten[9]!.profile(), user);
  });

  test('are not logged out by one whose renewal lost against a login', async () => {
    const browser = openBrowser({ ...loggedIn, refresh_token: 'spent' });
    const [one, other] = tabs(2, browser);
    api.expire();
    let open = () => {};
    api.state.gate = new Promise<void>((resolve) => (open = resolve));
    const profile = one!.profile();
    while (!api.asked('/auth/refresh-token')) await turn();
    await other!.logIn('dayat', 'benar', '123456');
    open();
    assert.deepEqual(await profile, user);
    await turn();
    assert.deepEqual(one!.told, ['begun']);
    assert.equal(one!.hint(), true);
  });
});

describe('the start of the page', () => {
  test('with the hint asks for the profile', async () => {
    const [tab] = tabs(1);
    assert.deepEqual(await tab!.resume(), user);
    assert.deepEqual(api.state.seen.map(({ path }) => path), ['/auth/profile']);
  });

  test('with a forged hint finds nobody, and clears it', async () => {
    const browser = openBrowser({ is_logged_in: 'true' });
    const tab = open(browser.tab());
    assert.equal(await tab.resume(), undefined);
    assert.equal(browser.jar.has('is_logged_in'), false);
    assert.deepEqual(api.state.seen.map(({ path }) => path), ['/auth/profile', '/auth/refresh-token']);
  });

  test('without it finds whoever Gapura knows', async () => {
    const tab = open(openBrowser({ refresh_token: 'r1' }).tab());
    assert.deepEqual(await tab.resume(), user);
    assert.deepEqual(api.state.seen.map(({ path }) => path), ['/auth/refresh-token', '/auth/profile']);
  });

  test('without it and without a session asks once', async () => {
    const tab = open(openBrowser({ is_logged_in: 'trueish' }).tab());
    assert.equal(await tab.resume(), undefined);
    assert.deepEqual(api.state.seen.map(({ path }) => path), ['/auth/refresh-token']);
  });
});

describe('a login', () => {
  test('gives the user, and what is refused in the words of the API', async () => {
    const tab = open(openBrowser().tab());
    await assert.rejects(tab.logIn('dayat', 'salah'), (error: AuthError) => {
      assert.deepEqual([error.status, error.message, error.next], [401, 'Kredensial tidak valid', []]);
      return error instanceof AuthError;
    });
    await assert.rejects(tab.logIn('dayat', 'benar'), { status: 401, next: ['totp'] });
    assert.deepEqual(await tab.logIn('dayat', 'benar', '123456'), user);
    assert.deepEqual(tab.told, []);
    assert.equal(tab.hint(), true);
    assert.equal(api.asked('/auth/refresh-token'), 0);
  });

  test('by a provider begins at the API', () => {
    const [tab] = tabs(1);
    assert.equal(tab!.providerUrl('google'), `${api.url}/auth/google`);
  });
});

describe('a logout', () => {
  test('that failed leaves the session and throws', async () => {
    const [tab] = tabs(1);
    api.state.instead['/auth/logout'] = (_request, response) => response.writeHead(503).end();
    await assert.rejects(tab!.logOut(), { status: 503 });
    assert.deepEqual(tab!.told, []);
    assert.equal(tab!.hint(), true);
  });

  test('clears the hint where it was set', async () => {
    const world = openBrowser(loggedIn).tab();
    const lines: string[] = [];
    const tab = open({ ...world, document: { get cookie() { return ''; }, set cookie(line) { lines.push(line); } } }, { hintDomain: 'example.id' });
    await tab.logOut();
    assert.deepEqual(lines, ['is_logged_in=; Path=/; Max-Age=0; Domain=example.id']);
  });
});

test('no token is read by the file, from cookie or answer', () => {
  assert.doesNotMatch(openSession.toString(), /access_token|refresh_token/);
});
