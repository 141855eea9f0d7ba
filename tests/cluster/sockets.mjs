import { createRequire } from 'node:module';
import { generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import { until } from '../e2e/lib/until.mjs';

const WebSocket = createRequire(new URL('../e2e/package.json', import.meta.url))('ws');
const LOGIN = Buffer.from('guichet station login v1\0');
const bytesOf = (id) => Buffer.from(id.replaceAll('-', ''), 'hex');
const hex = (text) => Buffer.from(text, 'hex');

/** A console's socket at one node; when each frame came is kept with it. */
export class Console {
  static async open(node, access) {
    const console = new Console();
    Object.assign(console, { node, frames: [], next: 0 });
    const { ticket } = await node.ask('POST', '/api/ws-ticket/', {}, access);
    console.socket = new WebSocket(`${node.url.replace('http', 'ws')}/ws/sessions/`, ['guichet.v1', `ticket.${ticket}`]);
    console.socket.on('message', (data) => console.heard({ at: performance.now(), frame: JSON.parse(data) }));
    await console.hears('connection_established', () => true);
    return console;
  }

  heard(frame) {
    this.frames.push(frame);
    this.wake?.();
  }

  /** When the next such frame came. */
  async hears(type, wanted) {
    for (;;) {
      while (this.next < this.frames.length) {
        const { at, frame } = this.frames[this.next];
        this.next += 1;
        if (frame.type === type && wanted(frame)) return at;
      }
      await new Promise((resolve) => (this.wake = resolve));
    }
  }

  close() {
    this.socket.close();
  }
}

/** A station that comes back by itself, as the real client does: it proves itself again through the proxy. */
export class Station {
  static async open(cluster, name) {
    const station = new Station();
    Object.assign(station, { cluster, frames: [], losses: 0, longest: 0, instance: randomUUID() });
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    station.key = privateKey;
    const public_key = Buffer.from(publicKey.export({ format: 'jwk' }).x, 'base64url').toString('hex');
    const token = await cluster.cli('station', 'enrol', '--name', name);
    const enrolled = await cluster.ask('POST', '/api/postes/enrol/', { token, name, public_key });
    Object.assign(station, { id: enrolled.station_id, server: enrolled.server_key });
    station.connect();
    await station.isBack();
    return station;
  }

  async connect() {
    while (!this.closed) {
      try {
        await this.live(await this.logIn());
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 200));
      }
    }
  }

  async logIn() {
    const { challenge } = await this.cluster.ask('POST', `/api/postes/${this.id}/defi/`, {});
    const nonce = randomBytes(32);
    const said = [LOGIN, bytesOf(this.id), bytesOf(this.instance), hex(this.server), hex(challenge), nonce];
    const signature = sign(null, Buffer.concat(said), this.key).toString('hex');
    const login = { challenge, instance: this.instance, nonce: nonce.toString('hex'), signature };
    const { credential } = await this.cluster.ask('POST', `/api/postes/${this.id}/connexion/`, login);
    return credential;
  }

  /** Resolves when the socket that was open is lost; rejects when none opens. */
  live(credential) {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`${this.cluster.url.replace('http', 'ws')}/ws/sessions/`, ['guichet.v1'], {
        headers: { authorization: `Station ${this.id}:${credential}` },
      });
      this.socket = socket;
      const beat = setInterval(() => socket.readyState === WebSocket.OPEN && socket.send('{"type":"heartbeat"}'), 10_000);
      let welcome = false;
      socket.on('message', (data) => {
        const frame = JSON.parse(data);
        this.frames.push(frame);
        if (frame.type !== 'connection_established') return;
        welcome = true;
        this.isOpen = true;
        if (this.lostAt) this.longest = Math.max(this.longest, performance.now() - this.lostAt);
      });
      socket.on('error', () => {});
      socket.on('close', (code) => {
        clearInterval(beat);
        this.isOpen = false;
        if (!welcome) {
          this.refused = code;
          reject(new Error(`refused: ${code}`));
          return;
        }
        this.lostAt = performance.now();
        this.losses += 1;
        resolve();
      });
    });
  }

  isBack() {
    return until(`${this.id} is on line`, () => this.isOpen);
  }

  mark() {
    return this.frames.length;
  }

  hears(type, wanted, mark) {
    return until(`the station hears ${type}`, () =>
      this.frames.slice(mark).find((frame) => frame.type === type && wanted(frame)),
    );
  }

  close() {
    this.closed = true;
    this.socket?.close();
  }
}
