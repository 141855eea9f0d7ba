/** Measures the station in one run, from its package: prints a table for docs/performance.md. Nothing is asserted. */
import { Server } from '../e2e/lib/server.mjs';
import { until } from '../e2e/lib/until.mjs';
import { Box } from './lib/box.mjs';
import { glyphs } from './lib/glyphs.mjs';
import { Visit } from './lib/visit.mjs';

const { KIOSK_ROOT: root, KIOSK_DEB: deb } = process.env;
const RUNS = 3;
const server = await Server.start();
const access = await server.login();
const box = await Box.start({ server, root, deb });
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const median = (all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];
const rss = async (unit) => Number(/VmRSS:\s+(\d+)/.exec(await box.run('cat', `/proc/${await box.pid(unit)}/status`))[1]) / 1024;
const ticks = async (unit) => {
  const stat = await box.run('cat', `/proc/${await box.pid(unit)}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
};
/** How much of one core, in percent. */
const cpu = async (unit, seconds) => {
  const before = await ticks(unit);
  await wait(seconds * 1000);
  return (await ticks(unit)) - before;
};
const row = (what, unit, figure, goal) => console.log(`| ${what} | ${unit} | ${figure} | ${goal} |`);

try {
  await box.says(/state: locked/);
  const starts = [];
  for (let run = 0; run < RUNS; run += 1) {
    const mark = box.mark();
    await box.run('systemctl', 'restart', 'kiosk-client');
    const [from, to] = [await box.says(/Starting kiosk-client/, mark), await box.says(/screen: locked/, mark)];
    await box.says(/state: locked/, mark);
    starts.push(to.at - from.at);
  }
  console.log('| what | unit | figure | goal |\n|---|---|---:|---|');
  row('start of the client to every screen locked, median of 3', 'ms', Math.round(median(starts)), 150);
  row('the same: longest', 'ms', Math.round(Math.max(...starts)), '');
  await wait(5000);
  row('memory while locked, 1920×1080', 'MB', (await rss('kiosk-client')).toFixed(1), 40);

  const opened = [];
  const ends = [];
  for (let run = 0; run < RUNS; run += 1) {
    const { id, code } = await server.ask('POST', '/api/sessions/', { minutes: 30 }, access);
    let mark = box.mark();
    await box.type(code);
    const { at } = await box.says(/state: open/, mark);
    let look;
    do look = Date.now(); while (!(await box.showsDesktop()));
    opened.push(look - at);
    if (run === 0) {
      await wait(5000);
      row('memory while counting', 'MB', (await rss('kiosk-client')).toFixed(1), 40);
      row('processor while counting, 60 s', '% of a core', ((await cpu('kiosk-client', 60)) / 60).toFixed(2), 0.2);
    }
    await box.visitor('for i in 1 2 3 4 5 6 7 8; do setsid sh -c "trap \\"\\" TERM; exec sleep 1000" > /dev/null 2>&1 & done');
    mark = box.mark();
    await server.ask('POST', `/api/sessions/${id}/terminate/`, {}, access);
    const [end, gone] = [await box.says(/state: ended/, mark), await box.says(/desktop: gone/, mark)];
    ends.push(gone.at - end.at);
    await box.says(/state: locked/, mark);
  }
  row('code accepted to desktop visible, without a browser, median of 3', 'ms', Math.round(median(opened)), 1500);
  row('the same: longest', 'ms', Math.round(Math.max(...opened)), '');
  row('session ended to home gone, with programs that ignore TERM, median of 3', 'ms', Math.round(median(ends)), 3000);
  row('the same: longest', 'ms', Math.round(Math.max(...ends)), '');

  const shown = [];
  const cleared = [];
  for (let run = 0; run < RUNS; run += 1) {
    const { id, code } = await server.ask('POST', '/api/sessions/', { minutes: 30 }, access);
    const visit = new Visit(box);
    let mark = box.mark();
    await box.type(code);
    const { at } = await box.says(/state: open/, mark);
    // As soon as there is a panel to choose from.
    await until('the panel', async () => (await box.visitor('pgrep -x waybar')).code === 0);
    await box.visitor('WAYLAND_DISPLAY=wayland-0 LANG=fr_FR.UTF-8 setsid firefox-esr about:blank > /dev/null 2>&1 &');
    await until('the browser', async () => (await visit.windows()).some((title) => /Firefox/.test(title)));
    shown.push(Date.now() - at);
    await box.visitor('WAYLAND_DISPLAY=wayland-0 LANG=fr_FR.UTF-8 setsid libreoffice --writer > /dev/null 2>&1 &');
    await until('the office', async () => (await visit.windows()).some((title) => /Writer/.test(title)));
    mark = box.mark();
    await server.ask('POST', `/api/sessions/${id}/terminate/`, {}, access);
    const [end, gone] = [await box.says(/state: ended/, mark), await box.says(/desktop: gone/, mark)];
    cleared.push(gone.at - end.at);
    await box.says(/state: locked/, mark);
  }
  row('code accepted to browser window visible, median of 3', 'ms', Math.round(median(shown)), '');
  row('the same: longest', 'ms', Math.round(Math.max(...shown)), '');
  row('session ended to home gone with Firefox and LibreOffice open, median of 3', 'ms', Math.round(median(cleared)), 3000);
  row('the same: longest', 'ms', Math.round(Math.max(...cleared)), '');
  row('processor while locked, 30 s', '% of a core', ((await cpu('kiosk-client', 30)) / 30).toFixed(2), '');
  const glyphTimes = (await glyphs(box)).map((key) => key.shown);
  row('key press to glyph on the screen, 1920×1080, median of 30', 'ms', Math.round(median(glyphTimes)), 50);
  row('the same: longest', 'ms', Math.round(Math.max(...glyphTimes)), '');
} finally {
  await box.stop();
  await server.stop();
}
process.exit(0);
