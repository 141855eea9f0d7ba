/**
 * Stations that are cut off from the server, each behind a cable of its own, in network namespaces (KSK-005, SES-007): the
 * time that is used is what the clock on the wall says, whatever happens to the cable.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Switch } from '../lib/network.mjs';
import { Server } from '../lib/server.mjs';
import { Screen, Station } from '../lib/station.mjs';
import { until } from '../lib/until.mjs';

const MINUTE = 60_000;
/** The socket's silence after which a station no longer believes in it, and some time to come back. */
const SILENT_MS = 55_000;
/** Between what happens at the station and its line in the journal, on a busy machine. */
const SLACK_MS = 3_000;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const remaining = (line) => Number(/remaining_ms=(\d+)/.exec(line)[1]);

let server, access;
const open = [];

before(async () => {
  await Switch.start();
  server = await Server.start({ host: Switch.ADDRESS });
  access = await server.login('gerant');
});

after(async () => {
  await Promise.all(open.map(({ station }) => station.kill()));
  await Promise.all(open.map(({ screen, cable }) => Promise.all([screen.stop(), cable.remove()])));
  await server?.stop();
});

const ask = (method, where, body) => server.ask(method, where, body, access);

/** A visitor sits at a station of their own and has so many minutes. */
async function seat(number, minutes) {
  const cable = await Switch.socket(number);
  const screen = await Screen.start('800x600');
  const name = `PC-0${number}`;
  const station = await Station.start(server, screen, name, { site: cable });
  const place = { cable, screen, station };
  open.push(place);
  await station.says(/state: locked/);
  const { id, code } = await ask('POST', '/api/sessions/', { minutes });
  await station.type(code);
  await station.says(/state: open/);
  return Object.assign(place, { id, granted: minutes * MINUTE, opened: performance.now() });
}

/** What the visitor of this place has used, by the clock on the wall. */
const used = ({ opened }) => performance.now() - opened;

/** The server and the clock on the wall agree about this session. */
async function assertFair(place) {
  const told = await ask('GET', `/api/sessions/${place.id}/time_remaining/`);
  const left = (place.granted - used(place)) / 1000;
  assert.equal(told.statut, 'active');
  assert.ok(Math.abs(told.remaining_s - left) <= SLACK_MS / 1000, `${told.remaining_s} s, expected ${left} s`);
}

/** It is open, and counts, without a server. */
async function countsAlone({ station, screen }, mark) {
  await station.says(/link: offline/, mark);
  const look = await screen.look();
  await until('the countdown goes on', async () => (await screen.look()) !== look);
  assert.ok(!station.lines.slice(mark).some((line) => /state: (locked|ended|suspended)/.test(line)), 'it stays open');
}

test('a cable that is pulled and plugged in again', async () => {
  const place = await seat(1, 10);
  for (const away of [2_000, 15_000]) {
    const mark = place.station.mark();
    await place.cable.pull();
    await pause(away);
    await place.cable.plug();
    await until('the time is told again', async () => {
      const { results } = await ask('GET', '/api/postes/?search=PC-01');
      return results[0].en_ligne;
    });
    assert.ok(!place.station.lines.slice(mark).some((line) => /state: (locked|ended)/.test(line)), 'it stays open');
    await assertFair(place);
  }
});

/** Together, because each lasts as long as a silence must to be noticed. */
test('packets that are lost without a word', { concurrency: true }, async (t) => {
  const both = await seat(2, 10);
  const deaf = await seat(3, 10);
  const mute = await seat(4, 10);
  const added = await seat(5, 10);
  const ended = await seat(6, 10);
  const short = await seat(7, 1);
  const killed = await seat(8, 10);
  const places = [both, deaf, mute, added, ended, short, killed];
  const marks = new Map(places.map((place) => [place, place.station.mark()]));

  await deaf.cable.lose({ toServer: false });
  await mute.cable.lose({ toStation: false });
  for (const place of [both, added, ended, short, killed]) await place.cable.lose();
  await ask('POST', `/api/sessions/${added.id}/add_time/`, { minutes: 15 });
  added.granted += 15 * MINUTE;
  await ask('POST', `/api/sessions/${ended.id}/terminate/`, {});
  const before = used(killed);
  await killed.station.kill();
  marks.set(killed, killed.station.mark());
  killed.station.run();

  await t.test('the time runs out at the station by itself', async () => {
    assert.match(await short.station.says(/state: ended/, marks.get(short), 120_000), /temps_ecoule/);
    assert.ok(used(short) <= short.granted + SLACK_MS, `${used(short)} ms were used of ${short.granted}`);
    assert.ok(used(short) >= short.granted - SLACK_MS, `${used(short)} ms were used of ${short.granted}`);
  });
  await t.test('a client that starts again counts on where it would have been', async () => {
    const line = await killed.station.says(/state: open/, marks.get(killed));
    assert.ok(remaining(line) <= killed.granted - before, line);
  });
  await Promise.all([both, deaf].map((place) => countsAlone(place, marks.get(place))));
  await pause(Math.max(0, SILENT_MS - used(both)));
  await both.cable.mend();

  await t.test('all come back, and the clock on the wall was right', async () => {
    await until('the station that only spoke is believed again', () => assertFair(mute).then(() => true));
    for (const place of [both, deaf, added, killed]) {
      await place.station.says(/link: connected/, marks.get(place));
      await assertFair(place);
    }
    assert.match(await added.station.says(/ time /, marks.get(added)), /added_ms=900000/);
    await ended.station.says(/state: ended/, marks.get(ended));
    const { statut, remaining_s } = await ask('GET', `/api/sessions/${short.id}/time_remaining/`);
    assert.deepEqual([statut, remaining_s], ['expiree', 0]);
    await server.cli('audit', 'verify');
  });
});
