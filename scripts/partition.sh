#!/usr/bin/env bash
# Cuts stations off from the server in network namespaces of their own, with the real client and the binaries in BIN. It
# needs root, or sudo without a password.
set -euo pipefail
cd "$(dirname "$0")/.."
tested="cut cables"
. scripts/lib/root.sh
trial networks --net sh -c 'ip link add probe type bridge && nft list tables'

exec "${as_root[@]}" unshare --net node --test --test-reporter=spec tests/e2e/net/*.test.mjs
