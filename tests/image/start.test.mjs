/**
 * An image starts on a machine without a disk: the stages that the server hears, and what is on the screen of a machine whose image
 * is damaged, missing or too large for it.
 */
import assert from 'node:assert/strict';
import { copyFile, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { ROOT } from '../e2e/lib/server.mjs';
import { until } from '../e2e/lib/until.mjs';
import { Guest } from './lib/guest.mjs';
import { Site } from './lib/site.mjs';

const { IMAGE_FOLDER: image } = process.env;
const PICTURES = path.join(ROOT, 'target/image');
/** An emulated processor takes its time. */
const LONG_MS = 400_000;
let site;

before(async () => {
  site = await Site.start(image);
});

after(() => site?.stop());

/** Starts a machine with what the server says just now; gives it to `work`. */
async function started(mac, work, options = {}) {
  const guest = await Guest.start({ image, line: await site.line(mac), mac, ...options });
  try {
    return await work(guest);
  } catch (error) {
    throw new Error(`the machine's console says:\n${await guest.console()}`, { cause: error });
  } finally {
    await guest.stop();
  }
}

const heard = (mac, what) => until(`the server hears of ${what}`, async () => {
  const start = await site.start(mac);
  return start?.[what] && start;
}, LONG_MS);

const says = (guest, words) => until(`the screen says ${words}`, async () => words.test(await guest.console()), LONG_MS);

/** The machine stops, and says why: on its screen and to the server. */
async function refuses({ mac, fault, words, name, options }) {
  await started(mac, async (guest) => {
    const start = await heard(mac, 'fault');
    assert.match(start.fault, fault);
    assert.equal(start.root_at, null);
    await says(guest, words);
    await says(guest, /Nouvel essai dans 30 secondes/);
    await guest.picture(path.join(PICTURES, `${name}.png`));
    assert.doesNotMatch(await guest.console(), /\(initramfs\)|BusyBox v/);
  }, options);
}

test('a machine that nobody knows starts, and becomes a station when somebody approves it', async () => {
  await site.publish('good');
  const mac = '52:54:00:00:00:01';
  await started(mac, async (guest) => {
    const start = await heard(mac, 'root_at');
    assert.ok(start.kernel_at <= start.root_at);
    await says(guest, /state: pending/);
    await site.approve(mac);
    await says(guest, /state: locked/);
    await guest.picture(path.join(PICTURES, 'start.png'));
    assert.equal((await heard(mac, 'client_at')).fault, null);
  });
});

test('one changed byte is refused', async () => {
  await site.publish('changed', async (folder) => {
    const file = await open(path.join(folder, 'root.squashfs'), 'r+');
    const byte = Buffer.alloc(1);
    await file.read(byte, 0, 1, 5_000_000);
    byte[0] ^= 1;
    await file.write(byte, 0, 1, 5_000_000);
    await file.close();
  });
  await refuses({ mac: '52:54:00:00:00:02', fault: /^root: SHA-256 differs$/, words: /Image endommagée/, name: 'changed' });
});

test('an image that is not there is said to be missing', async () => {
  const folder = await site.publish('missing');
  const mac = '52:54:00:00:00:03';
  const line = await site.line(mac);
  await rename(path.join(folder, 'root.squashfs'), path.join(folder, 'gone'));
  site.line = async () => line;
  await refuses({ mac, fault: /^root: not found$/, words: /Image absente du serveur/, name: 'missing' });
  delete site.line;
});

test('a machine with too little memory says how much it takes', async () => {
  await site.publish('good-again');
  const options = { memory: 384 };
  await refuses({ mac: '52:54:00:00:00:04', fault: /^memory: \d+ MiB of \d+$/, words: /Mémoire insuffisante/, name: 'memory', options });
});

test('an image that is older than one that was well is refused, where the firmware can remember', async () => {
  const mac = '52:54:00:00:00:05';
  const folder = await mkdtemp(path.join(tmpdir(), 'guichet-firmware-'));
  const memory = path.join(folder, 'vars.fd');
  await copyFile(path.join(process.env.MACHINE_QEMU, 'usr/share/OVMF/OVMF_VARS_4M.fd'), memory);
  const words = site.line.bind(site);
  try {
    await site.publish('floor');
    site.line = async (of) => `${await words(of)} guichet.generation=7 guichet.floor=7`;
    await started(mac, async (guest) => {
      await says(guest, /state: pending/);
      await site.approve(mac);
      await says(guest, /No image older than generation 7 starts here/);
      await guest.halt();
    }, { memory: 1536, firmware: memory });
    site.line = async (of) => `${await words(of)} guichet.generation=6 guichet.floor=6`;
    const options = { memory: 1536, firmware: memory };
    // Another card in it: the server waits for a while before it believes that a station starts again.
    await refuses({ mac: '52:54:00:00:00:06', fault: /^image: generation 6 is older than 7$/, words: /Image trop ancienne/, name: 'old', options });
  } finally {
    delete site.line;
    await rm(folder, { recursive: true });
  }
});
