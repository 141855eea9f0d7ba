/** Newer software: the real server gives it, a station of an older version takes it, with the package's own units. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { ROOT, Server } from '../e2e/lib/server.mjs';
import { until } from '../e2e/lib/until.mjs';
import { Box } from './lib/box.mjs';

const { KIOSK_ROOT: root, KIOSK_DEB: deb, KIOSK_NEWER: newer } = process.env;
const run = promisify(execFile);
const UPDATE_MS = 180_000;
let server, box, access, station, folder, before_it, after_it;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'guichet-update-'));
  server = await Server.start();
  access = await server.login('gerant');
  [before_it, after_it] = await Promise.all([deb, newer].map(versionOf));
  assert.notEqual(before_it, after_it);
  box = await Box.start({ server, root, deb });
  await box.says(/state: locked/);
  station = (await ask('GET', '/api/postes/?search=PC-01')).results[0].id;
});

after(async () => {
  await box?.stop();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const ask = (method, where, body) => server.ask(method, where, body, access);
const follow = (update_channel) => ask('PATCH', `/api/postes/${station}/reglages/`, { update_channel });
const installed = () => box.run('dpkg-query', '-W', '-f', '${Version}', 'guichet-kiosk');

async function versionOf(file) {
  return (await run('dpkg-deb', ['--field', file, 'Version'])).stdout.trim();
}

/** A key to throw away; gives its keyring and its public half. */
async function keyring(name) {
  const home = path.join(folder, name);
  await mkdir(home, { mode: 0o700 });
  const gpg = (...args) => run('gpg', ['--homedir', home, '--batch', '--passphrase', '', ...args]);
  await gpg('--quick-generate-key', `Essai ${name} <${name}@example.org>`, 'ed25519', 'sign', 'never');
  return { home, key: (await gpg('--armor', '--export')).stdout };
}

/** Publishes a package as an administrator does, signed with this keyring. */
function publish(channel, file, { home }) {
  const env = { ...process.env, GUICHET_PACKAGES_DIR: path.join(server.folder, 'data/paquets'), GNUPGHOME: home };
  return run(path.join(ROOT, 'scripts/publish.sh'), [channel, file], { env });
}

/** Asks for an update in the console; gives what became of it. */
async function updated() {
  const { id } = await ask('POST', `/api/postes/${station}/command/`, { kind: 'update' });
  return until('the station answers', async () => {
    const { results } = await ask('GET', `/api/postes/${station}/commands/?kind=update`);
    const asked = results.find((row) => row.id === id);
    return asked.state !== 'queued' && asked;
  }, UPDATE_MS);
}

/** The channel has reached the station's unit. */
async function follows(channel) {
  await follow(channel);
  await until(`the station follows ${channel}`, async () => await box.run('cat', '/var/lib/guichet-kiosk/update-channel') === channel);
}

async function isUnmoved(error) {
  const client = await box.pid('kiosk-client');
  const { state, error: told, version_before, version_after } = await updated();
  assert.equal(state, 'failed');
  assert.match(told, error);
  assert.deepEqual([version_before, version_after], [before_it, before_it]);
  assert.equal(await installed(), before_it);
  assert.equal(await box.pid('kiosk-client'), client, 'the client goes on');
  assert.equal(await box.showsDesktop(), false);
}

