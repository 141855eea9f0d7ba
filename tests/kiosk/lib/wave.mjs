/** What the emulated sound card wrote, from a byte of its file on: its loudest sample. */
import { readFile } from 'node:fs/promises';

const HEADER = 44;

export async function loudest(file, from = HEADER) {
  const data = await readFile(file);
  let peak = 0;
  for (let at = from; at + 1 < data.length; at += 2) peak = Math.max(peak, Math.abs(data.readInt16LE(at)));
  const until = data.length - (data.length - HEADER) % 2;
  return { from, until: Math.max(until, HEADER), peak };
}
