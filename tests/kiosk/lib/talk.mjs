/** Talks JSON over a socket: with the emulator (QMP), or with its agent inside the machine. */
import { connect } from 'node:net';

export class Talk {
  static async open(file) {
    const talk = new Talk();
    talk.socket = connect(file);
    await new Promise((resolve, reject) => talk.socket.once('connect', resolve).once('error', reject));
    talk.waiting = new Map();
    talk.events = [];
    talk.number = 0;
    let rest = '';
    talk.socket.setEncoding('utf8').on('data', (data) => {
      const lines = (rest + data).split('\n');
      rest = lines.pop();
      for (const line of lines) talk.hear(line);
    });
    talk.socket.on('error', () => {}).on('close', () => talk.closed());
    return talk;
  }

  hear(line) {
    let told;
    try {
      told = JSON.parse(line.replace(/^\xff/, ''));
    } catch {
      return;
    }
    if (told.event) this.events.push(told);
    const answer = this.waiting.get(told.id);
    if (!answer) return;
    this.waiting.delete(told.id);
    if (told.error) answer.reject(new Error(JSON.stringify(told.error)));
    else answer.resolve(told.return);
  }

  closed() {
    for (const { reject } of this.waiting.values()) reject(new Error('the line was cut'));
    this.waiting.clear();
  }

  ask(execute, args = {}, limit = 30_000) {
    this.number += 1;
    const id = this.number;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.waiting.delete(id);
        reject(new Error(`no answer to ${execute}`));
      }, limit);
      const settle = (how) => (value) => {
        clearTimeout(late);
        how(value);
      };
      this.waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
      this.socket.write(`${JSON.stringify({ execute, arguments: args, id })}\n`);
    });
  }

  close() {
    this.socket.destroy();
  }
}
