/**
 * A site before lunch (INF-001 to INF-004, KSK-001): Ansible makes a bare Debian machine its server; then two PCs without a disk are
 * switched on, let in, and show the lock; a visitor types a code on one of them, and it ends. Meanwhile the playbook is played again.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { HOST, Machine, SERVER, key, serverInventory, workshop } from '../ansible/machine.mjs';
import { has } from '../kiosk/lib/box.mjs';
import { Console } from './lib/console.mjs';
import { Guest, patiently } from './lib/guest.mjs';
import { imageKey, placed } from './lib/images.mjs';

const PASSWORD = 'un-mot-de-passe-a-changer';
/** The keys that a code is typed with, on the lock's screen. */
const KEYS = [0x1d, 0x3a, 0x57];
const WIDTH = 1280;
const MEMORY_MB = 3072;
const PCS = [{ name: 'bios', mac: '52:54:00:30:02:01' }, { name: 'uefi', mac: '52:54:00:30:02:02', firmware: 'uefi' }];
const CABLE = { network: 'switch', bridge: 'stations' };
const folder = workshop();
const machine = new Machine(folder);
const inventory = path.join(folder, 'site.yml');
const guests = {};
let desk;

before(async () => {
  machine.install(process.env.SITE_ROOT);
  machine.cable();
  await machine.start();
  writeFileSync(inventory, serverInventory({
    site_boot_address: '10.20.0.1',
    site_boot_interface: 'stations',
    site_image_keys: [await imageKey()],
    network_station_interface: 'stations',
    network_uplink_interface: 'uplink',
    dnsfilter_addresses: ['10.20.0.1'],
    dnsfilter_server_address: '10.20.0.1',
    dnsfilter_blocked: ['interdit.example'],
    pxe_network: '10.20.0.0/24',
    pxe_dhcp: 'own',
    // So that both chains go through the site's proxy: the other PC starts by iPXE.
    pxe_uefi: 'shim',
    pxe_range_first_address: '10.20.0.50',
    pxe_range_last_address: '10.20.0.99',
    pxe_router_address: '10.20.0.1',
    pxe_images: [await placed(path.join(folder, 'built'), '1')],
    backup_recipients: [key(path.join(folder, 'identity'))],
  }));
});

after(async () => {
  for (const guest of Object.values(guests)) await guest.off();
  await machine.stop();
});

async function plays(playbook, ...args) {
  const played = await machine.play(playbook, inventory, ...args);
  assert.equal(played.code, 0, played.output);
  return played.recap.serveur;
}

const picture = (guest, name) => guest.picture(path.join(process.env.BOOT_PICTURES, `story-${name}.png`));
const stationOf = (mac) => desk.ask('GET', '/api/postes/').then(({ results }) => results.find((station) => station.mac === mac));
/** There is more on the screen than a pointer on black. */
const isDrawn = (guest) => patiently('something is on the screen', async () => {
  const pixels = await guest.pixels();
  const colours = new Set();
  for (let at = pixels.indexOf('255\n') + 4; at + 3 <= pixels.length; at += 3 * 97) colours.add(pixels.readUIntBE(at, 3));
  return colours.size > 100;
});
/** Near the middle of its upper edge: the desktop is light there, the lock dark, a screen with nothing on it black. */
async function isLight(guest) {
  const pixels = await guest.pixels();
  const at = pixels.indexOf('255\n') + 4 + (20 * WIDTH + WIDTH / 2) * 3;
  return pixels[at] + pixels[at + 1] + pixels[at + 2] > 220;
}
const isUp = (mac) => patiently(`${mac} reached the server`, async () => {
  const { results } = await desk.ask('GET', '/api/boot/starts/?page_size=50');
  const start = results.find((one) => one.mac === mac);
  assert.equal(start?.fault ?? null, null);
  return start?.client_at;
});

/** Switches a machine on and lets it in; the lock is on its screen. */
async function locked({ name, mac, firmware }) {
  const guest = await Guest.start({ folder, name, mac, firmware, memory: MEMORY_MB, processors: 2, hasKeyboard: true, ...CABLE });
  guests[name] = guest;
  const { id } = await patiently(`${name} asks to be let in`, async () => {
    const { results } = await desk.ask('GET', '/api/postes/enrolments/');
    return results.find((one) => one.mac === mac);
  });
  await isDrawn(guest);
  await picture(guest, `${name}-1-asks`);
  await desk.ask('POST', `/api/postes/enrolments/${id}/approve/`, {});
  await isUp(mac);
  await patiently('it is on line', async () => (await stationOf(mac))?.en_ligne);
  await patiently('the lock is on its screen', async () => has(await guest.pixels(), KEYS));
  await picture(guest, `${name}-2-locked`);
  return guest;
}

test('the playbook makes it a site', async () => {
  assert.ok((await plays('site.yml')).changed > 5);
});

test('the administrator gives an image to all stations', async () => {
  const ca = machine.sh('cat /var/lib/caddy/.local/share/caddy/pki/authorities/local/root.crt');
  desk = new Console(SERVER, HOST, ca);
  await desk.enter('admin', PASSWORD, 'un-autre-mot-de-passe-long');
  await desk.ask('POST', '/api/agencies/', { code: 'ESSAI', name: 'Espace d’essai', city: 'Saint-Denis', country: 'RE', timezone: 'Indian/Reunion' });
  const { results } = await desk.ask('POST', '/api/boot/images/publier/', { profile: 'kiosk', version: '1', channel: 'stable' });
  assert.deepEqual(results.map(({ fault }) => fault), [null]);
});

describe('at the same time', { concurrency: true }, () => {
  test('the playbook a second time changes nothing, and the verify play passes', async () => {
    assert.equal((await plays('site.yml', '--diff')).changed, 0);
    await plays('verify.yml');
  });

  describe('stations', { concurrency: false }, () => {
    test('two machines without a disk are switched on, ask to be let in, and show the lock', async () => {
      assert.ok(desk?.access, 'there is no site to start from');
      for (const pc of PCS) {
        const guest = await locked(pc);
        // Two emulated PCs at once are slow.
        if (guest !== guests.uefi) await guest.off();
      }
    });

    test('a code typed there opens the desktop, the time runs, and the end locks the station', async () => {
      const guest = guests.uefi;
      assert.ok(guest, 'there is no station');
      const { id: station_id } = await stationOf(PCS[1].mac);
      const { id, code } = await desk.ask('POST', '/api/sessions/', { minutes: 20, station_id });
      const session = () => desk.ask('GET', `/api/sessions/${id}/`);
      await guest.type(code, async () => (await session()).statut === 'active');
      const begun = await session();
      await patiently('the desktop is there', () => isLight(guest));
      assert.equal((await session()).statut, 'active', 'the desktop is there before the time is over');
      await patiently('the time runs', async () => (await session()).remaining_s < begun.remaining_s - 20);
      await picture(guest, 'uefi-3-open');
      await desk.ask('POST', `/api/sessions/${id}/terminate/`, {});
      await patiently('the lock is back', async () => !(await isLight(guest)));
      await isDrawn(guest);
      await picture(guest, 'uefi-4-over');
    });
  });
});
