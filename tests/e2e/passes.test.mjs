/** Guest passes: two hundred at once, a sheet to cut out, and a code that works. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Console, launch } from './lib/console.mjs';
import { printed } from './lib/paper.mjs';
import { Server } from './lib/server.mjs';
import { Wire } from './lib/wire.mjs';

const NAME = 'PC-02';
let server, browser, wire;

before(async () => {
  server = await Server.start({ furnished: true });
  browser = await launch();
});

after(async () => {
  wire?.close();
  await browser?.close();
  await server?.stop();
});

test('a batch of passes', async (t) => {
  const console = await Console.open(browser, server.url);
  const { page } = console;
  let codes;
  await console.login();
  await console.tile(NAME).waitFor();

  await t.test('two hundred are made', async () => {
    await page.goto('/batches/create');
    await page.locator('[name=label]').fill('Forum de l’emploi');
    await page.locator('[name=count]').fill('200');
    await page.getByTestId('minutes-30').click();
    await console.picture('passes-1-form');
    await console.assertAccessible('making passes');
    await page.getByTestId('make-passes').click();
    await page.getByTestId('batch-made').waitFor();
    codes = await page.getByTestId('batch-made').locator('code').allTextContents();
    assert.equal(new Set(codes).size, 200);
    await console.picture('passes-2-made');
    await console.assertAccessible('passes that were made');
  });

  await t.test('the sheet is printed, eighteen a page, each with its code', async () => {
    const sheet = await printed(page, 'passes-sheet', () => page.getByTestId('print-passes').click());
    for (const code of codes) assert.ok(sheet.text.includes(code), code);
    assert.deepEqual([sheet.size.map(Math.round), sheet.pages], [[595, 842], 12], 'A4');
  });

  await t.test('a code opens a station', async () => {
    wire = await Wire.open(server, NAME);
    const answer = await fetch(`${server.url}/api/sessions/validate_code/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Station ${wire.id}:${wire.credential}` },
      body: JSON.stringify({ code: codes[17].toLowerCase().replace('-', ' ') }),
    });
    assert.equal(answer.status, 200, await answer.clone().text());
    const { session } = await answer.json();
    assert.equal(session.granted_ms ?? session.granted_s * 1000, 1_800_000);
  });

  await t.test('the rest is revoked, and the sheet is gone', async () => {
    await page.getByTestId('leave-passes').click();
    await page.getByText('ne sont pas conservés en clair', { exact: false }).first().waitFor();
    await page.waitForLoadState('networkidle');
    await console.assertAccessible('a batch');
    await page.getByTestId('revoke-batch').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Révoquer' }).click();
    await page.getByTestId('revoke-batch').waitFor({ state: 'detached' });
    await console.picture('passes-3-revoked');
    await page.goto('/batches');
    await page.getByText('Forum de l’emploi').first().waitFor();
    await page.waitForLoadState('networkidle');
    await console.picture('passes-4-list');
    await console.assertAccessible('the batches');
  });

  assert.deepEqual(console.complaints(), []);
});
