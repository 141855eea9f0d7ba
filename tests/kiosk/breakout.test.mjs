/**
 * What visitors try to get round the lock and out of their session: known lists, 34 attempts. Each is blocked here, against
 * the real units, or needs hardware that this test has not: then its counter-measure is said. The table is written to
 * target/kiosk/breakout.md.
 */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { ROOT, Server } from '../e2e/lib/server.mjs';
import { until } from '../e2e/lib/until.mjs';
import { Box } from './lib/box.mjs';
import { ATTEMPTS } from './lib/attempts.mjs';
import { freePort, site, Visit } from './lib/visit.mjs';

const { KIOSK_ROOT: root, KIOSK_DEB: deb } = process.env;
const RESULTS = path.join(ROOT, 'target/kiosk');
const table = ['| attempt | what comes of it | how |', '|---|---|---|'];
const world = {};

before(async () => {
  await mkdir(RESULTS, { recursive: true });
  world.server = await Server.start();
  world.access = await world.server.login();
  [world.page, world.port] = await Promise.all([site(), freePort()]);
  world.box = await Box.start({ server: world.server, root, deb, drive: world.port });
  await world.box.says(/state: locked/);
});

after(async () => {
  await writeFile(path.join(RESULTS, 'breakout.md'), `${table.join('\n')}\n`);
  world.visit?.browser?.close();
  world.page?.close();
  await world.box?.stop();
  await world.server?.stop();
});

/** Opens a session; gives its id once the desktop is on the screen. */
world.open = async (minutes = 30) => {
  const { code, id } = await world.server.ask('POST', '/api/sessions/', { minutes }, world.access);
  const mark = world.box.mark();
  await world.box.type(code);
  await world.box.says(/screen: open/, mark);
  await until('the desktop is on the screen', () => world.box.showsDesktop());
  return id;
};

/** The visitor with the browser open. */
world.browse = async () => {
  if (!world.visit) {
    world.visit = new Visit(world.box, world.port);
    await world.visit.browse();
  }
  return world.visit;
};

world.end = async (id) => {
  const mark = world.box.mark();
  await world.server.ask('POST', `/api/sessions/${id}/terminate/`, {}, world.access);
  await world.box.says(/screen: locked/, mark);
  await world.box.says(/desktop: gone/, mark);
  await world.box.says(/state: locked/, mark);
};

test('34 attempts', async (t) => {
  assert.equal(ATTEMPTS.length, 34);
  for (const stage of ['locked', 'open']) {
    const id = stage === 'open' ? await world.open() : undefined;
    for (const { name, when, attempt } of ATTEMPTS.filter(({ when = 'hardware' }) => when === stage)) {
      await t.test(name, async () => {
        let how = 'it went through';
        try {
          how = await attempt(world);
        } finally {
          table.push(`| ${name} | ${how === 'it went through' ? '**not blocked**' : 'blocked'} | ${how} |`);
        }
        if (when === 'locked') assert.equal(await world.box.showsDesktop(), false, 'the screen stays locked');
        assert.equal(await world.box.run('systemctl', 'is-active', 'kiosk-client'), 'active');
      });
    }
    if (id) await world.end(id);
  }
  for (const { name, machine } of ATTEMPTS.filter(({ machine }) => machine)) {
    table.push(`| ${name} | blocked, as \`make kiosk-machine\` shows | ${machine} |`);
  }
  for (const { name, against } of ATTEMPTS.filter(({ against }) => against)) {
    table.push(`| ${name} | needs hardware | ${against} |`);
  }
});
