/** Two operators at once: what one does, the other sees; the tab says what needs somebody (KSK-008, UI-010). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Console, launch } from './lib/console.mjs';
import { occupied } from './lib/floor.mjs';
import { Server } from './lib/server.mjs';
import { until } from './lib/until.mjs';

let server, browser, floor;

before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  floor = await occupied(server, [60, 4]);
});

after(async () => {
  floor?.close();
  await browser?.close();
  await server?.stop();
});

async function live(username) {
  const desk = await Console.open(browser, server.url);
  await desk.login(username);
  await desk.tile('PC-24').waitFor();
  await until('the link is live', async () => (await desk.link.getAttribute('data-status')) === 'live');
  return desk;
}

const timeOf = async (desk, name) => (await desk.tile(name).getByTestId('tile-time').textContent()).trim();

test('one adds time, the other sees it', async () => {
  const [one, other] = await Promise.all([live('accueil'), live('gerant')]);
  assert.match(await timeOf(other, 'PC-01'), /^(59|1:00)/);
  await one.tile('PC-01').click();
  await one.page.getByTestId('add-30').waitFor();
  const begun = Date.now();
  await one.page.keyboard.press('3');
  await until('the other sees it', async () => /^1:(29|30)/.test(await timeOf(other, 'PC-01')));
  console.log(`seen by the other console after ${Date.now() - begun} ms, the shortcut's own pause included`);
  await until('the tab speaks of the session that ends', async () => /1 bientôt fini/.test(await other.page.title()));
  // What one marks, the other's list has, too (UI-010).
  await other.page.locator('[role=menuitem][href$="/sessions"]').click();
  const row = other.page.locator('tbody tr').filter({ hasText: 'PC-01' });
  await row.waitFor();
  await one.page.keyboard.press('s');
  await row.filter({ hasText: 'Suspendue' }).waitFor();
  assert.deepEqual([...one.complaints(), ...other.complaints()], []);
  await Promise.all([one.close(), other.close()]);
});

/** What each role finds in the menu, and what it is refused. */
const MENUS = {
  accueil: { has: ['/visitors', '/stations', '/sessions', '/zones', '/tariffs'], lacks: ['/reports'] },
  gerant: { has: ['/visitors', '/stations', '/sessions', '/reports', '/logs', '/zones'], lacks: [] },
  controle: { has: ['/logs', '/reports', '/jobs'], lacks: ['/visitors', '/stations', '/sessions', '/zones', '/tariffs'] },
};

for (const [username, { has, lacks }] of Object.entries(MENUS)) {
  test(`${username} finds what the role allows`, async () => {
    const desk = await Console.open(browser, server.url);
    await desk.login(username);
    await desk.page.locator('[role=menuitem]').first().waitFor();
    for (const path of has) await desk.page.locator(`[role=menuitem][href$="${path}"]`).waitFor();
    for (const path of lacks) assert.equal(await desk.page.locator(`[role=menuitem][href$="${path}"]`).count(), 0, path);
    const may = username !== 'controle';
    if (may) await Promise.all([desk.tile('PC-01').waitFor(), desk.page.getByTestId('new-session').waitFor()]);
    else assert.equal(await desk.page.getByTestId('new-session').count(), 0, 'new session');
    await desk.assertAccessible(`the desk of ${username}`);
    if (!may) {
      await desk.page.keyboard.press('n');
      await desk.page.waitForTimeout(100);
      await desk.page.keyboard.press('?');
      await desk.page.getByRole('dialog').waitFor();
      assert.equal(await desk.page.getByTestId('session-dialog').count(), 0);
    }
    await desk.close();
  });
}

test('the desk fits 360 pixels', async () => {
  const desk = await Console.open(browser, server.url, { viewport: { width: 360, height: 780 } });
  await desk.login();
  await desk.tile('PC-01').waitFor();
  const fits = async (what) => {
    const width = await desk.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 360, `${what}: ${width} pixels wide`);
    await desk.assertAccessible(`${what} on a phone`);
    await desk.picture(`phone-${what}`);
  };
  await fits('plan');
  await desk.tile('PC-01').click();
  await desk.page.getByTestId('panel-time').waitFor();
  await fits('panel');
  await desk.page.keyboard.press('Escape');
  await desk.page.goto('/?new=1');
  await desk.page.getByTestId('session-dialog').waitFor();
  await fits('new-session');
  await desk.page.goto(`/sessions/${floor.sessions[0].id}/show`);
  await desk.page.getByTestId('timeline').waitFor();
  await fits('session');
  await desk.close();
});
