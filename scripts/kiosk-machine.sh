#!/usr/bin/env bash
# Tests the station on a machine of its own, from the binaries in BIN: its package in a Debian 13 with a kernel, in an emulator with a
# graphics card, USB, a TPM and a sound card. `kiosk-machine.sh machine` takes a quarter of an hour where the processor has to be
# emulated too; `kiosk-machine.sh tpm` is about the TPM alone. It needs root, or sudo without a password.
set -euo pipefail
cd "$(dirname "$0")/.."
kind=$1
fail() {
    echo "$*" >&2
    exit 1
}
[ "$(uname -sm)" = 'Linux x86_64' ] || fail "The emulated station is a PC: this needs Linux on x86_64."
cache=${GUICHET_TRIXIE:-${XDG_CACHE_HOME:-$HOME/.cache}/guichet/trixie}
if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2> /dev/null || fail "It needs root, or sudo without a password."
    exec sudo -n env "PATH=$PATH" "BIN=$BIN" "GUICHET_TRIXIE=$cache" "MACHINE_ACCEL=${MACHINE_ACCEL:-}" "$0" "$kind"
fi
export GUICHET_TRIXIE=$cache
MACHINE_QEMU=$(scripts/trixie.sh qemu)
root=$(scripts/trixie.sh machine)
MACHINE_FOLDER=$(mktemp -d "${TMPDIR:-/tmp}/guichet-machine-XXXXXX")
trap 'rm -rf "$MACHINE_FOLDER"' EXIT
tests/kiosk/image.sh "$root" "$(scripts/deb.sh)" "$MACHINE_FOLDER"

# A processor that is virtual itself may offer KVM and not keep to it: the kernel's first words tell. MACHINE_ACCEL=tcg,thread=multi
# does without asking.
kvm_allowed=${MACHINE_ACCEL:+no}
MACHINE_ACCEL=${MACHINE_ACCEL:-tcg,thread=multi}
if [ -z "$kvm_allowed" ] && [ -w /dev/kvm ]; then
    timeout 15 tests/kiosk/qemu.sh "$MACHINE_QEMU" "$MACHINE_FOLDER" qemu-system-x86_64 -accel kvm -cpu max -m 512 -nodefaults \
        -display none -serial stdio -no-reboot -kernel /machine/kernel -append 'console=ttyS0 panic=-1' \
        < /dev/null > "$MACHINE_FOLDER/kvm.log" 2>&1 || true
    ! grep -q 'Linux version' "$MACHINE_FOLDER/kvm.log" || MACHINE_ACCEL=kvm
fi
echo "The emulator runs with $MACHINE_ACCEL."
export MACHINE_QEMU MACHINE_FOLDER MACHINE_ACCEL
node --test --test-concurrency=1 --test-reporter=spec "tests/kiosk/$kind.test.mjs"
