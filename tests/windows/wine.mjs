import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Station } from '../e2e/lib/station.mjs';
import { ended, until } from '../e2e/lib/until.mjs';

const { PATH, HOME, PROGRAM, WINEPREFIX } = process.env;
/** No .NET, no browser, no menus of Debian's: nothing of Wine asks or downloads anything. */
const WITHOUT = 'mscoree=d;mshtml=d;winemenubuilder.exe=d';
const ENV = { PATH, HOME, WINEPREFIX, WINEARCH: 'win64', WINEDEBUG: '-all', WINEDLLOVERRIDES: WITHOUT };

/** The same file for a program of Windows. */
export const windows = (file) => `Z:${file.replaceAll('/', '\\')}`;

/** A Windows on this screen, as long as its server runs. */
export class Wine {
  constructor(screen) {
    this.env = { ...ENV, DISPLAY: screen.display };
  }

  async start() {
    // It is there between two starts of the client, as Windows is between two log-ons.
    this.server = spawn('wineserver', ['--foreground', '--persistent'], { env: this.env, stdio: 'ignore' });
    await this.run('wineboot', '--init');
  }

  /** What a program prints until it ends. The services of Wine keep its output open longer than that. */
  async run(...args) {
    const child = spawn('wine', args, { env: this.env, stdio: ['ignore', 'pipe', 'ignore'] });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (printed += text));
    await new Promise((resolve) => child.once('exit', resolve));
    await until('its output', () => !child.stdout.readableLength);
    child.stdout.destroy();
    return printed;
  }

  spawn(...args) {
    return spawn('wine', args, { env: this.env, stdio: 'ignore' });
  }

  /** Whether a program of this name runs in this Windows. */
  runs(program) {
    return readdirSync('/proc').some((pid) => {
      try {
        // The first word alone: the client's own command line names the visitor's programs.
        const isIt = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0].endsWith(program);
        return isIt && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`WINEPREFIX=${WINEPREFIX}\0`);
      } catch {
        // No process, or one that just ended.
        return false;
      }
    });
  }

  async stop() {
    // It ends its programs with it.
    await ended(this.server, 'SIGINT');
  }
}

/** The client of a station, as Windows runs it. */
export class WindowsStation extends Station {
  static wine;
  static more = [];

  run() {
    const args = ['--server', this.server.url, '--state-dir', windows(this.folder), '--name', this.name];
    this.child = WindowsStation.wine.spawn(PROGRAM, ...args, ...WindowsStation.more, ...this.more);
  }

  /** Its journal is a file. */
  get lines() {
    const file = path.join(this.folder, 'journal.log');
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  }

  set lines(_) {}

  async focus() {
    const find = ['search', '--onlyvisible', '--name', '^Guichet$'];
    const { stdout } = await this.screen.run('xdotool', ...find);
    const [window] = stdout.toString().trim().split('\n');
    await this.screen.run('xdotool', 'windowfocus', '--sync', window);
  }

  /** The sizes of what it shows, in pixels. */
  async sizes() {
    const find = ['search', '--onlyvisible', '--name', '^Guichet$', 'getwindowgeometry', '--shell', '%@'];
    const { stdout } = await this.screen.run('xdotool', ...find);
    return [...stdout.toString().matchAll(/WIDTH=(\d+)\s+HEIGHT=(\d+)/g)].map(([, width, height]) => `${width}x${height}`);
  }

  health() {
    return WindowsStation.wine.run(PROGRAM, '--state-dir', windows(this.folder), 'health');
  }

  /** Ends it as a power cut does. */
  async kill() {
    await ended(this.child, 'SIGKILL');
    await until('the client is gone', () => !WindowsStation.wine.runs('guichet-kiosk.exe'));
  }

  async stop() {
    await this.kill();
  }
}
