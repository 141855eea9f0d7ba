// A bare machine becomes a site (INF-001): the playbook, a second time, only looked at, and what an administrator would then try.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { connect } from "node:tls";
import { HOST, Machine, SERVER, workshop } from "./machine.mjs";

const PASSWORD = "un-mot-de-passe-a-changer";
const folder = workshop();
const machine = new Machine(folder);
const inventory = join(folder, "site.yml");

function site(lines = "") {
  return `---
all:
  vars:
    site_name: Espace d'essai
    site_host: ${HOST}
    site_timezone: Indian/Reunion
    server_package: ${process.env.SERVER_DEB}
    server_admin_password: ${PASSWORD}
${lines}
  children:
    servers:
      hosts:
        serveur:
          ansible_host: ${SERVER}
          ansible_user: root
`;
}

before(async () => {
  machine.install(process.env.SITE_ROOT);
  machine.cable();
  await machine.start();
  writeFileSync(inventory, site());
});
after(() => machine.stop());

test("a broken inventory stops before any machine is touched, naming line and variable", async () => {
  const broken = join(folder, "broken.yml");
  for (const [lines, said] of [
    ["    proxy_certificat: own", /broken\.yml:9: proxy_certificat is not a variable of any role; is it proxy_certificate\?/],
    ["    database_engine: mysql", /broken\.yml:9: database_engine of serveur: .*mysql/],
    ["    proxy_certificate_file: /nowhere/site.pem", /broken\.yml:9: proxy_certificate_file of serveur: there is no file/],
    ["    database_snapshot_minutes: often", /broken\.yml:9: database_snapshot_minutes of serveur: /],
    ["    server_package: [", /broken\.yml/],
  ]) {
    writeFileSync(broken, site(lines));
    const played = await machine.play("site.yml", broken);
    assert.notEqual(played.code, 0, lines);
    assert.match(played.output, said);
    assert.equal(played.recap.serveur, undefined, "the machine was touched");
  }
});

test("a bare machine can be looked at without being changed", async () => {
  const played = await machine.play("site.yml", inventory, "--check");
  assert.equal(played.code, 0, played.output);
  assert.equal(machine.sh("ls /usr/bin/guichet /usr/bin/caddy 2> /dev/null || true"), "");
});

test("the playbook makes it a site, and a second time changes nothing", async () => {
  const first = await machine.play("site.yml", inventory);
  assert.equal(first.code, 0, first.output);
  assert.ok(first.recap.serveur.changed > 5);
  const second = await machine.play("site.yml", inventory, "--diff");
  assert.equal(second.code, 0, second.output);
  assert.equal(second.recap.serveur.changed, 0, second.output);
  const looked = await machine.play("site.yml", inventory, "--check");
  assert.equal(looked.code, 0, looked.output);
  assert.equal(looked.recap.serveur.changed, 0, looked.output);
  assert.match(machine.sh("systemctl is-system-running"), /running/);
});

test("the verify play passes", async () => {
  const played = await machine.play("verify.yml", inventory);
  assert.equal(played.code, 0, played.output);
});
