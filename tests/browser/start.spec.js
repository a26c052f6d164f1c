import { expect, expectAccessible, expectNoSidewaysScroll, expectPageHeaders, look, test } from './support/pages.js';

const words = {
  id: { locale: 'id-ID', title: 'Satu akun untuk semua layanan', account: 'Buka akun Anda', healthy: 'Layanan berjalan normal' },
  en: { locale: 'en-GB', title: 'One account for every service', account: 'Open your account', healthy: 'Service is running normally' },
};

for (const [language, expected] of Object.entries(words)) {
  test.describe(`start page, ${language}`, () => {
    test.use({ locale: expected.locale });

    test('says what this is, accessibly and with the headers of AZ15', look, async ({ page, server }, testInfo) => {
      const response = await page.goto('/');
      expect(response.status()).toBe(200);
      expectPageHeaders(response);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(expected.title);
      await expect(page.getByText(expected.healthy)).toBeVisible();
      await expect(page.getByRole('link', { name: expected.account })).toHaveAttribute('href', '/account');
      await expect(page.getByText(server.url)).toBeVisible();
      await expectNoSidewaysScroll(page);
      await expectAccessible(page, testInfo);
      await page.screenshot({ path: testInfo.outputPath(`start-${language}.png`), fullPage: true });
    });

    test('tells operators where to go next, on their request', look, async ({ page }, testInfo) => {
      await page.goto('/');
      await expect(page.getByText('gapura audit verify')).toBeHidden();
      await page.locator('summary').click();
      await expect(page.getByText('gapura audit verify')).toBeVisible();
      await expectAccessible(page, testInfo);
      await page.screenshot({ path: testInfo.outputPath(`operators-${language}.png`), fullPage: true });
    });
  });
}

test.describe('for a language that is not spoken here', () => {
  test.use({ locale: 'fr-FR' });

  test('the page is Indonesian, switched by a link, and the switch is remembered', async ({ page }) => {
    await page.goto('/?from=elsewhere');
    await expect(page.locator('html')).toHaveAttribute('lang', 'id');
    await page.getByRole('link', { name: 'English' }).click();
    await expect(page).toHaveURL('/?from=elsewhere&lang=en');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await page.goto('/');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await page.getByRole('link', { name: 'Bahasa Indonesia' }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'id');
  });
});

test('everything is reached by the keyboard and seen where it is', async ({ page }) => {
  await page.goto('/');
  for (const focused of ['a.brand', 'a.language', 'a.button', 'summary']) {
    await page.keyboard.press('Tab');
    await expect(page.locator(focused)).toBeFocused();
    await expect(page.locator(focused)).toHaveCSS('outline-style', 'solid');
    await expect(page.locator(focused)).toHaveCSS('outline-width', '3px');
  }
  await page.keyboard.press('Enter');
  await expect(page.locator('details')).toHaveAttribute('open');
});

test('the page reflows at 320 pixels and at twice the size of letters', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto('/');
  await page.locator('summary').click();
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 640, height: 640 });
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
  await expectNoSidewaysScroll(page);
});

test('nothing moves for those who asked for less motion', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/');
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')].filter((element) => {
      const style = getComputedStyle(element);
      return style.transitionDuration !== '0s' || style.animationName !== 'none';
    }).length);
  expect(moving).toBe(0);
});
