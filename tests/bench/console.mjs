/**
 * `make bench-console`: what the console costs its browser. Prints figures; nothing is asserted on time.
 *
 * A weak link: 400 kbit/s, 200 ms, a processor four times slower, brotli. First with nothing kept, then with what the
 * first visit left. A busy room: 200 stations, 50 changes a second over the real websocket.
 */
import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { launch } from '../e2e/lib/console.mjs';
import { PASSWORD, ROOT, Server } from '../e2e/lib/server.mjs';
import { until } from '../e2e/lib/until.mjs';

const LINK = { offline: false, latency: 200, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const SLOWER = 4;
const VISITS = 3;
const STATIONS = 200;
const CHANGES_A_SECOND = 50;
const BUSY_S = 20;

const median = (figures) => [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)];
const rows = [];
function tell(what, unit, figure) {
  rows.push(`| ${what} | ${unit} | ${figure} |`);
  console.error(rows.at(-1));
}

/** What is fetched, as it goes over the wire. */
async function sizes() {
  const folder = path.join(ROOT, 'web/dist');
  const page = await readFile(path.join(folder, 'index.html'), 'utf8');
  const first = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, file]) => file);
  const packed = async (file) => brotliCompressSync(await readFile(path.join(folder, file))).length;
  const sum = async (files) => (await Promise.all(files.map(packed))).reduce((a, b) => a + b, 0);
  const all = (await readdir(path.join(folder, 'assets'))).filter((file) => file.endsWith('.js'));
  tell('code that the room plan needs, brotli', 'kB', Math.round((await sum(first)) / 1000));
  tell('code of all screens, brotli', 'kB', Math.round((await sum(all.map((file) => `assets/${file}`))) / 1000));
}

/** A browser in which the operator is signed in, on a fast link. */
async function signedIn(browser, server) {
  const context = await browser.newContext({ baseURL: server.url, locale: 'fr-FR', viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(120_000);
  const answer = await context.request.post('/api/token/', {
    headers: { 'x-guichet-browser': '1' },
    data: { login: 'accueil', password: PASSWORD },
  });
  if (!answer.ok()) throw new Error(`signing in: ${answer.status()}`);
  return context;
}

/** Opens the room plan on the weak link: when something is drawn, and when the plan is live. */
async function visit(context) {
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', LINK);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  let bytes = 0;
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.addInitScript(() => {
    const look = () => {
      const live = document.querySelector('[data-testid=link-status][data-status=live]');
      if (live && document.querySelector('[data-testid^=tile-]')) globalThis.usableAt ??= performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto('/', { waitUntil: 'commit' });
  const usable = await page.waitForFunction(() => globalThis.usableAt).then((handle) => handle.jsonValue());
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
  return { page, paint, usable, bytes };
}

async function weakLink(browser, server) {
  const [cold, warm] = [[], []];
  for (let round = 0; round < VISITS; round += 1) {
    const context = await signedIn(browser, server);
    const first = await visit(context);
    cold.push(first);
    await keepsAll(first.page);
    await first.page.close();
    const again = await visit(context);
    warm.push(again);
    await context.close();
  }
  const of = (visits, name) => Math.round(median(visits.map((each) => each[name])));
  tell('first paint, cold', 'ms', of(cold, 'paint'));
  tell('room plan live, cold', 'ms', of(cold, 'usable'));
  tell('fetched until then, cold', 'kB', Math.round(of(cold, 'bytes') / 1000));
  tell('first paint, warm', 'ms', of(warm, 'paint'));
  tell('room plan live, warm', 'ms', of(warm, 'usable'));
  tell('fetched until then, warm', 'kB', Math.round(of(warm, 'bytes') / 1000));
}

/** The service worker has everything; it may take its time, on a link as fast as this machine. */
async function keepsAll(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await until('the service worker is there', () =>
    page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.active)),
  );
}

/** Busy stations: time is added to running sessions and stations change their state, as fast as asked. */
async function busyRoom(browser, server) {
  const access = await server.login('gerant');
  const known = await server.ask('GET', '/api/postes/?page_size=200', undefined, access);
  const agency = known.results[0].agency_id;
  for (let number = known.count; number < STATIONS; number += 1) {
    const name = `POSTE-${String(number).padStart(3, '0')}`;
    await server.ask('POST', '/api/postes/', { name, zone: `Salle ${number % 5}`, agency_id: agency }, access);
  }
  const { results } = await server.ask('GET', '/api/postes/?page_size=200', undefined, access);
  const context = await signedIn(browser, server);
  const page = await context.newPage();
  await page.goto('/');
  await until('all tiles', async () => (await page.locator('[data-station]').count()) >= STATIONS);
  await page.evaluate(() => {
    globalThis.long = [];
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => globalThis.long.push(entry.duration))).observe({
      type: 'longtask',
    });
    globalThis.drawn = 0;
    const count = () => ((globalThis.drawn += 1), requestAnimationFrame(count));
    requestAnimationFrame(count);
    globalThis.changed = 0;
    new MutationObserver((list) => (globalThis.changed += list.length)).observe(document.querySelector('main'), {
      subtree: true,
      attributes: true,
      attributeFilter: ['data-tone'],
    });
  });
  const begun = Date.now();
  let [asked, made, refused] = [0, 0, 0];
  const reasons = new Map();
  const pending = new Set();
  while (Date.now() - begun < BUSY_S * 1000) {
    const due = Math.floor(((Date.now() - begun) / 1000) * CHANGES_A_SECOND);
    for (; asked < due; asked += 1) {
      const station = results[asked % results.length];
      const mark = Math.floor(asked / results.length) % 2 === 0 ? 'maintenance' : 'disponible';
      // A server that is not served by its machine may answer 503: that change did not happen.
      const call = server.ask('POST', `/api/postes/${station.id}/marquer_${mark}/`, {}, access).then(
        () => (made += 1),
        (error) => {
          refused += 1;
          reasons.set(error.message, (reasons.get(error.message) ?? 0) + 1);
        },
      );
      pending.add(call);
      void call.finally(() => pending.delete(call));
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await Promise.all(pending);
  const told = await page.evaluate(() => ({ long: globalThis.long, drawn: globalThis.drawn, changed: globalThis.changed }));
  const lasted = (Date.now() - begun) / 1000;
  tell(`${STATIONS} stations: changes of state`, 'per second', (made / lasted).toFixed(1));
  if (refused > 0) tell('changes that the server refused', '', refused);
  reasons.forEach((times, reason) => console.error(`${times} × ${reason}`));
  tell('tiles that changed their look meanwhile', '', told.changed);
  tell('pictures drawn', 'per second', (told.drawn / lasted).toFixed(1));
  tell('tasks over 50 ms', '', told.long.length);
  tell('tasks over 100 ms', '', told.long.filter((duration) => duration > 100).length);
  tell('longest task (0: none over 50)', 'ms', Math.round(Math.max(0, ...told.long)));
  await context.close();
}

const [server, browser] = await Promise.all([Server.start(), launch()]);
console.error(`load of this machine: ${loadavg().map((load) => load.toFixed(1)).join(', ')} on ${availableParallelism()} cores`);
try {
  await sizes();
  await weakLink(browser, server);
  await busyRoom(browser, server);
} finally {
  await browser.close();
  await server.stop();
}
console.log(['\nConsole\n', '| what | unit | figure |', '|---|---|---:|', ...rows].join('\n'));
