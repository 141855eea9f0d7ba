/** The lock, as a visitor meets it: the real units from the real package, on a screen without a monitor. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { png } from '../e2e/lib/png.mjs';
import { ROOT, Server } from '../e2e/lib/server.mjs';
import { until } from '../e2e/lib/until.mjs';
import { Box, has } from './lib/box.mjs';

const { KIOSK_ROOT: root, KIOSK_DEB: deb } = process.env;
const PICTURES = path.join(ROOT, 'target/kiosk');
const NOW = 1;
let server, box, access;

before(async () => {
  await mkdir(PICTURES, { recursive: true });
  server = await Server.start();
  access = await server.login();
  box = await Box.start({ server, root, deb });
});

after(async () => {
  await box?.stop();
  await server?.stop();
});

const picture = (name) => box.picture(path.join(PICTURES, `${name}.png`));
const code = async (minutes) => server.ask('POST', '/api/sessions/', { minutes }, access);

/** Types a new code; gives its session once the desktop is on the screen. */
async function opened(minutes = 20) {
  const session = await code(minutes);
  const mark = box.mark();
  await box.type(session.code);
  await box.says(/screen: open/, mark);
  await until('the desktop is on the screen', () => box.showsDesktop());
  return session;
}

async function ended(id) {
  const mark = box.mark();
  await server.ask('POST', `/api/sessions/${id}/terminate/`, {}, access);
  await box.says(/screen: locked/, mark);
  await box.says(/desktop: gone/, mark);
  await box.says(/state: locked/, mark);
}

/** The client was replaced by another one: that locked before it did anything else. */
async function tookOver(mark) {
  const from = await until('another client', () => {
    const at = box.lines.findIndex(({ text }, index) => index >= mark && /state: (connecting|enrolling)/.test(text));
    return at >= 0 && at + NOW;
  });
  await box.says(/screen: locked/, from);
  const open = box.lines.findIndex(({ text }, index) => index >= from && /screen: open/.test(text));
  const locked = box.lines.findIndex(({ text }, index) => index >= from && /screen: locked/.test(text));
  assert.ok(open === -1 || locked < open, 'it locks first');
}

