/** What a house chooses for itself: its logo, the foot of its tickets, its currency; and what it hands to its controllers. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { Console, launch } from './lib/console.mjs';
import { printed } from './lib/paper.mjs';
import { png } from './lib/png.mjs';
import { Server } from './lib/server.mjs';
import { until } from './lib/until.mjs';

const FOOT = 'Une question ? 02 62 00 00 00';
let server, browser, access;

before(async () => {
  server = await Server.start({ furnished: true });
  access = await server.login('gerant');
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** A mark of two colours, wide as logos are. */
const mark = (width, height) => png(width, height, (x, y) => ((x / height) % 2 < 1 && y > height / 4 ? [68, 83, 224] : [250, 250, 255]));
/** A picture that no coding makes small. */
function noise(side) {
  let seed = 7;
  const next = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) >> 8 & 255;
  return png(side, side, () => [next(), next(), next()]);
}

test('the logo and the foot of tickets are drawn (COR-002)', async (t) => {
  const chief = await Console.open(browser, server.url);
  const { page } = chief;
  await chief.login('gerant');
  await chief.link.waitFor();
  await page.goto('/parameters');
  const logo = page.getByTestId('parameter-logo');
  const pick = (name, mimeType, buffer) => logo.locator('input[type=file]').setInputFiles({ name, mimeType, buffer });

  await t.test('what is no picture is refused in words', async () => {
    await logo.waitFor();
    await pick('logo.svg', 'image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'));
    await logo.getByText('Choisissez une image PNG, JPEG ou WebP.').waitFor();
    await pick('logo.png', 'image/png', Buffer.from('ceci n’est pas une image'));
    await logo.getByText('Ce fichier est abîmé', { exact: false }).waitFor();
    await chief.picture('house-1-refused');
    await chief.assertAccessible('a logo that is no picture');
  });

  await t.test('a picture that is too large is drawn smaller', async () => {
    await pick('logo.png', 'image/png', noise(400));
    const preview = logo.locator('img');
    await preview.waitFor();
    const bytes = await preview.evaluate((node) => node.src.length * 0.75);
    assert.ok(bytes < 41_000, `${bytes} bytes`);
  });

  await t.test('a logo is kept', async () => {
    await pick('logo.png', 'image/png', mark(360, 90));
    await until('the picture is shown', () => logo.locator('img').evaluate((node) => node.naturalWidth === 360));
    await logo.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByTestId('site-logo').first().waitFor();
    const foot = page.getByTestId('parameter-ticket_footer');
    await foot.getByRole('textbox').fill(FOOT);
    await foot.getByRole('button', { name: 'Enregistrer' }).click();
    await foot.getByText('Modifié par gerant', { exact: false }).waitFor();
    await until('the logo is drawn', () => page.getByTestId('site-logo').first().evaluate((node) => node.complete && node.naturalWidth > 0));
    await chief.picture('house-2-kept');
    await chief.assertAccessible('a console with its logo');
  });

  await t.test('a ticket bears them', async () => {
    await page.goto('/?new=1');
    const dialog = page.getByTestId('session-dialog');
    await dialog.getByTestId('mode-anonymous').click();
    await dialog.getByTestId('issue-code').click();
    await dialog.getByTestId('issued-code').waitFor();
    await page.evaluate(() => (globalThis.print = () => (globalThis.wasPrinted = true)));
    await dialog.getByTestId('print-ticket').click();
    await page.waitForFunction(() => globalThis.wasPrinted);
    const ticket = page.getByTestId('ticket');
    assert.ok(await ticket.locator('.ticket-logo').evaluate((node) => node.complete && node.naturalWidth > 0));
    assert.match(await ticket.textContent(), new RegExp(FOOT.replace('?', '\\?')));
    await page.emulateMedia({ media: 'print' });
    await chief.picture('house-3-ticket');
    await page.emulateMedia({ media: null });
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await dialog.getByTestId('close-issued').click();
  });

  await t.test('and so does a sheet of passes', async () => {
    await page.goto('/batches/create');
    await page.locator('[name=label]').fill('Forum');
    await page.locator('[name=count]').fill('7');
    await page.getByTestId('make-passes').click();
    await page.getByTestId('batch-made').waitFor();
    const sheet = await printed(page, 'house-4-passes', () => page.getByTestId('print-passes').click());
    assert.equal(sheet.text.split(FOOT).length - 1, 7);
    assert.equal(sheet.pages, 1);
  });

  await t.test('whoever signs in sees whose console it is', async () => {
    const { page: door, ...stranger } = await Console.open(browser, server.url);
    await door.goto('/login');
    await door.getByTestId('site-logo').first().waitFor();
    await door.screenshot({ path: new URL('../../target/e2e/house-5-login.png', import.meta.url).pathname });
    await stranger.context.close();
  });
  assert.deepEqual(chief.complaints(), []);
  await chief.close();
});

