#!/usr/bin/env bash
# Runs in a bare Debian, as root: installs /tmp/guichet.deb, has it work, and removes it. `inside.sh VERSION` is Debian's.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
apt() {
    apt-get -qq -o=Dpkg::Use-Pty=0 "$@"
}
server=(setpriv --reuid guichet --regid guichet --init-groups env GUICHET_ADMIN_INITIAL_PASSWORD=un-mot-de-passe-a-changer
    guichet --config /etc/guichet/guichet.toml)
apt install -y --no-install-recommends /tmp/guichet.deb
[ "$(stat -c '%U %a' /etc/guichet/secret)" = "guichet 600" ]
# What it is made of.
grep -q '"pkg:cargo/axum@' /usr/share/doc/guichet/sbom.cdx.json
install -d -o guichet -g guichet -m 700 /var/lib/guichet
"${server[@]}" init-data
"${server[@]}" doctor
"${server[@]}" serve &
until /tmp/healthy 2> /dev/null; do kill -0 $! && sleep 0.2; done
kill $!
wait $!
"${server[@]}" audit verify

# What was there stays, until it is asked for to go.
apt remove -y guichet
[ -e /var/lib/guichet/guichet.db ] && [ ! -e /usr/bin/guichet ]
apt purge -y guichet
[ ! -e /var/lib/guichet ] && [ ! -e /etc/guichet/secret ]

if [ "$1" -ge 13 ]; then
    apt install -y --no-install-recommends /tmp/guichet-kiosk.deb
    guichet-kiosk --version
    [ "$(readlink /etc/systemd/system/default.target)" = /usr/lib/systemd/system/graphical.target ]
    apt purge -y guichet-kiosk
    [ ! -L /etc/systemd/system/default.target ]
else
    # It has no compositor that can lock: it says so, and nothing is installed.
    ! said=$(apt-get -q install -y --no-install-recommends /tmp/guichet-kiosk.deb 2>&1)
    echo "$said"
    [[ $said == *'systemd (>= 257)'* ]]
    [ ! -e /usr/bin/guichet-kiosk ]
fi
