/** The site's keys for the firmware of its stations: made, used and enrolled as docs/boot.md says. */
import { copyFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from '../../e2e/lib/server.mjs';
import { SERVER, told } from './wires.mjs';

export class Keys {
  /** Makes them in `folder`, which is /machine for the programs. */
  static async make(folder, name) {
    const keys = new Keys();
    Object.assign(keys, { folder, name });
    await copyFile(path.join(ROOT, 'pxe/boot/sign.sh'), path.join(folder, 'sign.sh'));
    await keys.sign('keys', 'Essai');
    return keys;
  }

  sign(what, ...args) {
    return told(this.folder, 'bash', '/machine/sign.sh', what, `/machine/${this.name}`, ...args);
  }

  /** Firmware that starts what these keys signed, and nothing else: the file of its variables. */
  async firmware() {
    const at = `/machine/${this.name}`;
    const owner = (await readFile(path.join(this.folder, this.name, 'owner'), 'utf8')).trim();
    const enrolled = ['--set-pk', owner, `${at}/PK.crt`, '--add-kek', owner, `${at}/KEK.crt`, '--add-db', owner, `${at}/db.crt`, '--sb'];
    await told(this.folder, 'virt-fw-vars', '--input', '/usr/share/OVMF/OVMF_VARS_4M.fd', '--output', `${at}.vars`, ...enrolled);
    return path.join(this.folder, `${this.name}.vars`);
  }

  /** Signs iPXE; gives the file. */
  async ipxe() {
    await this.sign('ipxe', `/machine/${this.name}.ipxe`);
    return path.join(this.folder, `${this.name}.ipxe`);
  }

  /** Makes the one file of an image that firmware checks. */
  async image(folder, serverKey, boot = SERVER) {
    const inside = path.join('/machine', path.relative(this.folder, folder));
    await this.sign('image', inside, boot, `http://${SERVER}`, serverKey);
  }
}
