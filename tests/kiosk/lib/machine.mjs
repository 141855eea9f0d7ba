/** A station on a machine of its own, with a kernel, a screen, USB and a TPM: an emulated one, from image.sh. */
import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ended, until } from '../../e2e/lib/until.mjs';
import { DESKTOP, has } from './box.mjs';
import { Journal } from './journal.mjs';
import { Talk } from './talk.mjs';

const HERE = path.resolve(import.meta.dirname, '..');
/** An emulated processor takes its time. */
export const LONG_MS = 600_000;

export class Machine extends Journal {
  /** `folder` holds disk.img, kernel and initrd; `keyboard`: whether there is one from the start. */
  static async start({ server, folder, qemu, accel, keyboard = true, name = 'machine' }) {
    const machine = new Machine();
    Object.assign(machine, { folder, qemu, name, accel, server });
    try {
      await machine.boot(keyboard);
    } catch (error) {
      await machine.stop();
      throw error;
    }
    return machine;
  }

  /** The emulator's own programs, in its own Debian. */
  emulator(program, args, log) {
    return spawn(path.join(HERE, 'qemu.sh'), [this.qemu, this.folder, program, ...args], { stdio: ['ignore', log, log] });
  }

  async boot(keyboard) {
    const at = (file) => `/machine/${this.name}.${file}`;
    for (const file of ['qmp', 'agent', 'journal', 'tpm', 'vnc']) await rm(path.join(this.folder, `${this.name}.${file}`), { force: true });
    await mkdir(path.join(this.folder, `${this.name}.tpm-state`), { recursive: true });
    const log = await open(path.join(this.folder, `${this.name}.log`), 'w');
    this.tpm = this.emulator('swtpm', ['socket', '--tpm2', '--tpmstate', `dir=${at('tpm-state')}`, '--ctrl', `type=unixio,path=${at('tpm')}`, '--flags', 'startup-clear'], log.fd);
    await until('the TPM is there', () => open(path.join(this.folder, `${this.name}.tpm`)).then(() => true, (error) => error.code === 'ENXIO'));
    const port = new URL(this.server.url).port;
    const line = `root=/dev/vda rw quiet loglevel=3 panic=10 guichet.server=http://10.0.2.2:${port} `
      + 'systemd.journald.forward_to_console=1 systemd.journald.tty_path=/dev/ttyS0';
    await writeFile(path.join(this.folder, `${this.name}.journal`), '');
    this.child = this.emulator('qemu-system-x86_64', [
      '-machine', 'q35,i8042=off', '-accel', this.accel, '-cpu', 'max', '-smp', '2', '-m', '2048', '-nodefaults',
      '-kernel', '/machine/kernel', '-initrd', '/machine/initrd', '-append', line,
      '-drive', 'file=/machine/disk.img,format=raw,if=virtio,cache=unsafe',
      '-device', 'virtio-vga,id=video0,max_outputs=2,xres=1280,yres=720', '-vnc', `unix:${at('vnc')},display=video0,head=1`,
      '-device', 'qemu-xhci,id=usb,p2=8,p3=8', ...(keyboard ? ['-device', 'usb-kbd,id=keyboard,bus=usb.0'] : []),
      '-netdev', 'user,id=net', '-device', 'virtio-net-pci,netdev=net',
      '-audiodev', `wav,id=sound,path=${at('wav')}`, '-device', 'ich9-intel-hda', '-device', 'hda-output,audiodev=sound',
      '-chardev', `socket,id=tpm,path=${at('tpm')}`, '-tpmdev', 'emulator,id=tpm0,chardev=tpm', '-device', 'tpm-crb,tpmdev=tpm0',
      '-device', 'virtio-serial', '-chardev', `socket,id=agent,path=${at('agent')},server=on,wait=off`,
      '-device', 'virtserialport,chardev=agent,name=org.qemu.guest_agent.0',
      '-chardev', `file,id=journal,path=${at('journal')}`, '-device', 'virtserialport,chardev=journal,name=guichet.journal',
      '-qmp', `unix:${at('qmp')},server=on,wait=off`, '-serial', `file:${at('console')}`,
    ], log.fd);
    await log.close();
    this.qmp = await until('the emulator answers', () => {
      if (this.child.exitCode !== null) throw new Error('the emulator ended');
      return Talk.open(path.join(this.folder, `${this.name}.qmp`));
    });
    await this.qmp.ask('qmp_capabilities');
    this.agent = await Talk.open(path.join(this.folder, `${this.name}.agent`));
    this.follow();
  }

