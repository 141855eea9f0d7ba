/** Every list, page and form of the console, on a phone in the dark (UI-001, UI-002, UI-006, UI-008). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Console, launch } from './lib/console.mjs';
import { occupied } from './lib/floor.mjs';
import { Server } from './lib/server.mjs';
import { until } from './lib/until.mjs';

let server, browser, floor, pages;

before(async () => {
  server = await Server.start({ furnished: true });
  floor = await occupied(server, [60, 3, 0]);
  pages = await addresses(await server.login('gerant'));
  browser = await launch();
});

after(async () => {
  floor?.close();
  await browser?.close();
  await server?.stop();
});

const LISTS = {
  visitors: '/api/utilisateurs/',
  stations: '/api/postes/?search=PC-01',
  sessions: '/api/sessions/?statut=active',
  batches: '/api/sessions/lots/',
  sales: '/api/caisse/ventes/',
  tills: '/api/caisse/tiroirs/',
  logs: '/api/logs/',
  agencies: '/api/agencies/',
  zones: '/api/zones/',
  tariffs: '/api/tariffs/',
  users: '/api/accounts/users/',
  services: '/api/accounts/services/',
};
const EDITED = ['visitors', 'stations', 'agencies', 'zones', 'tariffs', 'users', 'services'];
const OTHERS = ['closings', 'reports', 'roles', 'permissions', 'api-keys', 'dashboard', 'cash', 'jobs', 'system', 'parameters', 'terms', 'boot-images', 'starts', 'account', 'gallery'];

/** Each screen's address, with a record of each kind. */
async function addresses(access) {
  const ask = (method, path, body) => server.ask(method, path, body, access);
  await ask('POST', '/api/accounts/services/', { code: 'mediation', name: 'Médiation' });
  await ask('POST', '/api/sessions/lots/', { label: 'Forum', count: 3, minutes: 30 });
  await ask('POST', '/api/caisse/tiroirs/', { register: 'Caisse 1', floats: { EUR: 5000 } });
  const tariffs = await ask('GET', '/api/tariffs/prix/');
  const { tariff_id, price_minor, currency } = tariffs.prices.find((price) => price.kind === 'duree' && price.price_minor > 0);
  const payment = { method: 'especes', expected: { amount_minor: price_minor, currency } };
  await ask('POST', '/api/sessions/', { tariff_id, payment });
  const found = ['/', ...OTHERS.map((name) => `/${name}`)];
  for (const [name, path] of Object.entries(LISTS)) {
    const { results } = await ask('GET', path);
    assert.ok(results.length > 0, `no record of ${name}`);
    found.push(`/${name}`, `/${name}/${results[0].id}/show`);
    if (EDITED.includes(name)) found.push(`/${name}/${results[0].id}`, `/${name}/create`);
  }
  return [...found, '/batches/create'];
}

const VIEWS = {
  'a phone in the dark': { viewport: { width: 360, height: 780 }, language: 'en', dark: true },
};

for (const [view, options] of Object.entries(VIEWS)) {
  test(`every screen opens by its address on ${view}`, async () => {
    const desk = await Console.open(browser, server.url, options);
    const { page } = desk;
    await desk.login('gerant');
    await desk.link.waitFor();
    for (const address of pages) {
      await page.goto(address);
      await page.locator('h1').first().waitFor();
      await page.waitForLoadState('networkidle');
      await until(`${address} shows something`, () => page.locator('#main-content').innerText());
      const shown = await page.evaluate(() => ({
        over: document.documentElement.scrollWidth - innerWidth,
        // A key in the place of its text.
        keys: document.body.innerText.match(/\b(ra|app|desk|cash|resources)\.[a-z_]+\.?[a-z_.]*/g) ?? [],
      }));
      assert.ok(shown.over <= 0, `${address}: ${shown.over} px too wide`);
      assert.deepEqual(shown.keys, [], address);
      await desk.assertAccessible(`${address} on ${view}`);
      assert.deepEqual(desk.complaints(), [], address);
    }
    await desk.close();
  });
}

test('one set of icons, and nothing jumps', async () => {
  const desk = await Console.open(browser, server.url);
  const { page } = desk;
  await desk.login('gerant');
  await desk.tile('PC-01').waitFor();
  for (const address of ['/', '/stations', '/parameters', '/account']) {
    await page.goto(address);
    await page.waitForLoadState('networkidle');
    const found = await page.evaluate(() => ({
      icons: document.querySelectorAll('svg.MuiSvgIcon-root').length,
      others: [...document.querySelectorAll('button svg, a svg, [role=menuitem] svg')].filter((svg) => !svg.matches('.MuiSvgIcon-root')).length,
      moves: [...document.querySelectorAll('button')].filter((button) => getComputedStyle(button).transitionDuration !== '0s').length,
    }));
    assert.ok(found.icons > 0, address);
    assert.equal(found.others, 0, `${address}: an icon of another set`);
    assert.ok(found.moves > 0, `${address}: no transition`);
  }
  await desk.close();
});
