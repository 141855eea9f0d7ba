/** The attempts: `attempt` for what can be tried here, `machine` for what machine.test.mjs tries, `against` for what needs real hardware. */
import assert from 'node:assert/strict';
import { until } from '../../e2e/lib/until.mjs';
import { BROWSING } from './browsing.mjs';

/** A visitor's command that must fail. */
const refused = (command, how) => async ({ box }) => {
  const { code, text } = await box.visitor(command);
  assert.notEqual(code, 0, text);
  return how;
};

/** What the browser refuses, and then what is refused even without it. */
const browsing = (name, besides = () => undefined) => async (world) => {
  const visit = await world.browse();
  const how = await BROWSING[name]({ visit, box: world.box, page: world.page });
  const more = await besides(world);
  return more ? `${how}; ${more}` : how;
};

const keys = (...names) => names.flatMap((name) => ['-k', name]);
const chord = (...held) => {
  const [last, ...others] = held.reverse();
  return [...others.flatMap((key) => ['-M', key]), '-k', last, ...others.flatMap((key) => ['-m', key])];
};

/** Nothing came of it: the same client and compositor as before. */
async function unmoved(box, act) {
  const units = ['kiosk-client', 'kiosk-compositor'];
  const before = await Promise.all(units.map((unit) => box.pid(unit)));
  await act();
  assert.deepEqual(await Promise.all(units.map((unit) => box.pid(unit))), before, 'the same programs as before');
}

