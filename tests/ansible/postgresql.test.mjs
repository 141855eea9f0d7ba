// A site on PostgreSQL (INF-001, INF-017): the roles that know of it, a second time, and back to a second of the past.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { HOST, Machine, SERVER, run, until, workshop } from "./machine.mjs";

const folder = workshop();
const machine = new Machine(folder);
const inventory = join(folder, "site.yml");
const identity = join(folder, "identity");
const sql = (text) => machine.sh(`cd / && runuser -u guichet -- psql -qtA guichet -c "${text}"`).trim();

before(async () => {
  machine.install(process.env.SITE_ROOT);
  machine.cable();
  await machine.start();
  run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "direction", "-f", identity);
  writeFileSync(
    inventory,
    `---
all:
  vars:
    site_name: Espace d'essai
    site_host: ${HOST}
    site_timezone: Africa/Kinshasa
    database_engine: postgresql
    server_package: ${process.env.SERVER_DEB}
    server_admin_password: un-mot-de-passe-a-changer
    network_admin_networks: [10.10.0.0/24]
    backup_recipients: ["${readFileSync(`${identity}.pub`, "utf8").trim()}"]
  children:
    servers:
      hosts:
        serveur:
          ansible_host: ${SERVER}
          ansible_user: root
`,
  );
});
after(() => machine.stop());

test("the playbook sets PostgreSQL up, and a second time changes nothing", async () => {
  const args = ["--tags", "database,server,backup"];
  const first = await machine.play("site.yml", inventory, ...args);
  assert.equal(first.code, 0, first.output);
  const second = await machine.play("site.yml", inventory, ...args);
  assert.equal(second.code, 0, second.output);
  assert.equal(second.recap.serveur.changed, 0, second.output);
  assert.equal(sql("SELECT username FROM users"), "admin");
});

test("the database can be had as it was at a second of the past", async () => {
  const at = sql("SELECT now()");
  // What comes after that second, to the clock of the database.
  await until("a later second", () => assert.equal(sql(`SELECT date_trunc('second', now()) > timestamptz '${at}'`), "t"));
  sql("CREATE TABLE later (x int)");
  const segment = machine.sh("cd / && runuser -u postgres -- psql -qtA -c 'SELECT pg_walfile_name(pg_switch_wal())'").trim();
  await until("the log is archived", () => machine.sh(`ls /var/lib/guichet-wal/${segment}`));
  machine.sh("install -d -o postgres /tmp/past");
  const tables = (when) => {
    machine.sh(`guichet-point-in-time '${when}' /tmp/past/dump`);
    return machine.sh("runuser -u postgres -- pg_restore --list /tmp/past/dump").match(/TABLE DATA public \w+/g).map((line) => line.split(" ")[3]);
  };
  const then = tables(at);
  assert.ok(then.includes("users") && !then.includes("later"), "as it was");
  assert.ok(tables("latest").includes("later"), "as it is");
  sql("DROP TABLE later");
});

test("a backup is restored beside the running server, and in its place", async () => {
  const file = machine.sh("guichet-backup").trim();
  const drilled = await machine.play("drill.yml", inventory, "-e", `drill_identity_file=${identity}`);
  assert.equal(drilled.code, 0, drilled.output);
  assert.match(drilled.output, /The audit log is sound/);
  sql("CREATE TABLE later (x int)");
  machine.send(identity, `guichet-restore ${file}`);
  assert.equal(sql("SELECT count(*) FROM pg_tables WHERE tablename = 'later' AND schemaname = 'public'"), "0");
  assert.equal(sql("SELECT username FROM users"), "admin");
});

test("what an upgrade kept comes back, and what was done since is kept", () => {
  assert.match(machine.sh("guichet-keep"), /^kept: /m);
  machine.sh("systemctl start guichet");
  sql("CREATE TABLE later (x int)");
  assert.match(machine.sh("guichet-back"), /^back: /m);
  assert.equal(sql("SELECT count(*) FROM pg_tables WHERE tablename = 'later' AND schemaname = 'public'"), "0");
  assert.equal(sql("SELECT username FROM users"), "admin");
  assert.match(machine.sh("pg_restore --list /var/lib/guichet-before-rollback/guichet.dump"), /TABLE DATA public later/);
  assert.match(machine.sh("systemctl is-active guichet"), /^active/);
});
