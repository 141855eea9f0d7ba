// A PC with a disk becomes a station (KSK-001): the playbook, a second time, and what a visitor would find. Here the same machine is the
// server as well, so that the station has one to enrol at.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { HOST, Machine, SERVER, key, serverInventory, until, workshop } from "./machine.mjs";

const folder = workshop();
const machine = new Machine(folder);
const inventory = join(folder, "site.yml");
const HASH = `grub.pbkdf2.sha512.10000.${"0A".repeat(64)}.${"0B".repeat(64)}`;
const args = ["--tags", "database,server,proxy,station"];

/** The compositor draws to memory and has no seat; the kernel is for GRUB to find. */
function fitOut() {
  const dropIn = join(machine.root, "etc/systemd/system/kiosk-compositor.service.d");
  mkdirSync(dropIn, { recursive: true });
  const terminal = "PAMName=\nTTYPath=\nTTYReset=no\nTTYVHangup=no\nTTYVTDisallocate=no\nStandardInput=null";
  const screen = "Environment=WLR_BACKENDS=headless WLR_LIBINPUT_NO_DEVICES=1 WLR_RENDERER=pixman";
  writeFileSync(join(dropIn, "headless.conf"), `[Unit]\nConflicts=\n[Service]\n${terminal}\n${screen}\n`);
  mkdirSync(join(machine.root, "boot/grub"));
  for (const file of ["vmlinuz", "initrd.img"]) writeFileSync(join(machine.root, `boot/${file}-6.12-essai`), "");
}

before(async () => {
  machine.installOnDisk(process.env.SITE_ROOT);
  fitOut();
  machine.cable();
  await machine.start();
  writeFileSync(join(folder, "update.asc"), "-----BEGIN PGP PUBLIC KEY BLOCK-----\n");
  const station = {
    station_package: process.env.KIOSK_DEB,
    station_programs: false,
    station_grub_password_hash: HASH,
    station_update_key_file: join(folder, "update.asc"),
    station_devices: ["0bda:8153"],
  };
  const stations = { hosts: { poste: { ansible_host: SERVER, ansible_user: "root" } }, vars: station };
  writeFileSync(inventory, serverInventory({ backup_recipients: [key(join(folder, "identity"))] }, { stations }));
});
after(() => machine.stop());

test("a station that is not there yet can be looked at", async () => {
  const played = await machine.play("site.yml", inventory, ...args, "--check");
  assert.equal(played.code, 0, played.output);
  assert.equal(machine.sh("ls /usr/bin/guichet-kiosk 2> /dev/null || true"), "");
});

test("the playbook makes it a station, and a second time changes nothing", async () => {
  const first = await machine.play("site.yml", inventory, ...args);
  assert.equal(first.code, 0, first.output);
  const second = await machine.play("site.yml", inventory, ...args, "--diff");
  assert.equal(second.code, 0, second.output);
  assert.deepEqual([second.recap.serveur.changed, second.recap.poste.changed], [0, 0], second.output);
});

test("it starts into its lock, and waits at the server for an approval", async () => {
  assert.match(machine.sh("systemctl get-default"), /graphical\.target/);
  assert.match(machine.sh("systemctl is-enabled kiosk-compositor getty@tty1 || true"), /^enabled\nmasked$/m);
  await until("the lock", () => machine.sh("systemctl is-active --quiet kiosk-compositor kiosk-client kiosk-gate"));
  assert.match(machine.sh("cat /etc/guichet/kiosk.env"), new RegExp(`^GUICHET_SERVER=https://${HOST}$`, "m"));
  const ours = machine.sh("runuser -u guichet -- guichet --config /etc/guichet/guichet.toml station server-key").trim();
  const told = await until("the server", () => {
    const health = JSON.parse(machine.sh("guichet-kiosk health"));
    assert.equal(health.server_key, ours.slice(0, 8), JSON.stringify(health));
    return health;
  });
  assert.ok(told);
  await until("the request", () => assert.equal(machine.sh("runuser -u guichet -- sqlite3 /var/lib/guichet/guichet.db 'SELECT count(*) FROM enrolments'"), "1\n"));
});

test("its own devices are driven, and newer packages are looked for", () => {
  assert.match(machine.sh("cat /etc/udev/rules.d/40-station.rules"), /ATTRS\{idVendor\}=="0bda", ATTRS\{idProduct\}=="8153"/);
  assert.match(machine.sh("systemctl is-active kiosk-update.timer"), /^active/);
});

test("nobody edits the kernel line without a password, and the system starts without one", () => {
  const menu = machine.sh("grub-script-check /boot/grub/grub.cfg && cat /boot/grub/grub.cfg");
  assert.ok(menu.includes(`password_pbkdf2 guichet ${HASH}`));
  assert.match(menu, /^set superusers="guichet"$/m);
  const entries = menu.match(/^\s*menuentry .*/gm);
  const open = entries.filter((entry) => entry.includes("--unrestricted"));
  assert.equal(open.length, 1, entries.join("\n"));
  assert.match(open[0], /--class gnu-linux/);
  assert.ok(!menu.includes("recovery"));
  assert.match(menu, /vmlinuz-6\.12-essai .* quiet panic=10/);
  assert.match(menu, /set timeout=0/);
  assert.equal(machine.sh("stat -c %a /boot/grub/grub.cfg /etc/guichet/kiosk.env"), "600\n600\n");
});
