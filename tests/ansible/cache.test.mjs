// A place whose line to the server is thin (INF-005): the playbook makes a bare machine keep its images, a second time changes nothing,
// and a station there gets what it starts from it, in ranges, with the server away, too.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Server } from "../e2e/lib/server.mjs";
import { Machine, SERVER, key, run, serverInventory, until, workshop } from "./machine.mjs";

/** The server, at the other end of the line. */
const AFAR = "10.10.0.1";
/** The cache, as its stations know it. */
const NEAR = "10.20.0.1";
const ROOT_SIZE = 9_000_000;
const folder = workshop();
const machine = new Machine(folder);
const inventory = join(folder, "site.yml");
// The server is somewhere else, and not this play's business.
const only = ["--limit", "caches:localhost"];
const root = randomBytes(ROOT_SIZE);
let server;

/** An image of which nothing but the bytes matters here. */
function image(where) {
  mkdirSync(where, { recursive: true });
  const parts = { kernel: randomBytes(1000), initrd: randomBytes(1000), root };
  const described = Object.entries(parts).map(([part, bytes]) => {
    writeFileSync(join(where, part), bytes);
    return [part, { file: part, size: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") }];
  });
  const image = { profile: "kiosk", version: "1", built_at: 0, command_line: "quiet", generation: 1, floor: 1 };
  writeFileSync(join(where, "image.json"), JSON.stringify({ ...image, ...Object.fromEntries(described) }));
}

/** What a station there is given. */
function given(path, ...args) {
  const file = join(folder, "given");
  const head = run("ip", "netns", "exec", "poste1", "curl", "--silent", "--fail", "--dump-header", "-", "--output", file, ...args, `http://${NEAR}${path}`);
  return { head, bytes: run("sha256sum", file).split(" ")[0] };
}

const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");

before(async () => {
  machine.install(process.env.SITE_ROOT);
  machine.cable();
  machine.station("poste1", "10.20.0.11");
  await machine.start();
  image(join(folder, "images/kiosk/1"));
  server = await Server.start({ host: AFAR, port: 80, env: { GUICHET_IMAGES_DIR: join(folder, "images") } });
  const access = await server.login("gerant");
  await server.ask("POST", "/api/boot/images/publier/", { profile: "kiosk", version: "1", channel: "stable" }, access);
  const cache = {
    site_boot_address: NEAR,
    site_boot_interface: "stations",
    network_station_interface: "stations",
    pxe_network: "10.20.0.0/24",
    pxe_dhcp: "own",
    pxe_range_first_address: "10.20.0.50",
    pxe_range_last_address: "10.20.0.99",
    cache_server_address: AFAR,
    cache_size: "1g",
  };
  const caches = { hosts: { antenne: { ansible_host: SERVER, ansible_user: "root" } }, vars: cache };
  writeFileSync(inventory, serverInventory({ backup_recipients: [key(join(folder, "identity"))] }, { caches }));
});
after(async () => {
  await machine.stop();
  await server?.stop();
});

test("a machine that is no cache yet can be looked at", async () => {
  const played = await machine.play("site.yml", inventory, ...only, "--check");
  assert.equal(played.code, 0, played.output);
  assert.equal(machine.sh("ls /usr/sbin/nginx 2> /dev/null || true"), "");
});

test("the playbook makes it a cache, and a second time changes nothing", async () => {
  const first = await machine.play("site.yml", inventory, ...only);
  assert.equal(first.code, 0, first.output);
  assert.ok(first.recap.antenne.changed > 5);
  assert.equal(first.recap.serveur, undefined, "the server is left alone");
  for (const more of ["--diff", "--check"]) {
    const again = await machine.play("site.yml", inventory, ...only, more);
    assert.equal(again.code, 0, again.output);
    assert.equal(again.recap.antenne.changed, 0, again.output);
  }
  assert.match(machine.sh("systemctl is-system-running"), /running/);
  assert.equal(machine.sh("systemctl is-active nginx guichet-pxe nftables"), "active\nactive\nactive\n");
});

test("a station there is told to fetch from the cache, which has what it starts first", () => {
  const script = run("ip", "netns", "exec", "poste1", "curl", "--silent", "--fail", `http://${NEAR}/boot/ipxe?mac=52:54:00:30:09:01&platform=efi`);
  assert.match(script, new RegExp(`guichet\\.root=http://${NEAR.replaceAll(".", "\\.")}/images/kiosk/1/root`));
  const small = machine.sh("sha256sum /usr/lib/ipxe/undionly.kpxe").split(" ")[0];
  assert.equal(given("/boot/files/undionly.kpxe").bytes, small);
  assert.throws(() => given("/api/health/"), "nothing else is passed on");
});

test("an image goes over the line once: ranges of it are given with the server away", async () => {
  assert.equal(given("/images/kiosk/1/root").bytes, digest(root));
  await until("all pieces are kept", () => assert.ok(Number(machine.sh("du -sb /var/cache/guichet-images").split(/\s/)[0]) > ROOT_SIZE));
  await server.halt();
  const part = given("/images/kiosk/1/root", "--range", "4194000-4195000");
  assert.match(part.head, /^HTTP\/1\.1 206 /);
  assert.match(part.head, new RegExp(`^content-range: bytes 4194000-4195000/${ROOT_SIZE}\r$`, "im"));
  assert.equal(part.bytes, digest(root.subarray(4_194_000, 4_195_001)), "a range over the border of two pieces");
  assert.equal(given("/images/kiosk/1/root").bytes, digest(root));
});
