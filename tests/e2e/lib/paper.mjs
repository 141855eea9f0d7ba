import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PICTURES } from './console.mjs';

const A4_PX = { width: 794, height: 1123 };

/** What comes out of the printer when `start` asks for it: its words, its pages, and a picture as it looks on paper. */
export async function printed(page, name, start) {
  await page.evaluate(() => {
    globalThis.print = () => {};
  });
  await start();
  await page.getByTestId('paper').waitFor({ state: 'attached' });
  const before = page.viewportSize();
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize(A4_PX);
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
  const text = await page.getByTestId('paper').innerText();
  await page.emulateMedia({ media: null });
  await page.setViewportSize(before);
  // Printing ends what is on the paper: last.
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  await writeFile(path.join(PICTURES, `${name}.pdf`), pdf);
  await page.getByTestId('paper').waitFor({ state: 'detached' });
  const told = pdf.toString('latin1');
  const boxes = [...told.matchAll(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)/g)];
  const [, width, height] = boxes[0].map(Number);
  return { text, pages: boxes.length, size: [width, height] };
}
