#!/usr/bin/env bash
# Tests the images that stations start from, from the binaries in BIN: one is built twice, looked into, and started on emulated
# machines against the real server. It needs root, or sudo without a password.
set -euo pipefail
cd "$(dirname "$0")/.."
# Asked for by itself: what cannot be done is a failure.
tested="the images that stations start from" unable=1
. scripts/lib/root.sh
[ "$(uname -m)" = x86_64 ] || skip "Stations are PCs: it needs x86_64."
if [ "$(id -u)" -ne 0 ]; then
    exec "${as_root[@]}" env "GUICHET_TRIXIE=$trixie_cache" "RELEASE_BIN=$RELEASE_BIN" "$0"
fi
# IMAGE_FOLDER: one that is there already.
if [ -z "${IMAGE_FOLDER:-}" ]; then
    BIN=$RELEASE_BIN tests/image/twice.sh test
    IMAGE_FOLDER=$PWD/target/images/test/essai
fi
MACHINE_QEMU=$(trixie boot)
export IMAGE_FOLDER MACHINE_QEMU MACHINE_ACCEL=${MACHINE_ACCEL:-tcg,thread=multi}
node --test --test-concurrency=1 --test-reporter=spec tests/image/start.test.mjs
