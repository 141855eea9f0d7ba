// What several servers on one PostgreSQL promise (docs/scale.md), with the figures of this run. One story: what takes a minute
// goes on while nodes are killed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '../e2e/lib/until.mjs';
import { Cluster } from './cluster.mjs';
import { Console, Station } from './sockets.mjs';
import { Writers } from './writers.mjs';

/** Sessions whose minute runs out while nodes are killed. */
const SHORT = 9;
const CHANGES = 150;
const KILLS = 6;
const RUNS = 30;

let cluster;
let access;
const stations = [];
const short = [];

before(async () => {
  cluster = await Cluster.start();
  access = await cluster.login();
  for (let number = 0; number < SHORT + 1; number += 1) {
    stations.push(await Station.open(cluster, `Grappe ${number}`));
  }
});

after(() => {
  for (const station of stations) station.close();
  return cluster?.stop();
});

const percentile = (values, part) => [...values].sort((a, b) => a - b)[Math.ceil(values.length * part) - 1];
const figures = (values) => [0.5, 0.99].map((part) => percentile(values, part).toFixed(1)).join(' / ');

async function started(station, minutes) {
  const session = await cluster.ask('POST', '/api/sessions/', { station_id: station.id, minutes }, access);
  await cluster.ask('POST', `/api/sessions/${session.id}/start/`, {}, access);
  return session.id;
}

test('a change made on one node reaches the sockets of all', async (t) => {
  const consoles = await Promise.all(cluster.nodes.map((node) => Console.open(node, access)));
  const id = await started(stations[SHORT], 60);
  const [whole, afterAnswer] = [[], []];
  for (let change = 0; change < CHANGES; change += 1) {
    const node = cluster.nodes[change % cluster.nodes.length];
    const asked = performance.now();
    const { version } = await node.ask('POST', `/api/sessions/${id}/add_time/`, { minutes: 1 }, access);
    const answered = performance.now();
    const others = consoles.filter((console) => console.node !== node);
    for (const console of others) {
      const at = await console.hears('time_added', (frame) => frame.session.session_id === id && frame.session.version >= version);
      whole.push(at - asked);
      afterAnswer.push(Math.max(0, at - answered));
    }
  }
  for (const console of consoles) console.close();
  const session = await cluster.ask('GET', `/api/sessions/${id}/`, undefined, access);
  assert.equal(session.version >= CHANGES, true);
  t.diagnostic(`${CHANGES} changes, to sockets of the other nodes: from the request ${figures(whole)} ms, from its answer ${figures(afterAnswer)} ms (p50 / p99; promised: under 100)`);
});

test('what is queued runs once, whichever node takes it', async () => {
  await cluster.rows(
    `INSERT INTO job_runs (id, job, scheduled_at, state, attempts, not_before)
     SELECT gen_random_uuid(), 'cleanup_old_logs', n, 'queued', 0, 0 FROM generate_series(1, ${RUNS}) n`,
  );
  const done = () => cluster.rows(`SELECT attempts FROM job_runs WHERE scheduled_at <= ${RUNS} AND state = 'done'`);
  await until('all have run', async () => (await done()).length === RUNS);
  assert.deepEqual(new Set(await done()), new Set(['1']));
});

test('killed nodes lose nothing that was acknowledged', async (t) => {
  for (const station of stations.slice(0, SHORT)) short.push(await started(station, 1));
  const writers = new Writers(cluster, access, 6);
  await writers.have(50);
  for (let kill = 0; kill < KILLS; kill += 1) {
    const node = cluster.nodes[kill % cluster.nodes.length];
    await node.kill();
    await writers.have(writers.done.length + 60);
    await node.serve();
    await writers.have(writers.done.length + 20);
  }
  await writers.stop();
  const issued = `SELECT id || ' ' || visitor_id FROM kiosk_sessions WHERE duration_s = ${Writers.MINUTES * 60} ORDER BY 1`;
  assert.deepEqual(await cluster.rows(issued), writers.done.toSorted(), 'what was acknowledged is there, and nothing twice');
  const visitors = await cluster.rows("SELECT count(*) FROM visitors WHERE last_name LIKE 'Grappe %'");
  assert.deepEqual(visitors, [String(writers.done.length)]);
  await cluster.cli('audit', 'verify');
  t.diagnostic(`${KILLS} kills: ${writers.done.length} sessions acknowledged and ${writers.done.length} there, ${writers.repeated} requests repeated`);
});

