import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { PICTURES } from './console.mjs';
import { BIN } from './server.mjs';
import { ended, until } from './until.mjs';

const run = promisify(execFile);

/** A screen without a monitor. */
export class Screen {
  static async start(size = '1280x720') {
    const screen = new Screen();
    // Xvfb takes a display that is free and tells which.
    screen.child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-noreset'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    let told = '';
    screen.child.stdio[3].on('data', (data) => (told += data));
    screen.display = `:${await until('Xvfb has a display', () => told.includes('\n') && told.trim())}`;
    screen.pictured = await screen.look();
    return screen;
  }

  run(program, ...args) {
    return run(program, args, { env: { ...process.env, DISPLAY: this.display }, encoding: 'buffer', maxBuffer: 1 << 26 });
  }

  /** Taken once the screen shows something else than the last picture: what was told may not be drawn yet. */
  async picture(name) {
    let look = await until('something else on the screen', async () => {
      const now = await this.look();
      return now !== this.pictured && now;
    });
    for (let tries = 0; look !== this.pictured && tries < 3; tries += 1) {
      this.pictured = look;
      await new Promise((resolve) => setTimeout(resolve, 200));
      look = await this.look();
    }
    this.pictured = look;
    await this.run('import', '-window', 'root', path.join(PICTURES, `${name}.png`));
  }

  /** A short name for what is on the screen. */
  async look() {
    const { stdout } = await this.run('import', '-window', 'root', 'rgb:-');
    return createHash('sha256').update(stdout).digest('hex');
  }

  stop() {
    return ended(this.child);
  }
}

/** The real client of a station. */
export class Station {
  /** Enrolled with a one-time token; without one when `approved`: an operator lets it in. `site` is where it is plugged in. */
  static async start(server, screen, name, { approved = false, site } = {}) {
    const station = new this();
    station.server = server;
    station.screen = screen;
    station.name = name;
    station.folder = path.join(server.folder, `station-${name}`);
    station.site = site;
    station.lines = [];
    await mkdir(station.folder, { recursive: true });
    station.more = approved ? [] : ['--token', await server.cli('station', 'enrol', '--name', name)];
    station.run();
    return station;
  }

  run() {
    const { PATH, HOME } = process.env;
    const args = ['--server', this.server.url, '--state-dir', this.folder, '--name', this.name];
    args.push('--power-command', 'true', ...this.more);
    // Behind a network of its own, when there is one: nsenter becomes the client.
    const [program, ...before] = [...(this.site?.enter ?? []), path.join(BIN, 'guichet-kiosk')];
    this.child = spawn(program, [...before, ...args], {
      env: { PATH, HOME, DISPLAY: this.screen.display },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let rest = '';
    this.child.stderr.setEncoding('utf8').on('data', (data) => {
      const lines = (rest + data).split('\n');
      rest = lines.pop();
      this.lines.push(...lines);
      this.heard?.(lines);
    });
  }

  /** Where the journal stands now. */
  mark() {
    return this.lines.length;
  }

  /** The first line of the journal from `mark` on that matches. */
  says(pattern, mark = 0, limit) {
    return until(
      `the station says ${pattern}`,
      () => {
        const line = this.lines.slice(mark).find((text) => pattern.test(text));
        if (!line && this.child.exitCode !== null) throw new Error(`the client ended:\n${this.lines.join('\n')}`);
        return line;
      },
      limit,
    );
  }

  /** Types as a visitor would, then Enter. */
  async type(code) {
    await this.focus();
    await this.screen.run('xdotool', 'type', '--delay', '80', code);
    await this.screen.run('xdotool', 'key', 'Return');
  }

  /** Presses one key, by its name in X. */
  async press(key) {
    await this.focus();
    await this.screen.run('xdotool', 'key', key);
  }

  /** There is no window manager to give the window the keys. */
  async focus() {
    const { stdout } = await this.screen.run('xdotool', 'search', '--onlyvisible', '--pid', String(this.child.pid));
    const [window] = stdout.toString().trim().split('\n');
    await this.screen.run('xdotool', 'windowfocus', '--sync', window);
  }

  picture(name) {
    return this.screen.picture(name);
  }

  /** Another machine with a copy of this one's disk, to be copied before it runs. */
  copied(screen) {
    const copy = new Station();
    Object.assign(copy, { server: this.server, screen, name: this.name, more: [], lines: [] });
    copy.folder = `${this.folder}-copy`;
    return copy;
  }

  /** What the client tells on the machine itself. */
  async health() {
    const { stdout } = await run(path.join(BIN, 'guichet-kiosk'), ['--state-dir', this.folder, 'health']);
    return stdout;
  }

  /** Ends it as a power cut does. */
  kill() {
    return ended(this.child, 'SIGKILL');
  }

  stop() {
    return ended(this.child);
  }
}
