#!/usr/bin/env bash
# Tests the playbooks of ansible/ on a bare Debian 13 with a real systemd, from the binaries in BIN and with the Ansible in VENV. It
# needs root, or sudo without a password.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH=$PATH:/usr/sbin

# Said aloud, since nothing below is proven then.
skip() {
    printf '\n**** NOT TESTED: the provisioning of a site. %s ****\n\n' "$*" >&2
    exit 0
}
[ "$(uname -s)" = Linux ] || skip "It needs Linux."
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2> /dev/null || skip "It needs root, or sudo without a password."
    as_root=(sudo -n)
fi
# What the test will do, on nothing.
"${as_root[@]}" unshare --net --mount sh -c 'ip link add probe type bridge && mount -t tmpfs tmpfs /mnt' > /dev/null 2>&1 ||
    skip "This machine lets not even root make networks and mounts: it is a container itself."

# From here on nothing is an excuse.
logs=$PWD/target/ansible/logs
mkdir -p "$logs"
rm -f "$logs"/*
(cd ansible && ANSIBLE_HOME="$PWD/../target/ansible/home" PATH="$VENV/bin:$PATH" "$VENV/bin/ansible-lint" --offline --strict --profile production) 2>&1 |
    tee "$logs/lint.log"
SITE_ROOT=$("${as_root[@]}" env "GUICHET_TRIXIE=${GUICHET_TRIXIE:-${XDG_CACHE_HOME:-$HOME/.cache}/guichet/trixie}" scripts/trixie.sh site)
SERVER_DEB=$PWD/$(scripts/deb.sh server)
exec "${as_root[@]}" env "PATH=$PATH" "SITE_ROOT=$SITE_ROOT" "SERVER_DEB=$SERVER_DEB" "ANSIBLE_PLAYBOOK=$VENV/bin/ansible-playbook" \
    "ANSIBLE_TEST_LOGS=$logs" "ANSIBLE_HOME=$PWD/target/ansible/home" \
    unshare --net --mount node --test --test-concurrency=1 --test-reporter=spec tests/ansible/*.test.mjs
