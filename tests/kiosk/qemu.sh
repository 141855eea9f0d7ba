#!/usr/bin/env bash
# Runs a program of the emulator's Debian 13, such as `qemu.sh ROOT FOLDER qemu-system-x86_64 …`: FOLDER is /machine there. The
# network is this machine's own.
set -euo pipefail
if [ "${1:-}" != inside ]; then
    exec unshare --mount "$0" inside "$@"
fi
root=$2 folder=$3
shift 3
mount --make-rprivate /
mkdir -p "$root/machine"
mount --bind "$folder" "$root/machine"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
exec chroot "$root" "$@"
