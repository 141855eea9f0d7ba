// A bare Debian 13 with a real systemd, in a network of its own, reached over ssh as a site's server is. Everything is made in the
// network and mount namespace that scripts/ansible-test.sh made for the test, and goes away with it.
import { spawn, execFileSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export const SERVER = "10.10.0.2";
export const HOST = "guichet.test";
// One connection for all tasks of a play.
const SHARED = ["-o", "ControlMaster=auto", "-o", "ControlPersist=60s"];
const ANSIBLE = new URL("../../ansible/", import.meta.url).pathname;

export function run(program, ...args) {
  return execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** A key of ssh, for which a backup can be encrypted; gives back its public part. */
export function key(file) {
  run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "direction", "-f", file);
  return readFileSync(`${file}.pub`, "utf8").trim();
}

/** The inventory of a site of one server, with what a role could not do without. JSON is YAML. */
export function serverInventory(vars, groups = {}) {
  const site = { site_name: "Espace d'essai", site_host: HOST, site_timezone: "Africa/Kinshasa" };
  const server = { server_package: process.env.SERVER_DEB, server_admin_password: "un-mot-de-passe-a-changer", network_admin_networks: ["10.10.0.0/24"] };
  const machine = { ansible_host: SERVER, ansible_user: "root" };
  return JSON.stringify({ all: { vars: { ...site, ...server, ...vars }, children: { servers: { hosts: { serveur: machine } }, ...groups } } });
}

/** A folder in memory for all that the test makes. */
export function workshop() {
  run("mount", "--make-rprivate", "/");
  const folder = mkdtempSync(join(tmpdir(), "guichet-site-"));
  run("mount", "-t", "tmpfs", "tmpfs", folder);
  return folder;
}

export class Machine {
  constructor(folder) {
    this.folder = folder;
    this.root = join(folder, "root");
    this.key = join(folder, "key");
    this.ssh = ["-i", this.key, "-o", "StrictHostKeyChecking=no", "-o", `UserKnownHostsFile=${join(folder, "known")}`];
  }

  /** Lays it over the prepared root, so that the root stays as it was. */
  install(root) {
    for (const part of ["upper", "work", "root"]) mkdirSync(join(this.folder, part));
    const layers = `lowerdir=${root},upperdir=${join(this.folder, "upper")},workdir=${join(this.folder, "work")}`;
    run("mount", "-t", "overlay", "overlay", "-o", layers, this.root);
    this.prepare();
  }

  /** The same on a disk of its own, for programs that ask which one it is. */
  installOnDisk(root) {
    const disk = join(this.folder, "disk");
    mkdirSync(this.root);
    run("truncate", "--size", "3G", disk);
    run("mkfs.ext4", "-q", "-d", root, disk);
    this.loop = run("losetup", "--find", "--show", disk).trim();
    // Under another name: GRUB would look for a file behind a loop.
    this.disk = `/dev/guichet-${process.pid}`;
    run("cp", "--archive", this.loop, this.disk);
    run("mount", this.disk, this.root);
    this.prepare();
  }

  prepare() {
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", this.key);
    mkdirSync(join(this.root, "root/.ssh"), { recursive: true, mode: 0o700 });
    cpSync(`${this.key}.pub`, join(this.root, "root/.ssh/authorized_keys"));
    writeFileSync(join(this.root, "etc/hostname"), "serveur\n");
    appendFileSync(join(this.root, "etc/hosts"), `127.0.1.1 serveur\n${SERVER} ${HOST}\n`);
  }

  /** One cable to whoever administers it. */
  cable() {
    run("mount", "-t", "tmpfs", "tmpfs", "/run");
    run("ip", "link", "set", "lo", "up");
    run("ip", "netns", "add", "serveur");
    run("ip", "link", "add", "admin0", "type", "veth", "peer", "name", "uplink", "netns", "serveur");
    run("ip", "address", "add", "10.10.0.1/24", "dev", "admin0");
    run("ip", "link", "set", "admin0", "up");
    const inside = (...args) => run("ip", "-n", "serveur", ...args);
    inside("link", "set", "lo", "up");
    inside("address", "add", `${SERVER}/24`, "dev", "uplink");
    inside("link", "set", "uplink", "up");
    // The stations' side: a switch that lets no port speak to another one, with the server at its uplink.
    run("ip", "netns", "add", "switch");
    run("ip", "-n", "switch", "link", "add", "stations", "type", "bridge");
    run("ip", "-n", "switch", "link", "set", "stations", "up");
    run("ip", "link", "add", "server-port", "netns", "switch", "type", "veth", "peer", "name", "stations", "netns", "serveur");
    run("ip", "-n", "switch", "link", "set", "server-port", "master", "stations", "up");
    inside("address", "add", "10.20.0.1/24", "dev", "stations");
    inside("link", "set", "stations", "up");
  }

  /** A station on the station's switch, which parts its ports; `10.20.0.1` is the server. */
  station(name, address) {
    run("ip", "netns", "add", name);
    const at = (...args) => run("ip", "-n", name, ...args);
    run("ip", "link", "add", `${name}-port`, "netns", "switch", "type", "veth", "peer", "name", "eth0", "netns", name);
    run("ip", "-n", "switch", "link", "set", `${name}-port`, "master", "stations", "up");
    at("link", "set", "lo", "up");
    at("address", "add", `${address}/24`, "dev", "eth0");
    at("link", "set", "eth0", "up");
    at("route", "add", "default", "via", "10.20.0.1");
  }

  async start() {
    const console = openSync(join(this.folder, "console"), "a");
    const args = ["--quiet", "-D", this.root, "-M", "serveur", "--register=no", "--keep-unit", "--console=pipe", "--boot"];
    const network = ["--capability=CAP_NET_ADMIN,CAP_NET_RAW", "--network-namespace-path=/run/netns/serveur"];
    const env = { ...process.env, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: "1", SYSTEMD_NSPAWN_API_VFS_WRITABLE: "network" };
    const disk = this.disk ? [`--bind=${this.disk}`] : [];
    this.process = spawn("systemd-nspawn", [...args, ...network, ...disk], { stdio: ["ignore", console, console], env });
    await until("the machine answers over ssh", () => this.sh("systemctl is-system-running --wait || true"));
  }

  sh(command) {
    return run("ssh", ...this.ssh, "-o", "LogLevel=ERROR", `root@${SERVER}`, command);
  }

  /** Runs a command that reads a file from standard input. */
  send(file, command) {
    const args = [...this.ssh, "-o", "LogLevel=ERROR", `root@${SERVER}`, command];
    return execFileSync("ssh", args, { encoding: "utf8", input: readFileSync(file) });
  }

  /** Plays a playbook; gives back its end and what it printed. */
  play(playbook, inventory, ...args) {
    const all = ["-i", inventory, "--private-key", this.key, ...args, join("playbooks", playbook)];
    const env = { ...process.env, ANSIBLE_SSH_ARGS: [...this.ssh.slice(2), ...SHARED].join(" "), ANSIBLE_NOCOLOR: "1", ANSIBLE_SSH_CONTROL_PATH_DIR: join(this.folder, "ssh"), ANSIBLE_HOST_KEY_CHECKING: "False" };
    return new Promise((done) => {
      const child = spawn(process.env.ANSIBLE_PLAYBOOK, all, { cwd: ANSIBLE, env, stdio: ["ignore", "pipe", "pipe"] });
      let output = "";
      const take = (text) => {
        output += text;
        appendFileSync(join(process.env.ANSIBLE_TEST_LOGS, "plays.log"), text);
      };
      child.stdout.on("data", take);
      child.stderr.on("data", take);
      child.on("close", (code) => done({ code, output, recap: recap(output) }));
    });
  }

  async stop() {
    if (!this.process) return;
    const ended = new Promise((done) => this.process.once("exit", done));
    this.process.kill("SIGTERM");
    const late = setTimeout(() => this.process.kill("SIGKILL"), 20_000);
    await ended;
    clearTimeout(late);
    if (this.disk) {
      run("umount", "--lazy", this.root);
      run("rm", this.disk);
      run("losetup", "--detach", this.loop);
    }
  }
}

const LISTEN = `
import http.server, sys
http.server.HTTPServer(("0.0.0.0", int(sys.argv[1])), http.server.SimpleHTTPRequestHandler).serve_forever()`;
const TRY = `
import socket, sys
socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=5)`;

/** Serves HTTP at a station, or at the web side of the server; gives back how to stop it. */
export async function listen(station, port) {
  const inside = station ? ["ip", "netns", "exec", station] : ["env"];
  const child = spawn(inside[0], [...inside.slice(1), "python3", "-c", LISTEN, String(port)], { stdio: "ignore" });
  await until("it listens", () => run(...inside, "python3", "-c", TRY, "127.0.0.1", String(port)));
  return () => child.kill();
}

/** Whether a station reaches a port. */
export function tries(station, address, port) {
  try {
    run("ip", "netns", "exec", station, "python3", "-c", TRY, address, String(port));
    return true;
  } catch {
    return false;
  }
}

/** What the last lines of a play say of each machine. */
function recap(output) {
  const machines = {};
  for (const [, name, counts] of output.matchAll(/^(\S+)\s+: (ok=.*)$/gm)) {
    machines[name] = Object.fromEntries([...counts.matchAll(/(\w+)=(\d+)/g)].map(([, key, count]) => [key, Number(count)]));
  }
  return machines;
}

export async function until(what, ask) {
  let last;
  for (let attempt = 0; attempt < 240; attempt++) {
    try {
      return await ask();
    } catch (error) {
      last = error;
      await sleep(500);
    }
  }
  throw new Error(`never: ${what}`, { cause: last });
}
