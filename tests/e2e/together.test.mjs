/** What is done to several rows of a list at once: by permission, asked once, and told row by row (UI-001, STA-017). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Console, launch } from './lib/console.mjs';
import { occupied } from './lib/floor.mjs';
import { printed } from './lib/paper.mjs';
import { Server } from './lib/server.mjs';

let server, browser, floor, chief, page, access;

before(async () => {
  server = await Server.start({ furnished: true });
  access = await server.login('gerant');
  floor = await occupied(server, [60, 60, 0]);
  browser = await launch();
  chief = await Console.open(browser, server.url);
  page = chief.page;
  await chief.login('gerant');
  await chief.link.waitFor();
});

after(async () => {
  floor?.close();
  await browser?.close();
  await server?.stop();
});

const get = (path) => server.ask('GET', path, undefined, access);

/** Selects the rows with these words. */
async function select(list, words, { on = page } = {}) {
  await on.goto(list);
  await on.getByRole('table').waitFor();
  for (const word of words) {
    const row = on.locator('tbody tr').filter({ hasText: word }).first();
    await row.waitFor();
    await row.getByRole('checkbox').check();
  }
}

async function choose(name) {
  await page.getByTestId('together').click();
  await page.getByTestId(`together-${name}`).click();
  const dialog = page.getByTestId('bulk-dialog');
  await dialog.waitFor();
  return dialog;
}

/** Confirms, and gives what became of each. */
async function confirm(dialog, rows) {
  await dialog.getByTestId('bulk-confirm').click();
  await page.locator('[data-testid=bulk-close]:not([disabled])').waitFor();
  const outcomes = await dialog.locator('[data-outcome]').evaluateAll((found) => found.map(({ dataset }) => dataset.outcome));
  assert.equal(outcomes.length, rows);
  return outcomes.sort();
}

async function done() {
  await page.getByTestId('bulk-close').click();
  await page.getByTestId('bulk-dialog').waitFor({ state: 'detached' });
}

test('stations: put into maintenance, move, write to', async () => {
  await select('/stations', ['PC-04', 'PC-05', 'PC-06']);
  await page.getByTestId('together').click();
  await page.getByTestId('together-maintenance').waitFor();
  await chief.picture('together-1-menu');
  await chief.assertAccessible('what can be done to stations');
  await page.keyboard.press('Escape');
  const dialog = await choose('maintenance');
  await chief.assertAccessible('asking once');
  assert.deepEqual(await confirm(dialog, 3), ['done', 'done', 'done']);
  await chief.picture('together-2-results');
  await chief.assertAccessible('what became of each');
  await done();
  const { results } = await get('/api/postes/?statut=maintenance');
  assert.deepEqual(results.map(({ name }) => name).sort(), ['PC-04', 'PC-05', 'PC-06']);

  await select('/stations', ['PC-01', 'PC-04', 'PC-05']);
  const moving = await choose('zone');
  await moving.getByTestId('together-zone-field').getByRole('combobox').click();
  await page.getByRole('option', { name: 'Salle B' }).click();
  await chief.assertAccessible('choosing a room');
  const moved = await confirm(moving, 3);
  assert.equal(moved.filter((outcome) => outcome === 'done').length >= 2, true, moved.join());
  await done();
  const there = await get('/api/postes/?zone=Salle%20B&page_size=50');
  assert.ok(['PC-04', 'PC-05'].every((name) => there.results.some((row) => row.name === name)));

  await select('/stations', ['PC-03']);
  const writing = await choose('message');
  assert.ok(await writing.getByTestId('bulk-confirm').isDisabled());
  await writing.locator('textarea[name=message]').fill('Fermeture dans dix minutes');
  assert.deepEqual(await confirm(writing, 1), ['done']);
  await done();
});

test('sessions: time is added to those that run, and they are ended', async () => {
  await select('/sessions', ['PC-01', 'PC-02']);
  const adding = await choose('add-time');
  await chief.picture('together-3-time');
  assert.deepEqual(await confirm(adding, 2), ['done', 'done']);
  await done();
  const { granted_s } = await get(`/api/sessions/${floor.sessions[0].id}/`);
  assert.equal(granted_s, 75 * 60);
  await select('/sessions', ['PC-01', 'PC-02']);
  assert.deepEqual(await confirm(await choose('end'), 2), ['done', 'done']);
  await done();
  await select('/sessions', ['PC-01', 'PC-02']);
  assert.deepEqual(await confirm(await choose('end'), 2), ['skipped', 'skipped'], 'nothing runs any more');
  await done();
});

test('visitors: banned together, and erased', async () => {
  await select('/visitors', ['Duparc', 'Mayumbe']);
  const banning = await choose('ban');
  await banning.locator('[name=reason]').fill('Bagarre');
  await banning.locator('[name=until]').fill(new Date(Date.now() + 8 * 86_400_000).toISOString().slice(0, 10));
  await chief.picture('together-4-ban');
  await chief.assertAccessible('banning several');
  assert.deepEqual(await confirm(banning, 2), ['done', 'done']);
  await done();
  assert.equal((await get('/api/utilisateurs/?banned=true')).count, 2);
  await select('/visitors', ['Kwilu']);
  assert.deepEqual(await confirm(await choose('erase'), 1), ['done']);
  await done();
  assert.equal((await get('/api/utilisateurs/?search=Kwilu')).count, 0);
});

