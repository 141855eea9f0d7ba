/**
 * What a machine says that cannot start, in French and in English, and what it does then (INF-002, KSK-001): a person has to be able to
 * act on it, and the machine goes on by itself once it is mended. Pictures of the screens are in target/boot/.
 */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { Guest } from './lib/guest.mjs';
import { Site } from './lib/site.mjs';
import { Pxe, SERVER, bridged } from './lib/wires.mjs';

const run = promisify(execFile);
const OWN = { pxe_dhcp: 'own', pxe_range_first_address: '10.30.0.50', pxe_range_last_address: '10.30.0.99' };
/** Of nobody. */
const AWAY = '10.30.0.200';
const AGAIN = /Nouvel essai dans 30 secondes[\s\S]*Trying again in 30 seconds/;
let folder, data, site, pxe;
const guests = [];

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'guichet-screens-'));
  data = path.join(folder, 'data');
  await mkdir(data);
  // A disk of its own, which can be filled.
  await run('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', data]);
  site = await Site.start(folder, { GUICHET_DATA_DIR: data });
  pxe = await Pxe.start(folder, OWN);
});

after(async () => {
  for (const guest of guests) await guest.off();
  await pxe?.stop();
  await site?.stop();
  await run('umount', ['--lazy', data]);
  await rm(folder, { recursive: true, force: true });
});

async function power(options) {
  const guest = await Guest.start({ folder, ...options });
  guests.push(guest);
  return guest;
}

const pictured = (guest) => guest.picture(path.join(process.env.BOOT_PICTURES, `screen-${guest.name}.png`));

/** The words for the kernel of the machine with this card, as iPXE is told them. */
async function line(mac) {
  const [, words] = /^kernel \S+ (.*?) \|\| goto failed$/m.exec(await site.script(mac, 'pcbios'));
  return words.replace(/(^| )initrd=\S+/, '');
}

/** Starts the image at once, without what comes before it, and waits for these words. */
async function stops({ name, mac, bridge, hasCard, words, wanted }) {
  const guest = await power({ name, mac, bridge, hasCard, kernel: { folder: path.join(site.images, 'kiosk/1'), line: words(await line(mac)) } });
  await guest.says(wanted);
  await guest.says(AGAIN);
  await pictured(guest);
  assert.doesNotMatch(await guest.serial(), /\(initramfs\)|BusyBox v/);
  await guest.off();
}

describe('the image says what is wrong', { concurrency: true }, () => {
  const same = (words) => words;

  test('no network card', () => stops({
    name: 'no-card', mac: '52:54:00:30:04:01', hasCard: false, words: same, wanted: /Carte r\S+seau non reconnue[\s\S]*No network card was recognised/,
  }));

  test('no address', async () => {
    await bridged('silent', '10.32.0.1');
    await stops({ name: 'no-address', mac: '52:54:00:30:04:02', bridge: 'silent', words: same, wanted: /Pas d'adresse[\s\S]*No address on the network/ });
  });

  test('the server is away', () => stops({
    name: 'server-away', mac: '52:54:00:30:04:03', words: (words) => words.replaceAll(SERVER, AWAY), wanted: /Le serveur 10\.30\.0\.200 ne r[\s\S]*The server 10\.30\.0\.200 does not answer/,
  }));

  test('the certificate of the site is another one', () => stops({
    name: 'certificate', mac: '52:54:00:30:04:04', words: (words) => `${words} guichet.ca=${'0'.repeat(64)}`, wanted: /Le certificat du site[\s\S]*The certificate of the site/,
  }));
});

describe('what comes before the image says what is wrong, and asks again', { concurrency: false }, () => {
  const given = (mac) => site.started(mac, () => true, 'is told what to start');

  test('the disk of the server is full', async () => {
    // A journal that is there already has room for more; a new one has none.
    await site.server.halt();
    await site.server.serve();
    const filler = path.join(data, 'filler');
    await assert.rejects(writeFile(filler, Buffer.alloc(1 << 27)), { code: 'ENOSPC' });
    const guest = await power({ name: 'disk-full', mac: '52:54:00:30:04:05', firmware: 'uefi' });
    await guest.says(/Le disque du serveur est plein[\s\S]*The disk of the server is full/);
    await pictured(guest);
    await rm(filler);
    await given(guest.mac);
    await guest.off();
  });

  test('the server is away, and comes back', async () => {
    await site.server.halt();
    const guest = await power({ name: 'ipxe-away', mac: '52:54:00:30:04:06', firmware: 'uefi' });
    await guest.says(/ne repond pas[\s\S]*does not answer: is it on and connected/);
    await pictured(guest);
    await site.server.serve();
    await given(guest.mac);
    await guest.off();
  });

  test('GRUB asks again, too, for a server that is away and for an image that is missing', async () => {
    await pxe.stop();
    pxe = await Pxe.start(folder, { ...OWN, pxe_uefi: 'shim' });
    const image = path.join(site.images, 'kiosk/1');
    await rename(image, `${image}.away`);
    await site.server.halt();
    const guest = await power({ name: 'grub', mac: '52:54:00:30:04:07', firmware: 'uefi' });
    await guest.says(/Attente du serveur[\s\S]*Waiting for the server/);
    await pictured(guest);
    await site.server.serve();
    await guest.says(/aucune image publiee[\s\S]*No image is published/);
    await pictured(guest);
    await rename(`${image}.away`, image);
    await site.started(guest.mac, ({ kernel_at }) => kernel_at, 'runs the kernel');
    await guest.off();
  });
});
