// A newer version, one that does not come up, and the way back (INF-004, INF-017), with packages of several numbers.
import assert from "node:assert/strict";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Machine, key, run, serverInventory, workshop } from "./machine.mjs";

const folder = workshop();
const machine = new Machine(folder);
const inventory = join(folder, "site.yml");
const recipient = key(join(folder, "identity"));

const sql = (text) => machine.sh(`runuser -u guichet -- sqlite3 /var/lib/guichet/guichet.db "${text}"`).trim();
const installed = () => machine.sh("dpkg-query -W -f '${Version}' guichet");
const ASK = "import urllib.request as r; print(r.urlopen('http://127.0.0.1:8000/health').read().decode())";
const healthy = () => assert.match(machine.sh(`python3 -c "${ASK}"`), /"status":"ok"/);

/** The server's package under another number, and with another program where one is given. */
function packaged(version, program) {
  const work = join(folder, version);
  run("dpkg-deb", "--raw-extract", process.env.SERVER_DEB, work);
  const control = join(work, "DEBIAN/control");
  writeFileSync(control, readFileSync(control, "utf8").replace(/^Version: .*$/m, `Version: ${version}`));
  if (program) {
    writeFileSync(join(work, "usr/bin/guichet"), program);
    chmodSync(join(work, "usr/bin/guichet"), 0o755);
  }
  const file = join(folder, `guichet_${version}.deb`);
  run("dpkg-deb", "--root-owner-group", "-Zgzip", "--build", work, file);
  return file;
}

const use = (file) => writeFileSync(inventory, serverInventory({ server_package: file, backup_recipients: [recipient] }));


// It has brought the schema further, then it dies at once.
const SPOILS = `#!/bin/sh
python3 -c "import sqlite3; c = sqlite3.connect('/var/lib/guichet/guichet.db'); c.execute('DELETE FROM users'); c.execute('CREATE TABLE later (x int)'); c.commit()"
echo "it does not come up" >&2
exit 1
`;

before(async () => {
  machine.install(process.env.SITE_ROOT);
  machine.cable();
  await machine.start();
  use(packaged("1.0"));
  const played = await machine.play("site.yml", inventory);
  assert.equal(played.code, 0, played.output);
  assert.equal(installed(), "1.0");
});
after(() => machine.stop());

test("an older package is no upgrade, and nothing is done for it", async () => {
  use(packaged("0.9"));
  const played = await machine.play("upgrade.yml", inventory);
  assert.notEqual(played.code, 0);
  assert.equal(installed(), "1.0");
  assert.equal(machine.sh("ls /var/lib/guichet-before-upgrade 2> /dev/null || true"), "");
  healthy();
});

test("a newer version that does not come up gives way to the older one and its data", async () => {
  const users = sql("SELECT count(*) FROM users");
  for (const [version, program] of [["2.0", SPOILS], ["2.1", "\x7fELF of another machine"]]) {
    use(packaged(version, program));
    const played = await machine.play("upgrade.yml", inventory);
    assert.notEqual(played.code, 0, version);
    assert.match(played.output, /Back with the data of then: 1\.0/, version);
    assert.equal(installed(), "1.0");
    assert.equal(sql("SELECT count(*) FROM users"), users);
    assert.equal(sql("SELECT count(*) FROM sqlite_master WHERE name = 'later'"), "0");
    healthy();
  }
  // It was the newer version that had spoilt it.
  assert.match(machine.sh("sqlite3 /var/lib/guichet-before-rollback/guichet.db .tables"), /users/);
});

test("a newer version comes after a backup, and keeps the data", async () => {
  const backups = () => machine.sh("ls /var/backups/guichet").trim().split("\n").length;
  const before = backups();
  const users = sql("SELECT count(*) FROM users");
  use(packaged("2.2"));
  const played = await machine.play("upgrade.yml", inventory);
  assert.equal(played.code, 0, played.output);
  assert.equal(installed(), "2.2");
  assert.equal(backups(), before + 1);
  assert.equal(sql("SELECT count(*) FROM users"), users);
  const again = await machine.play("site.yml", inventory);
  assert.equal(again.code, 0, again.output);
  assert.equal(again.recap.serveur.changed, 0, again.output);
});

test("the way back brings the data of then, and keeps what was done since", async () => {
  sql("CREATE TABLE later (x int)");
  const played = await machine.play("rollback.yml", inventory);
  assert.equal(played.code, 0, played.output);
  assert.equal(installed(), "1.0");
  assert.equal(sql("SELECT count(*) FROM sqlite_master WHERE name = 'later'"), "0");
  assert.match(machine.sh("sqlite3 /var/lib/guichet-before-rollback/guichet.db .tables"), /later/);
  healthy();
});
