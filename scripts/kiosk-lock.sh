#!/usr/bin/env bash
# Tests the station's lock with its real units in a Debian 13, from the binaries in BIN: `kiosk-lock.sh lock` for the fast
# part, `kiosk-lock.sh update` for newer software (its package is KIOSK_NEWER), `kiosk-lock.sh desktop` for the visitor's
# programs, `kiosk-lock.sh breakout` for everything a visitor might try, `kiosk-lock.sh figures` to measure. It needs root, or sudo without a password.
set -euo pipefail
cd "$(dirname "$0")/.."
kind=$1

# Said aloud, since nothing below is proven then.
skip() {
    printf '\n**** NOT TESTED: the lock. %s ****\n\n' "$*" >&2
    exit 0
}
[ "$(uname -s)" = Linux ] || skip "It needs Linux."
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2> /dev/null || skip "It needs root, or sudo without a password."
    as_root=(sudo -n)
fi
cgroups=/sys/fs/cgroup
[ -e $cgroups/cgroup.procs ] || cgroups=$cgroups/unified
[ -e $cgroups/cgroup.procs ] || skip "This machine has no control groups of the second version."
# What boot.sh will do, on nothing.
"${as_root[@]}" unshare --mount --pid --ipc --cgroup --uts --fork sh -euc '
    mount --make-rprivate /
    mkdir "$1/guichet-probe" && rmdir "$1/guichet-probe"
    mount -t tmpfs tmpfs /mnt && cd /mnt && mkdir lower upper work root groups
    mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work root
    mount -t cgroup2 cgroup2 groups
' sh $cgroups 2> /dev/null ||
    skip "This machine lets not even root make namespaces and mounts: it is a container itself."

# From here on nothing is an excuse.
case $kind in lock | update) root=lock ;; *) root=desktop ;; esac
KIOSK_ROOT=$("${as_root[@]}" env "GUICHET_TRIXIE=${GUICHET_TRIXIE:-${XDG_CACHE_HOME:-$HOME/.cache}/guichet/trixie}" scripts/trixie.sh "$root")
KIOSK_DEB=$PWD/$(scripts/deb.sh)
export KIOSK_ROOT KIOSK_DEB
[ "$kind" != figures ] || exec node tests/kiosk/figures.mjs
exec node --test --test-concurrency=1 --test-reporter=spec "tests/kiosk/$kind.test.mjs"
