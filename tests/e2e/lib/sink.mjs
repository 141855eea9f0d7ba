import { createServer } from 'node:net';
import { until } from './until.mjs';

/** A mail server that takes letters and keeps them, speaking SMTP. */
export class Sink {
  static async open() {
    const sink = new Sink();
    sink.letters = [];
    sink.server = createServer((socket) => sink.converse(socket));
    await new Promise((resolve) => sink.server.listen(0, '127.0.0.1', resolve));
    sink.env = {
      GUICHET_SMTP_HOST: '127.0.0.1',
      GUICHET_SMTP_PORT: String(sink.server.address().port),
      GUICHET_SMTP_SECURITY: 'none',
    };
    return sink;
  }

  converse(socket) {
    const say = (line) => socket.write(`${line}\r\n`);
    let [buffer, to, data] = ['', '', null];
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      buffer += bytes.toString('utf8');
      for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        if (data !== null && line === '.') {
          this.letters.push({ to, text: plain(data) });
          data = null;
          say('250 taken');
        } else if (data !== null) data += `${line.replace(/^\./, '')}\n`;
        else if (line.startsWith('RCPT TO')) {
          to = line.match(/<(.*)>/)[1];
          say('250 ok');
        } else if (line === 'DATA') {
          data = '';
          say('354 go on');
        } else if (line === 'QUIT') {
          say('221 bye');
          socket.end();
        } else say('250 ok');
      }
    });
    say('220 sink');
  }

  /** The link of the newest letter to this address, which is taken away. */
  async link(address) {
    const letter = await until(`a letter to ${address}`, () => {
      const at = this.letters.findLastIndex(({ to }) => to === address);
      return at >= 0 && this.letters.splice(at, 1)[0];
    });
    return letter.text.match(/https?:\/\/\S+#[0-9a-f]{64}/)[0];
  }

  close() {
    this.server.close();
  }
}

/** Undoes quoted-printable. */
function plain(raw) {
  const bytes = raw.replace(/=\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
