// An answer by POST (OAuth 2.0 Form Post Response Mode): pressed by a script where there are any,
// else by the person, and nothing of it in an address.
import { expect, expectAccessible, expectNoSidewaysScroll, logIn, look, words } from './support/people.js';
import { test } from './support/client.js';

test('an application takes its answer by POST', look, async ({ page, roaming, person, client }, testInfo) => {
  await logIn(page, person, words.id);
  await roaming.goto(client.authorize('openid'));
  await roaming.getByRole('button', { name: 'Izinkan', exact: true }).click();
  await roaming.waitForURL(`${client.url}/**`);
  const ask = client.authorize('openid', { response_mode: 'form_post' });
  await roaming.goto(ask, { waitUntil: 'commit' });
  if (!testInfo.project.use.javaScriptEnabled) {
    await expect(roaming.getByRole('heading', { level: 1 })).toHaveText('Kembali ke aplikasi');
    await expectNoSidewaysScroll(roaming);
    await expectAccessible(roaming, testInfo);
    await roaming.screenshot({ path: testInfo.outputPath('form-post.png'), fullPage: true });
    await roaming.getByRole('button', { name: 'Lanjutkan', exact: true }).click();
  }
  await expect(roaming.getByRole('heading', { level: 1 })).toHaveText('Kembali di Travelin');
  expect(roaming.url()).toBe(`${client.url}/kembali`);
  expect(client.posts).toHaveLength(1);
  const [{ type, body, origin }] = client.posts;
  expect(origin).toBe(new URL(ask).origin);
  expect(type).toBe('application/x-www-form-urlencoded');
  const said = Object.fromEntries(new URLSearchParams(body));
  expect(Object.keys(said).sort()).toEqual(['code', 'iss', 'state']);
  expect(said.state).toBe('s1');
});
