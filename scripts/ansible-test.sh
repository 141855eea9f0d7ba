#!/usr/bin/env bash
# Tests the playbooks of ansible/ on a bare Debian 13 with a real systemd, from the binaries in BIN and with the Ansible in VENV:
# `ansible-test.sh` all, `ansible-test.sh upgrade` tests/ansible/upgrade.test.mjs alone. It needs root, or sudo without a password.
set -euo pipefail
cd "$(dirname "$0")/.."
tested="the provisioning of a site"
. scripts/lib/root.sh
trial "networks and mounts" --net --mount sh -c 'ip link add probe type bridge && mount -t tmpfs tmpfs /mnt'

# From here on nothing is an excuse.
logs=$PWD/target/ansible/logs
mkdir -p "$logs"
rm -f "$logs"/*
(cd ansible && ANSIBLE_HOME="$PWD/../target/ansible/home" PATH="$VENV/bin:$PATH" "$VENV/bin/ansible-lint" --offline --strict --profile production) 2>&1 |
    tee "$logs/lint.log"
SITE_ROOT=$(trixie site)
SERVER_DEB=$PWD/$(scripts/deb.sh server)
KIOSK_DEB=$PWD/$(scripts/deb.sh kiosk)

[ $# -gt 0 ] || set -- $(cd tests/ansible && basename -s .test.mjs ./*.test.mjs)
failed=()
for name in "$@"; do
    # Each has a network and mounts of its own.
    "${as_root[@]}" env "SITE_ROOT=$SITE_ROOT" "SERVER_DEB=$SERVER_DEB" "KIOSK_DEB=$KIOSK_DEB" "ANSIBLE_PLAYBOOK=$VENV/bin/ansible-playbook" \
        "ANSIBLE_TEST_LOGS=$logs" "ANSIBLE_HOME=$PWD/target/ansible/home" \
        unshare --net --mount node --test --test-reporter=spec "tests/ansible/$name.test.mjs" || failed+=("$name")
done
printf '%d s in all\n' "$SECONDS"
[ "${#failed[@]}" -eq 0 ] || {
    echo "failed: ${failed[*]}" >&2
    exit 1
}
