import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { ended, until } from './until.mjs';

const run = promisify(execFile);
const ip = (...args) => run('ip', args);
const nft = (...args) => run('nft', args);

/**
 * A switch with sockets for stations, in the network namespace that this process was started in: it must be one of its own,
 * see scripts/partition.sh.
 */
export class Switch {
  static ADDRESS = '10.77.0.1';

  static async start() {
    await ip('link', 'set', 'lo', 'up');
    await ip('link', 'add', 'site', 'type', 'bridge');
    await ip('addr', 'add', `${Switch.ADDRESS}/24`, 'dev', 'site');
    await ip('link', 'set', 'site', 'up');
    await nft('add', 'table', 'ip', 'cut');
    await nft('add', 'chain', 'ip', 'cut', 'to_server', '{ type filter hook input priority 0; }');
    await nft('add', 'chain', 'ip', 'cut', 'to_station', '{ type filter hook output priority 0; }');
  }

  /** A socket for one machine, which has nothing but this cable. */
  static async socket(number) {
    const holder = spawn('unshare', ['--net', 'sleep', 'infinity'], { stdio: 'ignore' });
    const socket = new Socket(number, holder);
    const own = (await run('readlink', ['/proc/self/ns/net'])).stdout;
    await until('a namespace of its own', async () => {
      const { stdout } = await run('readlink', [`/proc/${holder.pid}/ns/net`]);
      return stdout !== own;
    });
    await ip('link', 'add', socket.port, 'type', 'veth', 'peer', 'name', 'cable', 'netns', String(holder.pid));
    await ip('link', 'set', socket.port, 'master', 'site', 'up');
    await socket.inside('ip', 'addr', 'add', `${socket.address}/24`, 'dev', 'cable');
    await socket.inside('ip', 'link', 'set', 'lo', 'up');
    await socket.plug();
    return socket;
  }
}

/** One cable, and what can happen to it. */
class Socket {
  constructor(number, holder) {
    this.holder = holder;
    this.port = `port${number}`;
    this.address = `10.77.0.${10 + number}`;
    /** What starts a program at the far end. */
    this.enter = ['nsenter', '--net', '-t', String(holder.pid)];
  }

  inside(...command) {
    const [program, ...args] = [...this.enter, ...command];
    return run(program, args);
  }

  /** The machine sees at once that its cable is out. */
  pull() {
    return this.inside('ip', 'link', 'set', 'cable', 'down');
  }

  plug() {
    return this.inside('ip', 'link', 'set', 'cable', 'up');
  }

  /** Nobody sees anything: packets are lost on the way, in one direction or both. */
  async lose({ toServer = true, toStation = true } = {}) {
    if (toServer) await nft('add', 'rule', 'ip', 'cut', 'to_server', 'ip', 'saddr', this.address, 'drop');
    if (toStation) await nft('add', 'rule', 'ip', 'cut', 'to_station', 'ip', 'daddr', this.address, 'drop');
  }

  /** Packets of all sockets arrive again. */
  static mend() {
    return nft('flush', 'table', 'ip', 'cut');
  }

  mend() {
    return Socket.mend();
  }

  remove() {
    return ended(this.holder, 'SIGKILL');
  }
}
