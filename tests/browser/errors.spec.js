import { expect, expectAccessible, expectNoSidewaysScroll, expectPageHeaders, look, test } from './support/pages.js';

const failures = [
  { status: 404, path: '/nothing-here', id: 'Halaman tidak ditemukan', en: 'Page not found' },
  {
    status: 405,
    path: '/',
    method: 'POST',
    id: 'Halaman ini tidak dapat dibuka langsung',
    en: 'This page cannot be opened directly',
  },
];

for (const { status, path, method, ...titles } of failures) {
  for (const [language, title] of Object.entries(titles)) {
    test.describe(`${status}, ${language}`, () => {
      test.use({ locale: language });

      test('says what happened and the id to report', look, async ({ page, server }, testInfo) => {
        if (method) {
          await page.route(`${server.url}${path}`, (route) => route.continue({ method }));
        }
        const response = await page.goto(path);
        expect(response.status()).toBe(status);
        expectPageHeaders(response);
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
        const id = response.headers()['x-request-id'];
        expect(id).toMatch(/^\S{16,}$/);
        await expect(page.locator('#request-id')).toHaveText(id);
        await expectNoSidewaysScroll(page);
        await expectAccessible(page, testInfo);
        await page.screenshot({ path: testInfo.outputPath(`${status}-${language}.png`), fullPage: true });

        await page.locator('summary').click();
        await expect(page.locator('.facts code')).toBeVisible();
        await expectAccessible(page, testInfo);
      });
    });
  }
}

test('an error page leads home, and to itself in the other language', async ({ page }) => {
  await page.goto('/nothing-here?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E');
  await page.getByRole('link', { name: /English|Bahasa Indonesia/ }).click();
  await expect(page).toHaveURL(/\/nothing-here\?q=.*&lang=(id|en)$/);
  await expect(page.locator('script')).toHaveCount(0);
  await page.locator('a.button').click();
  await expect(page).toHaveURL('/');
});

test('a program is answered in JSON', async ({ request }) => {
  const response = await request.get('/nothing-here', { headers: { Accept: 'application/json' } });
  expect(response.status()).toBe(404);
  expect(await response.json()).toMatchObject({
    errors: ['Halaman tidak ditemukan'],
    error: 'not_found',
    request_id: response.headers()['x-request-id'],
  });
});
