/** A station from its Debian package under its own systemd: see boot.sh. */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ended, until } from '../../e2e/lib/until.mjs';
import { Journal } from './journal.mjs';

const run = promisify(execFile);
const HERE = path.resolve(import.meta.dirname, '..');
const AS_ROOT = process.getuid() === 0 ? [] : ['sudo', '-n'];
const KIOSK = ['env', 'XDG_RUNTIME_DIR=/run/kiosk', 'WAYLAND_DISPLAY=wayland-0'];
// As the kernel numbers them.
const KEYS = { Escape: 1, Return: 28, Up: 103, Down: 108 };
// What a visitor tries is tried by a program of the visitor's unit, under all that the unit forbids.
const SESSION = `[Service]
ExecStart=
ExecStart=/bin/sh -c 'python3 /run/agent.py serve & exec /usr/lib/guichet/visitor-session'
`;

export class Box extends Journal {
  size = [1920, 1080];

  /** `more`: lines for the station's settings; `drive`: a port at which the visitor's browser is driven. */
  static async start({ server, root, deb, name = 'PC-01', more = '', drive }) {
    const box = new Box();
    try {
      await box.boot(server, root, deb, name, more);
      if (drive) await box.letDrive(drive);
    } catch (error) {
      await box.stop();
      throw error;
    }
    return box;
  }

  async boot(server, root, deb, name, more) {
    this.folder = await mkdtemp(path.join(tmpdir(), 'guichet-kiosk-'));
    const token = await server.cli('station', 'enrol', '--name', name);
    const settings = path.join(this.folder, 'kiosk.env');
    await writeFile(settings, `GUICHET_SERVER=${server.url}\nGUICHET_ENROL_TOKEN=${token}\nXKB_DEFAULT_LAYOUT=us\n`
      + `XKB_DEFAULT_OPTIONS=srvrkeys:none\nWLR_RENDERER=pixman\n${more}`);
    const [program, ...args] = [...AS_ROOT, path.join(HERE, 'boot.sh'), root, deb, settings];
    this.child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.told = '';
    let complaints = '';
    this.child.stdout.on('data', (data) => (this.told += data));
    this.child.stderr.on('data', (data) => (complaints += data));
    this.first = await until('the station starts', () => {
      if (this.child.exitCode !== null) throw new Error(`it does not start: ${complaints}`);
      return /\d+/.exec(this.told)?.[0];
    });
    await until('its units are there', () => {
      if (this.child.exitCode !== null) throw new Error(`the station ended: ${complaints}`);
      return this.run('systemctl', 'is-active', 'kiosk-client');
    });
    for (const file of ['agent.py', 'wayland.py', 'mouse.py', 'keyboard.py']) await this.write(`/run/${file}`, await readFile(path.join(HERE, file)));
    await this.write('/run/systemd/system/kiosk-visitor.service.d/agent.conf', SESSION);
    await this.run('systemctl', 'daemon-reload');
    this.follow();
  }

  /** The browser listens to the test in the sessions to come. Its policies stay as they are. */
  async letDrive(port) {
    await this.write('/usr/lib/firefox-esr/defaults/pref/test.js', `pref("remote.prefs.recommended", false);\npref("marionette.port", ${port});\n`);
    await this.write('/run/systemd/system/kiosk-visitor.service.d/drive.conf', '[Service]\nEnvironment=MOZ_MARIONETTE=1 MOZ_REMOTE_ALLOW_SYSTEM_ACCESS=1\n');
    await this.run('systemctl', 'daemon-reload');
  }

  /** The same as root inside the station. */
  command(...args) {
    return [...AS_ROOT, 'nsenter', '--target', this.first, '--mount', '--pid', '--ipc', '--cgroup', '--uts', '--root',
      '--wd', '--', ...args];
  }

  async run(...args) {
    const [program, ...rest] = this.command(...args);
    const { stdout } = await run(program, rest, { maxBuffer: 1 << 27, timeout: 60_000 });
    return stdout.trim();
  }

  async write(where, content) {
    const [program, ...rest] = this.command('sh', '-c', 'mkdir -p "$(dirname "$1")" && cat > "$1"', 'sh', where);
    const child = spawn(program, rest, { stdio: ['pipe', 'ignore', 'inherit'] });
    child.stdin.end(content);
    await new Promise((resolve, reject) => child.once('exit', (code) => (code ? reject(new Error(where)) : resolve())));
  }

