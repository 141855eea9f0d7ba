#!/usr/bin/env bash
# Installs from Debian what is missing, and nothing else: `setup.sh run` for the server and a station's window,
# `setup.sh test` for the tests as well, `setup.sh windows` for the station's client on Windows, `setup.sh site` for the playbooks,
# `setup.sh image` for the images that stations start from, `setup.sh boot` for their starts over the network, `setup.sh cluster` for
# several servers behind a proxy.
set -euo pipefail

fail() {
    echo "$*" >&2
    exit 1
}

# Rust and Node come from their own makers: too old in Debian 12.
command -v cargo > /dev/null || fail "Rust is missing: install it from https://rustup.rs, then run this again."
command -v node > /dev/null || fail "Node.js is missing: install version 20 or newer from https://nodejs.org, then run this again."
command -v npm > /dev/null || fail "npm is missing: it comes with Node.js from https://nodejs.org."
major=$(node -p 'process.versions.node.split(".")[0]')
[ "$major" -ge 20 ] || fail "Node.js $(node -v) is too old: version 20 or newer is needed, see https://nodejs.org."

missing=()
# need PACKAGE TEST...: the package is missing when the test fails.
need() {
    local package=$1
    shift
    "$@" > /dev/null 2>&1 || missing+=("$package")
}
libraries=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p)
library() {
    [[ $libraries == *"$1"* ]]
}
postgres_programs() {
    compgen -G '/usr/lib/postgresql/*/bin/initdb'
}
a_font() {
    [ -n "$(fc-list : family)" ]
}

need build-essential command -v cc
need pkg-config command -v pkg-config
need libxkbcommon-dev pkg-config --exists xkbcommon
# The station's window opens these while it runs.
need libxkbcommon-x11-0 library libxkbcommon-x11.so.0
need libx11-xcb1 library libX11-xcb.so.1
need libxcursor1 library libXcursor.so.1
need libxi6 library libXi.so.6
need libxrandr2 library libXrandr.so.2
if [ "${1:-test}" = test ]; then
    need postgresql postgres_programs
    need chromium command -v chromium
    # Backups are encrypted with it, for keys of ssh as well.
    need age command -v age
    need openssh-client command -v ssh-keygen
    # A debugger lets writes fail.
    need strace command -v strace
    need xvfb command -v Xvfb
    # The station's lock is tested in a Debian 13 of its own.
    need debootstrap test -e /usr/sbin/debootstrap
    # Newer software is published for stations, and signed.
    need dpkg-dev command -v dpkg-scanpackages
    need gpg command -v gpg
    # Stations are cut off from the server in networks of their own.
    need iproute2 test -e /usr/sbin/ip
    need nftables test -e /usr/sbin/nft
    need xdotool command -v xdotool
    need imagemagick command -v import
    # Images that stations without a disk start from.
    need mmdebstrap command -v mmdebstrap
    need squashfs-tools command -v mksquashfs
    need openssl command -v openssl
    need fontconfig command -v fc-list
    need fonts-dejavu-core a_font
fi
if [ "${1:-test}" = cluster ]; then
    need postgresql postgres_programs
    need caddy command -v caddy
fi
if [ "${1:-test}" = site ]; then
    # Ansible comes from its makers: Debian 12's is too old.
    need python3-venv python3 -c 'import ensurepip, venv'
    need openssh-client command -v ssh
    need systemd-container command -v systemd-nspawn
    need debootstrap test -e /usr/sbin/debootstrap
    need dpkg-dev command -v dpkg-scanpackages
    need iproute2 test -e /usr/sbin/ip
    # An authority that gives certificates by ACME, and a mail server that takes letters, for the tests.
    need pebble command -v pebble
    need python3-aiosmtpd /usr/bin/python3 -c 'import aiosmtpd'
    need openssl command -v openssl
fi
if [ "${1:-test}" = image ]; then
    need mmdebstrap command -v mmdebstrap
    need squashfs-tools command -v mksquashfs
    need openssl command -v openssl
fi
if [ "${1:-test}" = boot ]; then
    need debootstrap test -e /usr/sbin/debootstrap
    need mmdebstrap command -v mmdebstrap
    need squashfs-tools command -v mksquashfs
    need openssl command -v openssl
    need dpkg-dev command -v dpkg-scanpackages
    need iproute2 test -e /usr/sbin/ip
fi
# The developer's own toolchain where `rustup target add` gave it the target, else Debian's with the library's sources.
knows_windows() {
    [ -e "$(rustc --print sysroot)/lib/rustlib/x86_64-pc-windows-gnu" ]
}
has_sources() {
    compgen -G '/usr/lib/rustlib/src/rust/library/std'
}
if [ "${1:-test}" = windows ]; then
    need gcc-mingw-w64-x86-64 command -v x86_64-w64-mingw32-gcc
    if ! knows_windows; then
        need rustc-web test -x /usr/bin/rustc
        need cargo-web test -x /usr/bin/cargo
        need rust-web-src has_sources
    fi
    need wine command -v wine
    need wine64 test -e /usr/lib/wine/wine64
    need xvfb command -v Xvfb
    need xdotool command -v xdotool
    need imagemagick command -v import
    need zip command -v zip
fi
[ "${#missing[@]}" -gt 0 ] || exit 0

echo "Installing what is missing: ${missing[*]}"
command -v apt-get > /dev/null || fail "This is not Debian: install the equivalents of ${missing[*]} yourself."
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo > /dev/null || fail "Run \`apt-get install ${missing[*]}\` as root, then this again: there is no sudo here."
    as_root=(sudo)
fi
apt() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o=Dpkg::Use-Pty=0 "$@"
}
install() {
    apt install -y --no-install-recommends "$@" > /dev/null
}
apt update
# Only PostgreSQL's programs are wanted: the tests start their own. No cluster of the system's is made or started.
if [[ " ${missing[*]} " == *" postgresql "* ]]; then
    install postgresql-common
    conf=/etc/postgresql-common/createcluster.conf
    kept=$(mktemp)
    cp "$conf" "$kept"
    echo 'create_main_cluster = false' | "${as_root[@]}" tee -a "$conf" > /dev/null
    install postgresql || failed=1
    "${as_root[@]}" cp "$kept" "$conf"
    rm -f "$kept"
    [ -z "${failed:-}" ] || fail "PostgreSQL could not be installed."
fi
# Nor is the system's proxy: it would take port 80.
if [[ " ${missing[*]} " == *" caddy "* ]]; then
    unit=/etc/systemd/system/caddy.service
    [ -e "$unit" ] || { "${as_root[@]}" ln -s /dev/null "$unit"; masked=1; }
    install caddy || failed=1
    [ -z "${masked:-}" ] || "${as_root[@]}" rm -f "$unit" /etc/systemd/system/multi-user.target.wants/caddy.service
    [ -z "${failed:-}" ] || fail "Caddy could not be installed."
fi
install "${missing[@]}"
