/** The station's key and the TPM of its machine: an emulated PC that starts by its BIOS, and a software TPM. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { ROOT, Server } from '../e2e/lib/server.mjs';
import { until } from '../e2e/lib/until.mjs';
import { LONG_MS, Machine } from './lib/machine.mjs';

const { MACHINE_FOLDER: folder, MACHINE_QEMU: qemu, MACHINE_ACCEL: accel } = process.env;
const STATE = '/var/lib/guichet-kiosk';
// How an Ed25519 key begins that is not sealed.
const FIND = String.raw`LC_ALL=C grep -a -P '\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20'`;
// TPM2_Clear with the lockout's empty password, as a firmware's menu does it; prints what the TPM answers.
const CLEAR = 'import os; tpm = os.open("/dev/tpmrm0", os.O_RDWR); '
  + 'os.write(tpm, bytes.fromhex("80020000001b000001264000000a00000009400000090000000000")); '
  + 'print(int.from_bytes(os.read(tpm, 4096)[6:10], "big"))';
let server, access, machine, station, known;

before(async () => {
  await mkdir(path.join(ROOT, 'target/kiosk'), { recursive: true });
  server = await Server.start();
  access = await server.login('gerant');
  Machine.prototype.pictures = path.join(ROOT, 'target/kiosk');
  machine = await Machine.start({ server, folder, qemu, accel });
  await machine.awake();
});

after(async () => {
  await machine?.stop();
  await server?.stop();
});

const ask = (method, where, body) => server.ask(method, where, body, access);
/** The one machine that asks to be let in, and that this one shows itself to be. */
async function asking() {
  const { text } = await machine.says(/state: pending/, 0, LONG_MS);
  const { results } = await ask('GET', '/api/postes/enrolments/');
  assert.equal(results.length, 1);
  assert.ok(text.includes(results[0].fingerprint), text);
  return results[0];
}
const files = async () => (await machine.sh(`ls ${STATE} | grep key`)).split('\n');
/** Whether root of this machine can open a file: `1`, and there is a key in it; `0`. */
const opened = (file) => machine.sh(`systemd-creds --name=guichet-kiosk.key decrypt ${STATE}/${file} - 2> /dev/null | ${FIND} -c || true`);
const isIn = () => machine.says(/link: connected/, 0, LONG_MS);
/** Approves it as the station it was, and waits until it is. */
async function isTaken(enrolment, fingerprint) {
  await ask('POST', `/api/postes/enrolments/${enrolment}/approve/`, { station_id: station });
  await isIn();
  await machine.says(/state: locked/, 0, LONG_MS);
  await until('it is that station', async () => (await ask('GET', `/api/postes/${station}/`)).fingerprint === fingerprint);
}

test('a key that the TPM seals', async (t) => {
  await t.test('it is made on the station, and is on its disk sealed alone', async () => {
    const enrolment = await asking();
    await machine.says(/the station's key is sealed by the TPM/);
    assert.deepEqual(await files(), ['key.sealed']);
    assert.equal(await opened('key.sealed'), '1', 'where it was made it can be opened');
    assert.equal(await machine.sh(`${FIND} -rl ${STATE} /run /var/log /var/tmp /tmp /etc | wc -l`), '0');
    ({ id: station } = await ask('POST', `/api/postes/enrolments/${enrolment.id}/approve/`, {}));
    known = enrolment.fingerprint;
    await isIn();
    await machine.says(/state: locked/, 0, LONG_MS);
  });

  await t.test('the door to the TPM is the client’s alone', async () => {
    const knock = "import socket; socket.socket(socket.AF_UNIX).connect('/run/guichet-key.sock')";
    const as = (user) => machine.tried('/sbin/runuser', '-u', user, '--', 'python3', '-c', knock);
    assert.match((await as('visitor')).text, /PermissionError/);
    assert.match((await as('nobody')).text, /PermissionError/);
    assert.equal((await as('kiosk')).code, 0);
  });

  await t.test('after a power cut it is opened again: the same station', async () => {
    await machine.sh('sync');
    await machine.reset();
    await machine.awake();
    await isIn();
    await machine.says(/state: locked/, 0, LONG_MS);
    assert.deepEqual(await files(), ['key.sealed']);
    assert.equal((await ask('GET', `/api/postes/${station}/`)).fingerprint, known);
    assert.equal((await ask('GET', '/api/postes/enrolments/')).results.length, 0);
    await machine.sh('sync');
    await machine.stop();
  });

  await t.test('the same disk with another TPM is no station: it asks to be let in', async () => {
    machine = await Machine.start({ server, folder, qemu, accel, name: 'copy' });
    await machine.awake();
    await machine.says(/screen: locked/, 0, LONG_MS);
    const { fingerprint } = await asking();
    assert.notEqual(fingerprint, known);
    await machine.says(/sealed by another TPM/);
    assert.deepEqual(await files(), ['key.foreign', 'key.sealed']);
    assert.equal(await opened('key.foreign'), '0', 'nobody opens the old one there');
    assert.equal(machine.lines.some(({ text }) => /link: connected/.test(text)), false, 'it cannot log in');
    assert.equal((await ask('GET', `/api/postes/${station}/`)).fingerprint, known);
    await machine.screen('tpm-another');
  });

  await t.test('it is that station once somebody approves it as such', async () => {
    const [{ id, fingerprint }] = (await ask('GET', '/api/postes/enrolments/')).results;
    await isTaken(id, fingerprint);
    known = fingerprint;
  });

  await t.test('so does a station whose TPM was cleared, until it is approved again', async () => {
    assert.equal(await machine.sh(`sync; python3 -c '${CLEAR}'`), '0', 'the TPM says that it is cleared');
    await machine.reset();
    await machine.awake();
    const { id, fingerprint } = await asking();
    assert.notEqual(fingerprint, known);
    await machine.says(/sealed by another TPM/);
    assert.deepEqual(await files(), ['key.foreign', 'key.sealed']);
    assert.equal(await opened('key.foreign'), '0', 'nobody opens the old one any more');
    assert.equal(await opened('key.sealed'), '1');
    await isTaken(id, fingerprint);
  });
});
