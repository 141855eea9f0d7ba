/** The desk without a mouse: every flow by its keys, a scanner, several stations at once, what can be undone. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Console, launch } from './lib/console.mjs';
import { occupied } from './lib/floor.mjs';
import { Server } from './lib/server.mjs';
import { until } from './lib/until.mjs';

let server, browser, floor, desk, page;

before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  floor = await occupied(server, [60, 30, 0, 0, 0]);
  desk = await Console.open(browser, server.url);
  page = desk.page;
  await desk.login('gerant');
  await desk.tile('PC-24').waitFor();
  await until('the link is live', async () => (await desk.link.getAttribute('data-status')) === 'live');
});

after(async () => {
  floor?.close();
  await browser?.close();
  await server?.stop();
});

const session = (index) => server.ask('GET', `/api/sessions/${floor.sessions[index].id}/`, undefined, floor.access);
const pressed = (name) => until(`${name} is chosen`, async () => (await desk.tile(name).getAttribute('aria-pressed')) === 'true');
const granted = (index, minutes) =>
  until(`${minutes} minutes granted`, async () => (await session(index)).granted_s === minutes * 60);

/** A key as a person presses it: keys that follow one another at once are a scanner's. */
async function press(key) {
  await page.keyboard.press(key);
  await page.waitForTimeout(100);
}

/** Keys as a scanner sends them: faster than a person, Enter at the end. */
const scan = (text) =>
  page.evaluate((typed) => {
    const press = (key, code) => {
      const event = new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true });
      document.activeElement.dispatchEvent(event);
    };
    for (const key of typed) press(key, /\d/.test(key) ? `Digit${key}` : key === '-' ? 'Minus' : `Key${key}`);
    press('Enter', 'Enter');
  }, text);

test('arrows go between stations, and keys act on the one that is chosen', async () => {
  await press('ArrowRight');
  await pressed('PC-01');
  await press('1');
  await granted(0, 75);
  await press('3');
  await granted(0, 105);
  await press('s');
  await until('suspended', async () => (await session(0)).statut === 'suspendue');
  await press('s');
  await until('running', async () => (await session(0)).statut === 'active');
  await press('ArrowRight');
  await pressed('PC-02');
  await desk.assertAccessible('a chosen station');
  await desk.picture('keyboard-1-chosen');
});

test('what was just added is taken back with Ctrl+Z, once', async () => {
  await press('3');
  await granted(1, 60);
  await page.getByTestId('undo').waitFor();
  await press('Control+z');
  await granted(1, 30);
  await page.getByTestId('undo-bar').waitFor({ state: 'detached' });
});

test('a message and the lock reach the station', async () => {
  const [, wire] = floor.wires;
  const mark = wire.mark();
  await press('m');
  await page.getByTestId('bulk-dialog').locator('textarea[name=message]').fill('Fermeture dans dix minutes');
  await desk.assertAccessible('a message');
  await page.getByTestId('bulk-confirm').click();
  await page.locator('[data-outcome=done]').waitFor();
  await wire.hears('station_command', (frame) => JSON.stringify(frame).includes('Fermeture dans dix minutes'), mark);
  await press('Enter');
  await page.getByTestId('bulk-dialog').waitFor({ state: 'detached' });
  await press('l');
  const asked = `/api/postes/${wire.id}/commands/?kind=lock`;
  await until('the lock is asked for', async () => (await server.ask('GET', asked, undefined, floor.access)).count === 1);
});

test('a known visitor gets a code, and it is printed again', async () => {
  await page.evaluate(() => (window.print = () => ((window.prints = (window.prints ?? 0) + 1), window.dispatchEvent(new Event('afterprint')))));
  const begun = Date.now();
  await press('n');
  await page.locator('[name=visitor]').pressSequentially('saf');
  await page.getByRole('option').first().waitFor();
  await press('Enter');
  await press('Enter');
  const code = (await page.getByTestId('issued-code').textContent()).trim();
  console.log(`a code for a known visitor: ${Date.now() - begun} ms`);
  floor.code = code;
  assert.match(code, /^[2-9A-Z]{5}-[2-9A-Z]{5}$/);
  await desk.assertAccessible('an issued code');
  await press('Enter');
  await page.getByTestId('session-dialog').waitFor({ state: 'detached' });
  await press('Escape');
  await press('p');
  await until('printed', () => page.evaluate(() => window.prints === 1));

  await scan(code);
  await page.waitForURL(/\/sessions\/[^/]+\/show/);
  await page.getByTestId('timeline').locator('[data-step=created]').waitFor();
  assert.equal(await page.getByTestId('session-dialog').count(), 0, 'no letter of the code was a shortcut');
  await desk.assertAccessible('a session');
  await desk.picture('keyboard-2-session');
  await scan('AAAAA-BBBBB');
  await page.getByText('Ce ticket ne correspond à aucune session.').waitFor();
});

