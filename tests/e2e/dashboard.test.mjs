/** The dashboard: what it counts, where its numbers lead, and how each operator arranges it (KSK-009). */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Console, launch, PICTURES } from './lib/console.mjs';
import { Server } from './lib/server.mjs';
import { until } from './lib/until.mjs';

let server, browser;

before(async () => {
  [server, browser] = await Promise.all([Server.start({ furnished: true }), launch()]);
  await aMorning();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Sessions that ran, run and were never used; some of them sold. */
async function aMorning() {
  const access = await server.login();
  const ask = (method, where, body) => server.ask(method, where, body, access);
  const { results: stations } = await ask('GET', '/api/postes/?page_size=24');
  const start = async (index, more) => {
    const session = await ask('POST', '/api/sessions/', { station_id: stations[index].id, ...more });
    await ask('POST', `/api/sessions/${session.id}/start/`, {});
    return session.id;
  };
  for (const index of [0, 1, 13]) await ask('POST', `/api/sessions/${await start(index, { minutes: 30 })}/terminate/`, {});
  for (const index of [2, 14]) await start(index, { minutes: 60 });
  const { id } = await ask('POST', '/api/sessions/', { minutes: 5 });
  await ask('DELETE', `/api/sessions/${id}/`);
  const { results: tariffs } = await ask('GET', '/api/tariffs/?kind=duree&is_active=true');
  await ask('POST', '/api/caisse/tiroirs/', { register: 'Caisse 1', floats: {} });
  const sold = tariffs.find(({ price_minor: price, zone_id: zone }) => price > 0 && !zone);
  for (let sales = 0; sales < 2; sales += 1) {
    await ask('POST', '/api/sessions/', { tariff_id: sold.id, payment: { method: 'especes' } });
  }
}

/** The rows of the list that is shown, once there are so many. */
const rows = (desk, count) =>
  until(`${count} rows`, async () => /\/(sessions|sales)\?/.test(desk.page.url()) && (await desk.page.locator('.RaList-main tbody tr').count()) === count);

const widget = (desk, name) => desk.page.getByTestId(`widget-${name}`);
const order = (desk) => desk.page.locator('[data-testid^=widget-]').evaluateAll((all) => all.map(({ dataset }) => dataset.testid.slice(7)));

async function opened(options) {
  const desk = await Console.at('/dashboard', browser, server, options);
  await widget(desk, 'figures').getByRole('link').first().waitFor();
  return desk;
}

test('each number leads to the rows that make it (UI-003)', async () => {
  const desk = await opened();
  const { page } = desk;
  await page.getByTestId('period-today').click();
  const sessions = widget(desk, 'figures').getByRole('link', { name: 'Sessions : 5' });
  await sessions.waitFor();
  await desk.assertAccessible('dashboard');
  await desk.picture('dashboard-1-today');
  await sessions.click();
  await rows(desk, 5);
  await desk.assertAccessible('the rows');
  await page.goBack();

  // An hour of a room, its days, their sessions.
  const cell = page.locator('[data-testid^="cell-Salle A-"]').first();
  await cell.click();
  const days = page.getByTestId('hour-days');
  await days.getByRole('link').first().waitFor();
  await desk.assertAccessible('an hour');
  await desk.picture('dashboard-2-hour');
  await page.getByRole('button', { name: 'Fermer' }).click();

  const money = widget(desk, 'sales').getByRole('link').first();
  await money.click();
  await rows(desk, 2);
  await page.goBack();
  const unused = widget(desk, 'waiting').getByRole('link', { name: '1', exact: true });
  await unused.click();
  await rows(desk, 1);
  assert.deepEqual(desk.complaints(), []);
  await desk.close();
});

test('columns have a table in their place', async () => {
  const desk = await opened();
  const days = widget(desk, 'days');
  await desk.page.getByTestId('period-week').click();
  await until('seven days', async () => (await days.getByRole('listitem').count()) === 7);
  await days.getByTestId('switch-days').click();
  assert.equal(await days.getByRole('row').count(), 8);
  await desk.assertAccessible('a table');
  await days.getByRole('row').last().getByRole('link').first().click();
  await rows(desk, 5);
  assert.deepEqual(desk.complaints(), []);
  await desk.close();
});

test('widgets are chosen and ordered by keyboard and mouse, and follow their operator (UI-003)', async () => {
  const desk = await opened();
  const { page } = desk;
  assert.deepEqual((await order(desk)).slice(0, 3), ['figures', 'occupation', 'days']);
  const saved = () => page.waitForResponse((answer) => /preferences\/dashboard\.widgets/.test(answer.url()) && answer.ok());
  let kept = saved();
  await page.getByTestId('arrange').click();
  await desk.assertAccessible('arranging');
  // By the keyboard: up with its button, hidden with its box.
  await page.getByRole('button', { name: 'Monter : Occupation par salle et par heure' }).press('Enter');
  await page.getByRole('checkbox', { name: 'Afficher : Nouveaux visiteurs par jour' }).press('Space');
  await kept;
  // By the mouse.
  kept = saved();
  await page.getByTestId('arrange-reasons').dragTo(page.getByTestId('arrange-occupation'));
  await kept;
  await desk.picture('dashboard-3-arrange');
  await page.getByRole('button', { name: 'Fermer' }).click();
  const wanted = ['reasons', 'occupation', 'figures', 'days', 'held', 'sales', 'waiting', 'stations'];
  await until('the order', async () => (await order(desk)).join() === wanted.join());
  await desk.close();

  const elsewhere = await opened();
  assert.deepEqual(await order(elsewhere), wanted);
  const back = elsewhere.page.waitForResponse((answer) => /preferences\/dashboard\.widgets/.test(answer.url()) && answer.ok());
  await elsewhere.page.getByTestId('arrange').click();
  await elsewhere.page.getByRole('button', { name: 'Disposition d’origine' }).click();
  await back;
  await until('as at first', async () => (await order(elsewhere))[0] === 'figures');
  assert.deepEqual(elsewhere.complaints(), []);
  await elsewhere.close();
});

test('it fits every screen, in both themes and languages (UI-002, UI-005)', async () => {
  for (const [name, options] of Object.entries({
    360: { viewport: { width: 360, height: 780 } },
    768: { viewport: { width: 768, height: 1024 } },
    dark: { dark: true },
    english: { language: 'en' },
  })) {
    const desk = await opened({ who: 'accueil', ...options });
    const { page } = desk;
    await widget(desk, 'occupation').getByRole('table').waitFor();
    await widget(desk, 'visitors').getByRole('listitem').first().waitFor();
    const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(width <= 0, `${name}: ${width} pixels too wide`);
    await desk.assertAccessible(name);
    await desk.settle();
    await page.screenshot({ path: path.join(PICTURES, `dashboard-4-${name}.png`), fullPage: true });
    assert.deepEqual(desk.complaints(), []);
    await desk.close();
  }
});
