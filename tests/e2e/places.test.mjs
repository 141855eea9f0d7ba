/** What a room says, and what its visitors ask: calls, settings, messages, terms. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Console, launch } from './lib/console.mjs';
import { Server } from './lib/server.mjs';
import { until } from './lib/until.mjs';
import { Wire } from './lib/wire.mjs';

const NAME = 'PC-01';
let server, wire, browser, desk;

before(async () => {
  server = await Server.start();
  browser = await launch();
});

after(async () => {
  wire?.close();
  await browser?.close();
  await server?.stop();
});

/** Counts the strokes of the bell, which nobody hears here. */
function countStrokes() {
  const strike = AudioContext.prototype.createOscillator;
  globalThis.strokes = 0;
  AudioContext.prototype.createOscillator = function () {
    globalThis.strokes += 1;
    return strike.call(this);
  };
}

test('a room and its visitors', async (t) => {
  const { page, context } = (desk = await Console.open(browser, server.url));
  await context.addInitScript(countStrokes);
  const access = await server.login('gerant');
  wire = await Wire.open(server, NAME);
  await desk.login('gerant');
  await until('the tile is free', async () => (await desk.tile(NAME).getAttribute('data-tone')) === 'free');

  await t.test('a call rings in the console and is answered', async () => {
    wire.say({ type: 'call_operator' });
    await wire.hears('station_call', ({ call }) => call.state === 'ouvert');
    await page.getByTestId(`call-${NAME}`).waitFor();
    await desk.tile(NAME).getByTestId('tile-call').waitFor();
    await page.getByTestId('call-bell').waitFor();
    await until('the bell rings', () => page.evaluate(() => globalThis.strokes >= 2));
    await desk.assertAccessible('open calls');
    await desk.picture('places-1-call');
    await page.getByTestId(`answer-${NAME}`).click();
    await wire.hears('station_call', ({ call }) => call.state === 'repondu');
    await page.getByTestId('open-calls').waitFor({ state: 'detached' });
    const rung = await page.evaluate(() => globalThis.strokes);
    const [{ state, answered_by_name }] = (await server.ask('GET', '/api/appels/', undefined, access)).results;
    assert.deepEqual([state, answered_by_name], ['repondu', 'gerant']);
    assert.equal(await page.getByTestId('call-bell').count(), 0);
    assert.ok(rung >= 2);
  });

  await t.test('an offer that a visitor wants is sold where they sit', async () => {
    const { agency_id } = await server.ask('GET', `/api/postes/${wire.id}/`, undefined, access);
    const mark = wire.mark();
    const tariff = { code: 'H45', name: 'Trois quarts d’heure', minutes: 45, price_minor: 150, currency: 'EUR', self_service: true };
    await server.ask('POST', '/api/tariffs/', { ...tariff, agency_id }, access);
    const { settings } = await wire.hears('station_settings', ({ settings }) => settings.offers.length > 0, mark);
    const offer = settings.offers.find(({ minutes }) => minutes === 45);
    wire.say({ type: 'call_operator', offer_id: offer.id });
    await page.getByTestId(`sell-${NAME}`).click();
    const dialog = page.getByTestId('session-dialog');
    await dialog.waitFor();
    assert.equal(await dialog.locator('input[name=minutes]').inputValue(), '45');
    assert.match(await dialog.getByTestId('session-station').textContent(), new RegExp(NAME));
    await desk.picture('places-2-offer');
    await page.keyboard.press('Escape');
    await page.getByTestId(`answer-${NAME}`).click();
    await page.getByTestId('open-calls').waitFor({ state: 'detached' });
  });

  await t.test('settings changed in the console reach the station', async () => {
    await page.goto(`/stations/${wire.id}/show`);
    const card = page.getByTestId('station-settings');
    await card.waitFor();
    await card.locator('#station-usb').click();
    await page.getByRole('option', { name: 'Clés USB en lecture seule', exact: true }).click();
    await card.getByTestId('own-applications').click();
    await card.locator('input[name=office]').click();
    await card.locator('input[name=home_page]').fill('https://guichet.example/');
    await desk.assertAccessible('settings of a station');
    await desk.picture('places-3-settings');
    const mark = wire.mark();
    await card.getByTestId('save-station-settings').click();
    const { settings } = await wire.hears('station_settings', ({ settings }) => settings.desktop.usb === 'read_only', mark);
    assert.deepEqual(settings.desktop, {
      applications: ['browser', 'documents', 'files'],
      home_page: 'https://guichet.example/',
      usb: 'read_only',
    });
  });

  await t.test('a message is sent, shown and read', async () => {
    const mark = wire.mark();
    await page.getByTestId('station-menu').click();
    await page.getByTestId('command-message').click();
    await page.getByRole('dialog').getByRole('textbox').first().fill('Votre impression est prête.');
    await page.getByRole('dialog').locator('button.MuiButton-contained').click();
    const { id } = await wire.hears('station_command', ({ command }) => command.kind === 'message', mark);
    const messages = page.getByTestId('station-messages');
    await messages.getByText('Envoyé', { exact: true }).waitFor();
    wire.say({ type: 'command_done', id });
    await messages.getByText('Affiché', { exact: true }).waitFor();
    wire.say({ type: 'message_read', id });
    await messages.getByText('Lu', { exact: true }).waitFor();
    await desk.picture('places-4-message-read');
  });

  await t.test('a room closes, and its stations know', async () => {
    const { zone_id } = await server.ask('GET', `/api/postes/${wire.id}/reglages/`, undefined, access);
    await page.goto(`/zones/${zone_id}`);
    await page.getByTestId('hours-limited').click();
    await page.locator('input[name="hours.monday"]').fill('matin');
    await desk.assertAccessible('a room');
    await page.locator('input[name="hours.monday"]').fill('8:30-12, 13:30-18:00');
    await desk.picture('places-5-room');
    const mark = wire.mark();
    await page.locator('button[type=submit]').click();
    const { settings } = await wire.hears('station_settings', ({ settings }) => settings.opening, mark);
    assert.match(settings.opening.changes_at_local, /^(08:30|12:00|13:30|18:00)$/);
    const { hours } = await server.ask('GET', `/api/zones/${zone_id}/`, undefined, access);
    assert.deepEqual(hours.monday, [
      { from: '08:30', to: '12:00' },
      { from: '13:30', to: '18:00' },
    ]);
  });

  await t.test('terms are published, version by version', async () => {
    await page.goto('/terms');
    for (const text of ['Soyez respectueux.', 'Soyez respectueux des autres visiteurs.']) {
      const mark = wire.mark();
      await page.locator('#terms-fr').fill(text);
      await page.getByTestId('save-terms').click();
      const told = await wire.hears('station_settings', ({ settings }) => settings.terms?.texts.fr === text, mark);
      await page.getByTestId('terms-version').getByText(told.settings.terms.version).waitFor();
    }
    await page.getByText('Versions précédentes').waitFor();
    await desk.assertAccessible('terms');
    await desk.picture('places-6-terms');
    for (const list of ['zones', 'tariffs']) {
      await page.goto(`/${list}`);
      await page.getByRole('table').waitFor();
      await desk.picture(`places-7-${list}`);
    }
    await server.cli('audit', 'verify');
    assert.deepEqual(desk.complaints(), []);
  });
});
