#!/usr/bin/env bash
# Cuts stations off from the server in network namespaces of their own, with the real client and the binaries in BIN. It
# needs root, or sudo without a password.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH=$PATH:/usr/sbin

# Said aloud, since nothing below is proven then.
skip() {
    printf '\n**** NOT TESTED: cut cables. %s ****\n\n' "$*" >&2
    exit 0
}
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2> /dev/null || skip "It needs root, or sudo without a password."
    as_root=(sudo -n env "BIN=$BIN" "PATH=$PATH")
fi
# What the test will do, on nothing.
"${as_root[@]}" unshare --net sh -c 'ip link add probe type bridge && nft list tables' > /dev/null 2>&1 ||
    skip "This machine lets not even root make networks: it is a container itself."

exec "${as_root[@]}" unshare --net node --test --test-reporter=spec tests/e2e/net/*.test.mjs