  /** The journal's file grows; what is new is read again and again, by one reader at a time: two would each count what both read. */
  follow() {
    this.lines = [];
    let from = 0;
    const read = async () => {
      const file = path.join(this.folder, `${this.name}.journal`);
      for await (const data of createReadStream(file, { start: from })) {
        from += data.length;
        this.heard(data.toString('latin1'));
      }
    };
    let turn = Promise.resolve();
    this.reading = setInterval(() => {
      turn = turn.then(read).catch(() => {});
    }, 500);
  }

  /** A command as root inside the machine. */
  async run(program, ...args) {
    const { code, text } = await this.tried(program, ...args);
    if (code !== 0) throw new Error(`${program} ${args.join(' ')}: ${code} ${text}`);
    return text;
  }

  async tried(program, ...args) {
    const { pid } = await this.agent.ask('guest-exec', { path: program, arg: args, 'capture-output': true });
    const told = await until(`${program} ends`, async () => {
      const status = await this.agent.ask('guest-exec-status', { pid });
      return status.exited && status;
    }, 120_000);
    const text = [told['out-data'], told['err-data']].map((data) => Buffer.from(data ?? '', 'base64').toString()).join('');
    return { code: told.exitcode ?? -1, text: text.trim() };
  }

  sh(script) {
    return this.run('/bin/sh', '-c', script);
  }

  /** The agent inside answers. */
  awake() {
    return until('the machine is up', () => this.agent.ask('guest-ping', {}, 5000).then(() => true), LONG_MS);
  }

  /** A visitor tries something, in the visitor's unit: gives what came of it. */
  async visitor(command) {
    return JSON.parse(await this.run('/usr/bin/python3', '/usr/local/lib/agent.py', 'ask', command));
  }

  pid(unit) {
    return this.run('/usr/bin/systemctl', 'show', '--property=MainPID', '--value', unit);
  }

  async processes(user) {
    return Number(await this.sh(`ps -u ${user} -o pid= | wc -l`));
  }

  /** Keys that are held together. */
  async chord(...names) {
    await this.qmp.ask('send-key', { keys: names.map((data) => ({ type: 'qcode', data })), 'hold-time': 40 });
    await new Promise((resolve) => setTimeout(resolve, 240));
  }

  /**
   * A key, and what it does to the screen: the emulated machine draws slowly, and keys that wait in a queue are repeated as if
   * they were held.
   */
  async seen(...names) {
    const before = await this.screen();
    await this.chord(...names);
    await until('the key is seen', async () => !before.equals(await this.screen()), 20_000).catch(() => {});
  }

  /** Types a code; what is lost on the way is typed again. */
  async type(code) {
    for (let tries = 0; tries < 4; tries += 1) {
      const mark = this.mark();
      await this.chord('esc');
      await new Promise((resolve) => setTimeout(resolve, 3000));
      for (const symbol of code.replace('-', '')) await this.seen(symbol.toLowerCase());
      await this.chord('ret');
      const is_taken = await this.says(/state: open|code refused/, mark, 60_000).then(({ text }) => /open/.test(text), () => false);
      if (is_taken) return;
    }
    throw new Error('nobody hears the keyboard');
  }

  /** What is on a screen, as QEMU sees it; kept as a picture when it has a name. */
  async screen(name, head = 0) {
    const where = `/machine/${this.name}.screen`;
    const dump = (format) => this.qmp.ask('screendump', { filename: `${where}.${format}`, device: 'video0', head, format });
    await dump('ppm');
    if (name) {
      await dump('png');
      await writeFile(path.join(this.pictures, `${name}.png`), await readFile(path.join(this.folder, `${this.name}.screen.png`)));
    }
    return readFile(path.join(this.folder, `${this.name}.screen.ppm`));
  }

  async showsDesktop(head = 0) {
    return has(await this.screen(undefined, head), DESKTOP);
  }

  /** As if its power was cut for a moment. What it said before is forgotten here. */
  async reset() {
    await this.qmp.ask('system_reset');
    this.lines = [];
  }

  plug(driver, id, options = {}) {
    return this.qmp.ask('device_add', { driver, id, ...options });
  }

  async pull(id) {
    const gone = this.qmp.events.length;
    await this.qmp.ask('device_del', { id });
    await until(`${id} is pulled out`, () => this.qmp.events.slice(gone).some(({ event, data }) => event === 'DEVICE_DELETED' && data.device === id));
  }

  async stop() {
    clearInterval(this.reading);
    this.qmp?.close();
    this.agent?.close();
    await ended(this.child);
    await ended(this.tpm);
  }
}
