/**
 * A station on a machine of its own: kernel, graphics card, USB, TPM and sound card, emulated. What happens at the plugs and on
 * the screen is done and seen from outside; what becomes of it inside is asked there.
 */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { ROOT, Server } from '../e2e/lib/server.mjs';
import { until } from '../e2e/lib/until.mjs';
import { LONG_MS, Machine } from './lib/machine.mjs';
import { SecondScreen } from './lib/second-screen.mjs';
import { filesOn, newStick } from './lib/stick.mjs';
import { loudest } from './lib/wave.mjs';

const { MACHINE_FOLDER: folder, MACHINE_QEMU: qemu, MACHINE_ACCEL: accel } = process.env;
const PICTURES = path.join(ROOT, 'target/kiosk');
const MINUTE_MS = 60_000;
const STICK = '/media/visitor/KINGSTON-sda';
let server, access, machine, station;

before(async () => {
  await mkdir(PICTURES, { recursive: true });
  server = await Server.start();
  access = await server.login('gerant');
  Machine.prototype.pictures = PICTURES;
  // Nobody plugged in a keyboard yet.
  machine = await Machine.start({ server, folder, qemu, accel, keyboard: false });
  await machine.awake();
});

after(async () => {
  await machine?.stop();
  await server?.stop();
});

const ask = (method, where, body) => server.ask(method, where, body, access);
const policy = (usb) => ask('PATCH', `/api/postes/${station}/reglages/`, { usb });
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Types a new code; gives its session once the desktop is on the screen. */
async function opened(minutes = 30) {
  const session = await ask('POST', '/api/sessions/', { minutes });
  const mark = machine.mark();
  await machine.type(session.code);
  await machine.says(/screen: open/, mark, LONG_MS);
  await until('the desktop is on the screen', () => machine.showsDesktop(), LONG_MS);
  return session;
}

async function ended({ id }) {
  const mark = machine.mark();
  await ask('POST', `/api/sessions/${id}/terminate/`, {});
  await isLocked(mark);
}

async function isLocked(mark) {
  await machine.says(/screen: locked/, mark, LONG_MS);
  await machine.says(/desktop: gone/, mark, LONG_MS);
  await machine.says(/state: locked/, mark, LONG_MS);
  assert.equal(await machine.showsDesktop(), false);
  assert.equal(await machine.processes('visitor'), 0);
}

/** The lock is on the screen, of the same programs as before. */
async function unmoved(act) {
  const units = () => Promise.all([machine.pid('kiosk-client'), machine.pid('kiosk-compositor')]);
  const before = await units();
  await act();
  await pause(2000);
  assert.deepEqual(await units(), before);
  assert.equal(await machine.showsDesktop(), false);
}

/** What the kernel drives of the interfaces of these classes. */
async function drivers(...classes) {
  const text = await machine.sh('for i in /sys/bus/usb/devices/*:*; do echo "$(cat $i/bInterfaceClass) $(cat $i/authorized) $(readlink $i/driver)"; done');
  return text.split('\n').filter((line) => classes.includes(line.slice(0, 2))).map((line) => line.slice(3).trim());
}

const plugStick = async () => {
  await machine.qmp.ask('blockdev-add', { driver: 'raw', 'node-name': 'stick', file: { driver: 'file', filename: '/machine/stick.img' } });
  await machine.plug('usb-storage', 'stick', { drive: 'stick', bus: 'usb.0', removable: true });
};
const pullStick = async () => {
  await machine.pull('stick');
  await machine.qmp.ask('blockdev-del', { 'node-name': 'stick' });
};
const visitorReads = () => until('the stick is there for the visitor', async () => {
  const { code, text } = await machine.visitor(`cat ${STICK}/lettre.txt`);
  return code === 0 && text;
}, LONG_MS);

