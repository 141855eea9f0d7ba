/** The whole story on real parts: a code is issued, typed, used, prolonged, and the time runs out (KSK-007, KSK-008, UI-009). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Console, launch } from './lib/console.mjs';
import { Server } from './lib/server.mjs';
import { Screen, Station } from './lib/station.mjs';
import { until } from './lib/until.mjs';

const MINUTE = 60_000;
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

/** The seconds on a clock such as 16:42 or 1:02:03. */
const seconds = (clock) => clock.match(/[\d:]+/)[0].split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
const remaining = (line) => Number(/remaining_ms=(\d+)/.exec(line)[1]);

test('a visitor’s session, end to end', async (t) => {
  const { page } = (desk = await Console.open(browser, server.url));
  let code;

  await t.test('the station is enrolled and locked', async () => {
    station = await Station.start(server, screen, 'PC-01');
    await station.says(/state: locked/);
    await station.says(/link: connected/);
    await station.picture('story-01-station-locked');
  });

  await t.test('the operator logs in', async () => {
    await page.goto('/');
    await page.getByTestId('login-form').waitFor();
    await desk.picture('story-02-login');
    await desk.login();
    await until('the link is live', async () => (await desk.link.getAttribute('data-status')) === 'live');
    await until('PC-01 is free', async () => (await desk.tile('PC-01').getAttribute('data-tone')) === 'free');
    await desk.picture('story-03-plan');
  });

  await t.test('a visitor and a session are made, the code is shown', async () => {
    await page.getByTestId('new-session').click();
    await page.getByTestId('mode-new').click();
    await page.locator('[name=first_name]').fill('Badamier');
    await page.locator('[name=last_name]').fill('Essai');
    await page.locator('[name=phone]').fill('0692 00 00 09');
    await page.locator('[name=consent]').check();
    await page.getByTestId('session-station').getByRole('combobox').click();
    await page.getByRole('option', { name: /PC-01/ }).click();
    await page.locator('[name=minutes]').fill('2');
    await desk.assertAccessible('new session');
    await desk.picture('story-04-new-session');
    await page.getByTestId('issue-code').click();
    code = (await page.getByTestId('issued-code').textContent()).trim();
    assert.match(code, /^[A-HJ-NP-Z2-9]{5}-[A-HJ-NP-Z2-9]{5}$/);
    await desk.assertAccessible('issued code');
    await desk.picture('story-05-code');
    await page.getByTestId('close-issued').click();
  });

  await t.test('a wrong code is refused, the right one opens the station', async () => {
    await station.type('AAAAABBBBB');
    await station.says(/code refused.*invalid_code/);
    await station.picture('story-06-station-refuses');
    const mark = station.mark();
    await station.type(code);
    const open = await station.says(/state: open/, mark);
    assert.ok(remaining(open) <= 2 * MINUTE && remaining(open) > MINUTE, open);
    assert.ok(!station.lines.some((line) => line.includes(code) || line.includes(code.replace('-', ''))));
    await station.picture('story-07-station-open');
  });

  await t.test('the plan shows the station occupied', async () => {
    await until('a session on the tile', async () => (await desk.tile('PC-01').getAttribute('data-tone')) === 'soon');
    assert.match(await desk.tile('PC-01').textContent(), /Badamier Essai/);
    assert.ok(seconds(await desk.tile('PC-01').getByTestId('tile-time').textContent()) <= 120);
    await desk.tile('PC-01').click();
    await page.getByTestId('station-panel').waitFor();
    await desk.assertAccessible('station panel');
    await desk.picture('story-08-plan-occupied');
  });

  await t.test('+15 is seen at once on both sides', async () => {
    const [before, mark] = [await screen.look(), station.mark()];
    await page.getByTestId('add-15').click();
    assert.match(await station.says(/ time /, mark), /added_ms=900000/);
    await until('more than 15 minutes', async () => seconds(await page.getByTestId('panel-time').textContent()) > 900);
    await until('the tile is busy', async () => (await desk.tile('PC-01').getAttribute('data-tone')) === 'busy');
    assert.notEqual(await screen.look(), before);
    await station.picture('story-09-station-time-added');
    await desk.picture('story-10-plan-time-added');
  });

  await t.test('a pause stops both clocks', async () => {
    let mark = station.mark();
    await page.getByTestId('suspend').click();
    const paused = await station.says(/state: suspended/, mark);
    await until('the tile is paused', async () => (await desk.tile('PC-01').getAttribute('data-tone')) === 'paused');
    await station.picture('story-11-station-suspended');
    await desk.picture('story-12-plan-suspended');
    const standing = await page.getByTestId('panel-time').textContent();
    await page.waitForTimeout(2_500);
    assert.equal(await page.getByTestId('panel-time').textContent(), standing);
    mark = station.mark();
    await page.getByTestId('resume').click();
    const resumed = await station.says(/state: open/, mark);
    assert.ok(remaining(paused) - remaining(resumed) < 2_000, `${paused} ${resumed}`);
    await until('the tile is busy', async () => (await desk.tile('PC-01').getAttribute('data-tone')) === 'busy');
  });

  await t.test('the visitor is warned, once for each threshold', async () => {
    const access = await server.login();
    const { results } = await server.ask('GET', '/api/sessions/actives/', undefined, access);
    const [{ id, remaining_s }] = results;
    const mark = station.mark();
    // The desk takes time back, so that the end is near.
    await server.ask('POST', `/api/sessions/${id}/add_time/`, { minutes: 1 - Math.ceil(remaining_s / 60) }, access);
    assert.match(await station.says(/ time /, mark), /added_ms=-\d+/);
    await station.says(/warning threshold_s=30/, mark);
    await station.picture('story-13-station-warning-30');
    await desk.picture('story-14-plan-soon');
    await station.says(/warning threshold_s=10/, mark);
    await station.picture('story-15-station-warning-10');
    const warned = station.lines.slice(mark).flatMap((line) => /warning threshold_s=(\d+)/.exec(line)?.[1] ?? []);
    assert.deepEqual(warned, [...new Set(warned)]);
  });

  await t.test('the time runs out: the station is locked and free', async () => {
    assert.match(await station.says(/state: ended/), /temps_ecoule/);
    await station.picture('story-16-station-ended');
    await until('the tile is free', async () => (await desk.tile('PC-01').getAttribute('data-tone')) === 'free');
    await desk.picture('story-17-plan-free');
    const end = station.lines.findIndex((line) => /state: ended/.test(line));
    await station.says(/state: locked/, end);
    await station.picture('story-18-station-locked-again');
    const mark = station.mark();
    await station.type(code);
    await station.says(/code refused.*expired_code/, mark);
    await station.picture('story-19-station-used-code');
  });

  await t.test('the log tells it, and its chain holds', async () => {
    const access = await server.login();
    const { results } = await server.ask('GET', '/api/logs/?page_size=100', undefined, access);
    const actions = results.map(({ action }) => action);
    for (const action of ['generation_code', 'validation_code']) assert.ok(actions.includes(action), actions.join());
    assert.ok(!JSON.stringify(results).includes('Badamier'));
    await server.cli('audit', 'verify');
    assert.deepEqual(desk.complaints(), []);
  });
});
