/** The real server, with images that stations may start from. */
import { cp, link, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Server } from '../../e2e/lib/server.mjs';
import { HOST } from './guest.mjs';

export class Site {
  /** `image`: a folder of build.sh. */
  static async start(image) {
    const site = new Site();
    site.server = await Server.start({});
    const { port } = new URL(site.server.url);
    site.host = `${HOST}:${port}`;
    site.images = path.join(site.server.env.GUICHET_DATA_DIR, 'images');
    site.access = await site.server.login('gerant');
    site.made = image;
    return site;
  }

  /** Has all stations start the image as `version`; `change` does something to its folder after it was described. */
  async publish(version, change = () => {}) {
    const folder = path.join(this.images, 'kiosk', version);
    await mkdir(folder, { recursive: true });
    const image = JSON.parse(await readFile(path.join(this.made, 'image.json'), 'utf8'));
    for (const part of [image.kernel, image.initrd]) await link(path.join(this.made, part.file), path.join(folder, part.file)).catch(() => cp(path.join(this.made, part.file), path.join(folder, part.file)));
    await cp(path.join(this.made, image.root.file), path.join(folder, image.root.file));
    await writeFile(path.join(folder, 'image.json'), JSON.stringify({ ...image, profile: 'kiosk', version }));
    await this.server.ask('POST', '/api/boot/images/publier/', { profile: 'kiosk', version, channel: 'stable' }, this.access);
    await change(folder);
    return folder;
  }

  /** The words for the kernel of the machine with this card, as iPXE would be told them. */
  async line(mac) {
    // `fetch` sets the host by itself.
    const script = await (await fetch(`${this.server.url}/boot/ipxe?mac=${mac}&platform=pcbios`)).text();
    const [, words] = /^kernel \S+ (.*?)( \|\| goto failed)?$/m.exec(script) ?? [];
    if (!words) throw new Error(`nothing to start: ${script}`);
    return words.replaceAll(new URL(this.server.url).host, this.host).replace(/(^| )initrd=\S+/, '');
  }

  /** The machine with this card becomes a station. */
  async approve(mac) {
    const { results } = await this.server.ask('GET', '/api/postes/enrolments/', undefined, this.access);
    const { id } = results.find((asking) => asking.mac === mac);
    return this.server.ask('POST', `/api/postes/enrolments/${id}/approve/`, {}, this.access);
  }

  /** Its last start, as the server knows it. */
  async start(mac) {
    const { results } = await this.server.ask('GET', '/api/boot/starts/', undefined, this.access);
    return results.find((start) => start.mac === mac);
  }

  stop() {
    return this.server.stop();
  }
}
