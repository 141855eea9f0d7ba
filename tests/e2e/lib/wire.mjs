import { generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import WebSocket from 'ws';
import { until } from './until.mjs';

const LOGIN = Buffer.from('guichet station login v1\0');
const bytesOf = (id) => Buffer.from(id.replaceAll('-', ''), 'hex');
const hex = (text) => Buffer.from(text, 'hex');

/** A station without a screen: its socket, and what it heard. */
export class Wire {
  /** Enrolled with a one-time token, let in by its key, and on line. */
  static async open(server, name) {
    const wire = new Wire();
    wire.frames = [];
    const credential = await wire.enrol(server, name);
    wire.credential = credential;
    wire.socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/sessions/`, ['guichet.v1'], {
      headers: { authorization: `Station ${wire.id}:${credential}` },
    });
    wire.socket.on('message', (data) => wire.frames.push(JSON.parse(data)));
    // What went wrong shows in what is not heard.
    wire.socket.on('error', (error) => console.error(error));
    wire.beat = setInterval(() => wire.socket.readyState === WebSocket.OPEN && wire.say({ type: 'heartbeat' }), 10_000);
    await wire.hears('connection_established');
    return wire;
  }

  /** The credential of this start. */
  async enrol(server, name) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const public_key = Buffer.from(publicKey.export({ format: 'jwk' }).x, 'base64url').toString('hex');
    const token = await server.cli('station', 'enrol', '--name', name);
    const { station_id, server_key } = await server.ask('POST', '/api/postes/enrol/', { token, name, public_key });
    this.id = station_id;
    const { challenge } = await server.ask('POST', `/api/postes/${station_id}/defi/`, {});
    const [instance, nonce] = [randomUUID(), randomBytes(32)];
    const said = [LOGIN, bytesOf(station_id), bytesOf(instance), hex(server_key), hex(challenge), nonce];
    const signature = sign(null, Buffer.concat(said), privateKey).toString('hex');
    const login = { challenge, instance, nonce: nonce.toString('hex'), signature };
    return (await server.ask('POST', `/api/postes/${station_id}/connexion/`, login)).credential;
  }

  say(message) {
    this.socket.send(JSON.stringify(message));
  }

  /** Where the conversation stands now. */
  mark() {
    return this.frames.length;
  }

  /** The first frame of this type from `mark` on that is as wanted. */
  hears(type, wanted = () => true, mark = 0) {
    return until(`the station hears ${type}`, () =>
      this.frames.slice(mark).find((frame) => frame.type === type && wanted(frame)),
    );
  }

  close() {
    clearInterval(this.beat);
    this.socket.close();
  }
}