test('newer software', async (t) => {
  const ours = await keyring('ours');
  const other = await keyring('other');

  await t.test('the timer is on, and the client may start that one unit and not stop it', async () => {
    assert.equal(await box.run('systemctl', 'is-enabled', 'kiosk-update.timer'), 'enabled');
    const client = (...args) => box.run('runuser', '-u', 'kiosk', '--', 'systemctl', '--no-ask-password', ...args);
    await assert.rejects(client('start', 'kiosk-update.timer'), /denied|required/i);
    await assert.rejects(client('stop', 'kiosk-update.service'), /denied|required/i);
    await assert.rejects(client('start', 'getty@tty1.service'), /denied|required/i);
  });

  await t.test('without a key nothing is taken', async () => {
    await follows('stable');
    await publish('stable', newer, ours);
    await isUnmoved(/no key/);
  });

  await t.test('a package that another key signed is refused', async () => {
    await box.write('/etc/guichet/update.asc', other.key);
    await isUnmoved(/not signed|NO_PUBKEY|signature/i);
  });

  await t.test('a package that was changed after it was signed is refused', async () => {
    await box.write('/etc/guichet/update.asc', ours.key);
    const published = path.join(server.folder, 'data/paquets/stable', path.basename(newer));
    const whole = await readFile(published);
    const bent = Buffer.from(whole);
    bent[bent.length >> 1] ^= 1;
    await writeFile(published, bent);
    await isUnmoved(/mismatch|hash/i);
    await writeFile(published, whole);
  });

  await t.test('a station of no channel takes nothing, nor one of an empty channel', async () => {
    await follows('none');
    await isUnmoved(/channel is none/);
    await follows('test');
    await isUnmoved(/404|Failed to fetch|Release file/);
  });

  await t.test('in a session nothing is taken', async () => {
    await follows('stable');
    const session = await ask('POST', '/api/sessions/', { minutes: 20 });
    const mark = box.mark();
    await box.type(session.code);
    await box.says(/screen: open/, mark);
    await until('the desktop is on the screen', () => box.showsDesktop());
    const client = await box.pid('kiosk-client');
    const { state, error } = await updated();
    assert.deepEqual([state, error], ['failed', 'a session is open']);
    // Nor by the timer, which asks nobody.
    await assert.rejects(box.run('systemctl', 'start', 'kiosk-update.service'));
    assert.match(await box.run('cat', '/run/guichet-update/said'), /session is open/);
    assert.equal(await installed(), before_it);
    assert.equal(await box.pid('kiosk-client'), client);
    await box.visitor('true');
    await ask('POST', `/api/sessions/${session.id}/terminate/`, {});
    await box.says(/desktop: gone/, mark);
    await box.says(/state: locked/, mark);
  });

  await t.test('the newer version is taken, the screen stays locked, and the server hears of it', async () => {
    const mark = box.mark();
    const client = await box.pid('kiosk-client');
    const { state, error, version_before, version_after } = await updated();
    assert.deepEqual([state, error], ['done', null]);
    assert.deepEqual([version_before, version_after], [before_it, after_it]);
    assert.equal(await installed(), after_it);
    assert.notEqual(await box.pid('kiosk-client'), client, 'another client');
    assert.equal(await box.showsDesktop(), false);
    const screens = box.lines.slice(mark).filter(({ text }) => /screen: /.test(text)).map(({ text }) => text);
    assert.ok(screens.length > 0 && screens.every((text) => /screen: locked/.test(text)), screens.join('; '));
    await until('the server knows', async () => (await ask('GET', `/api/postes/${station}/`)).client_version === after_it);
    // What the administrator set on the station is as it was.
    assert.ok((await box.run('cat', '/etc/guichet/kiosk.env')).includes(server.url));
  });

  await t.test('it works as before, and there is nothing newer', async () => {
    const session = await ask('POST', '/api/sessions/', { minutes: 20 });
    const mark = box.mark();
    await box.type(session.code);
    await box.says(/screen: open/, mark);
    await until('the desktop is on the screen', () => box.showsDesktop());
    await ask('POST', `/api/sessions/${session.id}/terminate/`, {});
    await box.says(/state: locked/, mark);
    await box.says(/desktop: gone/, mark);
    const client = await box.pid('kiosk-client');
    const { state, version_before, version_after } = await updated();
    assert.deepEqual([state, version_before, version_after], ['done', after_it, after_it]);
    assert.equal(await box.pid('kiosk-client'), client, 'nothing was started again');
  });

  await t.test('an older package is not taken instead', async () => {
    await rm(path.join(server.folder, 'data/paquets/stable'), { recursive: true });
    await publish('stable', deb, ours);
    const { state } = await updated();
    assert.equal(state, 'done');
    assert.equal(await installed(), after_it);
  });
});