test('accounts: closed, opened, given a role', async () => {
  await select('/users', ['accueil', 'controle']);
  const giving = await choose('role');
  await giving.getByTestId('together-role-field').getByRole('combobox').click();
  await page.getByTestId('role-auditeur').click();
  await chief.assertAccessible('giving a role');
  const given = await confirm(giving, 2);
  assert.ok(given.includes('done'), given.join());
  await done();
  const { results } = await get('/api/accounts/users/?search=accueil');
  assert.ok(results[0].roles.some(({ code }) => code === 'auditeur'));
  await select('/users', ['controle', 'gerant']);
  const closing = await choose('close');
  assert.deepEqual(await confirm(closing, 2), ['done', 'skipped'], 'nobody closes their own account');
  await chief.picture('together-5-accounts');
  await done();
});

test('accounts: a role for one province, among those that agencies lie in', async () => {
  await select('/users', ['accueil', 'controle']);
  const giving = await choose('role');
  const pick = async (field, option) => {
    await giving.getByTestId(field).getByRole('combobox').click();
    await page.getByRole('option').filter({ hasText: option }).first().click();
  };
  await pick('together-role-field', 'Marketing');
  await pick('together-scope-field', 'Une province');
  assert.ok(await giving.getByTestId('bulk-confirm').isDisabled(), 'which province is not said yet');
  await pick('together-province-field', '974');
  await chief.picture('together-6-province');
  await chief.assertAccessible('a role for a province');
  await confirm(giving, 2);
  await done();
  const { results } = await get('/api/accounts/users/?search=accueil');
  const held = results[0].roles.find(({ scope }) => scope === 'province');
  assert.equal(held.province, '974');
  assert.ok(results[0].roles.length > 1, 'the roles that were there are kept');
});

// UI-001, UI-002: a phone has them, too.
test('a phone selects cards, and does the same to them', async () => {
  const phone = await Console.open(browser, server.url, { viewport: { width: 360, height: 780 } });
  const hand = phone.page;
  await phone.login('gerant');
  await phone.link.waitFor();
  await hand.goto('/stations');
  for (const name of ['PC-08', 'PC-09']) await hand.getByRole('checkbox', { name }).check();
  const bar = hand.getByTestId('phone-selection');
  await bar.getByText('2 sélectionnés').waitFor();
  await phone.picture('together-7-phone');
  await phone.assertAccessible('cards that are selected');
  assert.ok((await hand.evaluate(() => document.documentElement.scrollWidth)) <= 360);
  await bar.getByTestId('together').click();
  await hand.getByTestId('together-maintenance').click();
  await hand.getByTestId('bulk-confirm').click();
  await hand.locator('[data-testid=bulk-close]:not([disabled])').click();
  await hand.getByTestId('bulk-dialog').waitFor({ state: 'detached' });
  const { results } = await get('/api/postes/?statut=maintenance&page_size=50');
  assert.ok(['PC-08', 'PC-09'].every((name) => results.some((row) => row.name === name)));
  // All of the page, and none.
  const all = bar.getByRole('checkbox', { name: 'Tout sélectionner' });
  await all.check();
  await bar.getByText('24 sélectionnés').waitFor();
  await bar.getByRole('button', { name: 'Désélectionner' }).click();
  await all.waitFor();
  assert.equal(await hand.getByRole('checkbox', { checked: true }).count(), 0);
  assert.deepEqual(phone.complaints(), []);
  await phone.close();
});

test('passes: printed again with other codes, and revoked', async () => {
  for (const label of ['Forum', 'Classe']) {
    await server.ask('POST', '/api/sessions/lots/', { label, count: 3, minutes: 30 }, floor.access);
  }
  await select('/batches', ['Forum', 'Classe']);
  const printing = await choose('print');
  const sheet = await printed(page, 'together-passes', async () => {
    assert.deepEqual(await confirm(printing, 2), ['done', 'done']);
  });
  assert.equal(new Set(sheet.text.match(/[0-9A-Z]{5}-[0-9A-Z]{5}/g)).size, 6);
  await done();
  await select('/batches', ['Forum', 'Classe']);
  assert.deepEqual(await confirm(await choose('revoke'), 2), ['done', 'done']);
  await done();
  const { results } = await get('/api/sessions/lots/');
  assert.deepEqual(results.map(({ unused }) => unused), [0, 0]);
});

test('who may do less is offered less', async () => {
  const desk = await Console.open(browser, server.url);
  await desk.login('accueil');
  await desk.link.waitFor();
  await select('/stations', ['PC-07'], { on: desk.page });
  await desk.page.getByTestId('together').click();
  await desk.page.getByTestId('together-lock').waitFor();
  await desk.page.keyboard.press('Escape');
  await desk.page.goto('/logs');
  await desk.page.locator('tbody tr').first().waitFor();
  assert.equal(await desk.page.getByTestId('together').count(), 0, 'a log is only read');
  await desk.close();
});

test('nothing went wrong meanwhile', () => assert.deepEqual(chief.complaints(), []));
