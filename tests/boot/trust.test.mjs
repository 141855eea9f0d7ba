/**
 * What must not start (INF-004): firmware that has the site's keys alone, and everything that somebody on the wire or at the server
 * could change.
 */
import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Guest } from './lib/guest.mjs';
import { described, flip, part, placed } from './lib/images.mjs';
import { Keys } from './lib/keys.mjs';
import { Site } from './lib/site.mjs';
import { Pxe, addressed } from './lib/wires.mjs';

const OWN = { pxe_dhcp: 'own', pxe_range_first_address: '10.30.0.50', pxe_range_last_address: '10.30.0.99' };
const ROGUE = '10.30.0.66';
const REFUSED = /signature refusee/;
const STATION = '52:54:00:30:01:01';
let folder, site, pxe, keys, stranger, vars, key, guest;
const guests = [];

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'guichet-trust-'));
  site = await Site.start(folder);
  keys = await Keys.make(folder, 'site');
  stranger = await Keys.make(folder, 'stranger');
  vars = await keys.firmware();
  key = (await site.script('52:54:00:30:01:ff', 'pcbios')).match(/guichet\.serverkey=([0-9a-f]{64})/)[1];
  pxe = await Pxe.start(folder, OWN);
});

after(async () => {
  for (const each of guests) await each.off();
  await pxe?.stop();
  await site?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function power(name, mac, firmware = 'secure') {
  const each = await Guest.start({ folder, name, mac, firmware, vars: firmware === 'secure' ? vars : undefined });
  guests.push(each);
  return each;
}

/** A version of the image, changed by `change`, signed whole by `by`, and given to all. */
async function version(name, by, change = () => {}, of = {}) {
  const where = await placed(site.images, name, of);
  await change(where);
  if (by) await by.image(where, key);
  await site.publish(name);
  return where;
}

/** A file that was signed whole is changed behind its signature, and the server is told that this is right. */
async function flipSigned(where) {
  await flip(path.join(where, 'guichet.efi'));
  await writeFile(path.join(where, 'uki.json'), JSON.stringify(await part(where, 'guichet.efi')));
}

test('an iPXE that the site did not sign is refused by the firmware', async () => {
  const each = await power('unsigned', '52:54:00:30:01:02');
  await each.says(/Access Denied/);
  assert.deepEqual(await site.starts('52:54:00:30:01:02'), [], 'nothing asks the server');
  await each.off();
});

test('what the site signed starts, and says which start it is', async () => {
  await copyFile(await keys.ipxe(), path.join(folder, 'files/snponly.efi'));
  await version('2', keys);
  guest = await power('station', STATION);
  await site.started(STATION, (start) => start.root_at, 'has its files');
  await site.letIn(STATION);
  const start = await site.started(STATION, ({ client_at }) => client_at, 'reached the server');
  assert.deepEqual([start.version, start.firmware], ['2', 'uefi']);
  assert.match(await guest.serial(), /guichet\.efi/);
});

test('one flipped bit, a stranger’s kernel and a stranger’s iPXE are refused', async () => {
  const where = await version('3', keys);
  await flipSigned(where);
  const flipped = await power('flipped', '52:54:00:30:01:03');
  await flipped.says(REFUSED);
  await flipped.off();
  await version('4', stranger);
  const changed = await power('changed', '52:54:00:30:01:04');
  await changed.says(REFUSED);
  await changed.off();
  for (const mac of ['52:54:00:30:01:03', '52:54:00:30:01:04']) {
    assert.ok((await site.starts(mac)).every(({ kernel_at }) => !kernel_at), 'no kernel ran');
  }
});

test('a rogue boot server starts nothing but what the site signed, which talks to the site', async () => {
  const where = await version('6', keys);
  const asked = [];
  const rogue = createServer(async ({ url }, answer) => {
    asked.push(url);
    if (url.endsWith('.efi')) answer.end(await readFile(path.join(where, 'guichet.efi')));
    else answer.end(`#!ipxe\nchain http://${ROGUE}/guichet.efi guichet.root=http://${ROGUE}/images/root guichet.server=http://${ROGUE}\n`);
  });
  await addressed(ROGUE);
  await new Promise((resolve) => rogue.listen(80, ROGUE, resolve));
  await pxe.stop();
  pxe = await Pxe.start(folder, { ...OWN, site_boot_address: ROGUE });
  await copyFile(path.join(folder, 'site.ipxe'), path.join(folder, 'files/snponly.efi'));
  const each = await power('rogue', '52:54:00:30:01:06');
  await site.asking('52:54:00:30:01:06');
  assert.deepEqual(asked.map((url) => url.replace(/\?.*/, '')), ['/boot/ipxe', '/guichet.efi'], 'the rogue is asked for nothing more');
  await each.off();
  rogue.close();
  await pxe.stop();
  pxe = await Pxe.start(folder, OWN);
  await copyFile(path.join(folder, 'site.ipxe'), path.join(folder, 'files/snponly.efi'));
  await rm(where, { recursive: true });
});

test('a root that was changed behind the signature is refused by the image', async () => {
  const where = await version('5', keys);
  await flip(path.join(where, 'root.squashfs'));
  const each = await power('root', '52:54:00:30:01:05');
  const { fault } = await site.started('52:54:00:30:01:05', (start) => start.fault, 'says what failed');
  assert.equal(fault, 'root: SHA-256 differs');
  await each.picture(path.join(process.env.BOOT_PICTURES, 'trust-root.png'));
  await each.off();
  await rm(where, { recursive: true });
});

test('an image that is older than what was well here is refused by the station', async () => {
  await guest.says(/No image older than generation 2 starts here/);
  await version('0', keys, undefined, { generation: 1, floor: 0 });
  await guest.qmp.ask('system_reset');
  const { fault } = await site.started(STATION, (start) => start.version === '0' && start.fault, 'says what failed');
  assert.match(fault, /generation 1 is older than 2/);
  await guest.picture(path.join(process.env.BOOT_PICTURES, 'trust-old.png'));
});
