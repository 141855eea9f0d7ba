#!/usr/bin/env bash
# Starts machines without a disk from a site, in networks of their own that lead nowhere, from the binaries in BIN. `boot-test.sh short`
# is the way from the power button to the station's first word, `trust` what must not start, `cache` a place with a thin line, `story` a
# bare server that Ansible (in VENV) makes a site, and two PCs up to the lock. It needs root, or sudo without a password.
set -euo pipefail
cd "$(dirname "$0")/.."
kind=$1
tested="the start of stations over the network"
. scripts/lib/root.sh
[ "$(uname -m)" = x86_64 ] || skip "The emulated stations are PCs: it needs x86_64."
trial "networks and mounts" --net --mount sh -c 'ip tuntap add dev probe mode tap && mount -t tmpfs tmpfs /mnt'
image_cache=${GUICHET_IMAGE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/guichet/images}

# image PROFILE: where that image is; built once for the same sources, packages and programs, and signed with a key of the test.
image() {
    local deb folder
    deb=$(scripts/deb.sh kiosk)
    folder=$image_cache/$1-$( (find pxe/image -type f -print0 | sort -z | xargs -0 cat && dpkg-deb --fsys-tarfile "$deb" | tar -xO --wildcards '*/bin/*' '*/lib/*') |
        sha256sum | cut -c1-16)
    if [ ! -e "$folder/image.json" ]; then
        rm -rf "$image_cache/$1-"*
        "${as_root[@]}" env "GENERATION=2" "FLOOR=2" "DEB=$deb" "OUT=$folder" "KEY=$key" pxe/image/build.sh "$1" essai > "$logs/image.log" 2>&1 || {
            tail -20 "$logs/image.log" >&2
            exit 1
        }
    fi
    echo "$folder"
}

# From here on nothing is an excuse.
logs=$PWD/target/boot
mkdir -p "$logs" "$image_cache"
key=$image_cache/key
[ -e "$key" ] || (umask 077 && openssl genpkey -algorithm ed25519 -out "$key")
profile=test
[ "$kind" != story ] || profile=kiosk
BOOT_IMAGE=$(image $profile)
BOOT_ROOT=$(trixie boot)
told=("BOOT_IMAGE=$BOOT_IMAGE" "BOOT_KEY=$key" "BOOT_ROOT=$BOOT_ROOT" "BOOT_PICTURES=$logs" "PATH=$PATH" "BIN=$BIN")
if [ "$kind" = story ]; then
    SITE_ROOT=$(trixie site)
    SERVER_DEB=$PWD/$(scripts/deb.sh server)
    told+=("SITE_ROOT=$SITE_ROOT" "SERVER_DEB=$SERVER_DEB" "ANSIBLE_PLAYBOOK=$VENV/bin/ansible-playbook" "ANSIBLE_TEST_LOGS=$logs"
        "ANSIBLE_HOME=$PWD/target/ansible/home")
fi
# Whatever becomes of the test, its machines end with it. The machine that Ansible makes a site has processes of its own anyway.
apart=(--net --mount)
[ "$kind" = story ] || apart+=(--pid --fork --mount-proc --kill-child)
exec "${as_root[@]}" env "${told[@]}" \
    unshare "${apart[@]}" node --test --test-concurrency=1 --test-reporter=spec "tests/boot/$kind.test.mjs"
