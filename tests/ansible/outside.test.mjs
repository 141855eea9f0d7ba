// What a site has to do with the world: an authority that certifies its name by ACME (INF-007), here Pebble, and a mail server that
// takes the letters of its alerts (INF-016).
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { HOST, Machine, SERVER, key, run, serverInventory, until, workshop } from "./machine.mjs";

const HERE = "10.10.0.1";
// Seconds. Caddy renews when a third of it is left.
const VALIDITY = 90;
const folder = workshop();
const machine = new Machine(folder);
const inventory = join(folder, "site.yml");
const file = (name) => join(folder, name);
const children = [];

function background(program, args, env = {}) {
  const log = openSync(file(`${program.split("/").pop()}.log`), "a");
  children.push(spawn(program, args, { stdio: ["ignore", log, log], env: { ...process.env, ...env } }));
}

/** A certificate of this side of the cable, for its address. */
function certificate() {
  const subject = ["-subj", "/CN=essai", "-addext", `subjectAltName=IP:${HERE}`];
  run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", file("key.pem"), "-out", file("cert.pem"), ...subject);
}

function authority() {
  const listen = { listenAddress: `${HERE}:14000`, managementListenAddress: `${HERE}:15000`, httpPort: 80, tlsPort: 443 };
  const own = { certificate: file("cert.pem"), privateKey: file("key.pem"), certificateValidityPeriod: VALIDITY };
  writeFileSync(file("pebble.json"), JSON.stringify({ pebble: { ...listen, ...own } }));
  // It looks names up as this side does.
  writeFileSync(file("hosts"), `127.0.0.1 localhost\n${SERVER} ${HOST}\n`);
  run("mount", "--bind", file("hosts"), "/etc/hosts");
  background("pebble", ["-config", file("pebble.json")], { PEBBLE_VA_NOSLEEP: "1", PEBBLE_WFE_NONCEREJECT: "0" });
}

const ISSUED = `
import socket, ssl, sys
context = ssl.create_default_context(cafile=sys.argv[1])
with context.wrap_socket(socket.create_connection(("${SERVER}", 443), timeout=5), server_hostname="${HOST}") as link:
    print(link.getpeercert()["serialNumber"])`;
/** The number of the certificate that the proxy shows, which has to be the authority's, for this name, and valid. */
const issued = () => run("python3", "-c", ISSUED, file("root.pem")).trim();

before(async () => {
  machine.install(process.env.SITE_ROOT);
  machine.cable();
  certificate();
  authority();
  background("/usr/bin/python3", [new URL("letters.py", import.meta.url).pathname, HERE, "2525", file("cert.pem"), file("key.pem"), file("letters")]);
  await machine.start();
  const acme = { proxy_certificate: "acme", proxy_acme_directory: `https://${HERE}:14000/dir`, proxy_acme_root: file("cert.pem") };
  const mail = { monitoring_email: "accueil@guichet.test", monitoring_smtp: `${HERE}:2525`, monitoring_smtp_root: file("cert.pem") };
  writeFileSync(inventory, serverInventory({ ...acme, ...mail, backup_recipients: [key(file("identity"))] }));
  const args = ["--tags", "database,server,proxy,backup,monitoring"];
  const first = await machine.play("site.yml", inventory, ...args);
  assert.equal(first.code, 0, first.output);
  const second = await machine.play("site.yml", inventory, ...args);
  assert.equal(second.code, 0, second.output);
  assert.equal(second.recap.serveur.changed, 0, second.output);
});
after(async () => {
  for (const child of children) child.kill();
  await machine.stop();
});

test("the authority certifies the site's name by ACME, and does it again before the certificate runs out", async () => {
  await until("the authority's root", () => writeFileSync(file("root.pem"), run("curl", "--silent", "--fail", "--cacert", file("cert.pem"), `https://${HERE}:15000/roots/0`)));
  const first = await until("a certificate of the authority", issued);
  await until("another one", () => {
    // Caddy looks at its certificates every ten minutes, and when it starts.
    machine.sh("systemctl restart caddy");
    assert.notEqual(issued(), first);
  });
});

test("HTTP leads to HTTPS", () => {
  const head = run("curl", "--silent", "--head", `http://${HOST}/connexion`);
  assert.match(head, /^HTTP\/1\.1 301 /);
  assert.match(head, new RegExp(`^location: https://${HOST}/connexion\r$`, "im"));
});

test("an alert is written to the site's people", async () => {
  machine.sh("echo guichet_backup_success_seconds 1 > /var/lib/prometheus/node-exporter/guichet-backup.prom");
  const letter = await until("a letter", () => readFileSync(file("letters"), "utf8"));
  assert.match(letter, /^To: accueil@guichet\.test\r$/m);
  assert.match(letter, /BackupTooOld/);
  assert.match(letter, /There is no backup of the last 36 hours/);
});