export const ATTEMPTS = [
  {
    name: 'virtual terminals',
    when: 'locked',
    attempt: async ({ box }) => {
      await unmoved(box, () => box.keys(...['F1', 'F2', 'F7'].flatMap((key) => chord('ctrl', 'alt', key))));
      assert.equal(await box.run('sh', '-c', 'systemctl is-enabled getty@tty2.service autovt@tty3.service || true'), 'masked\nmasked');
      assert.match(await box.run('sh', '-c', 'tr "\\0" "\\n" < /proc/$(pidof -s labwc)/environ'), /^XKB_DEFAULT_OPTIONS=srvrkeys:none$/m);
      return 'the keys mean nothing (`srvrkeys:none`), and no console is behind them (masked); pressed for real by `make kiosk-machine`';
    },
  },
  {
    name: 'SysRq',
    when: 'locked',
    attempt: async ({ box }) => {
      assert.match(await box.run('cat', '/usr/lib/sysctl.d/50-guichet-kiosk.conf'), /^kernel.sysrq = 0$/m);
      return '`kernel.sysrq=0`, set by the package; pressed for real by `make kiosk-machine`';
    },
  },
  {
    name: 'Ctrl+Alt+Del, once and in bursts',
    when: 'locked',
    attempt: async ({ box }) => {
      await unmoved(box, () => box.keys(...Array.from({ length: 8 }, () => chord('ctrl', 'alt', 'Delete')).flat()));
      // What the kernel would tell systemd when the keys are pressed.
      assert.equal(await box.run('sh', '-c', 'systemctl is-enabled ctrl-alt-del.target || true'), 'masked');
      assert.equal(await box.run('systemctl', 'show', '--property=CtrlAltDelBurstAction', '--value'), 'none');
      return 'the target is masked, the burst does nothing; pressed for real by `make kiosk-machine`';
    },
  },
  {
    name: 'Alt+F4, Alt+Tab, Alt+F2',
    when: 'locked',
    attempt: async ({ box }) => {
      await unmoved(box, () => box.keys(...['F4', 'Tab', 'F2'].flatMap((key) => chord('alt', key))));
      return 'the compositor has none of its default keys';
    },
  },
  {
    name: 'Super',
    when: 'locked',
    attempt: async ({ box }) => {
      await unmoved(box, () => box.keys(...['Return', 'd', 'r', 'l', 't'].flatMap((key) => chord('logo', key))));
      return 'the compositor has none of its default keys; its only one, for the countdown’s keyboard, does nothing while it is locked';
    },
  },
  {
    name: 'crashing the client by a huge paste and floods of keys',
    when: 'locked',
    attempt: async ({ box }) => {
      await box.run('runuser', '-u', 'kiosk', '--', 'env', 'XDG_RUNTIME_DIR=/run/kiosk', 'WAYLAND_DISPLAY=wayland-0', 'sh', '-c',
        'head -c 1500 /dev/urandom | base64 -w0 | wtype -');
      await box.keys(...chord('ctrl', 'v'), ...keys(...Array.from({ length: 200 }, () => 'Escape')));
      await until('the client answers', () => box.run('systemctl', 'is-active', 'kiosk-client'));
      return '2,000 keys at once: the same lock, or the next one';
    },
  },
  {
    name: 'a fake lock screen',
    when: 'open',
    attempt: async ({ box }) => {
      await box.visitor('WAYLAND_DISPLAY=/run/kiosk-gate/wayland timeout 5 guichet-kiosk --lock session --state-dir ~/fake; true');
      const { text } = await box.visitor('WAYLAND_DISPLAY=/run/kiosk-gate/wayland timeout 5 guichet-kiosk --lock session --state-dir ~/fake');
      assert.match(text, /has no ext_session_lock_manager_v1/);
      // A picture of the whole screen would show what a fake one has to look like, and the desk's messages.
      const { code, text: told } = await box.visitor('WAYLAND_DISPLAY=/run/kiosk-gate/wayland timeout 5 grim /tmp/screen.png');
      assert.notEqual(code, 0);
      assert.match(told, /compositor doesn't support/);
      return 'the gate offers no lock, no layer and no picture of the screen; the countdown stays above every window of a visitor';
    },
  },
  {
    name: 'a memory hog',
    when: 'open',
    attempt: async ({ box }) => {
      assert.notEqual(await box.run('systemctl', 'show', '--property=MemoryMax', '--value', 'kiosk-visitor'), 'infinity');
      assert.equal(await box.run('systemctl', 'show', '--property=OOMScoreAdjust', '--value', 'kiosk-visitor'), '500');
      return '`MemoryMax=75%`, and the kernel kills the visitor’s programs first; under a kernel with the memory controller, `make kiosk-machine` reaches the limit';
    },
  },
  {
    name: 'a fork bomb',
    when: 'open',
    attempt: async ({ box }) => {
      assert.equal(await box.run('systemctl', 'show', '--property=TasksMax', '--value', 'kiosk-visitor'), '2000');
      return '`TasksMax=2000` for the whole session; `make kiosk-machine` reaches it';
    },
  },
  {
    name: 'filling /tmp and the home',
    when: 'open',
    attempt: async ({ box }) => {
      await box.visitor('head -c 700M /dev/zero > /tmp/full');
      const { text } = await box.visitor('du -m /tmp/full | cut -f1; rm /tmp/full');
      assert.ok(Number(text) <= 512, text);
      return 'each has a size of its own, in memory';
    },
  },
  {
    name: 'accessibility gestures',
    when: 'locked',
    attempt: async ({ box }) => {
      await unmoved(box, () => box.keys(...keys(...Array.from({ length: 6 }, () => 'Shift_L'))));
      return 'the compositor knows none: no sticky keys, no on-screen menu';
    },
  },
  { name: 'developer tools', when: 'open', attempt: browsing('developer tools') },
  {
    name: '`file:`, `view-source:` and `data:` addresses',
    when: 'open',
    attempt: browsing('`file:`, `view-source:` and `data:` addresses', async ({ box }) => {
      for (const secret of ['/etc/guichet/kiosk.env', '/var/lib/guichet-kiosk', '/run/guichet-kiosk', '/run/kiosk', '/etc/shadow', '/root']) {
        const { code } = await box.visitor(`cat ${secret} 2>&1 || ls ${secret}/*`);
        assert.notEqual(code, 0, secret);
      }
      return 'whatever opens them, the station’s own files are not there for a visitor';
    }),
  },
  {
    name: 'open and save dialogs',
    when: 'open',
    attempt: browsing('open and save dialogs', async ({ box }) => {
      const { text } = await box.visitor('for d in / /etc /usr /var /home /opt /srv /media; do touch $d/x 2> /dev/null && echo $d; done');
      assert.equal(text.trim(), '');
      return 'every other program can write to the home and the temporary folders alone, too';
    }),
  },
  { name: 'printing to a file', when: 'open', attempt: browsing('printing to a file') },
  {
    name: 'downloaded scripts and AppImages',
    when: 'open',
    attempt: browsing('downloaded scripts and AppImages', async ({ box }) => {
      for (const folder of ['~', '/tmp', '/var/tmp', '/dev/shm', '/run/visitor']) {
        const { code, text } = await box.visitor(`cp /bin/true ${folder}/tool && chmod +x ${folder}/tool && ${folder}/tool`);
        assert.notEqual(code, 0, folder);
        assert.match(text, /Permission denied/, folder);
      }
      return 'nothing that can be written can be run; what an interpreter reads runs as the visitor, in the unit';
    }),
  },
  { name: 'external protocols', when: 'open', attempt: browsing('external protocols') },
  {
    name: 'USB sticks',
    when: 'open',
    attempt: async ({ box }) => {
      assert.notEqual((await box.visitor('mount -t tmpfs none /mnt')).code, 0);
      assert.notEqual((await box.visitor('touch /run/guichet-usb/on')).code, 0);
      assert.notEqual((await box.visitor('ls /run/dbus/system_bus_socket')).code, 0);
      assert.equal(await box.run('systemctl', 'show', '--property=DevicePolicy', '--value', 'kiosk-visitor'), 'closed');
      return 'a visitor cannot mount them: no right, no system bus, no device; what the site’s policy does with real ones, `make kiosk-machine` shows';
    },
  },
  { name: 'a second USB keyboard', machine: 'it types into the lock or the desktop like the first: it has no more rights; a programmed one is a fast visitor' },
  { name: 'USB network cards and tethering', machine: 'the kernel drives none: udev’s rules allow input, sound, printers and hubs, and sticks by policy' },
  {
    name: 'Bluetooth and serial lines',
    when: 'open',
    attempt: async ({ box }) => {
      const attempt = (family) => box.visitor(`python3 -c "import socket; socket.socket(${family}, socket.SOCK_RAW, 1)"`);
      assert.notEqual((await attempt('31')).code, 0);
      assert.notEqual((await box.visitor('cat /dev/ttyS0')).code, 0);
      return 'the unit has no such sockets and no such devices';
    },
  },
  { name: 'firmware menus and boot order', against: 'a firmware password, and the disk or the network first and alone in the boot order' },
  { name: 'the iPXE shell', against: 'an iPXE built without its shell and prompt, and with imgtrust' },
  { name: 'editing the kernel line', against: 'GRUB with a superuser’s password and `--unrestricted` entries, or a signed unified kernel image' },
  { name: 'pulling the cable during boot', against: 'without its image the station does not start; with a disk it starts locked, and says that it is offline' },
  { name: 'rogue boot servers', against: 'signed images (imgtrust), DHCP snooping on the switch' },
  {
    name: 'a spoofed server address',
    when: 'open',
    attempt: refused('echo GUICHET_SERVER=http://127.0.0.1:1 >> /etc/guichet/kiosk.env', 'a visitor cannot change the address; the server’s identity is pinned by the client'),
  },
  {
    name: 'pulling the cable to stop the meter',
    when: 'open',
    attempt: async ({ box, server }) => {
      const mark = box.mark();
      await server.halt();
      await box.says(/link: offline/, mark);
      const { text } = await box.says(/link: offline/, mark);
      await server.serve();
      await box.says(/link: connected/, mark);
      assert.ok(!box.lines.slice(mark).some((line) => /time added_ms=[1-9]/.test(line.text)), text);
      return 'it counts on by itself, and says so';
    },
  },
  {
    name: 'wrong clocks',
    when: 'open',
    attempt: refused('date -s 2020-01-01', 'a visitor cannot set the clock, and time is counted on another one'),
  },
  {
    name: 'suspend and power keys',
    when: 'locked',
    attempt: async ({ box }) => {
      const conf = await box.run('cat', '/usr/lib/systemd/logind.conf.d/50-guichet-kiosk.conf');
      for (const key of ['SuspendKey', 'HibernateKey', 'RebootKey', 'LidSwitch']) assert.match(conf, new RegExp(`^Handle${key}=ignore$`, 'm'));
      return 'they do nothing; the power key switches off (`make kiosk-machine`), and time goes on';
    },
  },
  {
    name: 'power cycling for fresh time, or for the last visitor’s data',
    when: 'open',
    attempt: async ({ box }) => {
      const { text } = await box.visitor('findmnt -n -o FSTYPE --target ~; findmnt -n -o FSTYPE --target /tmp; findmnt -n -o FSTYPE --target /var/tmp');
      assert.equal(text.trim(), 'tmpfs\ntmpfs\ntmpfs');
      return 'the files are in memory only; the time is the server’s';
    },
  },
  {
    name: 'processes left behind',
    when: 'locked',
    attempt: async (world) => {
      const { box } = world;
      const id = await world.open();
      await box.visitor('setsid nohup sh -c "trap \\"\\" TERM HUP; exec sleep 1000" > /dev/null 2>&1 &');
      await world.end(id);
      assert.equal(await box.processes('visitor'), 0);
      return 'all are killed with their group, whatever they ignore';
    },
  },
  {
    name: 'scanning other stations',
    when: 'open',
    attempt: refused('python3 -c "import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)"', 'no raw frames; keep stations apart on the switch (port isolation)'),
  },
  {
    name: 'secrets in the image and a copied identity',
    when: 'open',
    attempt: async ({ box }) => {
      assert.equal(await box.run('sh', '-c', 'dpkg -L guichet-kiosk | grep -c /var/lib || true'), '0');
      assert.equal(await box.run('stat', '-c', '%a %U', '/var/lib/guichet-kiosk'), '700 kiosk');
      assert.notEqual((await box.visitor('ls /var/lib/guichet-kiosk')).code, 0);
      assert.equal((await box.visitor('env | grep -cE "GUICHET_(ENROL|SERVER)"')).text.trim(), '0');
      return 'the package holds none; the station’s key is made there, is not a visitor’s to read, and a second station with it raises an alarm';
    },
  },
];