test('the lock', async (t) => {
  await t.test('it is there from the first moment on', async () => {
    await box.says(/screen: locked/);
    await box.says(/state: locked/);
    assert.equal(await box.showsDesktop(), false);
    await picture('lock-1-locked');
  });

  await t.test('it has the site’s colour, logo and keyboard, and keeps them over a restart', async () => {
    const [mint, violet] = [[0x7f, 0xd1, 0xae], [0x5a, 0x2a, 0x9c]];
    const chief = await server.login('gerant');
    const put = (key, value) => server.ask('PUT', `/api/parametres/${key}/`, { value }, chief);
    const shows = async (colour) => has(await box.pixels(), colour);
    const drawn = async () => {
      await until('the colour is on the screen', () => shows(mint));
      await until('the logo is on the screen', () => shows(violet));
    };
    const mark = box.mark();
    await put('accent_colour', '#7fd1ae');
    await put('logo', `data:image/png;base64,${png(360, 90, (x, y) => ((x / 90) % 2 < 1.2 && y > 20 ? violet : [255, 255, 255])).toString('base64')}`);
    await box.says(/look: a logo came/, mark);
    await drawn();
    await picture('lock-1-branded');
    const before = box.mark();
    await put('keyboard', 'ch-fr');
    await box.says(/keyboard: another layout/, before);
    await tookOver(before);
    await box.says(/state: locked/, before);
    const compositor = await box.pid('kiosk-compositor');
    const environment = await box.run('sh', '-c', `tr '\\0' '\\n' < /proc/${compositor}/environ`);
    assert.match(environment, /^XKB_DEFAULT_LAYOUT=ch$/m);
    assert.match(environment, /^XKB_DEFAULT_VARIANT=fr$/m);
    assert.match(environment, /^XKB_DEFAULT_OPTIONS=srvrkeys:none$/m);
    await drawn();
    const fetched = box.lines.slice(before).filter(({ text }) => /look: a logo came/.test(text));
    assert.equal(fetched.length, 0, 'what was kept is drawn, and not fetched anew');
  });

  await t.test('a wrong code is refused', async () => {
    const mark = box.mark();
    await box.type('AAAAABBBBB');
    await box.says(/code refused/, mark);
    assert.equal(await box.showsDesktop(), false);
  });

  await t.test('ten thousand keys a second for three seconds, and a code works at once', async (t) => {
    const before = await box.pid('kiosk-client');
    t.diagnostic(`${await box.flood(30_000)} keys a second`);
    const mark = box.mark();
    await box.type('BBBBBCCCCC');
    await box.says(/code refused/, mark);
    assert.equal(await box.pid('kiosk-client'), before, 'it is the same client');
    assert.equal(await box.showsDesktop(), false);
  });

  await t.test('nobody else can lock the screen, or open it', async () => {
    const other = ['runuser', '-u', 'kiosk', '--', 'env', 'XDG_RUNTIME_DIR=/run/kiosk', 'WAYLAND_DISPLAY=wayland-0', 'RUST_BACKTRACE=0'];
    await assert.rejects(box.run(...other, 'timeout', '10', 'guichet-kiosk', '--lock', 'session', '--state-dir', '/run/kiosk/other'));
    assert.equal(await box.run('systemctl', 'is-active', 'kiosk-client'), 'active');
  });

  for (const [how, harm] of [
    ['killed', () => box.run('systemctl', 'kill', '-s', 'KILL', 'kiosk-client')],
    ['crashed', () => box.run('systemctl', 'kill', '-s', 'ABRT', 'kiosk-client')],
    ['told to stop', () => box.run('systemctl', 'kill', '-s', 'TERM', 'kiosk-client')],
    ['stopped in its tracks', () => box.run('systemctl', 'kill', '-s', 'STOP', 'kiosk-client')],
  ]) {
    await t.test(`a client that is ${how} leaves the screen locked`, async () => {
      const mark = box.mark();
      await harm();
      assert.equal(await box.showsDesktop(), false);
      await tookOver(mark);
      assert.equal(await box.showsDesktop(), false);
      await box.says(/state: locked/, mark);
    });
  }

  await t.test('a screen that is pulled out and put back is locked', async () => {
    const mark = box.mark();
    const output = (state) =>
      box.run('runuser', '-u', 'kiosk', '--', 'env', 'XDG_RUNTIME_DIR=/run/kiosk', 'WAYLAND_DISPLAY=wayland-0', 'wlr-randr', '--output', 'HEADLESS-1', state);
    const before = await box.pid('kiosk-client');
    await output('--off');
    await new Promise((resolve) => setTimeout(resolve, 500));
    await output('--on');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await picture('lock-2-screen-back');
    assert.equal(await box.showsDesktop(), false);
    assert.equal(await box.pid('kiosk-client'), before, 'the client goes on');
    assert.equal(box.lines.slice(mark).filter(({ text }) => /ended the connection/.test(text)).length, 0);
  });

  await t.test('a good code opens it, with the time above the desktop', async () => {
    const { id } = await opened();
    await picture('lock-3-open');
    const { text } = await box.visitor('id -un; pwd');
    assert.equal(text.trim(), 'visitor\n/home/visitor');
    assert.equal((await box.visitor('echo $XKB_DEFAULT_LAYOUT $XKB_DEFAULT_VARIANT')).text.trim(), 'ch fr', 'the visitor’s own compositor has it too');
    await ended(id);
  });

  await t.test('the countdown is reached by keyboard, and gives it back', async () => {
    const { id } = await opened();
    const mark = box.mark();
    await box.keys('-k', 'F1');
    await box.keys('-M', 'logo', '-k', 't', '-m', 'logo');
    await box.says(/keyboard: asked for/, mark);
    await box.keys('-k', 'F1');
    await box.says(/call: asked/, mark);
    await picture('lock-3-keys');
    await box.keys('-k', 'Escape');
    await box.says(/keyboard: given back/, mark);
    await box.keys('-k', 'F1');
    await ended(id);
    const calls = box.lines.slice(mark).filter(({ text }) => /call: (asked|withdrawn)/.test(text));
    assert.equal(calls.length, 1, 'keys are the visitor’s before and after');
  });

  await t.test('a client that is killed during a session locks, then goes on with it', async () => {
    const { id } = await opened();
    await box.visitor('touch ~/letter');
    const mark = box.mark();
    await box.run('systemctl', 'kill', '-s', 'KILL', 'kiosk-client');
    await tookOver(mark);
    await box.says(/screen: open/, mark);
    await until('the desktop is on the screen', () => box.showsDesktop());
    assert.equal((await box.visitor('ls ~/letter')).code, 0, 'nothing of the session is lost');
    await ended(id);
  });

  await t.test('a compositor that is killed comes back locked', async () => {
    const mark = box.mark();
    await box.run('systemctl', 'kill', '-s', 'KILL', 'kiosk-compositor');
    await tookOver(mark);
    await box.says(/state: locked/, mark);
    assert.equal(await box.showsDesktop(), false);
  });

  await t.test('a visitor who uses up all memory is stopped, not the lock', async () => {
    const { id } = await opened();
    const before = await box.pid('kiosk-client');
    const score = (unit) => box.run('systemctl', 'show', '--property=OOMScoreAdjust', '--value', unit);
    assert.equal(await score('kiosk-client'), '-900');
    assert.equal(await score('kiosk-visitor'), '500', 'the kernel takes the visitor’s programs first');
    await box.visitor('head -c 700M /dev/zero > /dev/shm/full; head -c 700M /dev/zero > /tmp/full');
    assert.equal(await box.pid('kiosk-client'), before);
    await ended(id);
  });

  await t.test('a stick that was there before the session is written, and nothing on it is run', async () => {
    const stick = '/media/visitor/BEFORE';
    await box.run('sh', '-c', `install -d -m 750 -g visitor /media/visitor; mkdir ${stick}; mount -t tmpfs -o mode=1777,noexec,nosuid,nodev tmpfs ${stick}`);
    const { id } = await opened();
    const { code, text } = await box.visitor(`printf '#!/bin/sh\\necho it runs\\n' > ${stick}/tool && chmod +x ${stick}/tool && ${stick}/tool`);
    assert.notEqual(code, 0);
    assert.match(text, /Permission denied/);
    assert.equal((await box.visitor("grep -c ' /media /media [^ ]*noexec' /proc/self/mountinfo")).text.trim(), '1');
    assert.notEqual((await box.visitor('touch /media/mine /media/visitor/mine')).code, 0, 'beside the sticks nothing is written');
    await ended(id);
    assert.match(await box.run('cat', `${stick}/tool`), /it runs/);
    await box.run('umount', stick);
    await box.run('rmdir', stick);
  });

  await t.test('the end leaves no process and no file', async () => {
    const { id } = await opened();
    // The names are put together there: they are looked for in all files later.
    const planted = await box.visitor(
      'm=MARK; m=${m}ER-7; for d in ~ /tmp /var/tmp /dev/shm /run/visitor; do echo $m > $d/$m; done; '
      + 'setsid sh -c "trap \\"\\" TERM HUP; exec sleep 1000" > /dev/null 2>&1 & '
      + 'python3 -c "import os,time,signal; os.fork() and os._exit(0); os.setsid(); signal.signal(15, signal.SIG_IGN); time.sleep(1000)" > /dev/null 2>&1 & '
      + 'ls ~ /tmp /var/tmp /dev/shm /run/visitor | grep -c $m');
    assert.equal(planted.text.trim(), '5');
    assert.ok(await box.processes('visitor') >= 3);
    await ended(id);
    assert.equal(await box.processes('visitor'), 0);
    const found = await box.run('sh', '-c', 'm=MARK; grep -rlF "${m}ER-7" / --exclude-dir=proc --exclude-dir=sys --exclude-dir=journal -s; find / -xdev -name "${m}ER-7" -o -user visitor ! -path "/proc/*" -xdev 2> /dev/null; true');
    assert.equal(found, '');
    await opened().then(async ({ id: next }) => {
      assert.equal((await box.visitor('ls -A ~ /tmp /var/tmp /dev/shm | grep -c MARK')).text.trim(), '0');
      await ended(next);
    });
  });
});