  /** Collects the journal of the client: what it says, and when, in milliseconds. */
  follow() {
    const fields = '--output-fields=MESSAGE,__REALTIME_TIMESTAMP';
    const [program, ...rest] = this.command('journalctl', '-u', 'kiosk-client', '-o', 'json', fields, '-n', '1000', '-f');
    this.journal = spawn(program, rest, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.journal.stdout.setEncoding('utf8').on('data', (data) => this.heard(data));
  }

  /** Types on the station's keyboard. */
  async keys(...args) {
    await this.run('runuser', '-u', 'kiosk', '--', ...KIOSK, 'wtype', '-s', '400', '-d', '20', ...args, '-s', '200');
  }

  /** Presses so many keys, 10,000 in a second; gives how many a second there were. */
  async flood(count) {
    return Number(await this.run('runuser', '-u', 'kiosk', '--', ...KIOSK, 'python3', '/run/keyboard.py', 'flood', String(count)));
  }

  /**
   * Presses keys, one after the other, on a keyboard that has all of them, as the station's has: wtype's has only those that
   * are typed, and GTK looks in vain for what its dialogs do at them.
   */
  async press(...names) {
    const numbers = names.map((name) => String(KEYS[name]));
    await this.run('runuser', '-u', 'kiosk', '--', ...KIOSK, 'python3', '/run/keyboard.py', 'press', ...numbers);
  }

  /** Types into the visitor's programs. It is the desktop's compositor that hears it: it has a keyboard layout of its own. */
  async typeInside(...args) {
    const words = ['-s', '400', '-d', '15', ...args, '-s', '200'].map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
    const { code, text } = await this.visitor(`WAYLAND_DISPLAY=wayland-0 wtype ${words.join(' ')}`);
    if (code) throw new Error(text);
  }

  /** Clicks at a place of the screen. */
  async click(x, y, button = 'left') {
    const [width, height] = this.size;
    await this.run('runuser', '-u', 'kiosk', '--', ...KIOSK, 'python3', '/run/mouse.py', ...[x, y, width, height].map(String), button);
  }

  /** Gives the screen another size. */
  async resize(width, height) {
    this.size = [width, height];
    await this.run('runuser', '-u', 'kiosk', '--', ...KIOSK, 'wlr-randr', '--output', 'HEADLESS-1', '--custom-mode', `${width}x${height}`);
  }

  /** A keyboard that was just plugged in may lose its first keys on a busy machine: the code is taken back and typed again. */
  async type(code) {
    const mark = this.mark();
    for (let tries = 0; tries < 5; tries += 1) {
      await this.keys('-k', 'Escape', '-s', '200', code, '-k', 'Return');
      const is_heard = this.says(/state: checking/, mark, 3000).then(() => true, () => false);
      if (await is_heard) return;
    }
    throw new Error('nobody hears the keyboard');
  }

  /** What is on the screen, or on one of them: a PPM of raw pixels. */
  async pixels(output) {
    const which = output ? ['-o', output] : [];
    const [program, ...rest] = this.command('runuser', '-u', 'kiosk', '--', ...KIOSK, 'timeout', '10', 'grim', '-t', 'ppm', ...which, '-');
    const { stdout } = await run(program, rest, { encoding: 'buffer', maxBuffer: 1 << 27, timeout: 30_000 });
    return stdout;
  }

  async picture(file) {
    const [program, ...rest] = this.command('runuser', '-u', 'kiosk', '--', ...KIOSK, 'timeout', '10', 'grim', '-');
    const { stdout } = await run(program, rest, { encoding: 'buffer', maxBuffer: 1 << 27, timeout: 30_000 });
    await writeFile(file, stdout);
  }

  /** Whether the visitor's desktop is on the screen: its colour is, anywhere in the middle of the screen. */
  async showsDesktop(output) {
    return has(await this.pixels(output), DESKTOP);
  }

  pid(unit) {
    return this.run('systemctl', 'show', '--property=MainPID', '--value', unit);
  }

  /** A visitor tries something: gives what came of it. */
  async visitor(command) {
    return JSON.parse(await this.run('python3', '/run/agent.py', 'ask', command));
  }

  /** Processes of a user. */
  async processes(user) {
    return Number(await this.run('sh', '-c', `ps -u ${user} -o pid= | wc -l`));
  }

  async stop() {
    await ended(this.journal);
    await ended(this.child);
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The colour of a desktop that nothing is drawn on: no other picture of the station has it. */
export const DESKTOP = [0x35, 0x6b, 0x7a];

/** Whether a colour is in a picture, a PPM of raw pixels. */
export function has(ppm, [red, green, blue]) {
  const pixel = Buffer.from([red, green, blue]);
  // The header is text: three lines.
  const start = ppm.indexOf('255\n') + 4;
  for (let at = ppm.indexOf(pixel, start); at !== -1; at = ppm.indexOf(pixel, at + 1)) {
    if ((at - start) % 3 === 0) return true;
  }
  return false;
}
