/**
 * From the power button to a station's first word (INF-003, KSK-001): machines without a disk, of the old firmware beside a foreign DHCP
 * server, and of the new one with our own, on two networks of the site at the same time.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Guest, patiently } from './lib/guest.mjs';
import { Site } from './lib/site.mjs';
import { Pxe, Router, bridged } from './lib/wires.mjs';

const BIOS = '52:54:00:30:00:01';
const UEFI = '52:54:00:30:00:02';
/** The second network. The server is its router, too: it names itself to stations by its address on the first one. */
const SECOND = '10.31.0.1';
const OWN = {
  site_boot_address: SECOND, site_boot_interface: 'second', pxe_network: '10.31.0.0/24', pxe_router_address: SECOND,
  pxe_dhcp: 'own', pxe_range_first_address: '10.31.0.50', pxe_range_last_address: '10.31.0.99',
};
let folder, site, router, beside, own, bios, uefi, station;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'guichet-boot-'));
  site = await Site.start(folder, { GUICHET_LISTEN: '0.0.0.0:80' });
});

after(async () => {
  for (const each of [bios, uefi]) await each?.off();
  for (const each of [beside, own, router, site]) await each?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function isLetIn(mac) {
  const known = await site.letIn(mac);
  await site.started(mac, (start) => start.client_at, 'reached the server');
  return known;
}

describe('on two networks', { concurrency: true }, () => {
  describe('beside a foreign DHCP server, with the old firmware', { concurrency: false }, () => {
    test('a card that is no iPXE of ours fetches it over TFTP', async () => {
      router = await Router.start(folder);
      beside = await Pxe.start(folder, {}, { isCardOld: true });
      bios = await Guest.start({ folder, name: 'bios', mac: BIOS });
      await patiently('iPXE is fetched', async () => /sent .*undionly\.kpxe/.test(await beside.log()));
      await beside.stop();
      beside = await Pxe.start(folder);
    });

    test('the machine that nobody knows starts, and waits to be let in', async () => {
      const start = await site.started(BIOS, ({ root_at }) => root_at, 'has its files');
      assert.equal(start.station_id, null);
      assert.equal(start.firmware, 'bios');
      assert.ok(start.kernel_at);
      await isLetIn(BIOS);
      assert.match(await beside.addresses(), /^$/, 'no address is given by us');
    });

    test('an address that was copied starts nothing while the station is there, and the log has it', async () => {
      const script = await site.script(BIOS, 'pcbios', (text) => /en service ailleurs/.test(text));
      assert.doesNotMatch(script, /kernel/);
      const { results } = await site.ask('GET', '/api/logs/?action=erreur');
      assert.ok(results.some(({ metadata }) => metadata.reason === 'mac_copied' && metadata.mac === BIOS), JSON.stringify(results));
    });
  });

  describe('with our own DHCP server, with the new firmware', { concurrency: false }, () => {
    test('the machine that nobody knows starts, and waits to be let in', async () => {
      await bridged('second', SECOND);
      own = await Pxe.start(path.join(folder, 'own'), OWN);
      uefi = await Guest.start({ folder, name: 'uefi', mac: UEFI, firmware: 'uefi', bridge: 'second' });
      const start = await site.started(UEFI, ({ root_at }) => root_at, 'has its files');
      assert.equal(start.firmware, 'uefi');
      ({ id: station } = await isLetIn(UEFI));
      assert.match(await own.addresses(), /52:54:00:30:00:02 10\.31\.0\.[5-9]\d/);
    });

    test('a station comes back by itself when its power was cut', async () => {
      await uefi.qmp.ask('system_reset');
      const start = await site.started(UEFI, ({ station_id, client_at }) => station_id && client_at, 'is the station again');
      assert.equal(start.station_id, station);
      assert.ok((await site.ask('GET', '/api/postes/enrolments/')).results.every(({ mac }) => mac !== UEFI), 'nobody had to let it in');
    });
  });
});
