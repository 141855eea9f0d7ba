/** The components that screens are made of, on one page (UI-007). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Console, launch } from './lib/console.mjs';
import { Server } from './lib/server.mjs';

const PIECES = ['Button', 'StatsCard', 'LoadingSpinner', 'Modal', 'NotificationBell', 'ProjectCard', 'TaskCard'];
let server, browser;

before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const [width, dark, language] of [[1440, false, 'fr'], [768, true, 'en'], [360, false, 'fr'], [360, true, 'en']]) {
  test(`seven components at ${width} px, ${dark ? 'dark' : 'light'}`, async () => {
    const desk = await Console.open(browser, server.url, { viewport: { width, height: 900 }, dark, language });
    const { page } = desk;
    await desk.login();
    await desk.tile('PC-01').waitFor();
    await page.goto('/gallery');
    for (const piece of PIECES) await page.getByTestId(`piece-${piece}`).waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${wide} px too wide`);
    await desk.assertAccessible('the gallery');
    await desk.picture(`gallery-${width}-${dark ? 'dark' : 'light'}`);
    await page.getByTestId('open-modal').click();
    await page.getByTestId('gallery-modal').waitFor();
    await desk.assertAccessible('a window');
    await page.keyboard.press('Escape');
    await page.getByTestId('gallery-modal').waitFor({ state: 'detached' });
    assert.deepEqual(desk.complaints(), []);
    await desk.close();
  });
}
