/** How the server is, and when each station was there. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Console, launch, PICTURES } from './lib/console.mjs';
import { Server } from './lib/server.mjs';
import { until } from './lib/until.mjs';

let server, browser;

before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const opened = (where, options) => Console.at(where, browser, server, options);

test('the state of the system is told by word and shape, and looks again by itself', async () => {
  for (const [name, options] of Object.entries({ 1440: {}, 360: { viewport: { width: 360, height: 780 } }, dark: { dark: true } })) {
    const desk = await opened('/system', options);
    const { page } = desk;
    await page.getByTestId('part-audit').getByText('en ordre').waitFor();
    assert.equal(await page.locator('[data-testid^=part-]').count(), 9);
    assert.ok((await desk.overflow()) <= 0, name);
    await desk.assertAccessible(name);
    await desk.settle();
    await page.screenshot({ path: path.join(PICTURES, `system-${name}.png`), fullPage: true });
    if (name === '1440') await page.waitForResponse((answer) => /core\/sante/.test(answer.url()) && answer.ok());
    assert.deepEqual(desk.complaints(), []);
    await desk.close();
  }
});

test('the desk has no door to it', async () => {
  const desk = await opened('/', { who: 'accueil' });
  await desk.page.getByRole('menuitem', { name: 'Tableau de bord' }).waitFor();
  assert.equal(await desk.page.getByRole('menuitem', { name: 'État du système' }).count(), 0);
  await desk.close();
});

test('a station tells when it was there, and why not (STA-017)', async () => {
  const access = await server.login();
  const { results } = await server.ask('GET', '/api/postes/?search=PC-05', undefined, access);
  const { id } = results[0];
  await server.ask('POST', `/api/postes/${id}/marquer_maintenance/`, undefined, access);
  await server.ask('POST', `/api/postes/${id}/marquer_disponible/`, undefined, access);
  await server.ask('POST', `/api/postes/${id}/marquer_maintenance/`, undefined, access);
  for (const [name, options] of Object.entries({ 1440: {}, 360: { viewport: { width: 360, height: 780 } } })) {
    const desk = await opened(`/stations/${id}/show`, options);
    const presence = desk.page.getByTestId('presence');
    await until('three periods', async () => (await presence.locator('tbody tr').count()) === 3);
    await presence.locator('tbody tr').first().getByText('marqué par l’accueil').waitFor();
    await presence.getByRole('combobox').click();
    await desk.page.getByRole('option', { name: 'Maintenance' }).click();
    await until('two of them', async () => (await presence.locator('tbody tr').count()) === 2);
    assert.ok((await desk.overflow()) <= 0, name);
    await desk.assertAccessible(`presence ${name}`);
    await presence.scrollIntoViewIfNeeded();
    await desk.picture(`presence-${name}`);
    assert.deepEqual(desk.complaints(), []);
    await desk.close();
  }
});
