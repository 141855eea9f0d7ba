#!/usr/bin/env bash
# Tests the station on a machine of its own, from the binaries in BIN: its package in a Debian 13 with a kernel, in an emulator with a
# graphics card, USB, a TPM and a sound card. `kiosk-machine.sh machine` takes a quarter of an hour where the processor has to be
# emulated too; `kiosk-machine.sh tpm` is about the TPM alone. It needs root, or sudo without a password.
set -euo pipefail
cd "$(dirname "$0")/.."
kind=$1
# Asked for by itself: what cannot be done is a failure.
tested="the station on a machine of its own" unable=1
. scripts/lib/root.sh
[ "$(uname -m)" = x86_64 ] || skip "The emulated station is a PC: it needs x86_64."
if [ "$(id -u)" -ne 0 ]; then
    exec "${as_root[@]}" env "GUICHET_TRIXIE=$trixie_cache" "MACHINE_ACCEL=${MACHINE_ACCEL:-}" "$0" "$kind"
fi
MACHINE_QEMU=$(trixie qemu)
root=$(trixie machine)
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
