/** The folder of images that a test's server has. */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const { BOOT_IMAGE, BOOT_KEY } = process.env;

/** The public half of the key that signs images, in hexadecimal digits. */
export async function imageKey() {
  const { stdout } = await run('openssl', ['pkey', '-in', BOOT_KEY, '-pubout', '-outform', 'DER'], { encoding: 'buffer' });
  return stdout.subarray(-32).toString('hex');
}

/** Describes and signs the image in this folder anew. */
export async function described(folder, changes) {
  const file = path.join(folder, 'image.json');
  const image = { ...JSON.parse(await readFile(file, 'utf8')), ...changes };
  await writeFile(file, JSON.stringify(image));
  await run('openssl', ['pkeyutl', '-sign', '-rawin', '-inkey', BOOT_KEY, '-in', file, '-out', `${file}.sig`]);
  return image;
}

/**
 * Puts the image that was built into `images` as this version of the profile that stations start from; gives its folder. Its files
 * are copied: a test may change them.
 */
export async function placed(images, version, changes = {}) {
  const folder = path.join(images, 'kiosk', version);
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(BOOT_IMAGE)) await copyFile(path.join(BOOT_IMAGE, name), path.join(folder, name));
  await described(folder, { profile: 'kiosk', version, ...changes });
  return folder;
}

/** Changes one bit in the middle of a file. */
export async function flip(file) {
  const data = await readFile(file);
  data[data.length >> 1] ^= 1;
  await writeFile(file, data);
}

export async function part(folder, file) {
  const data = await readFile(path.join(folder, file));
  return { file, size: data.length, sha256: createHash('sha256').update(data).digest('hex') };
}
