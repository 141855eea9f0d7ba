#!/usr/bin/env bash
# The disk of a station: `image.sh ROOT PACKAGE FOLDER` writes disk.img, kernel and initrd to FOLDER. ROOT is the Debian 13 of
# `trixie.sh machine`, and stays as it is.
#
# It is what `apt install ./guichet-kiosk_*.deb` leaves on a counter, with two things more: the agent of the emulator, through
# which the test looks inside, and agent.py in the visitor's unit, which does what a visitor might try. The server's address is on
# the kernel line.
set -euo pipefail
if [ "${1:-}" != inside ]; then
    exec unshare --mount "$0" inside "$@"
fi
shift
here=$(realpath "$(dirname "$0")")
lower=$(realpath "$1") package=$(realpath "$2") folder=$(realpath "$3")
mount --make-rprivate /
rm -rf "$folder/upper" "$folder/work"
mkdir -p "$folder/upper" "$folder/work" "$folder/root"
mount -t overlay overlay -o "lowerdir=$lower,upperdir=$folder/upper,workdir=$folder/work" "$folder/root"
cp "$lower"/boot/vmlinuz-* "$folder/kernel"
cp "$lower"/boot/initrd.img-* "$folder/initrd"
cd "$folder/root"

mount -t proc proc proc
cp "$package" tmp/station.deb
chroot . dpkg --install /tmp/station.deb > "$folder/install.log" 2>&1 || { cat "$folder/install.log" >&2; exit 1; }
rm tmp/station.deb
umount proc
# The emulated graphics card draws nothing by itself.
sed -i 's/^GUICHET_SERVER=.*/WLR_RENDERER=pixman/; s/^XKB_DEFAULT_LAYOUT=.*/XKB_DEFAULT_LAYOUT=us/' etc/guichet/kiosk.env
echo poste-machine > etc/hostname
: > etc/machine-id
# The one card of the station; nothing takes up another one.
mkdir -p etc/systemd/network etc/systemd/system/multi-user.target.wants
printf '[Match]\nDriver=virtio_net\n[Network]\nDHCP=yes\n' > etc/systemd/network/10-station.network
ln -s /usr/lib/systemd/system/systemd-networkd.service etc/systemd/system/multi-user.target.wants/
for unit in apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer \
    systemd-networkd-wait-online.service; do
    ln -sf /dev/null etc/systemd/system/$unit
done

install -m 755 "$here/agent.py" usr/local/lib/agent.py
mkdir -p etc/systemd/system/kiosk-visitor.service.d
cat > etc/systemd/system/kiosk-visitor.service.d/agent.conf <<'END'
[Service]
ExecStart=
ExecStart=/bin/sh -c 'python3 /usr/local/lib/agent.py serve & exec /usr/lib/guichet/visitor-session'
END
# An emulated processor is some thirty times slower than a real one: what watches over the client has to know.
mkdir -p etc/systemd/system/kiosk-client.service.d etc/systemd/system/kiosk-gate.service.d
printf '[Service]\nWatchdogSec=90s\nTimeoutStartSec=300s\n' > etc/systemd/system/kiosk-client.service.d/slow.conf
printf '[Service]\nTimeoutStartSec=300s\n' > etc/systemd/system/kiosk-gate.service.d/slow.conf
cat > etc/systemd/system/test-journal.service <<'END'
[Unit]
StartLimitIntervalSec=0
[Service]
ExecStart=/bin/sh -c 'exec journalctl -u kiosk-client -b -o json --output-fields=MESSAGE,__REALTIME_TIMESTAMP -n all -f > /dev/virtio-ports/guichet.journal'
Restart=always
RestartSec=1
END
ln -s ../test-journal.service etc/systemd/system/multi-user.target.wants/

rm -f "$folder/disk.img"
PATH=$PATH:/usr/sbin mke2fs -q -t ext4 -O ^has_journal -d "$folder/root" -E root_owner=0:0 "$folder/disk.img" 3G
cd /
umount "$folder/root"
rm -rf "$folder/upper" "$folder/work" "$folder/root"
