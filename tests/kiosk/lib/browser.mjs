/** Looks into the visitor's Firefox, and tells it where to go: Marionette, which only the test lets it listen to. */
import { connect } from 'node:net';
import { until } from '../../e2e/lib/until.mjs';

export class Browser {
  #waiting = new Map();
  #heard = Buffer.alloc(0);
  #count = 0;

  static async at(port) {
    const browser = new Browser();
    await until('the browser listens', () => browser.#connect(port));
    await browser.ask('WebDriver:NewSession', { capabilities: { alwaysMatch: { unhandledPromptBehavior: 'ignore' } } });
    return browser;
  }

  #connect(port) {
    return new Promise((resolve, reject) => {
      this.socket = connect(port, '127.0.0.1');
      this.socket.once('error', reject);
      this.socket.once('data', () => {
        this.socket.on('data', (data) => this.#hear(data));
        resolve(true);
      });
    });
  }

  // LENGTH:[1, id, error, result]
  #hear(data) {
    this.#heard = Buffer.concat([this.#heard, data]);
    for (;;) {
      const colon = this.#heard.indexOf(':');
      const end = colon + 1 + Number(this.#heard.subarray(0, colon));
      if (colon === -1 || this.#heard.length < end) return;
      const [, id, error, result] = JSON.parse(this.#heard.subarray(colon + 1, end));
      this.#heard = this.#heard.subarray(end);
      const { resolve, reject } = this.#waiting.get(id) ?? {};
      this.#waiting.delete(id);
      if (error) reject?.(new Error(`${error.error}: ${error.message}`));
      else resolve?.(result);
    }
  }

  ask(name, parameters = {}) {
    const id = ++this.#count;
    const text = JSON.stringify([0, id, name, parameters]);
    this.socket.write(`${Buffer.byteLength(text)}:${text}`);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  /** What a script of the browser's own window returns. */
  async inside(script, ...args) {
    await this.ask('Marionette:SetContext', { value: 'chrome' });
    return (await this.ask('WebDriver:ExecuteScript', { script, args, newSandbox: true })).value;
  }

  /** What the window shows: every tab's address and title, and the windows that are open. */
  look() {
    return this.inside(`return {
      tabs: gBrowser.tabs.map((tab) => ({ url: tab.linkedBrowser.documentURI?.spec ?? '', asked: tab.linkedBrowser.currentURI.spec, title: tab.label })),
      shown: gBrowser.selectedBrowser.documentURI?.spec ?? '',
      windows: [...Services.wm.getEnumerator(null)].map((window) => window.location.href),
    }`);
  }

  close() {
    this.socket?.destroy();
  }
}