test('stations are back at another node', async (t) => {
  const lost = stations.map((station) => station.losses);
  t.diagnostic(`stations lost their socket ${lost.reduce((a, b) => a + b)} times; longest absence ${Math.max(...stations.map((s) => s.longest)).toFixed(0)} ms`);
  assert.ok(lost.some((losses) => losses > 0), 'nothing was tried');
  await Promise.all(stations.map((station) => station.isBack()));
  // And each hears of its own.
  const id = await cluster.ask('GET', `/api/postes/${stations[SHORT].id}/session_active/`, undefined, access).then((s) => s.id);
  const mark = stations[SHORT].mark();
  await cluster.nodes[0].ask('POST', `/api/sessions/${id}/add_time/`, { minutes: 2 }, access);
  await stations[SHORT].hears('time_added', (frame) => frame.session.session_id === id, mark);
});

test('timers fire once, whoever leads', async (t) => {
  const ids = short.map((id) => `'${id}'`).join(',');
  const open = `SELECT count(*) FROM kiosk_sessions WHERE id IN (${ids}) AND statut <> 'expiree'`;
  // The leader dies two seconds before the first end: it is missed when the ends are due.
  const [due] = await cluster.rows(`SELECT min(started_at) + 58000 FROM kiosk_sessions WHERE id IN (${ids})`);
  await until('the end is near', () => Date.now() >= Number(due));
  const leader = await cluster.leader();
  await leader.kill();
  await until('the minute is over', async () => (await cluster.rows(open))[0] === '0');
  await leader.serve();
  const told = await cluster.rows(
    `SELECT COALESCE(comment, to_state) || ' ' || count(*) FROM state_changes WHERE entity_id IN (${ids}) GROUP BY entity_id, COALESCE(comment, to_state)`,
  );
  const counts = new Set(told.map((row) => row.split(' ').at(-1)));
  assert.deepEqual(counts, new Set(['1']), told.join('; '));
  for (const word of ['expiree', 'avertissement 30 s', 'avertissement 10 s']) {
    assert.equal(told.filter((row) => row.startsWith(word)).length <= SHORT, true, word);
  }
  assert.equal(told.filter((row) => row.startsWith('expiree')).length, SHORT);
  const lines = `SELECT count(*) FROM audit_log WHERE action = 'expiration_session' AND entity_id IN (${ids})`;
  assert.deepEqual(await cluster.rows(lines), [String(SHORT)]);
  const late = await cluster.rows(`SELECT max(ended_at - started_at) - 60000 FROM kiosk_sessions WHERE id IN (${ids})`);
  t.diagnostic(`${SHORT} ends, the leader killed two seconds before: each once, the latest ${late} ms late (a leader is missed after 5 s)`);
});

test('a rolling restart costs nobody a second, and gives none away', async (t) => {
  const id = await cluster.ask('GET', `/api/postes/${stations[SHORT].id}/session_active/`, undefined, access).then((s) => s.id);
  const read = async () => {
    const asked = Date.now();
    const { session_active: session } = await cluster.ask('GET', `/api/postes/${stations[SHORT].id}/`, undefined, access);
    assert.equal(session.session_id, id);
    return { at: (asked + Date.now()) / 2, elapsed_ms: session.elapsed_ms };
  };
  const writers = new Writers(cluster, access, 2);
  const before = await read();
  for (const node of [...cluster.nodes, ...cluster.nodes]) {
    await node.halt();
    await node.serve();
  }
  const now = await read();
  await writers.stop();
  const error = now.elapsed_ms - before.elapsed_ms - (now.at - before.at);
  t.diagnostic(`${2 * cluster.nodes.length} restarts in ${((now.at - before.at) / 1000).toFixed(1)} s: the session's time is off by ${error.toFixed(0)} ms (promised: under 1,000)`);
  assert.ok(Math.abs(error) < 1000, `${error} ms`);
  const outages = await cluster.rows("SELECT count(*) FROM audit_log WHERE action = 'resume_after_outage'");
  assert.deepEqual(outages, ['0'], 'there was always somebody');
  await stations[SHORT].isBack();
});
