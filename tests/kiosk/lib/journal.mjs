/** What the client of a station says, and when. */
import { until } from '../../e2e/lib/until.mjs';

export class Journal {
  lines = [];
  #rest = '';

  /** A piece of the journal as JSON, one entry in a line. */
  heard(data) {
    const lines = (this.#rest + data).split('\n');
    this.#rest = lines.pop();
    for (const line of lines) {
      const entry = entryOf(line);
      if (entry) this.lines.push({ text: String(entry.MESSAGE), at: Number(entry.__REALTIME_TIMESTAMP) / 1000 });
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

/** What a line says; nothing when it is none. A machine whose power was cut leaves half a line, and the next one goes on there. */
function entryOf(line) {
  for (const from of [line.indexOf('{"'), line.lastIndexOf('{"')]) {
    if (from < 0) continue;
    try {
      return JSON.parse(line.slice(from));
    } catch {
      // The other one, or none.
    }
  }
  return undefined;
}
