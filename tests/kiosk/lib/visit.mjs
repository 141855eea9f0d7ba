/** A visitor at the desktop: opens programs from its menu, and drives the browser. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createServer as listen } from 'node:net';
import { until } from '../../e2e/lib/until.mjs';
import { Browser } from './browser.mjs';

const PAGES = {
  '/': ['text/html; charset=utf-8', '<!doctype html><title>Page d’essai</title><h1>Bonjour</h1><a id=out>sortie</a>'],
  '/letter.txt': ['text/plain', 'a letter', 'letter.txt'],
  '/tool.sh': ['application/x-shellscript', '#!/bin/sh\ntouch ~/it-ran\n', 'tool.sh'],
  '/helper.xpi': ['application/x-xpinstall', 'PK'],
};

/** A site of the test's own, on this machine's loopback, which the station shares. */
export async function site() {
  const seen = [];
  const web = createServer(({ url }, answer) => {
    seen.push(url);
    const [type, text, attachment] = PAGES[url] ?? ['text/html', '<title>rien</title>'];
    answer.setHeader('content-type', type);
    if (attachment) answer.setHeader('content-disposition', `attachment; filename="${attachment}"`);
    answer.end(text);
  });
  await new Promise((resolve) => web.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${web.address().port}/`, seen, close: () => web.close() };
}

export function freePort() {
  return new Promise((resolve) => {
    const probe = listen().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

export class Visit {
  constructor(box, port) {
    Object.assign(this, { box, port });
  }

  /** The titles of the windows that are open. */
  async windows() {
    return (await this.box.visitor('WAYLAND_DISPLAY=wayland-0 wlrctl toplevel list')).text.trim().split('\n').filter(Boolean);
  }

  /** Chooses from the menu; the program is there once one of its windows is. */
  async choose(name, window) {
    await until('the menu', async () => (await this.box.visitor('pgrep -x waybar')).code === 0);
    await this.box.typeInside('-k', 'Super_L', '-s', '1200', name, '-s', '400', '-k', 'Return');
    return until(`a window ${window}`, async () => (await this.windows()).find((title) => window.test(title)));
  }

  /** Finds a file in the file manager by the first letters of its name, and opens it. */
  async openFile(letters) {
    await this.box.typeInside(letters, '-s', '500');
    await this.box.press('Return');
  }

  /** Opens the browser from the menu, and looks into it. */
  async browse() {
    await this.choose('Internet', /firefox/i);
    this.browser = await Browser.at(this.port);
    return this.browser;
  }

  /** Types an address as a person does; gives what the browser shows then. */
  async goTo(address) {
    await this.box.typeInside('-M', 'ctrl', '-k', 'l', '-m', 'ctrl', '-s', '200', address, '-s', '150', '-k', 'Delete', '-k', 'Return');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    return this.browser.look();
  }

  async chord(...names) {
    const [key, ...held] = names.reverse();
    await this.box.typeInside(...held.flatMap((name) => ['-M', name]), '-k', key, ...held.flatMap((name) => ['-m', name]), '-s', '1200');
  }

  /** The address is refused: Firefox says so, and shows nothing of it. */
  async isRefused(address) {
    const { shown, windows } = await this.goTo(address);
    assert.match(shown, /^about:neterror\?e=blockedByPolicy/, `${address} shows ${shown}`);
    assert.deepEqual(windows, ['chrome://browser/content/browser.xhtml'], address);
  }

  async programs() {
    const { text } = await this.box.visitor('ps -u visitor -o comm= | sort -u');
    return text.split('\n').filter((name) => !/^(sh|ps|sort|sleep|python3)?$|Web Content|Isolated|Privileged|Socket|Utility|RDD|WebExt|forkserver/.test(name));
  }
}
