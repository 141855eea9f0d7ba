import { randomUUID } from 'node:crypto';
import { until } from '../e2e/lib/until.mjs';

/** Desks that register visitors through the proxy and issue a session to each, each request under a key of its own, repeated until it is answered. */
export class Writers {
  static MINUTES = 47;

  constructor(cluster, access, count) {
    Object.assign(this, { cluster, access, done: [], repeated: 0, last: 'nothing', stopping: false });
    this.work = Promise.all(Array.from({ length: count }, () => this.write()));
  }

  async write() {
    while (!this.stopping) {
      const named = { first_name: 'Ana', last_name: `Grappe ${randomUUID()}`, consent: true };
      const visitor = await this.insist('/api/utilisateurs/', named);
      const session = await this.insist('/api/sessions/', { visitor_id: visitor.id, minutes: Writers.MINUTES });
      this.done.push(`${session.id} ${visitor.id}`);
    }
  }

  /** The answer to this request, however often it must be asked. What is refused for good ends the story. */
  async insist(where, body) {
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${this.access}`,
      'idempotency-key': randomUUID(),
    };
    for (;;) {
      try {
        const answer = await fetch(this.cluster.url + where, { method: 'POST', headers, body: JSON.stringify(body) });
        const text = await answer.text();
        if (answer.ok) return JSON.parse(text);
        // 409: the first one is still being carried out.
        this.last = `${answer.status} ${text}`;
        if (answer.status < 500 && answer.status !== 409) throw new Refused(`${where}: ${answer.status} ${text}`);
      } catch (error) {
        if (error instanceof Refused) throw error;
        this.last = String(error.cause ?? error);
      }
      this.repeated += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Waits until so many are done. */
  have(count) {
    return Promise.race([until(() => `${count} sessions: ${this.done.length}, ${this.last}`, () => this.done.length >= count), this.work]);
  }

  stop() {
    this.stopping = true;
    return this.work;
  }
}

class Refused extends Error {}
