#!/usr/bin/env bash
# Installs the packages of the binaries in BIN in a bare Debian 12 and a bare Debian 13, tries them, and removes them again. It needs
# root, or sudo without a password.
set -euo pipefail
cd "$(dirname "$0")/.."
tested="the packages on Debian 12 and 13"
. scripts/lib/root.sh
trial "networks and mounts" --net --mount sh -c 'ip link set lo up && mount -t tmpfs tmpfs /mnt'

server=$(scripts/deb.sh server)
kiosk=$(scripts/deb.sh kiosk)
try() {
    echo "== Debian $1"
    # shellcheck disable=SC2016
    "${as_root[@]}" unshare --net --mount --pid --fork --kill-child bash -euc '
        version=$1 root=$2 server=$3 kiosk=$4
        ip link set lo up
        mount --make-rprivate /
        mount -t tmpfs tmpfs /mnt
        mkdir /mnt/upper /mnt/work /mnt/root
        mount -t overlay overlay -o "lowerdir=$root,upperdir=/mnt/upper,workdir=/mnt/work" /mnt/root
        mount -t proc proc /mnt/root/proc
        # Packages set the kernel up, which is this machine as well.
        mount --bind -o ro /mnt/root/proc/sys /mnt/root/proc/sys
        mount --rbind /dev /mnt/root/dev
        cp "$server" /mnt/root/tmp/guichet.deb
        cp "$kiosk" /mnt/root/tmp/guichet-kiosk.deb
        cp tests/packages/inside.sh packaging/docker/healthy /mnt/root/tmp/
        exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot /mnt/root /tmp/inside.sh "$version"' sh "$@" "$server" "$kiosk"
}
try 12 "$(trixie bookworm)"
try 13 "$(trixie site)"
echo "Both packages install, work and go on Debian 13, the server on Debian 12 as well."
