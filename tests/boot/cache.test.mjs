/**
 * A place whose line to the server is thin (INF-005): its cache fetches each piece of an image once, gives it with ranges, goes on without
 * the server, and keeps within its part of the disk. Behind it, firmware with Microsoft's keys starts Debian's own signed kernel.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { ended, until } from '../e2e/lib/until.mjs';
import { Guest, patiently } from './lib/guest.mjs';
import { Site } from './lib/site.mjs';
import { Pxe, SERVER, addressed, rendered, told, tool } from './lib/wires.mjs';

const CACHE = '10.30.0.2';
const MAC = '52:54:00:30:03:01';
const HTTP_MAC = '52:54:00:30:03:02';
const OWN = { pxe_dhcp: 'own', pxe_range_first_address: '10.30.0.50', pxe_range_last_address: '10.30.0.99' };
let folder, site, pxe, nginx, guest, root;

/** nginx with the role's own configuration, at an address of its own. */
async function startNginx(size) {
  const conf = await rendered(folder, 'cache', 'cache.conf.j2', { cache_server_address: SERVER, cache_size: size });
  const own = conf.replaceAll('/var/cache/guichet-images', '/machine/cache').replaceAll('/srv/guichet-boot', '/machine/files').replace('listen 80', `listen ${CACHE}:80`);
  await mkdir(path.join(folder, 'cache'), { recursive: true });
  await writeFile(path.join(folder, 'nginx.conf'), `user root;\nerror_log /machine/nginx.log;\npid /machine/nginx.pid;\ndaemon off;\nevents {}\nhttp {\n${own}\n}\n`);
  nginx = tool(folder, 'nginx', ['-c', '/machine/nginx.conf']);
  await until('nginx answers', () => fetch(`http://${CACHE}/`).then(() => true));
}

/** How much of the disk the cache takes, in kB. */
const kept = async () => Number((await told(folder, 'du', '-sk', '/machine/cache')).split(/\s/)[0]);
const digest = async (answer) => createHash('sha256').update(Buffer.from(await answer.arrayBuffer())).digest('hex');

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'guichet-cache-'));
  site = await Site.start(folder);
  await addressed(CACHE);
  ({ root } = JSON.parse(await readFile(path.join(site.images, 'kiosk/1/image.json'), 'utf8')));
  await startNginx('1g');
});

after(async () => {
  await guest?.off();
  await pxe?.stop();
  await ended(nginx);
  await site?.stop();
  await rm(folder, { recursive: true, force: true });
});

const at = (host) => `http://${host}/images/kiosk/1/${root.file}`;

test('scripts lead to the cache that was asked', async () => {
  const script = await (await fetch(`http://${CACHE}/boot/ipxe?mac=52:54:00:30:03:ff&platform=efi`)).text();
  assert.match(script, new RegExp(`guichet\\.root=http://${CACHE.replaceAll('.', '\\.')}/images/`));
  assert.equal((await fetch(`http://${CACHE}/api/health/`)).status, 404, 'nothing else is passed on');
});

test('firmware with Microsoft’s keys starts shim, GRUB and Debian’s kernel through it', async () => {
  pxe = await Pxe.start(folder, { ...OWN, site_boot_address: CACHE, pxe_uefi: 'shim' });
  const vars = path.join(process.env.BOOT_ROOT, 'usr/share/OVMF/OVMF_VARS_4M.ms.fd');
  guest = await Guest.start({ folder, name: 'shim', mac: MAC, firmware: 'secure', vars });
  await site.started(MAC, (start) => start.root_at, 'has its files');
  await site.letIn(MAC);
  await site.started(MAC, (start) => start.client_at, 'reached the server');
  await guest.off();
});

test('firmware that knows HTTP itself fetches no program over TFTP', async () => {
  await pxe?.stop();
  pxe = await Pxe.start(folder, { ...OWN, site_boot_address: CACHE });
  const no = (what) => ['-fw_cfg', `name=opt/org.tianocore/${what}PXESupport,string=n`];
  guest = await Guest.start({ folder, name: 'http', mac: HTTP_MAC, firmware: 'uefi', more: [...no('IPv4'), ...no('IPv6')] });
  await site.started(HTTP_MAC, () => true, 'is told what to start');
  assert.ok(!/tftp.* sent .*\.(efi|kpxe)/.test(await pxe.log()));
  await guest.off();
});

test('a machine goes on where it left off, and the server may be away', async () => {
  assert.equal(await digest(await fetch(at(CACHE))), root.sha256);
  const before = await kept();
  assert.ok(before * 1024 > root.size, `${before} kB of ${root.size} are kept`);
  await site.server.halt();
  assert.equal(await digest(await fetch(at(CACHE))), root.sha256);
  const rest = await fetch(at(CACHE), { headers: { range: `bytes=${root.size - 1000}-` } });
  assert.equal(rest.status, 206);
  assert.equal((await rest.arrayBuffer()).byteLength, 1000);
  await site.server.serve();
});

test('it keeps within its part of the disk', async () => {
  await ended(nginx);
  await startNginx('40m');
  assert.equal(await digest(await fetch(at(CACHE))), root.sha256, 'what does not fit is passed on');
  // nginx looks at what it had before a minute after its start.
  await patiently('the oldest is gone', async () => (await kept()) < 60_000);
});
