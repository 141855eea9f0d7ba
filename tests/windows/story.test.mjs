/** The story of a station on Windows: the cross-compiled client under Wine, with the real server. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Server } from '../e2e/lib/server.mjs';
import { Screen } from '../e2e/lib/station.mjs';
import { until } from '../e2e/lib/until.mjs';
import { WindowsStation, Wine, windows } from './wine.mjs';

const MINUTE = 60_000;
const NAME = 'PC-W1';
const FULL = '1280x720';
let server, screen, wine, station, access, session, asked;

const ask = (method, where, body) => server.ask(method, where, body, access);
const remaining = (line) => Number(/remaining_ms=(\d+)/.exec(line)[1]);
const programs = () => wine.runs('notepad.exe');

before(async () => {
  [server, screen] = await Promise.all([Server.start(), Screen.start(FULL)]);
  access = await server.login('gerant');
  wine = new Wine(screen);
  await wine.start();
  asked = path.join(server.folder, 'asked.txt');
  const power = path.join(server.folder, 'power.bat');
  await writeFile(power, `@echo %* > ${windows(asked)}\r\n`);
  WindowsStation.wine = wine;
  WindowsStation.more = ['--power-command', windows(power), '--visitor-command', 'notepad.exe'];
  WindowsStation.more.push('--visitor-end-command', 'taskkill.exe /f /im notepad.exe');
});

after(async () => {
  await station?.stop();
  await wine?.stop();
  await screen?.stop();
  await server?.stop();
});

test('a station on Windows, end to end', async (t) => {
  await t.test('it asks to be known, and is locked once it is let in', async () => {
    station = await WindowsStation.start(server, screen, NAME, { approved: true });
    await station.says(/state: pending/);
    await station.picture('windows-01-pending');
    const enrolment = await until('the enrolment', async () => {
      const { results } = await ask('GET', '/api/postes/enrolments/');
      return results.find(({ name }) => name === NAME);
    });
    await ask('POST', `/api/postes/enrolments/${enrolment.id}/approve/`, {});
    await station.says(/state: locked/);
    await station.says(/link: connected/);
    assert.deepEqual(await station.sizes(), [FULL], 'the whole screen');
    await station.picture('windows-02-locked');
  });

  await t.test('it says how it is', async () => {
    const health = JSON.parse(await station.health());
    assert.deepEqual([health.state, health.link, health.name], ['locked', 'connected', NAME]);
  });

  await t.test('a wrong code is refused, the right one opens it', async () => {
    session = await ask('POST', '/api/sessions/', { minutes: 2 });
    await station.type('AAAAABBBBB');
    await station.says(/code refused.*invalid_code/);
    await station.picture('windows-03-refused');
    const mark = station.mark();
    await station.type(session.code);
    const open = await station.says(/state: open/, mark);
    assert.ok(remaining(open) <= 2 * MINUTE && remaining(open) > MINUTE, open);
    await until("the visitor's program", programs);
    await until('the countdown alone', async () => !(await station.sizes()).includes(FULL));
    await station.picture('windows-04-open');
    const bare = session.code.replace('-', '');
    assert.ok(!station.lines.some((line) => line.includes(session.code) || line.includes(bare)));
  });

  await t.test('+15 arrives', async () => {
    const mark = station.mark();
    await ask('POST', `/api/sessions/${session.id}/add_time/`, { minutes: 15 });
    assert.match(await station.says(/ time /, mark), /added_ms=900000/);
    await station.picture('windows-05-time-added');
  });

  await t.test('killed and started again, it goes on with its session, the server away too', async () => {
    const { remaining_s: before_s } = await ask('GET', `/api/sessions/${session.id}/time_remaining/`);
    await server.halt();
    await station.kill();
    assert.ok(programs(), "the visitor's program is still there");
    const mark = station.mark();
    station.run();
    const open = await station.says(/state: open/, mark);
    assert.ok(remaining(open) <= before_s * 1000 + 1_500, `${open}, before ${before_s} s`);
    assert.ok(remaining(open) > 15 * MINUTE, open);
    await until('the countdown alone', async () => {
      const sizes = await station.sizes();
      return sizes.length === 1 && sizes[0] !== FULL;
    });
    await server.serve();
    await station.says(/link: connected/, mark);
    assert.ok(!station.lines.slice(mark).some((line) => /state: (locked|ended|suspended)/.test(line)), 'it stays open');
    await station.picture('windows-06-resumed');
  });

  await t.test('the end locks it, and ends what the visitor started', async () => {
    const mark = station.mark();
    await ask('POST', `/api/sessions/${session.id}/terminate/`, {});
    await station.says(/state: ended/, mark);
    await until('the whole screen', async () => (await station.sizes()).includes(FULL));
    await until("no program of the visitor's", () => !programs());
    await station.picture('windows-07-ended');
    await station.says(/state: locked/, mark);
    await station.type(session.code);
    await station.says(/code refused/, mark);
  });

  await t.test('no window stays above the lock, and none closes it', async () => {
    const other = wine.spawn('winver.exe');
    await until('another program', () => wine.runs('winver.exe'));
    await station.press('Alt+F4');
    await until('the whole screen', async () => (await station.sizes()).includes(FULL));
    assert.equal(station.child.exitCode, null);
    await station.picture('windows-08-still-locked');
    other.kill('SIGKILL');
  });

  await t.test('a restart asked for at the desk reaches the system', async () => {
    const { results } = await ask('GET', `/api/postes/?search=${NAME}`);
    await ask('POST', `/api/postes/${results[0].id}/command/`, { kind: 'restart' });
    const text = await until('the order', () => readFile(asked, 'utf8'));
    assert.equal(text.trim(), '/r /f /t 0');
  });
});
