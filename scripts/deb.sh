#!/usr/bin/env bash
# Builds a Debian package from the binaries in BIN and prints where it is: `deb.sh` or `deb.sh kiosk` for the station, `deb.sh server`
# for the server. GUICHET_VERSION numbers it otherwise than its sources, and has to be what the binaries were built with.
set -euo pipefail
cd "$(dirname "$0")/.."
kind=${1:-kiosk}
bin=${BIN:-target/release}
version=${GUICHET_VERSION:-$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)}
architecture=$(dpkg --print-architecture)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

package=$work/package
cp -r "packaging/$kind/root" "$package"
# program NAME PATH: the binary, without what only a debugger reads.
program() {
    install -D -m 755 "$bin/$1" "$package/$2"
    strip --strip-debug "$package/$2"
}
# The oldest C library that has all that the programs ask of it: Debian 12 has 2.36, and what was built there runs on 13 as well.
libc() {
    find "$package/usr" -type f -perm /111 -exec objdump -T {} + 2> /dev/null | grep -o 'GLIBC_[0-9.]*' | sed 's/GLIBC_//' | sort -uV | tail -1
}
case $kind in
    kiosk)
        name=guichet-kiosk
        program guichet-kiosk usr/bin/guichet-kiosk
        program guichet-kiosk-gate usr/lib/guichet/kiosk-gate
        install -D -m 644 kiosk-client/fonts/OFL.txt "$package/usr/share/doc/$name/OFL.txt"
        ;;
    server)
        name=guichet
        program guichet usr/bin/guichet
        install -D -m 644 .env.example "$package/usr/share/doc/$name/env.example"
        ;;
    *)
        echo "deb.sh knows \`kiosk\` and \`server\`, not \`$kind\`." >&2
        exit 1
        ;;
esac
install -D -m 644 LICENSE "$package/usr/share/doc/$name/copyright"
# SBOM is what it is made of, where that was asked before.
bill=${SBOM:-$work/sbom.cdx.json}
[ -n "${SBOM:-}" ] || GUICHET_VERSION=$version scripts/sbom.mjs "$kind" > "$bill"
install -m 644 "$bill" "$package/usr/share/doc/$name/sbom.cdx.json"
install -d "$package/DEBIAN"
sed "s/@VERSION@/$version/; s/@ARCHITECTURE@/$architecture/; s/@LIBC@/$(libc)/" "packaging/$kind/debian/control.in" > "$package/DEBIAN/control"
install -m 755 "packaging/$kind"/debian/{postinst,prerm,postrm} "$package/DEBIAN/"
[ ! -e "packaging/$kind/debian/triggers" ] || install -m 644 "packaging/$kind/debian/triggers" "$package/DEBIAN/"
(cd "$package" && find etc -type f -printf '/%p\n' | sort) > "$package/DEBIAN/conffiles"
chmod -R u=rwX,go=rX "$package"

mkdir -p target/debian
file=target/debian/${name}_${version}_$architecture.deb
dpkg-deb --root-owner-group -Zgzip --build "$package" "$file" > /dev/null
echo "$file"
