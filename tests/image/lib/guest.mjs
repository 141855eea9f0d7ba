/** A machine without a disk, emulated: it is given the kernel and the words that a boot loader would have given it. */
import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ended, until } from '../../e2e/lib/until.mjs';
import { Talk } from '../../kiosk/lib/talk.mjs';

const { MACHINE_QEMU: qemu, MACHINE_ACCEL: accel = 'tcg,thread=multi' } = process.env;
const QEMU_SH = path.resolve(import.meta.dirname, '../../kiosk/qemu.sh');
/** How this machine looks from inside of one that QEMU gives a network. */
export const HOST = '10.0.2.2';

export class Guest {
  /** `image`: the folder with vmlinuz and initrd.img; `line`: the kernel's command line; `firmware`: UEFI, with the file of its memory. */
  static async start({ image, line, mac, memory = 1024, firmware, extra = [] }) {
    const guest = new Guest();
    guest.folder = await mkdtemp(path.join(tmpdir(), 'guichet-guest-'));
    try {
      for (const file of ['vmlinuz', 'initrd.img']) await copyFile(path.join(image, file), path.join(guest.folder, file));
      await guest.boot({ line, mac, memory, firmware, extra });
    } catch (error) {
      await guest.stop();
      throw error;
    }
    return guest;
  }

  async boot({ line, mac, memory, firmware, extra }) {
    const log = await open(path.join(this.folder, 'qemu.log'), 'w');
    this.memory = firmware;
    if (firmware) await copyFile(firmware, path.join(this.folder, 'vars.fd'));
    const flash = firmware ? ['-drive', 'if=pflash,unit=0,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd', '-drive', 'if=pflash,unit=1,format=raw,file=/machine/vars.fd'] : [];
    const args = [
      '-machine', 'q35', '-accel', accel, '-cpu', 'max', '-smp', '2', '-m', String(memory), '-nodefaults', '-display', 'none', '-no-reboot', ...flash,
      '-kernel', '/machine/vmlinuz', '-initrd', '/machine/initrd.img', '-append', line,
      '-device', 'virtio-vga,id=video0,xres=1280,yres=720', '-netdev', 'user,id=net', '-device', `virtio-net-pci,netdev=net,mac=${mac}`,
      '-qmp', 'unix:/machine/qmp,server=on,wait=off', '-serial', 'file:/machine/console', ...extra,
    ];
    this.child = spawn(QEMU_SH, [qemu, this.folder, 'qemu-system-x86_64', ...args], { stdio: ['ignore', log.fd, log.fd] });
    await log.close();
    this.qmp = await until('the emulator answers', async () => {
      if (this.child.exitCode !== null) throw new Error(`the emulator ended: ${await readFile(path.join(this.folder, 'qemu.log'), 'utf8')}`);
      return Talk.open(path.join(this.folder, 'qmp'));
    });
    await this.qmp.ask('qmp_capabilities');
  }

  /** Switches it off; what its firmware remembers is kept. */
  async halt() {
    await this.qmp.ask('quit').catch(() => {});
    await until('the emulator ends', () => this.child.exitCode !== null || this.child.signalCode !== null);
    if (this.memory) await copyFile(path.join(this.folder, 'vars.fd'), this.memory);
  }

  /** What came out of its serial line. */
  console() {
    return readFile(path.join(this.folder, 'console'), 'utf8').catch(() => '');
  }

  /** Its screen, as a picture in a file. */
  async picture(file) {
    await mkdir(path.dirname(file), { recursive: true });
    await this.qmp.ask('screendump', { filename: '/machine/screen.png', format: 'png' });
    await writeFile(file, await readFile(path.join(this.folder, 'screen.png')));
  }

  async stop() {
    this.qmp?.close();
    await ended(this.child);
    await rm(this.folder, { recursive: true, force: true });
  }
}
