#!/usr/bin/env bash
# Makes a Debian 13 root for the station's tests, and prints where it is: `trixie.sh` for the lock alone, `trixie.sh desktop`
# with the visitor's programs as well, `trixie.sh machine` with a kernel, `trixie.sh qemu` for the emulator that runs it,
# `trixie.sh boot` for an emulator that starts over the network, with what a site needs to serve and sign that start,
# `trixie.sh site` for a bare server with a package archive of its own, so that a playbook finds there what it installs,
# `trixie.sh bookworm` for a bare Debian 12, on which the server has to run as well.
# Debian 12's compositors have no lock protocol; whatever machine runs the tests, the station is a Debian 13.
#
# It is kept outside the checkout, in GUICHET_TRIXIE or else ~/.cache/guichet/trixie, and made anew when the list of
# packages changes. Packages come from the mirror that this machine's own apt uses.
set -euo pipefail
cd "$(dirname "$0")/.."

kind=${1:-lock}
cache=${GUICHET_TRIXIE:-${XDG_CACHE_HOME:-$HOME/.cache}/guichet/trixie}
lock_packages=(systemd systemd-sysv dbus polkitd udev labwc wlr-randr wtype grim libwayland-client0 libwayland-bin
    libxkbcommon0 xkb-data procps python3-minimal swaybg foot wl-clipboard fonts-dejavu-core)
desktop_packages=(waybar fuzzel firefox-esr firefox-esr-l10n-fr libreoffice-writer libreoffice-calc libreoffice-gtk3 libreoffice-l10n-fr
    evince thunar xfconf locales hunspell-fr-classical adwaita-icon-theme librsvg2-common fonts-inter fonts-liberation
    wayland-utils wlrctl)
# The start from a disk, and what a counter has: sound, sticks, a TPM.
machine_packages=(linux-image-amd64 initramfs-tools zstd libpam-systemd qemu-guest-agent alsa-utils libtss2-esys-3.0.2-0t64
    libtss2-rc0t64 libtss2-tcti-device0t64 tpm-udev waybar fuzzel thunar locales adwaita-icon-theme librsvg2-common fonts-inter)
qemu_packages=(qemu-system-x86 swtpm dosfstools mtools e2fsprogs)
# The emulator with both firmwares; what serves a start over the network, and what signs it.
boot_packages=(qemu-system-x86 ipxe-qemu ovmf ipxe dnsmasq-base shim-signed grub-efi-amd64-signed systemd-boot-efi systemd-ukify sbsigntool
    python3-virt-firmware python3-jinja2 python3-yaml openssl nginx-light)
# What Debian's installer leaves on a server, and what the roles of ansible/ take from its archive.
site_packages=(systemd systemd-sysv systemd-resolved dbus udev python3 python3-apt openssh-server iproute2 procps ca-certificates
    openssl sudo grub2-common)
site_archive=(caddy sqlite3 postgresql age rsync dnsmasq bind9-host nftables prometheus prometheus-alertmanager
    prometheus-node-exporter unattended-upgrades chrony curl ipxe shim-signed grub-efi-amd64-signed nginx-light)
# What the station's package takes, which is of no use on a Debian 12.
station_archive=(labwc swaybg dbus-daemon libpam-systemd polkitd procps xkb-data libxkbcommon0 libwayland-client0)
bookworm_packages=(systemd openssl)
archive=()
suite=trixie

fail() {
    echo "$*" >&2
    exit 1
}
case $kind in
    lock) packages=("${lock_packages[@]}") ;;
    desktop) packages=("${lock_packages[@]}" "${desktop_packages[@]}") ;;
    machine) packages=("${lock_packages[@]}" "${machine_packages[@]}") ;;
    qemu) packages=("${qemu_packages[@]}") ;;
    boot) packages=("${boot_packages[@]}") ;;
    site) packages=("${site_packages[@]}") archive=("${site_archive[@]}" "${station_archive[@]}") ;;
    bookworm) packages=("${bookworm_packages[@]}") suite=bookworm ;;
    *) fail "trixie.sh knows \`lock\`, \`desktop\`, \`machine\`, \`qemu\`, \`boot\`, \`site\` and \`bookworm\`, not \`$kind\`." ;;
esac
root=$cache/$kind
wanted=$(printf '%s\n' "${packages[@]}" "${archive[@]}")
if [ "$(cat "$root/.packages" 2> /dev/null)" = "$wanted" ]; then
    echo "$root"
    exit
fi

[ "$(id -u)" -eq 0 ] || fail "A Debian root can only be made by root: run this with sudo."
[ -e /usr/sbin/debootstrap ] || fail "debootstrap is missing: scripts/setup.sh test installs it."
# The first source of Debian itself, as this machine's apt has it.
uri() {
    apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 'Created-By: Packages' | awk '$1 == "Debian" { print $2; exit }'
}
# It knows none before its first update.
[ -n "$(uri)" ] || apt-get -qq update || true
mirror=$(uri)
[ -n "$mirror" ] || fail "This machine's apt names no Debian mirror to take Debian 13 from: add one, then run apt-get update."

mkdir -p "$cache"
rm -rf "$root.new"
trap '[ $? -eq 0 ] || echo "Debian could not be installed in $root.new: see $root.log." >&2' EXIT
# What fails in there fails all of it, as it would not on the left of an `||`.
(
    /usr/sbin/debootstrap --variant=minbase "$suite" "$root.new" "$mirror"
    # Nothing here outlives a power cut, and nothing is started while it is installed.
    echo force-unsafe-io > "$root.new/etc/dpkg/dpkg.cfg.d/unsafe-io"
    printf '#!/bin/sh\nexit 101\n' > "$root.new/usr/sbin/policy-rc.d"
    chmod +x "$root.new/usr/sbin/policy-rc.d"
    printf 'path-exclude=/usr/share/%s/*\n' doc man locale help > "$root.new/etc/dpkg/dpkg.cfg.d/no-docs"
    printf 'path-include=/usr/share/locale/%s\n' 'fr/*' locale.alias >> "$root.new/etc/dpkg/dpkg.cfg.d/no-docs"
    chroot "$root.new" env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq -o=Dpkg::Use-Pty=0 install -y --no-install-recommends "${packages[@]}"
    rm -f "$root.new"/var/cache/apt/archives/*.deb "$root.new/usr/sbin/policy-rc.d"
    if [ "${#archive[@]}" -gt 0 ]; then
        chroot "$root.new" apt-get -qq install -y --no-install-recommends --download-only "${archive[@]}"
        mkdir "$root.new/srv/debian"
        mv "$root.new"/var/cache/apt/archives/*.deb "$root.new/srv/debian/"
        (cd "$root.new/srv/debian" && dpkg-scanpackages --multiversion . > Packages)
        echo 'deb [trusted=yes] file:/srv/debian ./' > "$root.new/etc/apt/sources.list"
        echo 'Acquire::Languages "none";' > "$root.new/etc/apt/apt.conf.d/99languages"
        chroot "$root.new" apt-get -qq update
    fi
) > "$root.log" 2>&1 < /dev/null
echo "$wanted" > "$root.new/.packages"
rm -rf "$root"
mv "$root.new" "$root"
echo "$root"
