/** The server goes away in the middle of a session, and comes back. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Console, launch } from './lib/console.mjs';
import { Server } from './lib/server.mjs';
import { Screen, Station } from './lib/station.mjs';
import { until } from './lib/until.mjs';

const MINUTES = 10;
let server, screen, station, browser;

before(async () => {
  server = await Server.start();
  [screen, browser] = await Promise.all([Screen.start(), launch()]);
});

after(async () => {
  await browser?.close();
  await station?.stop();
  await screen?.stop();
  await server?.stop();
});

test('the station keeps counting while the server is away', async () => {
  station = await Station.start(server, screen, 'PC-03');
  await station.says(/state: locked/);
  const desk = await Console.open(browser, server.url);
  await desk.login();
  const status = () => desk.link.getAttribute('data-status');
  await until('the link is live', async () => (await status()) === 'live');
  const access = await server.login();
  const { id, code } = await server.ask('POST', '/api/sessions/', { minutes: MINUTES }, access);
  await station.type(code);
  await station.says(/state: open/);
  const opened = Date.now();
  await until('a session on the tile', async () => (await desk.tile('PC-03').getAttribute('data-tone')) === 'busy');

  let mark = station.mark();
  await server.halt();
  await station.says(/link: offline/, mark);
  await until('the console says that the link is lost', async () => (await status()) === 'offline');
  await desk.picture('restart-1-console-offline');
  await station.picture('restart-2-station-offline');
  const look = await screen.look();
  await until('the countdown goes on', async () => (await screen.look()) !== look);
  assert.ok(!station.lines.slice(mark).some((line) => /state:/.test(line)), 'it stays open');

  mark = station.mark();
  await server.serve();
  await station.says(/link: connected/, mark);
  await until('the link is live again', async () => (await status()) === 'live');
  await desk.picture('restart-3-console-live');
  await station.picture('restart-4-station-connected');
  assert.ok(!station.lines.slice(mark).some((line) => /state: (locked|ended|suspended)/.test(line)), 'it stays open');

  // The time that passed meanwhile is the visitor's: the station counted it, and the server agrees.
  const told = await server.ask('GET', `/api/sessions/${id}/time_remaining/`, undefined, access);
  const expected_s = MINUTES * 60 - (Date.now() - opened) / 1000;
  assert.equal(told.statut, 'active');
  assert.ok(Math.abs(told.remaining_s - expected_s) <= 3, `${told.remaining_s} s, expected ${expected_s} s`);

  mark = station.mark();
  await server.ask('POST', `/api/sessions/${id}/terminate/`, {}, access);
  await station.says(/state: ended/, mark);
  await until('the tile is free', async () => (await desk.tile('PC-03').getAttribute('data-tone')) === 'free');
  await server.cli('audit', 'verify');
  await desk.close();
});

test('a client that starts again finds its session', async () => {
  const access = await server.login();
  await station.says(/state: locked/, station.lines.findLastIndex((line) => /state: ended/.test(line)));
  const { id, code } = await server.ask('POST', '/api/sessions/', { minutes: MINUTES }, access);
  await station.type(code);
  await until('the session runs', async () =>
    (await server.ask('GET', `/api/sessions/${id}/`, undefined, access)).statut === 'active');
  await station.stop();
  const mark = station.mark();
  station.run();
  const open = await station.says(/state: open/, mark);
  assert.ok(Number(/remaining_ms=(\d+)/.exec(open)[1]) <= MINUTES * 60_000, open);
  await server.ask('POST', `/api/sessions/${id}/terminate/`, {}, access);
  await station.says(/state: ended/, mark);
});
