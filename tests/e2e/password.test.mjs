/** A temporary password must be changed before anything else. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Console, launch } from './lib/console.mjs';
import { Server } from './lib/server.mjs';

let server, browser;

before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test('the administrator’s first password is changed in the browser', async () => {
  const desk = await Console.open(browser, server.url);
  const { page } = desk;
  await desk.login('admin', 'wrong-password');
  await page.getByTestId('login-refusal').waitFor();
  await desk.picture('password-1-refused');

  await desk.login('admin', 'admin123');
  const form = page.getByTestId('new-password-form');
  await form.waitFor();
  await desk.assertAccessible('new password');
  const choose = async (next, again = next) => {
    await form.locator('[name=new_password]').fill(next);
    await form.locator('[name=new_password_again]').fill(again);
    await form.locator('[type=submit]').click();
  };
  const complaint = form.locator('.MuiFormHelperText-root.Mui-error').first();
  await choose('court');
  await complaint.waitFor();
  await choose('une phrase assez longue', 'une autre phrase longue');
  await complaint.waitFor();
  // The server's own rule, in its own words.
  await choose('1234567890');
  await complaint.waitFor();
  await desk.picture('password-2-too-simple');
  await choose('une phrase assez longue');
  await desk.tile('PC-01').waitFor();
  await desk.picture('password-3-plan');
  await desk.close();

  await assert.rejects(server.login('admin', 'admin123'), /401/);
  assert.ok(await server.login('admin', 'une phrase assez longue'));
});
