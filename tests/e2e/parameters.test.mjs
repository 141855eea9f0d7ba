/** What an administrator sets, what people arrange for themselves, and lists as files. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { Console, launch } from './lib/console.mjs';
import { png } from './lib/png.mjs';
import { Server } from './lib/server.mjs';
import { until } from './lib/until.mjs';

let server, browser;

before(async () => {
  server = await Server.start();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test('an administrator changes parameters, and they hold at once (COR-001, COR-002)', async () => {
  const desk = await Console.open(browser, server.url);
  const { page } = desk;
  await desk.login('gerant');
  await desk.link.waitFor();
  await page.goto('/parameters');
  const quota = page.getByTestId('parameter-sessions_per_day');
  await quota.getByRole('spinbutton').fill('99');
  await quota.getByRole('button', { name: 'Enregistrer' }).click();
  await quota.getByText('De 1 à 50.').waitFor();
  await quota.getByRole('spinbutton').fill('4');
  await quota.getByRole('button', { name: 'Enregistrer' }).click();
  await quota.getByText(/Modifié par gerant/).waitFor();
  const access = await server.login('gerant');
  const { results } = await server.ask('GET', '/api/utilisateurs/', undefined, access);
  const { limit } = await server.ask('GET', `/api/utilisateurs/${results[0].id}/can_create_session/`, undefined, access);
  assert.equal(limit, 4);
  await desk.assertAccessible('parameters');
  await desk.picture('parameters-1');
  await quota.getByRole('button', { name: 'Valeur par défaut' }).click();
  await until('the default holds', async () => (await quota.getByRole('spinbutton').inputValue()) === '3');
  const refused = desk.complaints().filter((text) => !/^400 PUT/.test(text));
  assert.deepEqual(refused, []);
  await desk.close();
});

for (const [language, words] of [
  ['fr', { save: 'Enregistrer', contrast: /contraste de/, keyboard: 'Suisse romand (QWERTZ)', own: 'Celle réglée sur chaque poste' }],
  ['en', { save: 'Save', contrast: /a contrast of/, keyboard: 'Swiss French (QWERTZ)', own: 'As each station was set up' }],
]) {
  test(`an administrator gives the stations the site’s look and keyboard (${language})`, async () => {
    const desk = await Console.open(browser, server.url, { language });
    const { page } = desk;
    await desk.login('gerant');
    await desk.link.waitFor();
    await page.goto('/parameters');
    const colour = page.getByTestId('parameter-accent_colour');
    const save = (row) => row.getByRole('button', { name: words.save }).click();
    const typed = colour.locator('[name=accent_colour]');
    await typed.fill('#003399');
    await save(colour);
    await colour.getByText(words.contrast).waitFor();
    await desk.picture(`parameters-3-contrast-${language}`);
    await desk.assertAccessible('a colour that cannot be read');
    await typed.fill('#7fd1ae');
    const key = colour.getByTestId('station-preview-key');
    await until('the preview follows what is typed', () => key.evaluate((node) => getComputedStyle(node).backgroundColor === 'rgb(127, 209, 174)'));
    await save(colour);
    await colour.getByText(/gerant/).waitFor();
    const logo = page.getByTestId('parameter-logo');
    const mark = png(360, 90, (x, y) => ((x / 90) % 2 < 1 && y > 22 ? [68, 83, 224] : [20, 30, 60]));
    await logo.locator('input[type=file]').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: mark });
    await save(logo);
    const drawn = page.getByTestId('station-preview').locator('img');
    await drawn.waitFor();
    await until('the logo is drawn as stations draw it, on white', () => drawn.evaluate((node) => node.complete && node.naturalWidth === 392));
    const keyboard = page.getByTestId('parameter-keyboard');
    await keyboard.getByText(words.own).waitFor();
    await keyboard.getByRole('combobox').click();
    await page.getByRole('option', { name: words.keyboard }).click();
    await save(keyboard);
    await keyboard.getByText(/gerant/).waitFor();
    const access = await server.login('gerant');
    const site = await server.ask('GET', '/api/site/', undefined, access);
    assert.equal(site.accent_colour, '#7fd1ae');
    assert.equal((await server.ask('GET', '/api/parametres/keyboard/', undefined, access)).value, 'ch-fr');
    await desk.assertAccessible('the look of the stations');
    for (const width of [1440, 768, 360]) {
      await page.setViewportSize({ width, height: 900 });
      await colour.scrollIntoViewIfNeeded();
      await desk.picture(`parameters-4-look-${language}-${width}`);
      assert.equal(await desk.overflow(), 0, `at ${width}`);
    }
    const refused = desk.complaints().filter((text) => !/^400 PUT/.test(text));
    assert.deepEqual(refused, []);
    for (const name of ['accent_colour', 'logo', 'keyboard']) await server.ask('DELETE', `/api/parametres/${name}/`, undefined, access);
    await desk.close();
  });
}

test('during maintenance administrators work and others read a notice (INF-018)', async () => {
  const [admin, desk] = [await Console.open(browser, server.url), await Console.open(browser, server.url)];
  await Promise.all([admin.login('gerant'), desk.login('accueil')]);
  await Promise.all([admin.link.waitFor(), desk.link.waitFor()]);
  const access = await server.login('gerant');
  const set = (key, value) => server.ask('PUT', `/api/parametres/${key}/`, { value }, access);
  await set('maintenance_notice', 'Retour à 14 h.');
  await set('maintenance', true);
  await admin.page.goto('/stations');
  await admin.page.getByRole('table').waitFor();
  await admin.page.getByTestId('maintenance-notice').getByText('Retour à 14 h.').waitFor();
  await admin.assertAccessible('maintenance');
  await desk.page.goto('/stations');
  await desk.page.getByTestId('maintenance-notice').waitFor();
  await desk.page.getByText(/Le système est en maintenance/).first().waitFor();
  await desk.picture('parameters-2-maintenance');
  await set('maintenance', false);
  await desk.page.goto('/stations');
  await desk.page.getByRole('table').waitFor();
  assert.equal(await desk.page.getByTestId('maintenance-notice').count(), 0);
  assert.deepEqual(admin.complaints(), []);
  await Promise.all([admin.close(), desk.close()]);
});

test('columns and saved filters follow their operator from desk to desk (UI-003, UI-004)', async () => {
  const first = await Console.open(browser, server.url);
  await first.login('gerant');
  await first.link.waitFor();
  await first.page.goto('/visitors');
  await first.page.getByRole('table').waitFor();
  const header = (desk) => desk.page.getByRole('columnheader', { name: /Téléphone/ });
  assert.equal(await header(first).count(), 1);
  const kept = first.page.waitForResponse((answer) => /\/api\/preferences\//.test(answer.url()) && answer.request().method() === 'PUT');
  await first.page.getByRole('button', { name: 'Colonnes' }).click();
  await first.page.getByRole('switch', { name: /Téléphone/ }).or(first.page.getByRole('checkbox', { name: /Téléphone/ })).click();
  await kept;
  await first.close();

  const second = await Console.open(browser, server.url);
  await second.login('gerant');
  await second.link.waitFor();
  await second.page.goto('/visitors');
  await until('the column is hidden here as well', async () => (await second.page.getByRole('table').count()) && !(await header(second).count()));
  assert.deepEqual(second.complaints(), []);
  await second.close();

  const other = await Console.open(browser, server.url);
  await other.login('accueil');
  await other.link.waitFor();
  await other.page.goto('/visitors');
  await header(other).waitFor();
  await other.close();
});

test('a list becomes a file that a spreadsheet reads (UI-001)', async () => {
  const desk = await Console.open(browser, server.url);
  await desk.login('gerant');
  await desk.link.waitFor();
  await desk.page.goto('/visitors');
  await desk.page.getByRole('table').waitFor();
  const saved = async (format) => {
    await desk.page.getByTestId('export').click();
    const [file] = await Promise.all([desk.page.waitForEvent('download'), desk.page.getByTestId(`export-${format}`).click()]);
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
  };
  const csv = await saved('csv');
  assert.match(csv.name, /^visitors\.csv$/);
  assert.equal(csv.bytes.toString('utf8').trim().split('\r\n').length, 9);
  const excel = await saved('excel');
  assert.equal(excel.name, 'visitors.xlsx');
  assert.equal(excel.bytes.subarray(0, 2).toString(), 'PK');
  assert.ok(excel.bytes.length > 2_000, `${excel.bytes.length} bytes`);
  assert.deepEqual(desk.complaints(), []);
  await desk.close();
});
