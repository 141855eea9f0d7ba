import { execFile, spawn } from 'node:child_process';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ended, until } from './until.mjs';

const run = promisify(execFile);
export const ROOT = path.resolve(import.meta.dirname, '../../..');
export const BIN = process.env.BIN ?? path.join(ROOT, 'target/debug');
export const PASSWORD = 'demonstration-8000';

function freePort(host) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, host, () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** The real server on SQLite, with demonstration data in a folder of its own; furnished, with tariffs and terms, too. */
export class Server {
  static async start({ host = '127.0.0.1', port, furnished = false, env = {} } = {}) {
    const server = new Server();
    server.folder = await mkdtemp(path.join(tmpdir(), 'guichet-e2e-'));
    port ??= await freePort(host);
    server.url = `http://${host}:${port}`;
    server.env = {
      PATH: process.env.PATH,
      HOME: server.folder,
      GUICHET_DATA_DIR: path.join(server.folder, 'data'),
      GUICHET_LISTEN: `${host}:${port}`,
      GUICHET_PUBLIC_URL: server.url,
      GUICHET_LIMITS: 'test',
      GUICHET_TIMEZONE: 'Indian/Reunion',
      ...env,
    };
    await server.cli('demo-data', ...(furnished ? [] : ['--bare']));
    await server.serve();
    return server;
  }

  async serve() {
    const log = await open(path.join(this.folder, 'server.log'), 'a');
    this.child = spawn(path.join(BIN, 'guichet'), ['serve'], { env: this.env, stdio: ['ignore', log.fd, log.fd] });
    await log.close();
    await until('the server answers', async () => {
      if (this.child.exitCode !== null) throw new Error(`the server ended:\n${await this.log()}`);
      return (await fetch(`${this.url}/health`)).ok;
    });
  }

  halt() {
    return ended(this.child);
  }

  get halted() {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  async stop() {
    await this.halt();
    await rm(this.folder, { recursive: true, force: true });
  }

  log() {
    return readFile(path.join(this.folder, 'server.log'), 'utf8');
  }

  /** What the server's program prints for these arguments. */
  async cli(...args) {
    const { stdout } = await run(path.join(BIN, 'guichet'), args, { env: this.env });
    return stdout.trim();
  }

  async login(login = 'accueil', password = PASSWORD) {
    const { access } = await this.ask('POST', '/api/token/', { login, password });
    return access;
  }

  async ask(method, where, body, access) {
    const headers = { 'content-type': 'application/json' };
    if (access) headers.authorization = `Bearer ${access}`;
    const answer = await fetch(this.url + where, { method, headers, body: body && JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${where}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }
}
