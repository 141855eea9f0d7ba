#!/usr/bin/env bash
# Starts machines without a disk from a site, in networks of their own that lead nowhere, from the binaries in BIN. `boot-test.sh short`
# is the way from the power button to the station's first word, `trust` what must not start, `cache` a place with a thin line, `screens`
# what a machine says that cannot start, `story` a bare server that Ansible (in VENV) makes a site, and two PCs up to the lock. Several
# are played side by side, each with a log of its own. It needs root, or sudo without a password.
set -euo pipefail
cd "$(dirname "$0")/.."
tested="the start of stations over the network"
. scripts/lib/root.sh
[ "$(uname -m)" = x86_64 ] || skip "The emulated stations are PCs: it needs x86_64."
trial "networks and mounts" --net --mount sh -c 'ip tuntap add dev probe mode tap && mount -t tmpfs tmpfs /mnt'
image_cache=${GUICHET_IMAGE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/guichet/images}

# image PROFILE: where that image is; built once for the same sources, packages and programs, and signed with a key of the test.
image() {
    local folder lock
    # Several parts want it at once.
    exec {lock}> "$image_cache/$1.lock"
    flock "$lock"
    folder=$image_cache/$1-$( (find pxe/image -type f -print0 | sort -z | xargs -0 cat && dpkg-deb --fsys-tarfile "$deb" | tar -xO --wildcards '*/bin/*' '*/lib/*') |
        sha256sum | cut -c1-16)
    if [ ! -e "$folder/image.json" ]; then
        rm -rf "$image_cache/$1-"*
        "${as_root[@]}" env "GENERATION=2" "FLOOR=2" "DEB=$deb" "OUT=$folder" "KEY=$key" pxe/image/build.sh "$1" essai > "$logs/image-$1.log" 2>&1 || {
            tail -20 "$logs/image-$1.log" >&2
            exit 1
        }
    fi
    exec {lock}>&-
    echo "$folder"
}

play() {
    local profile=test told image
    [ "$1" != story ] || profile=kiosk
    image=$(image $profile) || return
    told=("BOOT_IMAGE=$image" "BOOT_KEY=$key" "BOOT_ROOT=$boot_root" "BOOT_PICTURES=$logs" "PATH=$PATH" "BIN=$BIN")
    # Whatever becomes of the test, its machines end with it. The machine that Ansible makes a site has processes of its own anyway.
    local apart=(--net --mount)
    if [ "$1" = story ]; then
        told+=("SITE_ROOT=$site_root" "SERVER_DEB=$server_deb" "ANSIBLE_PLAYBOOK=$VENV/bin/ansible-playbook" "ANSIBLE_TEST_LOGS=$logs"
            "ANSIBLE_HOME=$PWD/target/ansible/home")
    else
        apart+=(--pid --fork --mount-proc --kill-child)
    fi
    "${as_root[@]}" env "${told[@]}" \
        unshare "${apart[@]}" node --test --test-concurrency=1 --test-reporter=spec "tests/boot/$1.test.mjs"
}

# lane PART...: one after the other. What failed is said in the end, and hinders nobody.
lane() {
    local part start
    for part in "$@"; do
        start=$SECONDS
        if (play "$part") > "$logs/$part.log" 2>&1; then
            printf '%6d s  %s: passed\n' $((SECONDS - start)) "$part"
        else
            printf '%6d s  %s: FAILED\n' $((SECONDS - start)) "$part"
        fi | tee "$logs/$part.result"
    done
}

# From here on nothing is an excuse.
logs=$PWD/target/boot
mkdir -p "$logs" "$image_cache"
key=$image_cache/key
[ -e "$key" ] || (umask 077 && openssl genpkey -algorithm ed25519 -out "$key")
deb=$PWD/$(scripts/deb.sh kiosk)
boot_root=$(trixie boot)
if [[ " $* " == *' story '* ]]; then
    site_root=$(trixie site)
    server_deb=$PWD/$(scripts/deb.sh server)
fi
if [ $# -eq 1 ]; then
    play "$1"
    exit
fi

# Three at a time: an emulated machine keeps about one core busy, the playbook waits for much, and `screens` waits more than it works.
others=()
for part in "$@"; do
    rm -f "$logs/$part.log" "$logs/$part.result"
    [[ $part =~ ^(story|screens)$ ]] || others+=("$part")
done
trap 'for job in $(jobs -p); do kill -- "-$job" 2> /dev/null || true; done' EXIT
trap 'exit 130' INT TERM
set -m
for part in story screens; do
    [[ " $* " != *" $part "* ]] || lane "$part" &
done
lane "${others[@]}" &
wait
set +m
failed=0
for part in "$@"; do
    grep -q passed "$logs/$part.result" 2> /dev/null && continue
    failed=1
    printf '\n== %s\n' "$part" >&2
    cat "$logs/$part.log" >&2
done
echo
for part in "$@"; do cat "$logs/$part.result"; done
printf '%6d s  in all\n' "$SECONDS"
exit $failed
