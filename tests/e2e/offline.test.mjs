/** A weak link: what is done without the server is kept, sent once, and its fate told; the shell opens without it. */
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Console, launch } from './lib/console.mjs';
import { occupied } from './lib/floor.mjs';
import { ROOT, Server } from './lib/server.mjs';
import { until } from './lib/until.mjs';

const WORKER = path.join(ROOT, 'web/dist/sw.js');
let server, browser, floor, desk, page;

before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  floor = await occupied(server, [60]);
  floor.close();
  desk = await Console.open(browser, server.url, { worker: true });
  page = desk.page;
  await desk.login();
  await desk.tile('PC-24').waitFor();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const status = (wanted) => until(`the link is ${wanted}`, async () => (await desk.link.getAttribute('data-status')) === wanted);
/** The server gone, and back again at the latest when the test ends: one that fails leaves the others their chance. */
const withoutServer = async (t) => {
  await server.halt();
  t.after(() => server.halted && server.serve());
};
const session = () => server.ask('GET', `/api/sessions/${floor.sessions[0].id}/`, undefined, floor.access);

test('the shell is kept once the page is there', async () => {
  await status('live');
  const kept = await until('the service worker has everything', () =>
    page.evaluate(async () => {
      if (!(await navigator.serviceWorker.getRegistration())?.active) return null;
      const [name] = await caches.keys();
      return (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname);
    }),
  );
  assert.ok(kept.includes('/index.html') && kept.some((path) => path.endsWith('.js')));
  assert.deepEqual(kept.filter((path) => path.startsWith('/api/')), [], 'nothing the server says is kept');
});

test('what is done without the server waits, survives a reload, and counts once', async (t) => {
  await desk.tile('PC-01').click();
  await page.getByTestId('add-15').waitFor();
  await withoutServer(t);
  await status('offline');
  assert.match(await page.title(), /hors connexion/);
  await page.getByTestId('add-15').click();
  await page.getByTestId('unsent').waitFor();
  await page.getByTestId('add-30').click();
  await until('two wait', async () => (await page.getByTestId('unsent-give-up').count()) === 2);
  await desk.assertAccessible('unsent actions');
  await desk.picture('offline-1-unsent');

  await page.reload();
  await page.getByTestId('offline-page').waitFor();
  assert.match(await page.getByTestId('offline-unsent').textContent(), /2 actions attendent/);
  await desk.assertAccessible('the shell without the server');
  await desk.picture('offline-2-shell');

  await server.serve();
  await desk.tile('PC-24').waitFor();
  await until('both arrived', async () => (await session()).granted_s === 105 * 60);
  await until('nothing waits any more', async () => (await page.getByTestId('unsent').count()) === 0);
  await status('live');
  await page.reload();
  await desk.tile('PC-24').waitFor();
  await status('live');
  assert.equal((await session()).granted_s, 105 * 60, 'once each');
});

test('one of them is given up by hand', async (t) => {
  await page.goto('/');
  await desk.tile('PC-01').click();
  await page.getByTestId('add-15').waitFor();
  await status('live');
  await withoutServer(t);
  await status('offline');
  await page.getByTestId('add-15').click();
  await page.getByTestId('unsent-give-up').click();
  await page.getByTestId('unsent').waitFor({ state: 'detached' });
  await server.serve();
  await status('live');
  assert.equal((await session()).granted_s, 105 * 60);
});

// RTM-019, UI-008.
test('a cut link comes back by itself, and a deep address opens', async (t) => {
  t.after(() => desk.context.setOffline(false));
  await desk.context.setOffline(true);
  await status('offline');
  await desk.context.setOffline(false);
  await status('live');
  await page.goto(`/sessions/${floor.sessions[0].id}/show`);
  await page.getByTestId('timeline').waitFor();
  await page.reload();
  await page.getByTestId('timeline').locator('[data-step=added]').first().waitFor();
});

test('a new release waits for the operator, and takes over', async (t) => {
  await page.goto('/');
  await desk.tile('PC-24').waitFor();
  // The same files under another name of the release: what a newer server would give. A server built for
  // development reads its files from the disk.
  const worker = await readFile(WORKER, 'utf8');
  await rm(`${WORKER}.br`, { force: true });
  await writeFile(WORKER, worker.replace(/RELEASE = '\w+'/, "RELEASE = 'newer'"));
  t.after(() => writeFile(WORKER, worker));
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await page.getByTestId('new-release').waitFor();
  await desk.assertAccessible('a new release');
  await Promise.all([page.waitForEvent('load'), page.getByTestId('take-over').click()]);
  await desk.tile('PC-24').waitFor();
  await until('only the new one is kept', async () => {
    const names = await page.evaluate(() => caches.keys());
    return names.length === 1 && names[0] === 'guichet-newer';
  });
});
