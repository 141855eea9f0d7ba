/** A USB stick, as a file: FAT, with a letter and a program on it. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const TOOLS = path.resolve(import.meta.dirname, '../qemu.sh');

/** Makes stick.img in `folder`. */
export async function newStick(folder, qemu) {
  await writeFile(path.join(folder, 'lettre.txt'), 'bonjour\n');
  await writeFile(path.join(folder, 'outil.sh'), '#!/bin/sh\necho it ran\n');
  const script = 'cd /machine; rm -f stick.img; truncate -s 64M stick.img; mkfs.vfat -n KINGSTON stick.img; mcopy -i stick.img lettre.txt outil.sh ::';
  await run(TOOLS, [qemu, folder, 'sh', '-euc', script]);
}

/** What is on it, once it is pulled out: the digest of each file, and what a check of the file system complains of. */
export async function filesOn(folder, qemu) {
  const script = 'cd /machine; rm -rf stick; mkdir stick; mcopy -s -n -i stick.img "::*" stick; cd stick; sha256sum *';
  const { stdout } = await run(TOOLS, [qemu, folder, 'sh', '-euc', script]);
  const digests = new Map(stdout.trim().split('\n').map((line) => line.split(/\s+/).toReversed()));
  const complaints = await run(TOOLS, [qemu, folder, 'fsck.vfat', '-n', '/machine/stick.img']).then(() => '', ({ stdout: told }) => told);
  return { complaints, digests };
}
