// What Pi-hole would be told (INF-003): its program cannot be had where the tests run, so its settings are read as TOML, and no more.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { run } from "./machine.mjs";

const role = new URL("../../ansible/roles/dnsfilter/", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "guichet-pihole-"));
after(() => rmSync(folder, { recursive: true }));

const READ = "import json, sys, tomllib; print(json.dumps(tomllib.load(open(sys.argv[1], 'rb'))))";

function settings(...given) {
  const file = join(folder, "pihole.toml");
  const vars = [`@${role}defaults/main.yml`, "dnsfilter_upstream_addresses=['192.0.2.1']", ...given].flatMap((one) => ["-e", one.startsWith("@") ? one : `{${one.replace("=", ": ")}}`]);
  run(join(dirname(process.env.ANSIBLE_PLAYBOOK), "ansible"), "localhost", "-m", "ansible.builtin.template", "-a", `src=${role}templates/pihole.toml.j2 dest=${file}`, ...vars);
  return JSON.parse(run("/usr/bin/python3", "-c", READ, file));
}

test("nobody's questions are kept, unless the site wants them", () => {
  const quiet = settings();
  assert.deepEqual(quiet.dns.upstreams, ["192.0.2.1"]);
  assert.equal(quiet.dns.queryLogging, false);
  assert.equal(quiet.misc.privacylevel, 3);
  assert.deepEqual(quiet.database, { maxDBdays: 0, DBimport: false });
  // The rules that the role makes of the site's lists.
  assert.equal(quiet.misc.etc_dnsmasq_d, true);
  assert.match(quiet.webserver.port, /^127\.0\.0\.1:/);
  const open = settings("dnsfilter_log_queries=true", "dnsfilter_keep_days=2");
  assert.equal(open.dns.queryLogging, true);
  assert.equal(open.misc.privacylevel, 0);
  assert.deepEqual(open.database, { maxDBdays: 2, DBimport: true });
});
