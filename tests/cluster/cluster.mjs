import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { chmod, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { BIN, PASSWORD, Server } from '../e2e/lib/server.mjs';
import { ended, until } from '../e2e/lib/until.mjs';

const run = promisify(execFile);

/** Keeps PostgreSQL until the pipe from here closes, which it does however this program ends. */
const KEEPER = `trap '' INT TERM HUP; bin=$1 dir=$2; cd "$dir" || exit 1
"$bin/initdb" -D data -U postgres -A trust -E UTF8 --locale=C --no-sync >log 2>&1 || exit 1
"$bin/postgres" -D data -c listen_addresses= -c unix_socket_directories="$dir" -c max_connections=200 >>log 2>&1 </dev/null &
cat >/dev/null; kill -QUIT $!; wait; rm -rf "$dir"/*`;

async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

function programs() {
  const versions = readdirSync('/usr/lib/postgresql').sort((a, b) => Number(a) - Number(b));
  return path.join('/usr/lib/postgresql', versions.at(-1), 'bin');
}

/** One of the servers. */
class Node extends Server {
  constructor(cluster, number, port) {
    super();
    Object.assign(this, { cluster, number, folder: cluster.folder, url: `http://127.0.0.1:${port}` });
    this.env = { ...cluster.env, GUICHET_LISTEN: `127.0.0.1:${port}` };
  }

  async serve() {
    const log = await open(this.logFile, 'a');
    this.child = spawn(path.join(BIN, 'guichet'), ['serve', '--no-migrate'], {
      env: this.env,
      stdio: ['ignore', log.fd, log.fd],
    });
    await log.close();
    await until(`node ${this.number} answers`, async () => {
      if (this.halted) throw new Error(`node ${this.number} ended:\n${await this.log()}`);
      return (await fetch(`${this.url}/health`)).ok;
    });
  }

  get logFile() {
    return path.join(this.folder, `node-${this.number}.log`);
  }

  log() {
    return readFile(this.logFile, 'utf8');
  }

  /** As the machine would end it that loses its power. */
  kill() {
    return ended(this.child, 'SIGKILL');
  }
}

/** PostgreSQL, some servers, and a proxy that knows them all. */
export class Cluster extends Server {
  static async start(count = Number(process.env.NODES ?? 3)) {
    const cluster = new Cluster();
    cluster.folder = await mkdtemp(path.join(tmpdir(), 'guichet-cluster-'));
    try {
      await cluster.build(count);
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  async build(count) {
    await this.startPostgres();
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    this.env = {
      PATH: process.env.PATH,
      HOME: this.folder,
      GUICHET_DATABASE_URL: `postgres://postgres@localhost/guichet?host=${this.database}`,
      // Photos and archives: one folder for all, as on a site's file server.
      GUICHET_DATA_DIR: path.join(this.folder, 'data'),
      GUICHET_SECRET_KEY: randomBytes(32).toString('hex'),
      GUICHET_PUBLIC_URL: this.url,
      GUICHET_TRUSTED_PROXIES: '127.0.0.1',
      GUICHET_LIMITS: 'test',
      GUICHET_TIMEZONE: 'Indian/Reunion',
      GUICHET_LIBKI: 'true',
    };
    await this.cli('demo-data');
    this.nodes = [];
    for (let number = 1; number <= count; number += 1) {
      const node = new Node(this, number, await freePort());
      this.nodes.push(node);
      await node.serve();
    }
    await this.startProxy(port);
  }

  async startPostgres() {
    const bin = programs();
    this.database = path.join(this.folder, 'postgres');
    await run('mkdir', [this.database]);
    let shell = ['sh'];
    if (process.getuid() === 0) {
      // PostgreSQL refuses to run as root.
      await chmod(this.folder, 0o711);
      await run('chown', ['postgres', this.database]);
      shell = ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', 'sh'];
    }
    this.keeper = spawn(shell[0], [...shell.slice(1), '-c', KEEPER, 'keeper', bin, this.database], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const psql = () => run(path.join(bin, 'createdb'), ['-h', this.database, '-U', 'postgres', 'guichet']);
    await until('PostgreSQL is ready', async () => {
      await psql();
      return true;
    });
  }

  /** Rows of the database, as texts. */
  async rows(sql) {
    const args = ['-h', this.database, '-U', 'postgres', '-At', '-c', sql, 'guichet'];
    const { stdout } = await run(path.join(programs(), 'psql'), args);
    return stdout.split('\n').filter(Boolean);
  }

  /** The node that said last that it leads. */
  async leader() {
    const said = this.nodes.map(async (node) => {
      const lines = (await node.log()).split('\n').filter((line) => line.includes('This process leads'));
      return { node, at: lines.at(-1) ?? '' };
    });
    return (await Promise.all(said)).toSorted((a, b) => a.at.localeCompare(b.at)).at(-1).node;
  }

  async startProxy(port) {
    const file = path.join(this.folder, 'Caddyfile');
    await writeFile(
      file,
      `{
  admin off
  auto_https off
}
http://127.0.0.1:${port} {
  # A server that ends is left out at once, and what it did not take goes to the next; what it may have taken is not sent twice.
  reverse_proxy ${this.nodes.map(({ url }) => url.slice(7)).join(' ')} {
    lb_policy least_conn
    lb_try_duration 10s
    lb_try_interval 100ms
    health_uri /health
    health_interval 1s
    header_up X-Forwarded-For {remote_host}
  }
}
`,
    );
    const log = await open(path.join(this.folder, 'proxy.log'), 'a');
    this.proxy = spawn('caddy', ['run', '--config', file, '--adapter', 'caddyfile'], {
      env: { PATH: process.env.PATH, HOME: this.folder },
      stdio: ['ignore', log.fd, log.fd],
    });
    await log.close();
    await until('the proxy answers', async () => (await fetch(`${this.url}/health`)).ok);
  }

  async stop() {
    await ended(this.proxy);
    await Promise.all((this.nodes ?? []).map((node) => node.halt()));
    if (this.keeper) {
      const gone = new Promise((resolve) => this.keeper.once('exit', resolve));
      this.keeper.stdin.end();
      if (this.keeper.exitCode === null) await gone;
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}

export { PASSWORD };
