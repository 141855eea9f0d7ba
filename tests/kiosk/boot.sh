#!/usr/bin/env bash
# A station from its Debian package, under its own systemd, in namespaces: `boot.sh ROOT PACKAGE ENV`. It ends with this
# script. Nothing is written to ROOT, and no screen, keyboard or disk of this machine is seen.
#
# What differs from a station on a counter is one drop-in: the compositor draws to memory and has no seat.
set -euo pipefail
if [ "${1:-}" != inside ]; then
    # The namespace of control groups starts where its first process is.
    cgroups=/sys/fs/cgroup
    [ -e $cgroups/cgroup.procs ] || cgroups=/sys/fs/cgroup/unified
    group=$cgroups/guichet-test-$$
    mkdir "$group"
    echo $$ > "$group/cgroup.procs"
    unshare --mount --pid --ipc --cgroup --uts --fork --kill-child "$0" inside "$@" &
    child=$!
    # Killing the first process kills all of them; their groups are empty then, and can go.
    finish() {
        trap - EXIT TERM INT
        { kill -KILL "$child" && wait "$child"; } 2> /dev/null || true
        echo $$ > $cgroups/cgroup.procs
        for _ in {1..50}; do
            find "$group" -depth -type d -exec rmdir {} + 2> /dev/null || true
            [ -e "$group" ] || break
            sleep 0.1
        done
    }
    trap finish EXIT
    trap 'exit 0' TERM INT
    until first=$(cat "/proc/$child/task/$child/children") && [ -n "$first" ]; do sleep 0.05; done
    # The first process of the station, as this machine counts.
    echo $first
    wait "$child"
    exit
fi
exec > /dev/null
shift
lower=$(realpath "$1") package=$(realpath "$2") settings=$(realpath "$3")
root=/run/guichet-test
mount --make-rprivate /
mkdir -p $root
mount -t tmpfs -o mode=755 tmpfs $root
mkdir $root/upper $root/work $root/root
mount -t overlay overlay -o "lowerdir=$lower,upperdir=$root/upper,workdir=$root/work" $root/root
cd $root/root
mount -t proc proc proc
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
mount -t tmpfs -o mode=755 tmpfs dev
for node in null zero full random urandom tty; do
    touch dev/$node
    mount --bind /dev/$node dev/$node
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts
mount -t tmpfs -o mode=1777 tmpfs dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
hostname poste-essai
cp "$package" tmp/station.deb
printf '#!/bin/sh\nexit 0\n' > usr/sbin/policy-rc.d
chmod 755 usr/sbin/policy-rc.d
# What only the desktop needs may be left out of ROOT; what the lock needs may not.
chroot . dpkg --install /tmp/station.deb > tmp/install.log 2>&1 || { cat tmp/install.log >&2; exit 1; }
cp "$settings" etc/guichet/kiosk.env
mkdir -p etc/systemd/system/kiosk-compositor.service.d
cat > etc/systemd/system/kiosk-compositor.service.d/headless.conf <<'END'
[Unit]
Conflicts=
[Service]
PAMName=
TTYPath=
TTYReset=no
TTYVHangup=no
TTYVTDisallocate=no
StandardInput=null
Environment=WLR_BACKENDS=headless WLR_LIBINPUT_NO_DEVICES=1 WLR_RENDERER=pixman
ExecStartPost=/bin/sh -c 'until [ -S /run/kiosk/wayland-0 ]; do sleep 0.02; done'
ExecStartPost=/usr/bin/env XDG_RUNTIME_DIR=/run/kiosk WAYLAND_DISPLAY=wayland-0 /usr/bin/wlr-randr --output HEADLESS-1 --custom-mode 1920x1080
# A keyboard that is there from the start, as on a counter.
ExecStartPost=/bin/sh -c 'XDG_RUNTIME_DIR=/run/kiosk WAYLAND_DISPLAY=wayland-0 wtype -s 2000000000 &'
END
rm -f etc/resolv.conf etc/machine-id
touch etc/machine-id
for unit in systemd-udevd.service systemd-udev-trigger.service systemd-networkd.service systemd-resolved.service \
    systemd-timesyncd.service apt-daily.timer apt-daily-upgrade.timer fstrim.timer systemd-sysctl.service \
    systemd-modules-load.service sys-kernel-config.mount sys-kernel-debug.mount dev-hugepages.mount dev-mqueue.mount; do
    ln -sf /dev/null etc/systemd/system/$unit
done
mkdir -p old
pivot_root . old
umount -l /old
exec env -i container=guichet PATH=/usr/sbin:/usr/bin:/sbin:/bin /sbin/init --log-target=journal --show-status=no
