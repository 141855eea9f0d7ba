// A bare machine becomes a site (INF-001): the playbook, a second time, only looked at, and what an administrator would then try.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { HOST, Machine, SERVER, listen, run, tries, workshop } from "./machine.mjs";

const PASSWORD = "un-mot-de-passe-a-changer";
const folder = workshop();
const machine = new Machine(folder);
let recipient;
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
    network_admin_networks: [10.10.0.0/24]
    network_station_interface: stations
    network_uplink_interface: uplink
    dnsfilter_addresses: [10.20.0.1]
    dnsfilter_server_address: 10.20.0.1
    dnsfilter_blocked: [interdit.example]
    dnsfilter_lists: [${join(folder, "liste")}]
    backup_recipients: ["${recipient}"]
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
  machine.station("poste1", "10.20.0.11");
  machine.station("poste2", "10.20.0.12");
  await machine.start();
  run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "direction", "-f", join(folder, "identity"));
  recipient = readFileSync(join(folder, "identity.pub"), "utf8").trim();
  writeFileSync(join(folder, "liste"), "# a list\n0.0.0.0 publicite.example\n");
  writeFileSync(inventory, site());
});
after(() => machine.stop());

test("a broken inventory stops before any machine is touched, naming line and variable", async () => {
  const broken = join(folder, "broken.yml");
  for (const [lines, said] of [
    ["    proxy_certificat: own", /broken\.yml:17: proxy_certificat is not a variable of any role; is it proxy_certificate\?/],
    ["    database_engine: mysql", /broken\.yml:17: database_engine of serveur: .*mysql/],
    ["    proxy_certificate_file: /nowhere/site.pem", /broken\.yml:17: proxy_certificate_file of serveur: there is no file/],
    ["    database_snapshot_minutes: often", /broken\.yml:17: database_snapshot_minutes of serveur: /],
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

test("stations reach the server, names and the web, and not each other", async () => {
  const ask = (name) => machine.sh(`host -t A ${name} 10.20.0.1`).match(/has address (\S+)/)?.[1];
  assert.equal(ask(HOST), "10.20.0.1");
  assert.equal(ask("interdit.example"), "0.0.0.0");
  assert.equal(ask("image.publicite.example"), "0.0.0.0");
  const closers = [await listen("poste2", 80), await listen(null, 80), await listen(null, 2525)];
  try {
    // By way of the server, since the switch parts the ports.
    for (const [name, other] of [["poste1", 12], ["poste2", 11]]) run("ip", "-n", name, "route", "replace", `10.20.0.${other}`, "via", "10.20.0.1");
    assert.ok(tries("poste1", "10.20.0.1", 443), "the proxy");
    assert.ok(tries("poste1", "10.10.0.1", 80), "the web");
    assert.ok(!tries("poste1", "10.10.0.1", 2525), "another port of the web");
    assert.ok(!tries("poste1", "10.20.0.1", 22), "ssh of the server");
    assert.ok(!tries("poste1", "10.20.0.1", 9090), "the measurements");
    assert.ok(!tries("poste1", "10.20.0.12", 80), "another station");
    // It is the firewall that parts them: without it they meet.
    machine.sh("nft flush ruleset");
    assert.ok(tries("poste1", "10.20.0.12", 80), "another station, without the firewall");
    machine.sh("systemctl reload nftables");
    assert.ok(!tries("poste1", "10.20.0.12", 80), "another station, with it again");
  } finally {
    for (const close of closers) close();
  }
});

test("a backup can be read by its key alone, and brings back what was there", async () => {
  machine.sh("rm -rf /var/lib/guichet/photos && install -d -o guichet -g guichet /var/lib/guichet/photos && echo visage > /var/lib/guichet/photos/une");
  const file = machine.sh("guichet-backup").trim();
  assert.ok(!machine.sh(`cat ${file} | tr -dc ' -~'`).includes("visage"));
  const drilled = await machine.play("drill.yml", inventory, "-e", `drill_identity_file=${join(folder, "identity")}`);
  assert.equal(drilled.code, 0, drilled.output);
  assert.match(drilled.output, /The audit log is sound/);
  run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", join(folder, "stranger"));
  const refused = await machine.play("drill.yml", inventory, "-e", `drill_identity_file=${join(folder, "stranger")}`);
  assert.notEqual(refused.code, 0);
  const rows = "runuser -u guichet -- sqlite3 /var/lib/guichet/guichet.db 'SELECT count(*) FROM users'";
  const before = machine.sh(rows);
  machine.sh("systemctl stop guichet; rm -rf /var/lib/guichet/guichet.db* /var/lib/guichet/photos; rm /etc/guichet/secret");
  machine.send(join(folder, "identity"), `guichet-restore ${file}`);
  assert.equal(machine.sh(rows), before);
  assert.equal(machine.sh("cat /var/lib/guichet/photos/une"), "visage\n");
  const played = await machine.play("verify.yml", inventory);
  assert.equal(played.code, 0, played.output);
});

test("another Pi-hole than the one that is meant is refused, and the names go on being answered", async () => {
  const given = ["-e", "dnsfilter_engine=pihole", "-e", `dnsfilter_pihole_sha256=${"0".repeat(64)}`];
  const refused = await machine.play("site.yml", inventory, "--tags", "dnsfilter", ...given, "-e", `dnsfilter_pihole_file=${join(folder, "liste")}`);
  assert.notEqual(refused.code, 0);
  assert.match(refused.output, /which is not dnsfilter_pihole_sha256/);
  assert.equal(refused.recap.serveur.changed, 0, refused.output);
  const unnamed = await machine.play("site.yml", inventory, "--tags", "dnsfilter", ...given);
  assert.match(unnamed.output, /none is taken unseen/);
  assert.match(machine.sh("host -t A interdit.example 10.20.0.1"), /has address 0\.0\.0\.0/);
});
