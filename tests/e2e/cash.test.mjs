/** The cash desk, from the float to the closing report; and what stands in the way of selling without it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Console, launch } from './lib/console.mjs';
import { printed } from './lib/paper.mjs';
import { Server } from './lib/server.mjs';
import { until } from './lib/until.mjs';

let server, browser, desk, chief;

before(async () => {
  server = await Server.start({ furnished: true });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test('a day at the cash desk', async (t) => {
  desk = await Console.open(browser, server.url);
  const { page } = desk;
  await desk.login();
  await desk.tile('PC-01').waitFor();

  await t.test('nothing is sold without an open till', async () => {
    desk.expected.push(/^409 POST .*\/api\/sessions\/$/);
    await page.goto('/?new=1');
    const dialog = page.getByTestId('session-dialog');
    await dialog.waitFor();
    await dialog.getByTestId('mode-anonymous').click();
    await dialog.getByTestId('offer-tariff').click();
    await dialog.getByTestId('session-tariff').getByRole('combobox').click();
    await page.getByTestId('tariff-H1').click();
    assert.match(await dialog.getByTestId('to-pay').textContent(), /[12],00/);
    await desk.picture('cash-1-sell');
    await desk.assertAccessible('selling a session');
    await dialog.getByTestId('issue-code').click();
    assert.match(await dialog.getByTestId('session-refusal').textContent(), /caisse/);
    await page.keyboard.press('Escape');
  });

  await t.test('the till is opened with its float', async () => {
    await page.goto('/cash');
    await page.locator('[name=register]').fill('Caisse 1');
    await page.locator('[name=float-EUR]').fill('50,00');
    await desk.picture('cash-2-open');
    await desk.assertAccessible('opening a till');
    await page.getByTestId('open-till-submit').click();
    await page.getByTestId('open-till').waitFor();
    assert.match(await page.getByTestId('report-table').textContent(), /50,00/);
  });

  await t.test('a session is sold at its tariff, with its ticket', async () => {
    await page.goto('/?new=1');
    const dialog = page.getByTestId('session-dialog');
    await dialog.waitFor();
    await dialog.getByTestId('mode-anonymous').click();
    await dialog.getByTestId('offer-tariff').click();
    await dialog.getByTestId('session-tariff').getByRole('combobox').click();
    await page.getByTestId('tariff-D30').click();
    // The price changes under the operator's eyes, and back: each time it is told before anything is sold.
    const access = await server.login('gerant');
    const tariff = (await server.ask('GET', '/api/tariffs/?code=D30', undefined, access)).results[0];
    const priced = (price_minor) => server.ask('PATCH', `/api/tariffs/${tariff.id}/`, { price_minor }, access);
    const shown = await dialog.getByTestId('to-pay').textContent();
    await priced(tariff.price_minor + 25);
    await dialog.getByTestId('issue-code').click();
    await dialog.getByTestId('session-refusal').getByText('Le prix a changé', { exact: false }).waitFor();
    assert.notEqual(await dialog.getByTestId('to-pay').textContent(), shown);
    await desk.picture('cash-3a-price-changed');
    await desk.assertAccessible('a price that changed');
    await priced(tariff.price_minor);
    await dialog.getByTestId('issue-code').click();
    await until('the old price is told again', async () => (await dialog.getByTestId('to-pay').textContent()) === shown);
    await dialog.getByTestId('issue-code').click();
    await dialog.getByTestId('issued-code').waitFor();
    assert.match(await dialog.textContent(), /Une demi-heure/);
    await desk.picture('cash-3-issued');
    await dialog.getByTestId('close-issued').click();
  });

  await t.test('prints are sold too', async () => {
    await page.goto('/cash');
    await page.getByTestId('sell-other').click();
    const dialog = page.getByTestId('sell-dialog');
    await dialog.locator('[name=label]').fill('Impression');
    await dialog.locator('[name=unit]').fill('0,20');
    await dialog.locator('[name=quantity]').fill('5');
    await dialog.getByTestId('confirm-sell').click();
    await page.getByTestId('sale-2').waitFor();
    await desk.picture('cash-4-till');
    await desk.assertAccessible('an open till');
    assert.equal(await page.getByTestId('reverse-2').count(), 0, 'an operator may not');
  });

  await t.test('somebody in charge reverses a sale, with a reason', async () => {
    chief = await Console.open(browser, server.url);
    await chief.login('gerant');
    await chief.tile('PC-01').waitFor();
    await chief.page.goto('/sales');
    await chief.page.getByText('Une demi-heure').first().click();
    await chief.page.getByTestId('reverse-1').click();
    await chief.page.locator('[name=reason]').fill('Le poste ne démarrait pas');
    await chief.assertAccessible('reversing a sale');
    await chief.page.getByTestId('confirm-reverse').click();
    await until('the sale is reversed', async () => (await chief.page.getByTestId('reverse-1').count()) === 0);
    await chief.page.goto('/sales');
    await chief.page.getByText('Le poste', { exact: false }).or(chief.page.getByText('Annulation')).first().waitFor();
    await chief.picture('cash-5-sales');
    await chief.assertAccessible('the sales');
    assert.deepEqual(chief.complaints(), []);
  });

  await t.test('the till is counted, and its difference told', async () => {
    await page.goto('/cash');
    await page.getByTestId('sale-3').waitFor();
    await page.getByTestId('close-till').click();
    await page.locator('[name=count-especes-EUR]').fill('50,50');
    assert.match(await page.getByTestId('close-till-dialog').textContent(), /-0,50/);
    await page.locator('[name=comment]').fill('Il manque cinquante centimes');
    await desk.picture('cash-6-count');
    await desk.assertAccessible('counting a till');
    await page.getByTestId('confirm-close-till').click();
    await page.getByTestId('closed-till').waitFor();
    assert.match(await page.getByTestId('difference-especes-EUR').textContent(), /-0,50/);
    await desk.picture('cash-7-closed');
    await desk.assertAccessible('a closed till');
  });

  await t.test('the report is printed on both papers', async () => {
    const slip = await printed(page, 'cash-slip', () => page.getByTestId('print-slip').click());
    const sheet = await printed(page, 'cash-sheet', () => page.getByTestId('print-sheet').click());
    assert.deepEqual(slip.size.map(Math.round), [227, 624], '80 mm');
    assert.deepEqual([sheet.size.map(Math.round), slip.pages, sheet.pages], [[595, 842], 1, 1], 'A4');
    for (const { text } of [slip, sheet]) {
      assert.match(text, /Rapport de fermeture \(Z\)/);
      assert.match(text, /Caisse 1/);
      assert.match(text, /Ventes n° 1 à 3/);
      assert.match(text, /-0,50/);
      assert.match(text, /Il manque cinquante centimes/);
    }
  });

  await t.test('the journal is verified, on the screen and by the program', async () => {
    await chief.page.goto('/closings');
    await chief.page.getByTestId('verify-journal').click();
    await chief.page.getByText('Le journal de caisse est intact', { exact: false }).waitFor();
    await chief.assertAccessible('closings');
    assert.match(await server.cli('cash', 'verify'), /is sound/);
  });

  await t.test('it all fits on a phone', async () => {
    const phone = await Console.open(browser, server.url, { viewport: { width: 360, height: 760 } });
    await phone.login('gerant');
    await phone.tile('PC-01').waitFor();
    for (const [where, name] of [['/cash', 'till'], ['/sales', 'sales'], ['/batches', 'batches'], ['/tariffs', 'tariffs'], ['/closings', 'closings']]) {
      await phone.page.goto(where);
      await phone.page.locator('main').waitFor();
      await phone.page.waitForLoadState('networkidle');
      const wide = await phone.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${where} is ${wide} px too wide`);
      await phone.picture(`cash-phone-${name}`);
      await phone.assertAccessible(`${where} on a phone`);
    }
    assert.deepEqual(phone.complaints(), []);
    await phone.close();
  });

  assert.deepEqual(desk.complaints(), []);
});

test('tariffs have rules, and visitors are banned', async (t) => {
  const { page } = chief;

  await t.test('a tariff gets a price for an hour of the week', async () => {
    await page.goto('/tariffs');
    await page.getByText('Une demi-heure').first().click();
    await page.getByRole('link', { name: 'Éditer' }).or(page.getByRole('link', { name: 'Modifier' })).first().click();
    await page.getByTestId('add-rule').click();
    const rule = page.getByTestId('rule-0');
    await rule.locator('[name="rules.0.name"]').fill('Après-midi');
    await rule.locator('[name="rules.0.price_minor"]').fill('50');
    await rule.getByRole('button', { name: 'Mercredi' }).click();
    await rule.locator('[name="rules.0.from"]').fill('14:00');
    await rule.locator('[name="rules.0.to"]').fill('16:00');
    await chief.picture('cash-8-rules');
    await chief.assertAccessible('the rules of a tariff');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('Après-midi · Mercredi · 14:00–16:00', { exact: false }).waitFor();
    await chief.picture('cash-9-tariff');
  });

  await t.test('a visitor is banned and the ban is lifted', async () => {
    await page.goto('/visitors');
    await page.getByText('Bourbon').first().click();
    await page.getByTestId('ban').click();
    await page.locator('[name=reason]').fill('A menacé un autre visiteur');
    await page.locator('[name=until]').fill('2099-01-31');
    await chief.picture('ban-1');
    await chief.assertAccessible('banning a visitor');
    await page.getByTestId('confirm-ban').click();
    // Ten years at most: the server says so.
    chief.expected.push(/^400 POST .*bannir\/$/);
    await page.getByTestId('ban-dialog').getByRole('alert').waitFor();
    const day = new Date(Date.now() + 8 * 86_400_000).toISOString().slice(0, 10);
    await page.locator('[name=until]').fill(day);
    await page.getByTestId('confirm-ban').click();
    await page.getByTestId('banned').first().waitFor();
    await chief.picture('ban-2');
    await chief.assertAccessible('a banned visitor');
    await page.getByTestId('lift-ban').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Lever l’exclusion' }).click();
    await until('the ban is lifted', async () => (await page.getByTestId('banned').count()) === 0);
  });

  assert.deepEqual(chief.complaints(), []);
});
