#!/usr/bin/env bash
# Builds the Debian package of the station from the binaries in BIN: prints where it is. GUICHET_VERSION numbers it otherwise than
# its sources, and has to be what the binaries were built with.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=${BIN:-target/release}
version=${GUICHET_VERSION:-$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)}
architecture=$(dpkg --print-architecture)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp -r packaging/kiosk/root "$work/package"
install -D -m 755 "$bin/guichet-kiosk" "$work/package/usr/bin/guichet-kiosk"
install -D -m 755 "$bin/guichet-kiosk-gate" "$work/package/usr/lib/guichet/kiosk-gate"
strip --strip-debug "$work/package/usr/bin/guichet-kiosk" "$work/package/usr/lib/guichet/kiosk-gate"
install -D -m 644 LICENSE "$work/package/usr/share/doc/guichet-kiosk/copyright"
install -m 644 kiosk-client/fonts/OFL.txt "$work/package/usr/share/doc/guichet-kiosk/OFL.txt"
install -d "$work/package/DEBIAN"
sed "s/@VERSION@/$version/; s/@ARCHITECTURE@/$architecture/" packaging/kiosk/debian/control.in > "$work/package/DEBIAN/control"
install -m 755 packaging/kiosk/debian/{postinst,prerm,postrm} "$work/package/DEBIAN/"
install -m 644 packaging/kiosk/debian/triggers "$work/package/DEBIAN/"
(cd "$work/package" && find etc -type f -printf '/%p\n' | sort) > "$work/package/DEBIAN/conffiles"
chmod -R u=rwX,go=rX "$work/package"

mkdir -p target/debian
package=target/debian/guichet-kiosk_${version}_$architecture.deb
dpkg-deb --root-owner-group -Zgzip --build "$work/package" "$package" > /dev/null
echo "$package"
