/**
 * From the power button to a station's first word (INF-003, KSK-001): machines without a disk, of the old firmware and of the new one,
 * beside a foreign DHCP server and with our own.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { until } from '../e2e/lib/until.mjs';
import { Guest, LONG_MS } from './lib/guest.mjs';
import { Site } from './lib/site.mjs';
import { Pxe, Router } from './lib/wires.mjs';

const BIOS = '52:54:00:30:00:01';
const UEFI = '52:54:00:30:00:02';
let folder, site, router, pxe, bios, uefi, station;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'guichet-boot-'));
  site = await Site.start(folder);
});

after(async () => {
  for (const guest of [bios, uefi]) await guest?.off();
  await pxe?.stop();
  await router?.stop();
  await site?.stop();
  await rm(folder, { recursive: true, force: true });
});

const isUp = (mac) => site.started(mac, (start) => start.client_at, 'reached the server');

async function isLetIn(mac) {
  const { id } = await site.asking();
  const known = await site.ask('POST', `/api/postes/enrolments/${id}/approve/`, {});
  await isUp(mac);
  return known;
}

test('beside a foreign DHCP server, with the old firmware', async (t) => {
  router = await Router.start(folder);

  await t.test('a card that is no iPXE of ours fetches it over TFTP', async () => {
    pxe = await Pxe.start(folder, {}, { isCardOld: true });
    bios = await Guest.start({ folder, name: 'bios', mac: BIOS });
    await until('iPXE is fetched', async () => /sent .*undionly\.kpxe/.test(await pxe.log()), LONG_MS);
    await pxe.stop();
    pxe = await Pxe.start(folder);
  });

  await t.test('the machine that nobody knows starts, and waits to be let in', async () => {
    const start = await site.started(BIOS, ({ root_at }) => root_at, 'has its files');
    assert.equal(start.station_id, null);
    assert.equal(start.firmware, 'bios');
    assert.ok(start.kernel_at);
    ({ id: station } = await isLetIn(BIOS));
    assert.match(await pxe.addresses(), /^$/, 'no address is given by us');
  });

  await t.test('a station comes back by itself when its power was cut', async () => {
    await bios.qmp.ask('system_reset');
    const start = await site.started(BIOS, ({ station_id, client_at }) => station_id && client_at, 'is the station again');
    assert.equal(start.station_id, station);
    assert.equal((await site.ask('GET', '/api/postes/enrolments/')).results.length, 0, 'nobody had to let it in');
  });
});

test('with our own DHCP server, with the new firmware', async (t) => {
  await pxe.stop();
  await router.stop();
  pxe = await Pxe.start(folder, { pxe_dhcp: 'own', pxe_range_first_address: '10.30.0.50', pxe_range_last_address: '10.30.0.99' });

  await t.test('an address that was copied starts nothing while the station is there, and the log has it', async () => {
    const script = await site.script(BIOS, 'pcbios', (text) => /en service ailleurs/.test(text));
    assert.doesNotMatch(script, /kernel/);
    const { results } = await site.ask('GET', '/api/logs/?action=erreur');
    assert.ok(results.some(({ metadata }) => metadata.reason === 'mac_copied' && metadata.mac === BIOS), JSON.stringify(results));
  });

  await t.test('the machine that nobody knows starts, and waits to be let in', async () => {
    uefi = await Guest.start({ folder, name: 'uefi', mac: UEFI, firmware: 'uefi' });
    const start = await site.started(UEFI, ({ root_at }) => root_at, 'has its files');
    assert.equal(start.firmware, 'uefi');
    await isLetIn(UEFI);
    assert.match(await pxe.addresses(), /52:54:00:30:00:02 10\.30\.0\.[5-9]\d/);
  });
});
