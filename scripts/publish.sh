#!/usr/bin/env bash
# Puts the packages that `make deb` built into the repository of a channel, and signs it: `publish.sh stable|test [PACKAGE…]`.
#
# GUICHET_PACKAGES_DIR  the server's folder for them, as its own setting; data/paquets when empty
# GUICHET_SIGN_KEY      which key of the administrator's own keyring signs; gpg's default key when empty
#
# What was published before stays, so that a station that is reading finds what it was told of.
set -euo pipefail
cd "$(dirname "$0")/.."
channel=${1:-}
case $channel in
    stable | test) ;;
    *)
        echo "publish.sh knows the channels \`stable\` and \`test\`." >&2
        exit 1
        ;;
esac
for program in dpkg-scanpackages gpg; do
    [ -n "$(command -v $program)" ] || { echo "$program is missing: install dpkg-dev and gpg." >&2; exit 1; }
done
folder=${GUICHET_PACKAGES_DIR:-data/paquets}/$channel
packages=("${@:2}")
[ ${#packages[@]} -gt 0 ] || packages=(target/debian/guichet-kiosk_*.deb)
mkdir -p "$folder"
install -m 644 "${packages[@]}" "$folder/"
cd "$folder"

dpkg-scanpackages --multiversion . > Packages.new
mv Packages.new Packages
gzip -9 --no-name --keep --force Packages
{
    printf 'Origin: Guichet\nLabel: Guichet\nSuite: %s\nCodename: %s\n' "$channel" "$channel"
    printf 'Date: %s\nSHA256:\n' "$(LC_ALL=C date -u '+%a, %d %b %Y %H:%M:%S UTC')"
    for file in Packages Packages.gz; do
        printf ' %s %s %s\n' "$(sha256sum < "$file" | cut -d' ' -f1)" "$(stat -c %s "$file")" "$file"
    done
} > Release
sign=(gpg --batch --yes --armor)
[ -z "${GUICHET_SIGN_KEY:-}" ] || sign+=(--local-user "$GUICHET_SIGN_KEY")
"${sign[@]}" --clearsign --output InRelease.new Release
mv InRelease.new InRelease
"${sign[@]}" --detach-sign --output Release.gpg Release
echo "$folder: $(grep -c '^Package:' Packages) packages, signed"
