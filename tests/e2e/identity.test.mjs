/** A station proves itself: a client that is killed is no second machine, a copied disk is, a forged server is none. */
import assert from 'node:assert/strict';
import { cp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Console, launch } from './lib/console.mjs';
import { Server } from './lib/server.mjs';
import { Screen, Station } from './lib/station.mjs';
import { until } from './lib/until.mjs';

const NAME = 'PC-05';
let server, screen, elsewhere, station, copy, browser, access;

before(async () => {
  server = await Server.start();
  [screen, elsewhere, browser] = await Promise.all([Screen.start(), Screen.start(), launch()]);
  access = await server.login('gerant');
});

after(async () => {
  await browser?.close();
  await Promise.all([station?.kill(), copy?.kill()]);
  await Promise.all([screen?.stop(), elsewhere?.stop()]);
  await server?.stop();
});

async function shown() {
  const { results } = await server.ask('GET', `/api/postes/?search=${NAME}`, undefined, access);
  return results.find(({ name }) => name === NAME);
}

test('a client that is killed and started twenty times is one machine', async () => {
  station = await Station.start(server, screen, NAME);
  await station.says(/state: locked/);
  for (let times = 0; times < 20; times += 1) {
    await station.kill();
    const mark = station.mark();
    station.run();
    await station.says(/state: locked/, mark);
  }
  assert.equal((await shown()).identity_conflict_at, null);
  const health = JSON.parse(await station.health());
  assert.deepEqual([health.state, health.link, health.name], ['locked', 'connected', NAME]);
  assert.equal(health.station, (await shown()).id);
  assert.ok(Math.abs(Date.now() - health.last_contact_at) < 60_000, `${health.last_contact_at}`);
  assert.ok(!station.lines.some((line) => /conflict/.test(line)), station.lines.join('\n'));
});

test('a copied disk is noticed, and neither machine serves', async () => {
  const desk = await Console.open(browser, server.url);
  await desk.login('gerant');
  const tone = () => desk.tile(NAME).getAttribute('data-tone');
  await until('the tile is free', async () => (await tone()) === 'free');
  const { id, code } = await server.ask('POST', '/api/sessions/', { minutes: 20 }, access);
  await station.type(code);
  await station.says(/state: open/);

  let mark = station.mark();
  copy = station.copied(elsewhere);
  // A disk has no open sockets.
  await cp(station.folder, copy.folder, { recursive: true, filter: (name) => !name.endsWith('.sock') });
  copy.run();
  await station.says(/state: conflict/, mark);
  await copy.says(/state: conflict/);
  await station.picture('identity-1-station-conflict');
  await until('the tile shows it', async () => (await tone()) === 'lost');
  await desk.tile(NAME).click();
  await desk.page.getByTestId('identity-conflict').waitFor();
  await desk.assertAccessible('identity conflict');
  await desk.picture('identity-2-console-conflict');
  const held = await server.ask('GET', `/api/sessions/${id}/`, undefined, access);
  assert.equal(held.statut, 'active', 'the session stands as the server says');
  assert.equal(held.duration_s, 1200);

  await copy.kill();
  mark = station.mark();
  await desk.page.getByTestId('lift-conflict').click();
  const open = await station.says(/state: open/, mark, 60_000);
  assert.ok(Number(/remaining_ms=(\d+)/.exec(open)[1]) <= 20 * 60_000, open);
  await until('the tile is well', async () => (await tone()) === 'busy');
  assert.equal((await shown()).identity_conflict_at, null);
  await server.ask('POST', `/api/sessions/${id}/terminate/`, {}, access);
  await station.says(/state: ended/, mark);
  await server.cli('audit', 'verify');
  await desk.close();
});

test('a server with another key is not believed', async () => {
  await station.kill();
  await writeFile(path.join(station.folder, 'server'), '00'.repeat(32));
  let mark = station.mark();
  station.run();
  // The real server does not take what was signed for another; asked anew, it is not the station's server.
  await station.says(/state: unknown server/, mark);
  await station.picture('identity-3-station-unknown-server');
  assert.ok(!station.lines.slice(mark).some((line) => /state: locked/.test(line)), 'nothing opens');
  await station.kill();
  await rm(path.join(station.folder, 'server'));
  station.more = ['--server-key', await server.cli('station', 'server-key')];
  mark = station.mark();
  station.run();
  await station.says(/state: locked/, mark);
});
