#!/usr/bin/env bash
# Tests the station's lock with its real units in a Debian 13, from the binaries in BIN: `kiosk-lock.sh lock` for the fast
# part, `kiosk-lock.sh update` for newer software (its package is KIOSK_NEWER), `kiosk-lock.sh desktop` for the visitor's
# programs, `kiosk-lock.sh breakout` for everything a visitor might try, `kiosk-lock.sh figures` to measure. It needs root, or sudo without a password.
set -euo pipefail
cd "$(dirname "$0")/.."
kind=$1

tested="the lock"
. scripts/lib/root.sh
cgroups=/sys/fs/cgroup
[ -e $cgroups/cgroup.procs ] || cgroups=$cgroups/unified
[ -e $cgroups/cgroup.procs ] || skip "This machine has no control groups of the second version."
# As boot.sh will do.
trial "namespaces and mounts" --mount --pid --ipc --cgroup --uts --fork sh -euc '
    mount --make-rprivate /
    mkdir "$1/guichet-probe" && rmdir "$1/guichet-probe"
    mount -t tmpfs tmpfs /mnt && cd /mnt && mkdir lower upper work root groups
    mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work root
    mount -t cgroup2 cgroup2 groups
' sh $cgroups

# From here on nothing is an excuse.
case $kind in lock | update) root=lock ;; *) root=desktop ;; esac
KIOSK_ROOT=$(trixie "$root")
KIOSK_DEB=$PWD/$(scripts/deb.sh)
export KIOSK_ROOT KIOSK_DEB
[ "$kind" != figures ] || exec node tests/kiosk/figures.mjs
exec node --test --test-concurrency=1 --test-reporter=spec "tests/kiosk/$kind.test.mjs"
