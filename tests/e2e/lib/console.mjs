import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { PASSWORD, ROOT } from './server.mjs';
import { PATIENCE_MS } from './until.mjs';

export const PICTURES = path.join(ROOT, 'target/e2e');
await mkdir(PICTURES, { recursive: true });

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--lang=fr-FR',
];
const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** The browser's own word for an answer that is an error: the test that provokes one expects it. */
const REFUSED_REQUEST = /^Failed to load resource/;
/** Only the test of the service worker lets it in. */
const WORKER_BLOCKED = /^Service Worker registration blocked/;

export function launch() {
  // The browser's own words, as on the desks: its date field follows its language, not the page's.
  const env = { ...process.env, LANGUAGE: 'fr' };
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGUMENTS, env });
}

/** The console of one operator, in a profile of its own. */
export class Console {
  /** Signed in and on line, at this address of the console. */
  static async at(where, browser, server, { who = 'gerant', ...options } = {}) {
    const desk = await Console.open(browser, server.url, options);
    await desk.login(who);
    await desk.link.waitFor();
    await desk.page.goto(where);
    return desk;
  }

  /** By how much the page is wider than its window. */
  overflow() {
    return this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  }

  static async open(browser, url, { language = 'fr', viewport = { width: 1440, height: 900 }, dark = false, worker = false } = {}) {
    const context = await browser.newContext({
      baseURL: url,
      locale: language === 'fr' ? 'fr-FR' : 'en-GB',
      timezoneId: 'Indian/Reunion',
      viewport,
      colorScheme: dark ? 'dark' : 'light',
      serviceWorkers: worker ? 'allow' : 'block',
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const opened = new Console(context, page);
    if (language !== 'fr') await opened.speak(language);
    return opened;
  }

  constructor(context, page) {
    this.context = context;
    this.page = page;
    this.errors = [];
    this.expected = [REFUSED_REQUEST, WORKER_BLOCKED];
    page.on('pageerror', (error) => this.errors.push(`uncaught: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.errors.push(message.text());
    });
    page.on('response', (answer) => {
      if (answer.status() >= 400) this.errors.push(`${answer.status()} ${answer.request().method()} ${answer.url()}`);
    });
  }

  /** Chooses the language, kept from an earlier visit. */
  async speak(language) {
    await this.context.addInitScript((chosen) => {
      localStorage.setItem('RaStoreguichet.version', '1');
      localStorage.setItem('RaStoreguichet.locale', JSON.stringify(chosen));
    }, language);
  }

  /** Fills and sends the form; `where` opens afterwards. */
  async login(username = 'accueil', password = PASSWORD) {
    await this.page.goto('/');
    const form = this.page.getByTestId('login-form');
    await form.locator('[name=username]').fill(username);
    await form.locator('[name=password]').fill(password);
    // The first visit asks whether a session is kept: it is not, and the server says so.
    this.errors.length = 0;
    await form.locator('[type=submit]').click();
  }

  get link() {
    return this.page.getByTestId('link-status');
  }

  tile(name) {
    return this.page.getByTestId(`tile-${name}`);
  }

  async picture(name) {
    await this.settle();
    await this.page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
  }

  /** What went wrong in the page since the last call. */
  complaints() {
    const found = this.errors.filter((text) => !this.expected.some((pattern) => pattern.test(text)));
    this.errors.length = 0;
    return found;
  }

  /** axe finds nothing serious on what is shown. */
  async assertAccessible(what) {
    await this.settle();
    await this.page.evaluate(AXE);
    const { violations } = await this.page.evaluate(() =>
      globalThis.axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }),
    );
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    const told = serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join('\n    ')}`);
    assert.deepEqual(told, [], what);
  }

  /** Waits for moving parts to come to rest. */
  async settle() {
    await this.page.waitForFunction(() =>
      document.getAnimations().every((moving) => moving.playState !== 'running' || moving.effect?.getTiming().iterations === Infinity),
    );
  }

  close() {
    return this.context.close();
  }
}
