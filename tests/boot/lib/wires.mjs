/**
 * The stations' network: a bridge with the server at 10.30.0.1, and cables for machines that start. It is made in the network
 * namespace of scripts/boot-test.sh, which has no way out, and goes away with it.
 */
import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, open, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../e2e/lib/server.mjs';
import { ended, until } from '../../e2e/lib/until.mjs';

const run = promisify(execFile);
const ip = (...args) => run('ip', args);
const TOOLS = path.join(ROOT, 'tests/kiosk/qemu.sh');
export const SERVER = '10.30.0.1';
const ROUTER = '10.30.0.254';

/** A program of the Debian 13 that has them; `folder` is /machine there. `network`: another one than the test's. */
export function tool(folder, program, args, log, network) {
  const enter = network ? ['ip', 'netns', 'exec', network] : [];
  const [first, ...rest] = [...enter, TOOLS, process.env.BOOT_ROOT, folder, program, ...args];
  return spawn(first, rest, { stdio: ['ignore', log ?? 'ignore', log ?? 'ignore'] });
}

export async function told(folder, program, ...args) {
  return (await run(TOOLS, [process.env.BOOT_ROOT, folder, program, ...args], { maxBuffer: 1 << 26 })).stdout;
}

/** The bridge; the server's own address is on it. Names of networks are kept in /run: in one that goes away, too. */
export async function wire() {
  await run('mount', ['--make-rprivate', '/']);
  await run('mount', ['-t', 'tmpfs', 'tmpfs', '/run']);
  await ip('link', 'set', 'lo', 'up');
  await bridged('site', SERVER);
}

/** A network of the site, where the server has this address. */
export async function bridged(name, address) {
  await ip('link', 'add', name, 'type', 'bridge');
  await ip('address', 'add', `${address}/24`, 'dev', name);
  await ip('link', 'set', name, 'up');
}

/** A cable for one machine to a bridge; gives the name of its end. */
export async function tap(name, bridge = 'site', network = undefined) {
  const at = (...args) => ip(...(network ? ['-n', network] : []), ...args);
  await at('tuntap', 'add', 'dev', name, 'mode', 'tap');
  await at('link', 'set', name, 'master', bridge, 'up');
  return name;
}

/** Another address of the server's end. */
export function addressed(address) {
  return ip('address', 'add', `${address}/24`, 'dev', 'site');
}

/** A file as a role of ansible/ would write it. */
export async function rendered(folder, role, template, variables) {
  await cp(path.join(ROOT, 'ansible/roles', role), path.join(folder, 'roles', role), { recursive: true });
  await cp(path.join(import.meta.dirname, 'render.py'), path.join(folder, 'render.py'));
  return told(folder, 'python3', '/machine/render.py', `/machine/roles/${role}`, template, JSON.stringify(variables));
}

/** What the role `pxe` makes of a machine: the files, and dnsmasq with the role's own configuration. */
export class Pxe {
  /** `isCardOld`: the program in the machine's network card is not taken for ours, whatever it says of itself. */
  static async start(folder, variables = {}, { isCardOld = false } = {}) {
    const pxe = new Pxe();
    pxe.folder = folder;
    pxe.variables = { site_boot_address: SERVER, site_boot_interface: 'site', pxe_network: '10.30.0.0/24', dnsfilter_addresses: [], ...variables };
    await mkdir(path.join(folder, 'files/grub'), { recursive: true });
    const root = process.env.BOOT_ROOT;
    const files = {
      '/usr/lib/ipxe/undionly.kpxe': 'undionly.kpxe',
      '/usr/lib/ipxe/snponly.efi': 'snponly.efi',
      '/usr/lib/shim/shimx64.efi.signed': 'shimx64.efi',
      '/usr/lib/grub/x86_64-efi-signed/grubnetx64.efi.signed': 'grubx64.efi',
    };
    for (const [from, to] of Object.entries(files)) await cp(root + from, path.join(folder, 'files', to));
    await writeFile(path.join(folder, 'files/grub/grub.cfg'), await pxe.rendered('grub.cfg.j2'));
    await writeFile(path.join(folder, 'files/guichet.ipxe'), await pxe.rendered('guichet.ipxe.j2'));
    let conf = (await pxe.rendered('dnsmasq.conf.j2')).replaceAll('/srv/guichet-boot', '/machine/files').replaceAll('/var/lib/guichet-pxe', '/machine');
    if (isCardOld) conf = conf.replace('dhcp-match=set:ipxe,175,20', '');
    await writeFile(path.join(folder, 'dnsmasq.conf'), conf);
    await writeFile(path.join(folder, 'leases'), '');
    pxe.child = await dnsmasq(folder, 'dnsmasq');
    return pxe;
  }

  rendered(template) {
    return rendered(this.folder, 'pxe', template, this.variables);
  }

  log() {
    return readFile(path.join(this.folder, 'dnsmasq.log'), 'utf8');
  }

  /** The addresses that it gave to machines. */
  addresses() {
    return readFile(path.join(this.folder, 'leases'), 'utf8');
  }

  stop() {
    return ended(this.child);
  }
}

async function dnsmasq(folder, name, network) {
  const log = await open(path.join(folder, `${name}.log`), 'w');
  const args = ['--keep-in-foreground', '--user=root', '--log-facility=-', `--conf-file=/machine/${name}.conf`, `--pid-file=/machine/${name}.pid`];
  const child = tool(folder, 'dnsmasq', args, log.fd, network);
  await log.close();
  await until(`${name} runs`, async () => {
    if (child.exitCode !== null) throw new Error(await readFile(path.join(folder, `${name}.log`), 'utf8'));
    return (await readFile(path.join(folder, `${name}.log`), 'utf8')).includes('DHCP');
  });
  return child;
}

/** The site's router, which gives addresses and knows nothing of starting: a DHCP server that is not ours. */
export class Router {
  static async start(folder) {
    const router = new Router();
    await ip('netns', 'add', 'router');
    await ip('link', 'add', 'router-port', 'type', 'veth', 'peer', 'name', 'lan', 'netns', 'router');
    await ip('link', 'set', 'router-port', 'master', 'site', 'up');
    await ip('-n', 'router', 'address', 'add', `${ROUTER}/24`, 'dev', 'lan');
    await ip('-n', 'router', 'link', 'set', 'lan', 'up');
    const lines = ['port=0', 'interface=lan', 'bind-interfaces', 'dhcp-authoritative', 'no-ping', 'log-dhcp', 'dhcp-range=10.30.0.100,10.30.0.199,1h', 'dhcp-leasefile=/machine/router.leases'];
    await writeFile(path.join(folder, 'router.conf'), `${lines.join('\n')}\n`);
    router.child = await dnsmasq(folder, 'router', 'router');
    return router;
  }

  stop() {
    return ended(this.child);
  }
}
