/** A visit with everything a room can ask and offer, at the real client: terms, offers, calls, messages, leaving, grace. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Console, launch } from './lib/console.mjs';
import { Server } from './lib/server.mjs';
import { Screen, Station } from './lib/station.mjs';
import { until } from './lib/until.mjs';

const NAME = 'PC-01';
const TERMS = { fr: 'Soyez respectueux des autres visiteurs.', en: 'Be considerate of other visitors.' };
let server, screen, station, browser, desk, access;

before(async () => {
  server = await Server.start();
  [screen, browser] = await Promise.all([Screen.start(), launch()]);
  access = await server.login('gerant');
});

after(async () => {
  await browser?.close();
  await station?.stop();
  await screen?.stop();
  await server?.stop();
});

const ask = (method, where, body) => server.ask(method, where, body, access);
const session = (id) => ask('GET', `/api/sessions/${id}/`);

/** The room of the station gets rules, the site terms of use and a tariff. */
async function furnish() {
  const { results } = await ask('GET', `/api/postes/?search=${NAME}`);
  const [{ id, agency_id }] = results;
  const { zone_id } = await ask('GET', `/api/postes/${id}/reglages/`);
  await ask('PATCH', `/api/zones/${zone_id}/`, { may_leave: true, keeps_time: true, may_call: true, grace_s: 8 });
  await ask('PUT', '/api/conditions/', { agency_id, texts: TERMS });
  const tariff = { code: 'H3', name: 'Trois heures', minutes: 180, price_minor: 450, currency: 'EUR', self_service: true };
  await ask('POST', '/api/tariffs/', { ...tariff, agency_id });
}

test('a visit to a room with rules', async (t) => {
  await furnish();
  const { page } = (desk = await Console.open(browser, server.url));
  await desk.login('gerant');
  station = await Station.start(server, screen, NAME);
  await station.says(/state: locked/);
  await until('the tile is free', async () => (await desk.tile(NAME).getAttribute('data-tone')) === 'free');
  let first;

  await t.test('an offer chosen at the station rings at the desk, and somebody comes', async () => {
    await station.press('F3');
    await station.says(/state: offers/);
    await station.picture('visit-01-offers');
    await station.press('1');
    await station.says(/call: asked/);
    await page.getByTestId(`sell-${NAME}`).waitFor();
    await station.picture('visit-02-ringing');
    await desk.picture('visit-03-console-rings');
    await page.getByTestId(`answer-${NAME}`).click();
    await station.says(/call: answered/);
    await station.picture('visit-04-answered');
  });

  await t.test('the terms are read before the time runs', async () => {
    first = await ask('POST', '/api/sessions/', { minutes: 30 });
    await station.type(first.code);
    await station.says(/state: terms/);
    await station.picture('visit-05-terms');
    assert.equal((await session(first.id)).statut, 'en_attente');
    const mark = station.mark();
    await station.press('Escape');
    await station.says(/terms refused/, mark);
    assert.equal((await session(first.id)).statut, 'en_attente', 'the code stays good');
    await station.type(first.code);
    await station.says(/state: terms/, mark);
    // An Enter of the first second was meant for the code.
    await until('the terms are taken for read', async () => {
      await station.press('Return');
      return station.lines.slice(mark).some((line) => /terms accepted/.test(line));
    });
    await station.says(/state: open/, mark);
    const accepted = await session(first.id);
    assert.equal(accepted.statut, 'active');
    const { current } = await ask('GET', `/api/conditions/?agency_id=${accepted.agency_id}`);
    assert.equal(accepted.terms_version, current.version);
    assert.ok(accepted.terms_accepted_at <= Date.now() && accepted.terms_accepted_at >= current.created_at);
  });

  await t.test('a message from the desk is shown and acknowledged', async () => {
    const { results } = await ask('GET', `/api/postes/?search=${NAME}`);
    const mark = station.mark();
    await ask('POST', `/api/postes/${results[0].id}/command/`, { kind: 'message', text: 'Votre impression est prête.' });
    await station.says(/command: message/, mark);
    await station.picture('visit-06-message');
    const read = async () => (await ask('GET', `/api/postes/${results[0].id}/commands/`)).results[0].read_at;
    assert.equal(await read(), null);
    await station.press('Return');
    await station.says(/message: read/, mark);
    assert.ok(await until('the desk knows', read));
  });

  await t.test('who leaves early keeps the time', async () => {
    const mark = station.mark();
    await station.press('F4');
    await station.picture('visit-07-leave');
    await station.press('Return');
    await station.says(/leave: asked/, mark);
    assert.match(await station.says(/state: ended/, mark), /visiteur.*has_kept=true/);
    await station.picture('visit-08-kept');
    const left = await session(first.id);
    assert.equal(left.statut, 'terminee');
    assert.equal(left.end_reason, 'visiteur');
    const waiting = (await ask('GET', '/api/sessions/?statut=en_attente')).results[0];
    assert.ok(waiting, 'a session with the unused time waits');
    assert.ok(waiting.duration_s <= 1800 && waiting.duration_s > 1500, `${waiting.duration_s} s`);
    // The notice with the code stays until it is acknowledged.
    await until('the next visitor', async () => {
      await station.press('Return');
      return station.lines.slice(mark).some((line) => /state: locked/.test(line));
    });
    const [{ id }] = (await ask('GET', `/api/postes/?search=${NAME}`)).results;
    await ask('POST', `/api/sessions/${waiting.id}/start/`, { station_id: id });
    const open = await station.says(/state: open/, mark);
    assert.ok(Number(/remaining_ms=(\d+)/.exec(open)[1]) <= waiting.duration_s * 1000, open);
    first = waiting;
  });

  await t.test('when the time is used up the screen stays open for the grace, to save files', async () => {
    const { remaining_s } = await ask('GET', `/api/sessions/${first.id}/time_remaining/`);
    const mark = station.mark();
    await ask('POST', `/api/sessions/${first.id}/add_time/`, { minutes: -Math.floor((remaining_s - 5) / 60) });
    assert.match(await station.says(/state: ending/, mark, 90_000), /grace_ms=(Some\()?\d+/);
    await station.picture('visit-09-grace');
    assert.equal((await session(first.id)).statut, 'expiree', 'the grace is no time to be used');
    assert.match(await station.says(/state: ended/, mark), /temps_ecoule/);
    await station.says(/state: locked/, station.lines.findLastIndex((line) => /state: ended/.test(line)));
    await server.cli('audit', 'verify');
    assert.deepEqual(desk.complaints(), []);
  });
});
