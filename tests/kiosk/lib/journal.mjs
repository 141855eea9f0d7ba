/** What the client of a station says, and when. */
import { until } from '../../e2e/lib/until.mjs';

export class Journal {
  lines = [];
  #rest = '';

  /** A piece of the journal as JSON, one entry in a line. */
  heard(data) {
    const lines = (this.#rest + data).split('\n');
    this.#rest = lines.pop();
    // A machine whose power was cut leaves half a line.
    for (const line of lines.filter((text) => text.startsWith('{"') && text.endsWith('}'))) {
      const { MESSAGE: text, __REALTIME_TIMESTAMP: at } = JSON.parse(line);
      this.lines.push({ text: String(text), at: Number(at) / 1000 });
    }
  }

  mark() {
    return this.lines.length;
  }

  /** The first line from `mark` on that matches. */
  says(pattern, mark = 0, limit) {
    return until(
      () => `the station says ${pattern}; it said:\n${this.lines.slice(-15).map(({ text }) => text).join('\n')}`,
      () => this.lines.slice(mark).find(({ text }) => pattern.test(text)),
      limit,
    );
  }
}
