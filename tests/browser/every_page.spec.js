// Every page in every state, as it is without a server behind it: accessible, on any screen, with
// nothing that the pages' policy would block. Pictures are for who looks at them.
import { expect, expectAccessible, expectNoSidewaysScroll, expectTargetsLargeEnough, look } from './support/pages.js';
import { test } from './support/gallery.js';

// As it comes, and with all that an operator and a client set (gallery_test.cc). Pictures are of both
// in each language; where none is made, each comes once.
const once = [['plain', 'id'], ['regency', 'en']];
const shown = process.env.CI ? once : [...once, ['plain', 'en'], ['regency', 'id']];
for (const [guise, language] of shown) {
  test(`every page, ${guise}, ${language}`, look, async ({ page, gallery }, testInfo) => {
    test.setTimeout(240_000);
    const names = await gallery.pages(guise, language);
    expect(names).toContain('login_wrong');
    for (const name of names) {
      await test.step(name, async () => {
        await page.goto(`${gallery.url}/${guise}/${language}/${name}.html`);
        await expectNoSidewaysScroll(page);
        await expectTargetsLargeEnough(page);
        await expectAccessible(page, testInfo);
        if (!process.env.CI) {
          await page.screenshot({ path: testInfo.outputPath(`${name}.png`), fullPage: true });
        }
      });
    }
  });
}

test('every page reflows at 320 pixels and at twice the size of letters', async ({ page, gallery }) => {
  test.setTimeout(120_000);
  for (const name of await gallery.pages('regency', 'id')) {
    await test.step(name, async () => {
      await page.setViewportSize({ width: 320, height: 640 });
      await page.goto(`${gallery.url}/regency/id/${name}.html`);
      await expectNoSidewaysScroll(page);
      await page.setViewportSize({ width: 640, height: 640 });
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
      await expectNoSidewaysScroll(page);
    });
  }
});