test('a scanner leaves fields alone', async () => {
  await page.goto('/visitors');
  const field = page.locator('input[name=q]');
  await field.focus();
  await scan(floor.code);
  await field.pressSequentially('safou');
  await page.locator('tbody tr').filter({ hasText: 'Safou' }).waitFor();
  assert.match(page.url(), /\/visitors/);
});

test('the timeline tells who did what', async () => {
  await page.goto(`/sessions/${floor.sessions[0].id}/show`);
  const line = page.getByTestId('timeline');
  for (const step of ['created', 'started', 'added', 'paused', 'resumed']) {
    await line.locator(`[data-step=${step}]`).first().waitFor();
  }
  assert.equal(await line.locator('[data-step=added]').count(), 2);
  assert.match(await line.locator('[data-step=added]').first().textContent(), /15 min.*Gérant/);
  await desk.picture('keyboard-3-timeline');
});

test('every shortcut is listed', async () => {
  await press('?');
  const list = page.getByRole('dialog');
  await list.waitFor();
  const keys = await list.locator('kbd').allTextContents();
  for (const key of ['N', '/', '1', '3', 'S', 'E', 'M', 'L', 'P', 'X', 'Ctrl K', 'Ctrl Z', '?']) assert.ok(keys.includes(key), key);
  await desk.assertAccessible('the shortcuts');
  await press('Escape');
  await list.waitFor({ state: 'detached' });
});

test('several stations: one confirmation, one list of results', async () => {
  await page.goto('/');
  await desk.tile('PC-24').waitFor();
  await desk.tile('PC-02').click({ modifiers: ['Control'] });
  await desk.tile('PC-03').click();
  await page.getByTestId('bulk-bar').waitFor();
  await desk.assertAccessible('marked stations');
  await page.getByTestId('bulk-end').click();
  await page.getByTestId('bulk-confirm').click();
  await page.locator('[data-outcome=done]').waitFor();
  await page.locator('[data-outcome=skipped]').waitFor();
  await desk.assertAccessible('the results');
  await desk.picture('keyboard-4-results');
  assert.equal((await session(1)).statut, 'terminee');
  await page.getByTestId('bulk-close').click();
  await page.getByTestId('bulk-maintenance').click();
  await page.getByTestId('bulk-confirm').click();
  await until('both in maintenance', async () => (await page.locator('[data-outcome=done]').count()) === 2);
  await page.getByTestId('bulk-close').click();
  await until('they show it', async () => (await desk.tile('PC-03').getAttribute('data-tone')) === 'repair');
  await press('Escape');
  await page.getByTestId('bulk-bar').waitFor({ state: 'detached' });
});

test('rooms and states filter the plan', async () => {
  await page.getByTestId('state-repair').click();
  await until('two stations', async () => (await page.locator('[data-station]').count()) === 2);
  await page.getByRole('button', { name: 'Salle B' }).click();
  await page.getByText('Aucun poste dans cet état.').waitFor();
  await page.getByTestId('state-repair').click();
  await until('the room', async () => (await page.locator('[data-station]').count()) === 8);
  await page.getByRole('button', { name: 'Toutes' }).click();
});

test('stations are arranged by keyboard and by mouse, for everybody', async () => {
  const other = await Console.open(browser, server.url);
  await other.login();
  await other.tile('PC-24').waitFor();
  assert.equal(await other.page.getByTestId('edit-plan').count(), 0, 'the front desk does not arrange rooms');
  const before = await other.tile('PC-01').boundingBox();

  await page.getByTestId('edit-plan').click();
  const place = page.getByTestId('place-PC-01');
  await place.focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight']) await press(key);
  assert.equal(await place.getAttribute('data-cell'), '1,3');
  const box = await page.getByTestId('place-PC-03').boundingBox();
  await page.mouse.move(box.x + 40, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 40 + 112 * 2, box.y + 20 + 60 * 3, { steps: 6 });
  await page.mouse.up();
  assert.equal(await page.getByTestId('place-PC-03').getAttribute('data-cell'), '4,3');
  await desk.assertAccessible('the plan’s editor');
  await desk.picture('keyboard-5-editor');
  await page.getByTestId('save-plan').click();
  await page.getByTestId('plan-editor').waitFor({ state: 'detached' });
  await until('the other console follows', async () => (await other.tile('PC-01').boundingBox()).y > before.y);
  await page.reload();
  await desk.tile('PC-24').waitFor();
  await until('it stays', async () => (await desk.tile('PC-01').boundingBox()).y === (await desk.tile('PC-03').boundingBox()).y);
  await other.close();
});

test('the end is asked for, and cannot be undone', async () => {
  await press('ArrowRight');
  await desk.tile('PC-01').focus();
  await press('Enter');
  await pressed('PC-01');
  await press('e');
  await page.getByTestId('confirm-terminate').waitFor();
  await press('Enter');
  await until('ended', async () => (await session(0)).statut === 'terminee');
  assert.equal(await page.getByTestId('undo').count(), 0);
  const expected = [/par_code/, /409 /];
  assert.deepEqual(desk.complaints().filter((text) => !expected.some((pattern) => pattern.test(text))), []);
});
