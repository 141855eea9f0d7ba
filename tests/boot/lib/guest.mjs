/** A machine without a disk: an emulated PC with a network card, and the old firmware or the new one. */
import { copyFile, open, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ended, until } from '../../e2e/lib/until.mjs';
import { Talk } from '../../kiosk/lib/talk.mjs';
import { tap, tool } from './wires.mjs';

/** An emulated processor takes its time, and there may be others on it. */
export const LONG_MS = 1_200_000;
/** `until` for what a machine does: looking at it costs the processor that it is emulated on. */
export const patiently = (what, ask) => until(what, ask, LONG_MS, 700);
/** Where letters stand elsewhere than on the keyboard that the emulator thinks of. */
const AZERTY = { a: 'q', q: 'a', z: 'w', w: 'z', m: 'semicolon' };
const CODE = { uefi: 'OVMF_CODE_4M.fd', secure: 'OVMF_CODE_4M.secboot.fd' };

export class Guest {
  /**
   * Powers it on. `firmware`: bios, uefi or secure; `vars`: the file of the firmware's variables, which holds its keys; `bridge` in
   * `network`: where its cable goes; `kernel`: the folder of the image, below `folder`, and the line that it starts with at once,
   * as if it had been told; `processors`: a second one costs more than it gives, but to what draws.
   */
  static async start({ folder, name, mac, firmware = 'bios', vars, memory = 1024, processors = 1, hasCard = true, hasKeyboard = false, network, bridge, kernel, more = [] }) {
    const guest = new Guest();
    Object.assign(guest, { folder, name, mac, firmware, vars, memory, processors, hasCard, hasKeyboard, network, kernel, more });
    // Names of interfaces are short.
    if (hasCard) guest.cable = await tap(`t-${name.slice(0, 12)}`, bridge, network);
    await guest.power();
    return guest;
  }

  file(kind) {
    return path.join(this.folder, `${this.name}.${kind}`);
  }

  async power() {
    await rm(this.file('qmp'), { force: true });
    await writeFile(this.file('serial'), '');
    if (this.firmware !== 'bios' && !this.hasVars) {
      await copyFile(this.vars ?? path.join(process.env.BOOT_ROOT, 'usr/share/OVMF/OVMF_VARS_4M.fd'), this.file('vars'));
      this.hasVars = true;
    }
    const log = await open(this.file('log'), 'w');
    this.child = tool(this.folder, 'qemu-system-x86_64', this.arguments(), log.fd, this.network);
    await log.close();
    this.qmp = await patiently('the emulator answers', async () => {
      if (this.child.exitCode !== null) throw new Error(`the emulator ended: ${await readFile(this.file('log'), 'utf8')}`);
      return Talk.open(this.file('qmp'));
    });
    await this.qmp.ask('qmp_capabilities');
  }

  arguments() {
    const flash = (unit, file, more = '') => ['-drive', `if=pflash,unit=${unit},format=raw,file=${file}${more}`];
    const firmware = this.firmware === 'bios' ? [] : [
      ...flash(0, `/usr/share/OVMF/${CODE[this.firmware]}`, ',readonly=on'), ...flash(1, `/machine/${this.name}.vars`),
    ];
    const secure = this.firmware === 'secure' ? ['-global', 'driver=cfi.pflash01,property=secure,value=on', '-global', 'ICH9-LPC.disable_s3=1'] : [];
    const image = this.kernel && path.join('/machine', path.relative(this.folder, this.kernel.folder));
    const kernel = image ? ['-kernel', `${image}/vmlinuz`, '-initrd', `${image}/initrd.img`, '-append', this.kernel.line] : [];
    const card = this.hasCard ? [
      '-netdev', `tap,id=net,ifname=${this.cable},script=no,downscript=no`, '-device', `virtio-net-pci,netdev=net,mac=${this.mac}${image ? '' : ',bootindex=0'}`,
    ] : [];
    return [
      '-machine', `q35,smm=${this.firmware === 'secure' ? 'on' : 'off'}`, '-accel', 'tcg,thread=multi', '-cpu', 'max', '-smp', String(this.processors), '-m', String(this.memory),
      '-nodefaults', '-no-user-config', ...firmware, ...secure,
      ...kernel, ...card, '-device', 'virtio-rng-pci', '-device', 'virtio-vga,id=video0,xres=1280,yres=720',
      ...(this.hasKeyboard ? ['-device', 'qemu-xhci,id=usb', '-device', 'usb-kbd,bus=usb.0'] : []),
      '-display', 'none', '-serial', `file:/machine/${this.name}.serial`, '-qmp', `unix:/machine/${this.name}.qmp,server=on,wait=off`, ...this.more,
    ];
  }

  serial() {
    return readFile(this.file('serial'), 'latin1');
  }

  /** The serial line says this, sooner or later. */
  says(pattern) {
    let seen = '';
    return patiently(() => `${this.name} says ${pattern}; it said:\n${seen.slice(-3000)}`, async () => {
      if (this.child.exitCode !== null) throw new Error('the emulator ended');
      seen = await this.serial();
      return seen.match(pattern);
    });
  }

  /** What is on its screen, as a picture in `folder`. */
  async picture(to) {
    await this.qmp.ask('screendump', { filename: `/machine/${this.name}.png`, format: 'png' });
    if (to) await copyFile(this.file('png'), to);
  }

  async pixels() {
    await this.qmp.ask('screendump', { filename: `/machine/${this.name}.ppm`, format: 'ppm' });
    return readFile(this.file('ppm'));
  }

  /**
   * A key, or several together, and what that does to the screen: an emulated machine draws slowly, and keys that wait in a queue
   * are repeated as if they were held.
   */
  async press(...names) {
    const before = await this.pixels();
    await this.qmp.ask('send-key', { keys: names.map((data) => ({ type: 'qcode', data })), 'hold-time': 40 });
    await until('the key is seen', async () => !before.equals(await this.pixels()), 20_000).catch(() => {});
  }

  /** Types a code on the image's French keyboard until it is taken; what is lost on the way is typed again. */
  async type(code, isTaken) {
    for (let tries = 0; tries < 5; tries += 1) {
      await this.press('esc');
      for (const symbol of code.replace('-', '').toLowerCase()) {
        await this.press(...(/\d/.test(symbol) ? ['shift', symbol] : [AZERTY[symbol] ?? symbol]));
      }
      await this.press('ret');
      if (await until('the code is taken', isTaken, 60_000).catch(() => false)) return;
    }
    throw new Error('nobody hears the keyboard');
  }

  async off() {
    this.qmp?.close();
    await ended(this.child, 'SIGKILL');
  }
}
