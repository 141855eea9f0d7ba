/** A site's server with an image, at the address that machines start from. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { Server } from '../../e2e/lib/server.mjs';
import { until } from '../../e2e/lib/until.mjs';
import { patiently } from './guest.mjs';
import { imageKey, placed } from './images.mjs';
import { SERVER, wire } from './wires.mjs';

export class Site {
  static async start(folder, more = {}) {
    const site = new Site();
    site.images = path.join(folder, 'images');
    await wire();
    await placed(site.images, '1');
    const env = { GUICHET_IMAGES_DIR: site.images, GUICHET_IMAGES_KEYS: await imageKey(), GUICHET_PUBLIC_URL: `http://${SERVER}`, ...more };
    site.server = await Server.start({ host: SERVER, port: 80, env });
    site.access = await site.server.login('gerant');
    await site.publish('1');
    return site;
  }

  ask(method, where, body) {
    return this.server.ask(method, where, body, this.access);
  }

  publish(version) {
    return this.ask('POST', '/api/boot/images/publier/', { profile: 'kiosk', version, channel: 'stable' });
  }

  /** The starts of a machine, the newest first. */
  async starts(mac) {
    const { results } = await this.ask('GET', '/api/boot/starts/?page_size=50');
    return results.filter((start) => start.mac === mac);
  }

  /** The machine's newest start, once it is as wanted. */
  started(mac, is, what) {
    let last;
    return patiently(() => `${mac} ${what}; it was ${JSON.stringify(last)}`, async () => {
      [last] = await this.starts(mac);
      return last && is(last) && last;
    });
  }

  /** The machine with this card asks to be let in. */
  asking(mac) {
    return patiently(`${mac} asks to be let in`, async () => {
      const { results } = await this.ask('GET', '/api/postes/enrolments/');
      return results.find((one) => one.mac === mac);
    });
  }

  /** It asks, and becomes a station, which is given back. */
  async letIn(mac) {
    const { id } = await this.asking(mac);
    return this.ask('POST', `/api/postes/enrolments/${id}/approve/`, {});
  }

  /** What a machine with this address is told, asking again as it is told to, until it is as wanted; it does not sleep as it should. */
  script(mac, platform, is = () => true) {
    let where = `/boot/ipxe?mac=${mac}&platform=${platform}`;
    let script;
    return until(() => `the machine is told so; it was told ${script}`, async () => {
      const answer = await fetch(this.server.url + where);
      script = await answer.text();
      // Who asks too often is told to wait.
      if (!answer.ok) return false;
      where = script.match(/^chain .*?(\/boot\/\S+)/m)?.[1] ?? where;
      return is(script) && script;
    });
  }

  stop() {
    return this.server?.stop();
  }
}
