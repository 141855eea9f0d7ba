/** Packs: sold at the desk, used over several visits; and time that is added at a tariff. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Console, launch } from './lib/console.mjs';
import { occupied } from './lib/floor.mjs';
import { Server } from './lib/server.mjs';
import { until } from './lib/until.mjs';

let server, browser, floor, desk, page;

before(async () => {
  server = await Server.start({ furnished: true });
  floor = await occupied(server, [60]);
  browser = await launch();
  desk = await Console.open(browser, server.url);
  page = desk.page;
  await desk.login();
  await desk.tile('PC-01').waitFor();
  const float = { register: 'Caisse 1', floats: { EUR: 5000 } };
  await server.ask('POST', '/api/caisse/tiroirs/', float, floor.access);
});

after(async () => {
  floor?.close();
  await browser?.close();
  await server?.stop();
});

const sales = async () => (await server.ask('GET', '/api/caisse/ventes/?ordering=number', undefined, floor.access)).results;
const visitorNamed = async (name) =>
  (await server.ask('GET', `/api/utilisateurs/?search=${name}`, undefined, floor.access)).results[0];

test('a pack is sold on the visitor’s page, and used', async (t) => {
  const visitor = await visitorNamed('Grandfond');

  await t.test('the pack is sold', async () => {
    await page.goto(`/visitors/${visitor.id}/show`);
    await page.getByTestId('visitor-packs').getByText('Aucun forfait.').waitFor();
    await page.getByTestId('sell-pack').click();
    const dialog = page.getByTestId('pack-dialog');
    await dialog.getByTestId('pack-tariff').getByRole('combobox').click();
    await page.getByTestId('tariff-P10').click();
    assert.match(await dialog.getByTestId('pack-tariff').textContent(), /10 séances de 1 h sur \d+ jours/);
    await desk.picture('packs-1-sell');
    await desk.assertAccessible('selling a pack');
    await dialog.getByTestId('confirm-pack').click();
    assert.match(await dialog.getByTestId('pack-bought').textContent(), /il reste 10 séances/);
    await desk.assertAccessible('a pack that was sold');
  });

  await t.test('a session is opened from it', async () => {
    await page.getByTestId('use-bought-pack').click();
    const dialog = page.getByTestId('session-dialog');
    await dialog.getByTestId('session-credit').getByText('reste 10 séances', { exact: false }).waitFor();
    await desk.picture('packs-2-session');
    await desk.assertAccessible('a session from a pack');
    await dialog.getByTestId('issue-code').click();
    await dialog.getByTestId('issued-code').waitFor();
    assert.match(await dialog.textContent(), /1 h/);
    await dialog.getByTestId('close-issued').click();
  });

  await t.test('the balance is on the visitor’s page', async () => {
    await page.goto(`/visitors/${visitor.id}/show`);
    await page.getByTestId('pack').getByText('Reste 9 séances sur 10', { exact: false }).waitFor();
    await desk.picture('packs-3-balance');
    await desk.assertAccessible('the packs of a visitor');
  });

  const [sale] = await sales();
  assert.deepEqual([sale.visitor_id, sale.kind], [visitor.id, 'vente']);
});

test('a pack is sold on the way to a session', async () => {
  const visitor = await visitorNamed('Duparc');
  await page.goto(`/?new=1&visitor=${visitor.id}`);
  const dialog = page.getByTestId('session-dialog');
  await dialog.getByTestId('offer-credit').click();
  // Nothing is given for nothing while there is no pack.
  await dialog.getByTestId('issue-code').click();
  await dialog.getByText('Choisissez un tarif ou un forfait.').waitFor();
  await dialog.getByTestId('sell-pack').click();
  const pack = page.getByTestId('pack-dialog');
  await pack.getByTestId('pack-tariff').getByRole('combobox').click();
  await page.getByTestId('tariff-M600').click();
  await pack.getByTestId('confirm-pack').click();
  await dialog.getByTestId('session-credit').getByText('reste 10 h', { exact: false }).waitFor();
  await dialog.getByTestId('minutes-30').click();
  await desk.picture('packs-4-bought');
  await desk.assertAccessible('a pack bought on the way');
  await dialog.getByTestId('issue-code').click();
  await dialog.getByTestId('issued-code').waitFor();
  await dialog.getByTestId('close-issued').click();
  const { results } = await server.ask('GET', `/api/caisse/credits/?visitor_id=${visitor.id}`, undefined, floor.access);
  assert.deepEqual([results[0].granted, results[0].used], [600, 30]);
});

test('time is added at a tariff, from the keyboard', async () => {
  const [session] = floor.sessions;
  const before = (await sales()).length;
  await page.goto('/');
  await desk.tile('PC-01').click();
  await page.getByTestId('add-at-tariff').waitFor();
  await desk.picture('packs-5-panel');
  await page.keyboard.press('t');
  const dialog = page.getByTestId('time-dialog');
  const field = dialog.getByTestId('time-tariff').getByRole('combobox');
  await until('the field has the keyboard', () => field.evaluate((node) => node === document.activeElement));
  await page.keyboard.press('Enter');
  await page.getByTestId('tariff-D30').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await dialog.getByTestId('to-pay').waitFor();
  assert.match(await dialog.getByTestId('to-pay').textContent(), /1,00/);
  await desk.picture('packs-6-time');
  await desk.assertAccessible('time at a tariff');
  await dialog.getByTestId('confirm-time').press('Enter');
  await dialog.waitFor({ state: 'detached' });
  const after = await sales();
  assert.equal(after.length, before + 1);
  assert.deepEqual([after.at(-1).session_id, after.at(-1).amount_minor], [session.id, 100]);
  const { granted_s } = await server.ask('GET', `/api/sessions/${session.id}/`, undefined, floor.access);
  assert.equal(granted_s, 90 * 60);
  await until('the panel shows it', async () => /1 h (2|3)\d|1:(2|3)\d/.test(await page.getByTestId('panel-time').textContent()));
});

test('the dialogs fit on a phone, in the dark', async () => {
  const phone = await Console.open(browser, server.url, { viewport: { width: 360, height: 760 }, dark: true });
  await phone.login();
  await phone.tile('PC-01').waitFor();
  const { id } = await visitorNamed('Grandfond');
  for (const [where, opener, name] of [[`/visitors/${id}/show`, 'sell-pack', 'pack'], ['/cash', 'sell-pack', 'till-pack'], [`/sessions/${floor.sessions[0].id}/show`, 'add-at-tariff', 'time']]) {
    await phone.page.goto(where);
    await phone.page.getByTestId(opener).click();
    await phone.page.getByRole('dialog').getByRole('combobox').first().waitFor();
    await phone.picture(`packs-phone-${name}`);
    await phone.assertAccessible(`${name} on a phone`);
    const wide = await phone.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${where} is ${wide} px too wide`);
  }
  assert.deepEqual(phone.complaints(), []);
  await phone.close();
});

test('nothing went wrong meanwhile', () => assert.deepEqual(desk.complaints(), []));
