/**
 * The second plug of the emulated graphics card: something is in it while a viewer (RFB 3.8) asks for a size there. A viewer of
 * five messages is all that takes.
 */
import { connect } from 'node:net';

const VERSION = 'RFB 003.008\n';
const NO_SECURITY = 1;
const DESKTOP_SIZE = -308;

export class SecondScreen {
  static async open(file) {
    const screen = new SecondScreen();
    screen.socket = connect(file);
    screen.got = Buffer.alloc(0);
    screen.socket.on('error', () => {}).on('data', (data) => {
      screen.got = Buffer.concat([screen.got, data]);
      screen.wake?.();
    });
    await screen.read(VERSION.length);
    screen.socket.write(VERSION);
    await screen.read((await screen.read(1))[0]);
    screen.socket.write(Buffer.of(NO_SECURITY));
    await screen.read(4);
    screen.socket.write(Buffer.of(1));
    const server = await screen.read(24);
    await screen.read(server.readUInt32BE(20));
    const encodings = Buffer.alloc(12);
    encodings.writeUInt8(2, 0);
    encodings.writeUInt16BE(2, 2);
    encodings.writeInt32BE(0, 4);
    encodings.writeInt32BE(DESKTOP_SIZE, 8);
    screen.socket.write(encodings);
    return screen;
  }

  async read(length) {
    while (this.got.length < length) await new Promise((resolve) => (this.wake = resolve));
    const data = this.got.subarray(0, length);
    this.got = this.got.subarray(length);
    return data;
  }

  /** A screen of this size; none of no size. */
  size(width, height) {
    const message = Buffer.alloc(24);
    message.writeUInt8(251, 0);
    message.writeUInt16BE(width, 2);
    message.writeUInt16BE(height, 4);
    message.writeUInt8(1, 6);
    message.writeUInt16BE(width, 16);
    message.writeUInt16BE(height, 18);
    this.socket.write(message);
  }

  close() {
    this.socket.destroy();
  }
}
