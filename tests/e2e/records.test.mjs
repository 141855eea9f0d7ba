/** What lists and pages tell of a visitor, a session, a station and the log, by colour, shape and word. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Console, launch } from './lib/console.mjs';
import { occupied } from './lib/floor.mjs';
import { png } from './lib/png.mjs';
import { Server } from './lib/server.mjs';
import { until } from './lib/until.mjs';

let server, browser, floor, access;

before(async () => {
  server = await Server.start({ furnished: true });
  floor = await occupied(server, [60, 5, 60, 0]);
  access = await server.login('gerant');
  browser = await launch();
});

after(async () => {
  floor?.close();
  await browser?.close();
  await server?.stop();
});

const opened = (where, options) => Console.at(where, browser, server, { who: 'accueil', ...options });

const get = (path) => server.ask('GET', path, undefined, access);
const colourOf = (part) => part.evaluate((element) => getComputedStyle(element).color.match(/\d+/g).map(Number));
const minutesOf = (text) => text.match(/[\d:]+/)[0].split(':').map(Number).reduce((sum, part) => sum * 60 + part, 0) / 60;

// SES-024: in the list and on its own page; what is left is coloured by how little it is, and goes on.
test('a session shows what is left, and gets time where it is shown', async () => {
  const desk = await opened('/sessions');
  const { page } = desk;
  const row = (name) => page.locator('tbody tr').filter({ hasText: name });
  await row('PC-01').locator('.remaining-busy').waitFor();
  await row('PC-02').locator('.remaining-soon').waitFor();
  const colours = await Promise.all([colourOf(row('PC-01').getByTestId('remaining')), colourOf(row('PC-02').getByTestId('remaining'))]);
  assert.notDeepEqual(colours[0], colours[1]);
  const first = await row('PC-01').getByTestId('remaining').textContent();
  await until('it counts by itself', async () => (await row('PC-01').getByTestId('remaining').textContent()) !== first);
  const left = async () => minutesOf(await page.getByTestId('remaining').first().textContent());
  await page.goto(`/sessions/${floor.sessions[0].id}/show`);
  await page.getByTestId('remaining').first().waitFor();
  for (const [button, minutes] of [['add-15', 15], ['add-30', 30]]) {
    const before = await left();
    await page.getByTestId(button).first().click();
    await until(`${minutes} minutes more`, async () => (await left()) > before + minutes - 2);
    // What was read before may have been a second behind the server.
    assert.ok((await left()) < before + minutes + 1);
  }
  await page.getByTestId('terminate').first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Terminer' }).click();
  await until('it is ended', async () => (await get(`/api/sessions/${floor.sessions[0].id}/`)).statut === 'terminee');
  assert.deepEqual(desk.complaints(), []);
  await desk.close();
});

// KSK-007, VIS-017: the photo, the age, the consent and the figures; who registered is who is signed in.
test('a visitor is registered with a photo, and their page tells who they are', async () => {
  const desk = await opened('/visitors/create');
  const { page } = desk;
  await page.locator('[name=last_name]').fill('Essai');
  await page.locator('[name=first_name]').fill('Badamier');
  await page.locator('[name=birth_date]').fill('2000-01-01');
  await page.getByRole('switch').or(page.getByRole('checkbox')).first().check();
  const photo = { name: 'photo.png', mimeType: 'image/png', buffer: png(300, 300, (x, y) => [x % 256, y % 256, 128]) };
  await page.locator('input[type=file]').setInputFiles(photo);
  await desk.picture('record-1-visitor-form');
  await page.locator('[type=submit]').click();
  await page.getByTestId('visitor-stats').waitFor();
  await page.locator('main img').first().waitFor();
  assert.ok(await page.locator('main img').first().evaluate((image) => image.naturalWidth > 0), 'the photo is drawn');
  assert.match(await page.getByTestId('visitor-age').textContent(), /^2\d ans$/);
  assert.ok((await page.locator('.consent-ok').count()) > 0);
  const { results } = await get('/api/utilisateurs/?search=Badamier');
  const { results: accounts } = await get('/api/accounts/users/?search=accueil');
  assert.equal(results[0].operateur, accounts[0].id);
  await desk.assertAccessible('a visitor');
  await desk.picture('record-2-visitor');
  await server.ask('POST', `/api/utilisateurs/${results[0].id}/revoke_consent/`, {}, access);
  await page.reload();
  await page.locator('.consent-ko').first().waitFor();
  assert.equal(await page.locator('.consent-ok').count(), 0);
  assert.deepEqual(desk.complaints(), []);
  await desk.close();
});

// STA-017: the state by colour and word, green on line, red off line, and the way to the session.
test('a station’s row tells its state, and leads to its session', async () => {
  const desk = await opened('/stations');
  const { page } = desk;
  const row = (name) => page.locator('tbody tr').filter({ hasText: name });
  await row('PC-03').locator('.statut-occupe').waitFor();
  await row('PC-04').locator('.statut-disponible').waitFor();
  const [red, green] = await colourOf(row('PC-03').locator('.en-ligne'));
  assert.ok(green > red, 'on line is green');
  const off = await colourOf(row('PC-20').locator('.hors-ligne'));
  assert.ok(off[0] > off[1], 'off line is red');
  await row('PC-03').locator(`a[href$="/sessions/${floor.sessions[2].id}/show"]`).click();
  await page.getByTestId('timeline').waitFor();
  assert.deepEqual(desk.complaints(), []);
  await desk.close();
});

// AUD-014: nothing is edited there; each kind of action has its colour, and its session.
test('the log is read, and leads to sessions', async () => {
  const desk = await opened('/logs', { who: 'gerant' });
  const { page } = desk;
  await page.locator('tbody tr').first().waitFor();
  assert.equal(await page.locator('a[href$="/logs/create"]').count(), 0);
  const started = page.locator('.action-demarrage_session').first();
  const enrolled = page.locator('.action-connexion_poste').first();
  assert.notDeepEqual(await colourOf(started), await colourOf(enrolled));
  const link = page.locator('tbody tr').filter({ has: page.locator('.action-demarrage_session') }).locator('a[href*="/sessions/"]');
  await link.first().click();
  await page.getByTestId('timeline').waitFor();
  await page.goBack();
  await page.locator('tbody tr').first().locator('td').nth(1).click();
  await page.waitForURL(/\/logs\/.+\/show/);
  await page.locator('dl').first().waitFor();
  assert.equal(await page.locator('main [type=submit]').count(), 0);
  assert.equal(await page.getByRole('link', { name: 'Éditer' }).count(), 0);
  assert.deepEqual(desk.complaints(), []);
  await desk.close();
});

// UI-004: filters count together, and the address keeps them.
test('three filters of the log count together, and survive a reload', async () => {
  const { results: accounts } = await get('/api/accounts/users/?search=accueil');
  const filter = { action: 'demarrage_session', entity_kind: 'session', actor_id: accounts[0].id };
  const wanted = await get(`/api/logs/?${new URLSearchParams(filter)}`);
  assert.ok(wanted.count > 0);
  const desk = await opened('/logs', { who: 'gerant' });
  const { page } = desk;
  const add = async (name, option) => {
    await page.getByRole('button', { name: 'Ajouter un filtre' }).click();
    await page.getByRole('menuitemcheckbox', { name, exact: true }).click();
    await page.getByRole('combobox', { name }).click();
    await page.getByRole('option', { name: option }).first().click();
  };
  await add('Action', 'Démarrage de session');
  await add('Objet', 'Session');
  await add('Auteur', /Accueil|accueil/);
  const rows = page.locator('tbody tr');
  const asIs = async () => (await rows.count()) === wanted.count && (await page.locator('.action-demarrage_session').count()) === wanted.count;
  const kept = () => JSON.parse(new URL(page.url()).searchParams.get('filter') ?? '{}');
  await until('the address has all three', () => Object.entries(filter).every(([key, value]) => kept()[key] === value));
  await until('the rows that match', asIs);
  await page.reload();
  await until('the same rows', asIs);
  await desk.picture('record-3-filters');
  assert.deepEqual(desk.complaints(), []);
  await desk.close();
});

// The panel lies over the plan there, and the keys printed on its buttons count all the same.
test('on a tablet the panel’s keys act', async () => {
  const desk = await opened('/', { viewport: { width: 768, height: 1024 } });
  const { page } = desk;
  await desk.tile('PC-03').click();
  await page.getByTestId('panel-time').waitFor();
  await page.keyboard.press('t');
  await page.getByTestId('time-dialog').waitFor();
  await desk.assertAccessible('time at a tariff on a tablet');
  await page.keyboard.press('Escape');
  await page.getByTestId('time-dialog').waitFor({ state: 'detached' });
  const before = minutesOf(await page.getByTestId('panel-time').textContent());
  await page.keyboard.press('1');
  await until('15 minutes more', async () => minutesOf(await page.getByTestId('panel-time').textContent()) > before + 13);
  assert.deepEqual(desk.complaints(), []);
  await desk.close();
});

// UI-005: chosen once, on every page, and at the next visit.
test('the theme that was chosen stays', async () => {
  const desk = await opened('/stations');
  const { page } = desk;
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.getByRole('button', { name: 'Thème clair/sombre' }).click();
  await until('it is dark', async () => (await ground()) !== light);
  const dark = await ground();
  await page.reload();
  await page.getByRole('table').waitFor();
  assert.equal(await ground(), dark);
  await page.goto('/sessions');
  await page.getByRole('table').waitFor();
  assert.equal(await ground(), dark);
  await desk.close();
});

// UI-014: the state of the link by colour and word.
test('the link’s state is green, and red once the server is gone', async () => {
  const desk = await opened('/');
  await until('it is live', async () => (await desk.link.getAttribute('data-status')) === 'live');
  const [red, green] = await colourOf(desk.link);
  assert.ok(green > red);
  await server.halt();
  await until('it is lost', async () => (await desk.link.getAttribute('data-status')) === 'offline');
  const lost = await colourOf(desk.link);
  assert.ok(lost[0] > lost[1] && lost[0] > lost[2], lost.join());
  await desk.assertAccessible('without the server');
  await server.serve();
  await until('it is live again', async () => (await desk.link.getAttribute('data-status')) === 'live');
  await desk.close();
});
