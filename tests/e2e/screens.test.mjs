/** Every list opens, in both languages, without a complaint of the browser or of axe. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Console, launch } from './lib/console.mjs';
import { Server } from './lib/server.mjs';
import { until } from './lib/until.mjs';

let server, browser;

before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  await someHistory();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Rows for the lists: codes that wait and one that was cancelled. */
async function someHistory() {
  const access = await server.login();
  const { results } = await server.ask('GET', '/api/utilisateurs/?page_size=3', undefined, access);
  for (const { id } of results) {
    await server.ask('POST', '/api/sessions/', { visitor_id: id, minutes: 45 }, access);
  }
  const { id } = await server.ask('POST', '/api/sessions/', { minutes: 5 }, access);
  await server.ask('DELETE', `/api/sessions/${id}/`, undefined, access);
}

const row = (page) => page.locator('tbody tr').first();
const SCREENS = [
  ['visitors', row],
  ['stations', row],
  ['sessions', row],
  ['logs', row],
  ['jobs', (page) => page.locator('[data-testid^=job-]').first()],
  ['dashboard', (page) => page.locator('main svg').first()],
  ['reports', (page) => page.locator('main')],
  ['agencies', row],
];
const TITLES = { fr: 'Plan de salle', en: 'Room plan' };

for (const language of ['fr', 'en']) {
  test(`all screens open in ${language}`, async (t) => {
    const desk = await Console.open(browser, server.url, { language });
    const { page } = desk;
    await page.goto('/');
    await page.getByTestId('login-form').waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), language);
    await t.test('login', () => desk.assertAccessible('login'));
    await desk.picture(`screen-login-${language}`);
    await desk.login('gerant');
    await desk.tile('PC-24').waitFor();
    await until('the link is live', async () => (await desk.link.getAttribute('data-status')) === 'live');
    assert.equal((await page.locator('h1').first().textContent()).trim(), TITLES[language]);
    await t.test('plan', () => desk.assertAccessible('plan'));
    await desk.picture(`screen-plan-${language}`);
    for (const [name, shown] of SCREENS) {
      await t.test(name, async () => {
        // By the menu: a page that is loaded anew would ask for the session first.
        await page.locator(`[role=menuitem][href$="/${name}"]`).click();
        await shown(page).waitFor();
        await page.waitForLoadState('networkidle');
        await desk.assertAccessible(name);
        await desk.picture(`screen-${name}-${language}`);
        assert.deepEqual(desk.complaints(), []);
      });
    }
    await desk.close();
  });
}

test('the dark theme is accessible too', async (t) => {
  const desk = await Console.open(browser, server.url, { dark: true });
  await desk.login();
  await desk.tile('PC-24').waitFor();
  await until('the link is live', async () => (await desk.link.getAttribute('data-status')) === 'live');
  await desk.assertAccessible('dark plan');
  await desk.picture('screen-plan-dark');
  await desk.page.locator('[role=menuitem][href$="/sessions"]').click();
  await row(desk.page).waitFor();
  await desk.assertAccessible('dark list');
  await desk.picture('screen-sessions-dark');
  await desk.close();
});

test('a phone has the whole desk', async () => {
  const desk = await Console.open(browser, server.url, { viewport: { width: 390, height: 844 } });
  await desk.login();
  await desk.tile('PC-01').waitFor();
  const width = await desk.page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 390, `${width} pixels wide`);
  await desk.assertAccessible('plan on a phone');
  await desk.picture('screen-plan-phone');
  await desk.close();
});

// AUD-014: the log says whether it is whole, and what its clean-up would take before it is started.
test('the log is verified, and its clean-up tells what would go', async () => {
  const desk = await Console.open(browser, server.url);
  const { page } = desk;
  await desk.login('gerant');
  await page.locator('[role=menuitem][href$="/logs"]').click();
  await row(page).waitFor();
  await page.getByTestId('verify-journal').click();
  await page.getByText(/Le journal est intact : \d+ lignes vérifiées/).waitFor();
  await page.getByTestId('clean-logs').click();
  await page.getByTestId('removable').getByText('Rien n’est assez ancien').waitFor();
  await desk.assertAccessible('what the clean-up would take');
  await page.getByRole('button', { name: 'Lancer maintenant' }).click();
  await page.getByText('« Nettoyer les anciennes lignes » est dans la file.').waitFor();
  await desk.close();
});

test('a list without rows says why', async () => {
  const desk = await Console.open(browser, server.url);
  const { page } = desk;
  await desk.login('gerant');
  await page.locator('[role=menuitem][href$="/batches"]').click();
  await page.getByTestId('nothing').getByText('Aucun lot de passes').waitFor();
  await desk.assertAccessible('an empty list');
  await page.locator('[role=menuitem][href$="/visitors"]').click();
  await row(page).waitFor();
  await page.locator('[name=q]').fill('zzzzz');
  await page.getByTestId('nothing').getByRole('button').click();
  await row(page).waitFor();
  await desk.close();
});
