/** What the desk does with a machine: lets it in, locks it, speaks to its visitor. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Console, launch } from './lib/console.mjs';
import { Server } from './lib/server.mjs';
import { Screen, Station } from './lib/station.mjs';
import { until } from './lib/until.mjs';

const NAME = 'poste-neuf';
let server, screen, station, browser, desk;

before(async () => {
  server = await Server.start();
  [screen, browser] = await Promise.all([Screen.start(), launch()]);
});

after(async () => {
  await browser?.close();
  await station?.stop();
  await screen?.stop();
  await server?.stop();
});

test('the desk and a new machine', async (t) => {
  const { page } = (desk = await Console.open(browser, server.url));
  let code, id;
  const access = await server.login();

  await t.test('it waits, and is let in by its fingerprint', async () => {
    station = await Station.start(server, screen, NAME, { approved: true });
    const [, fingerprint] = /fingerprint="?(\w+)/.exec(await station.says(/state: pending/));
    await station.picture('desk-1-station-pending');
    await desk.login('gerant');
    await page.getByTestId('enrolment-banner').waitFor();
    await page.getByTestId('review-enrolments').click();
    const shown = await page.getByTestId('fingerprint').textContent();
    assert.equal(shown.replaceAll(/\s/g, ''), fingerprint);
    await desk.assertAccessible('enrolments');
    await desk.picture('desk-2-enrolments');
    const mark = station.mark();
    await page.getByTestId('approve-enrolment').click();
    await station.says(/state: locked/, mark);
    await page.keyboard.press('Escape');
    await until('the new tile is free', async () => (await desk.tile(NAME).getAttribute('data-tone')) === 'free');
  });

  await t.test('a locked session goes on, and its code opens it again', async () => {
    ({ id, code } = await server.ask('POST', '/api/sessions/', { minutes: 20 }, access));
    let mark = station.mark();
    await station.type(code);
    await station.says(/state: open/, mark);
    await desk.tile(NAME).click();
    await page.getByTestId('panel-time').waitFor();
    mark = station.mark();
    await page.getByTestId('station-menu').click();
    await page.getByTestId('command-lock').click();
    await station.says(/command: lock/, mark);
    await station.says(/state: locked/, mark);
    await station.picture('desk-3-station-locked-by-desk');
    await until('the session goes on', async () => (await desk.tile(NAME).getAttribute('data-tone')) === 'busy');
    mark = station.mark();
    await station.type('AAAAABBBBB');
    await station.says(/code refused/, mark);
    mark = station.mark();
    await station.type(code);
    await station.says(/state: open/, mark);
  });

  await t.test('a message reaches the visitor', async () => {
    const mark = station.mark();
    await page.getByTestId('station-menu').click();
    await page.getByTestId('command-message').click();
    await page.getByRole('dialog').getByRole('textbox').first().fill('Votre impression est prête.');
    await desk.picture('desk-4-message');
    await page.getByRole('dialog').locator('button.MuiButton-contained').click();
    await station.says(/command: message/, mark);
    await station.picture('desk-5-station-message');
  });

  await t.test('the desk ends the session', async () => {
    const mark = station.mark();
    await page.getByTestId('terminate').click();
    await desk.picture('desk-6-terminate');
    await page.getByTestId('confirm-terminate').click();
    assert.match(await station.says(/state: ended/, mark), /operateur/);
    await until('the tile is free', async () => (await desk.tile(NAME).getAttribute('data-tone')) === 'free');
    const { statut } = await server.ask('GET', `/api/sessions/${id}/`, undefined, access);
    assert.equal(statut, 'terminee');
    await server.cli('audit', 'verify');
    assert.deepEqual(desk.complaints(), []);
  });
});
