#!/usr/bin/env bash
# Several servers on one PostgreSQL behind a proxy, on loopback: `cluster.sh` keeps them until it is interrupted, `cluster.sh test`
# kills some of them under load. Everything is thrown away at the end. NODES says how many servers; three unless told.
set -euo pipefail
cd "$(dirname "$0")/.."
export BIN="${BIN:-$PWD/target/debug}"

if [ "${1:-}" = test ]; then
    exec node --test --test-reporter=spec tests/cluster/*.test.mjs
fi
exec node tests/cluster/stand.mjs