test('a station on its own machine', async (t) => {
  await t.test('it starts into the lock, makes its key, and waits to be let in', async () => {
    const { text } = await machine.says(/state: pending/, 0, LONG_MS);
    await machine.says(/the station's key is sealed by the TPM/);
    await machine.screen('machine-1-pending');
    const { results } = await ask('GET', '/api/postes/enrolments/');
    assert.equal(results.length, 1);
    assert.ok(text.includes(results[0].fingerprint), text);
    ({ id: station } = await ask('POST', `/api/postes/enrolments/${results[0].id}/approve/`, {}));
    await machine.says(/state: locked/, 0, LONG_MS);
    const console = await machine.sh('systemctl list-units --no-legend --type=service "*getty*" "autovt*"; cat /sys/class/tty/tty0/active');
    assert.equal(console, 'tty1', 'no text console waits anywhere');
  });

  await t.test('the first keyboard that is ever plugged in is heard', async () => {
    await machine.plug('usb-kbd', 'keyboard', { bus: 'usb.0' });
    await until('it is driven', async () => (await drivers('03')).some((driver) => driver.endsWith('usbhid')));
    await pause(3000);
    await policy('off');
    const session = await opened();
    await machine.screen('machine-2-open');
    await ended(session);
    await machine.screen('machine-3-ended');
  });

  await t.test('no key leaves the lock: terminals, SysRq, Ctrl+Alt+Del', async () => {
    await unmoved(async () => {
      for (let number = 1; number <= 12; number += 1) await machine.chord('ctrl', 'alt', `f${number}`);
      for (let times = 0; times < 9; times += 1) await machine.chord('ctrl', 'alt', 'delete');
      for (const key of ['r', 'e', 'i', 'k', 'o', 'b']) await machine.chord('alt', 'sysrq', key);
    });
    assert.equal(await machine.sh('cat /sys/class/tty/tty0/active /proc/sys/kernel/sysrq'), 'tty1\n0');
    await machine.screen('machine-4-keys');
  });

  await t.test('a second screen is locked, pulled out and put back', async () => {
    const second = await SecondScreen.open(path.join(folder, 'machine.vnc'));
    const plug = (state) => until(`the second plug is ${state}`, async () => await machine.sh('cat /sys/class/drm/card0-Virtual-2/status') === state);
    const isLocked = () => until('the lock is on it', async () => isPainted(await machine.screen(undefined, 1)), LONG_MS);
    await unmoved(async () => {
      second.size(1024, 768);
      await plug('connected');
      await isLocked();
      second.size(0, 0);
      await plug('disconnected');
      await pause(2000);
      second.size(1024, 768);
      await plug('connected');
      await isLocked();
      await machine.screen('machine-5-second', 1);
    });
    second.size(0, 0);
    await plug('disconnected');
    second.close();
  });

  await t.test('a network card and a serial line are driven by nothing', async () => {
    await machine.qmp.ask('netdev_add', { type: 'user', id: 'tether' });
    await machine.plug('usb-net', 'tether', { netdev: 'tether', bus: 'usb.0' });
    await machine.qmp.ask('chardev-add', { id: 'serial', backend: { type: 'null', data: {} } });
    await machine.plug('usb-serial', 'serial', { chardev: 'serial', bus: 'usb.0', 'always-plugged': true });
    await until('both are seen', async () => (await drivers('02', '0a', 'ff')).length >= 3);
    await pause(3000);
    for (const driver of await drivers('02', '0a', 'ff')) assert.equal(driver, '0', 'not authorised, no driver');
    assert.equal(await machine.sh('ls /sys/class/net | grep -v ^lo$ | wc -l; ls /dev/ttyUSB* /dev/ttyACM* 2> /dev/null | wc -l'), '1\n0');
    await machine.pull('tether');
    await machine.pull('serial');
  });

  await t.test('a second keyboard types like the first', async () => {
    await machine.plug('usb-kbd', 'second', { bus: 'usb.0' });
    await until('it is driven', async () => (await drivers('03')).length === 2);
    // Keys go to the one that is left.
    await machine.pull('keyboard');
    await pause(2000);
    const session = await opened();
    await ended(session);
  });

  await t.test('sticks off: nothing of one is seen', async () => {
    await newStick(folder, qemu);
    const session = await opened();
    await plugStick();
    await until('it is in the plug', async () => (await drivers('08')).length === 1);
    await pause(5000);
    assert.deepEqual(await drivers('08'), ['0']);
    assert.equal((await machine.visitor('ls /dev/sd*; ls /media/visitor/*; cat /proc/mounts | grep /media')).text.includes('KINGSTON'), false);
    assert.equal(await machine.sh('ls /dev/sd* 2> /dev/null | wc -l'), '0');
    await ended(session);
  });

  await t.test('sticks read only: read, not written, not run', async () => {
    await policy('read_only');
    const session = await opened();
    assert.equal(await visitorReads(), 'bonjour\n');
    const options = (await machine.visitor(`findmnt -n -o OPTIONS ${STICK} | tail -1`)).text;
    for (const option of ['ro', 'noexec', 'nosuid', 'nodev']) assert.ok(options.trim().split(',').includes(option), options);
    assert.match((await machine.visitor(`touch ${STICK}/x`)).text, /Read-only file system/);
    assert.match((await machine.visitor(`${STICK}/outil.sh`)).text, /Permission denied/);
    assert.notEqual((await machine.visitor('head -c 1 /dev/sda')).code, 0, 'the device itself is not the visitor’s');
    // Not even root can: it is the device that is read only.
    assert.equal(await machine.sh('blockdev --getro /dev/sda'), '1');
    await machine.visitor('sh $XDG_RUNTIME_DIR/open-files > /dev/null 2>&1 &');
    await pause(15_000);
    await machine.screen('machine-6-stick');
    await ended(session);
    assert.deepEqual(await drivers('08'), ['0'], 'off again, with the session');
  });

  await t.test('sticks read and written: what was written is there, whatever the visitor left running', async () => {
    await policy('read_write');
    const session = await opened();
    await visitorReads();
    const { text } = await machine.visitor(
      `cd ${STICK} && head -c 5M /dev/urandom > photo.bin && sha256sum photo.bin && setsid sh -c "trap \\"\\" TERM; exec sleep 1000" > journal.txt 2>&1 &`);
    assert.match((await machine.visitor(`cp ${STICK}/outil.sh ${STICK}/o.sh; ${STICK}/o.sh`)).text, /Permission denied/);
    await ended(session);
    assert.equal(await machine.sh('ls -A /media/visitor 2> /dev/null; grep -c /media/visitor /proc/mounts || true'), '0');
    const [digest] = text.split(' ');
    const { complaints, digests } = await filesOn(folder, qemu);
    assert.equal(complaints, '', 'the file system was closed');
    assert.equal(digests.get('photo.bin'), digest);
    await pullStick();
    await policy('off');
  });

  await t.test('a memory hog and a fork bomb end with the session, and harm nothing else', async () => {
    const session = await opened();
    const before = await machine.pid('kiosk-client');
    assert.notEqual(await machine.sh('cat /sys/fs/cgroup/system.slice/kiosk-visitor.service/memory.max'), 'max');
    await machine.visitor('touch ~/lettre');
    await machine.visitor('setsid python3 -c "a = [b\\"x\\" * (1 << 24) for _ in range(1000)]" > /dev/null 2>&1 &');
    await until('the kernel stops it', async () => Number((await machine.sh('grep ^oom_kill /sys/fs/cgroup/system.slice/kiosk-visitor.service/memory.events')).split(' ')[1]) > 0, LONG_MS);
    assert.equal(await machine.pid('kiosk-client'), before);
    assert.equal((await machine.visitor('ls ~/lettre')).code, 0, 'the hog is stopped, not the session');
    await machine.visitor('setsid sh -c "while :; do sh -c \'while :; do sleep 1000 & done\'; done" > /dev/null 2>&1 &').catch(() => {});
    await until('its limit holds', async () => Number((await machine.sh('cat /sys/fs/cgroup/system.slice/kiosk-visitor.service/pids.events')).split(' ')[1]) > 0, LONG_MS);
    assert.equal(await machine.pid('kiosk-client'), before);
    await ended(session);
  });

  await t.test('a warning is heard', async () => {
    const quiet = await loudest(path.join(folder, 'machine.wav'));
    const mark = machine.mark();
    const session = await opened(2);
    await machine.says(/^warning/, mark, LONG_MS);
    await pause(5000);
    await machine.screen('machine-7-warning');
    await ended(session);
    const { from, peak } = await loudest(path.join(folder, 'machine.wav'), quiet.until);
    assert.ok(peak > 1000, `from byte ${from} on the loudest sample is ${peak}`);
  });

  await t.test('a pulled cable and a changed date give no time, and take none', async () => {
    const session = await opened(30);
    const cable = (up) => machine.qmp.ask('set_link', { name: 'net', up });
    const told = async () => JSON.parse(await machine.sh('guichet-kiosk health'));
    let mark = machine.mark();
    await cable(false);
    await machine.says(/link: (reconnecting|offline)/, mark, LONG_MS);
    const [before, from] = [await told(), performance.now()];
    assert.equal(before.session, session.id);
    // Back, forward, and as it was.
    let counted = 0;
    for (const step of ['2 days ago', '4 days', '2 days ago']) {
      await machine.sh(`date -s "${step}"`);
      await until('it counts on', async () => before.remaining_ms - (await told()).remaining_ms > counted, LONG_MS);
      const { state, remaining_ms } = await told();
      counted = before.remaining_ms - remaining_ms;
      assert.equal(state, 'open');
      assert.ok(counted < performance.now() - from + MINUTE_MS, `${counted} ms were counted`);
    }
    mark = machine.mark();
    await cable(true);
    await machine.says(/link: connected/, mark, LONG_MS);
    await ended(session);
  });

  await t.test('a hard reset in a session comes back locked, and gives no time', async () => {
    const { id } = await opened(30);
    const left = async () => (await ask('GET', `/api/sessions/${id}/`)).remaining_s;
    const before = await left();
    await machine.reset();
    await machine.awake();
    await machine.says(/screen: locked/, 0, LONG_MS);
    assert.ok((await left()) < before, 'it counted on meanwhile');
    const firsts = machine.lines.filter(({ text }) => /screen: /.test(text)).map(({ text }) => text);
    assert.equal(firsts[0], 'screen: locked');
    await machine.says(/state: (open|locked)/, 0, LONG_MS);
    await machine.screen('machine-8-reset');
    assert.ok((await left()) < before);
    const mark = machine.mark();
    await ask('POST', `/api/sessions/${id}/terminate/`, {});
    await machine.says(/state: locked/, mark, LONG_MS);
  });

  await t.test('the desk restarts it: it comes back locked', async () => {
    const boot = () => machine.sh('cat /proc/sys/kernel/random/boot_id');
    const before = await boot();
    machine.lines = [];
    await ask('POST', `/api/postes/${station}/command/`, { kind: 'restart' });
    await until('it starts again', async () => (await boot()) !== before, LONG_MS);
    await machine.says(/screen: locked/, 0, LONG_MS);
    await machine.says(/state: locked/, 0, LONG_MS);
    await machine.says(/link: connected/, 0, LONG_MS);
    assert.equal(await machine.showsDesktop(), false);
  });

  await t.test('the power button switches off', async () => {
    await machine.qmp.ask('system_powerdown');
    await until('it is off', () => machine.child.exitCode !== null, LONG_MS);
    assert.equal(machine.child.exitCode, 0);
    assert.ok(machine.qmp.events.some(({ event, data }) => event === 'SHUTDOWN' && data.reason === 'guest-shutdown'));
    await machine.stop();
  });
});

/** The lock's background runs through many colours; the emulator's own notice that nothing is drawn has three. */
function isPainted(ppm) {
  const colours = new Set();
  for (let at = ppm.indexOf('255\n') + 4; at + 3 <= ppm.length; at += 3 * 97) colours.add(ppm.readUIntBE(at, 3));
  return colours.size > 100;
}