test('the chosen currency is the one that forms begin with (COR-002)', async () => {
  await server.ask('PUT', '/api/parametres/currency/', { value: 'USD' }, access);
  const chief = await Console.open(browser, server.url);
  const { page } = chief;
  await chief.login('gerant');
  await chief.link.waitFor();
  await page.goto('/tariffs/create');
  const currency = page.getByRole('combobox', { name: /Devise|Monnaie/ });
  await currency.getByText('USD').waitFor();
  await page.goto('/cash');
  await page.locator('[name=float-USD]').waitFor();
  const floats = await page.locator('[name^=float-]').evaluateAll((fields) => fields.map(({ name }) => name));
  assert.deepEqual(floats, ['float-USD', 'float-EUR']);
  assert.deepEqual(chief.complaints(), []);
  await chief.close();
});

test('a price holds until the day ends', async () => {
  const chief = await Console.open(browser, server.url);
  const { page } = chief;
  await chief.login('gerant');
  await chief.link.waitFor();
  const { results } = await server.ask('GET', '/api/tariffs/?code=D30', undefined, access);
  await page.goto(`/tariffs/${results[0].id}`);
  await page.getByTestId('add-rule').click();
  const rule = page.getByTestId('rule-0');
  await rule.locator('[name="rules.0.name"]').fill('Soirée');
  await rule.locator('[name="rules.0.price_minor"]').fill('50');
  await rule.locator('[name="rules.0.from"]').fill('18:00');
  await rule.locator('[name="rules.0.to"]').fill('25');
  await rule.getByText('Une heure, comme 18:30 ou 24:00.').waitFor();
  await chief.assertAccessible('a time that is none');
  await rule.locator('[name="rules.0.to"]').fill('24');
  await chief.picture('house-6-rule');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByText('18:00–24:00', { exact: false }).waitFor();
  const kept = await server.ask('GET', `/api/tariffs/${results[0].id}/`, undefined, access);
  assert.equal(kept.rules[0].to, '24:00');
  assert.deepEqual(chief.complaints(), []);
  await chief.close();
});

test('the cash journal is archived from the console', async () => {
  const till = { register: 'Caisse 1', floats: { EUR: 5000 } };
  await server.ask('POST', '/api/caisse/tiroirs/', till, access);
  const chief = await Console.open(browser, server.url);
  const { page } = chief;
  await chief.login('gerant');
  await chief.link.waitFor();
  await page.goto('/closings');
  const take = async (form) => {
    await page.getByTestId('take-archive').click();
    await page.getByTestId('archive-dialog').waitFor();
    await chief.picture('house-7-archive');
    await chief.assertAccessible('taking an archive');
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId(`archive-${form}`).click()]);
    await page.getByTestId('archive-dialog').waitFor({ state: 'detached' });
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
  };
  const signed = await take('json');
  assert.match(signed.name, /^caisse-\d{4}-\d\d-01-\d{4}-\d\d-\d\d\.json$/);
  const archive = JSON.parse(signed.text);
  assert.ok(archive.signature, signed.text.slice(0, 200));
  const table = await take('csv');
  assert.match(table.text.split('\n')[0], /hash/);
  await page.getByTestId('take-archive').click();
  await page.locator('[name=from]').fill('2031-01-01');
  assert.ok(await page.getByTestId('archive-json').isDisabled(), 'it ends before it begins');
  assert.deepEqual(chief.complaints(), []);
  await chief.close();
});

test('no line of the menu stands alone', async () => {
  for (const login of ['accueil', 'controle', 'gerant']) {
    const desk = await Console.open(browser, server.url);
    await desk.login(login);
    const menu = desk.page.getByRole('menu').first();
    await menu.getByRole('menuitem').first().waitFor();
    await until('the menu is whole', async () => (await menu.getByRole('menuitem').count()) > 5);
    const shown = await menu.evaluate((node) =>
      [...node.children].filter((child) => getComputedStyle(child).display !== 'none').map(({ tagName }) => tagName),
    );
    assert.notEqual(shown.at(-1), 'HR', login);
    assert.ok(shown.every((tag, at) => tag !== 'HR' || shown[at + 1] !== 'HR'), login);
    await desk.close();
  }
});
