#!/usr/bin/env bash
# Builds an image that stations start from: `build.sh PROFILE [VERSION]` writes target/images/PROFILE/VERSION and prints where it is.
#
# PROFILE            test, kiosk or minimal
# VERSION            the date by default
# BIN or DEB         where the client's binaries are, or the station's package
# SOURCE_DATE_EPOCH  the instant of the build; with the same one and the same packages, every byte is the same
# GENERATION, FLOOR  which images are older than others, and which ones are too old once this one was well: see docs/images.md
# RELEASE=1          smaller, at twelve times the work
# KEY                the site's key, which signs; made in target/images/signing.key when not given
# OUT                another folder for the image
#
# The packages are Debian 13's, from the mirror that this machine's own apt uses.
set -euo pipefail
sources=$(realpath "$(dirname "$0")")
cd "$sources/../.."

fail() {
    echo "$*" >&2
    exit 1
}
# Nothing of who builds reaches the image: what is not named here is not there.
if [ -z "${IMAGE_SOURCES:-}" ]; then
    now=$(date +%s)
    # cargo is asked while it still knows its home.
    if [ -z "${DEB:-}" ]; then
        mkdir -p target/sbom
        scripts/sbom.mjs kiosk > target/sbom/guichet-kiosk.cdx.json
    fi
    exec env -i "PATH=$PATH:/usr/sbin:/sbin" LC_ALL=C.UTF-8 HOME=/nonexistent "IMAGE_SOURCES=$sources" "TMPDIR=${TMPDIR:-/tmp}" \
        "SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$((now - now % 86400))}" "BIN=${BIN:-target/release}" "DEB=${DEB:-}" "KEY=${KEY:-}" \
        "RELEASE=${RELEASE:-}" "GENERATION=${GENERATION:-}" "FLOOR=${FLOOR:-0}" "OUT=${OUT:-}" "$0" "$@"
fi
umask 022
export PROFILE=${1:?which profile: test, kiosk or minimal} VERSION=${2:-}
[ -n "$VERSION" ] || VERSION=$(date -u --date="@$SOURCE_DATE_EPOCH" +%Y.%m.%d)
[[ $VERSION =~ ^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$ ]] || fail "A version has letters, digits and . _ - only: \`$VERSION\` cannot be one."
export GENERATION=${GENERATION:-$((SOURCE_DATE_EPOCH / 86400))} FLOOR
[[ $GENERATION =~ ^[0-9]+$ && $FLOOR =~ ^[0-9]+$ && $FLOOR -le $GENERATION ]] \
    || fail "GENERATION and FLOOR are numbers, and no image is older than what it allows: $GENERATION, $FLOOR."
# Which packages and which files of ours; what the programs need beside the image, in MiB; and what the kernel is told.
lists=(base)
case $PROFILE in
    test) MEMORY=256 command_line='quiet loglevel=3 console=tty0 console=ttyS0,115200' lists+=(test) ;;
    kiosk) MEMORY=1200 command_line='quiet loglevel=3' lists+=(station desktop) ;;
    minimal) MEMORY=900 command_line='quiet loglevel=3' lists+=(station) ;;
    *) fail "There are the profiles \`test\`, \`kiosk\` and \`minimal\`, not \`$PROFILE\`." ;;
esac
LEVEL=9
[ -z "$RELEASE" ] || LEVEL=19
export MEMORY LEVEL LISTS="${lists[*]}"

for program in mmdebstrap mksquashfs dpkg-deb openssl; do
    command -v $program > /dev/null || fail "$program is missing: scripts/setup.sh image installs it."
done
[ "$(id -u)" -eq 0 ] || fail "A Debian root can only be made by root: run this with sudo."
[ -n "$DEB" ] || DEB=$(GUICHET_VERSION='' BIN=$BIN SBOM=target/sbom/guichet-kiosk.cdx.json scripts/deb.sh kiosk)
[ -r "$DEB" ] || fail "There is no package $DEB: run make deb first."
DEB=$(realpath "$DEB")
folder=${OUT:-target/images/$PROFILE/$VERSION}
mkdir -p "$(dirname "$folder")"
OUT=$(realpath -m "$folder").new
export DEB OUT
rm -rf "$OUT"
mkdir "$OUT"

# The sources of Debian itself, as this machine's apt has them, for the release of the station.
suite=trixie
uris() {
    apt-get indextargets --format '$(ORIGIN) $(SUITE) $(CODENAME) $(REPO_URI)' 'Created-By: Packages' | awk '$1 == "Debian"'
}
# Somebody else may be updating just now.
for _ in {1..12}; do
    [ -z "$(uris)" ] || break
    apt-get -qq update || sleep 5
done
mirror=$(uris | awk '$3 !~ /-/ { print $4; exit }')
[ -n "$mirror" ] || fail "This machine's apt names no Debian mirror to take Debian 13 from: add one, then run apt-get update."
security=$(uris | awk '$3 ~ /-security$/ { print $4; exit }')
components='main non-free-firmware'
sourced=("deb $mirror $suite $components" "deb $mirror $suite-updates $components")
[ -z "$security" ] || sourced+=("deb $security $suite-security $components")
proxies=()
while read -r line; do
    proxies+=("--aptopt=$line")
done < <(apt-config dump | grep -iE '^Acquire::https?::Proxy ')

packages=$(cd "$sources/packages" && sed 's/#.*//' "${lists[@]/%/.list}" | xargs | tr ' ' ',')
# Nothing there outlives a power cut.
options=(--dpkgopt=force-unsafe-io)
for hook in "$sources"/hooks/*; do
    options+=("--customize-hook=\"$hook\" \"\$1\"")
done
for path in doc man locale help info lintian; do
    options+=("--dpkgopt=path-exclude=/usr/share/$path/*")
done
options+=('--dpkgopt=path-include=/usr/share/locale/fr/*' '--dpkgopt=path-include=/usr/share/locale/locale.alias')

# The first kernel's initrd would be made before our own files are there.
INITRD=No mmdebstrap --quiet --mode=root --variant=minbase --format=tar --include="$packages" \
    --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' --aptopt='Acquire::Retries "3"' "${proxies[@]}" \
    --setup-hook="cp -r \"$sources/early/.\" \"\$1\"" "${options[@]}" "$suite" "$OUT/root.tar" "${sourced[@]}" \
    > "$folder.log" 2>&1 < /dev/null || fail "The image could not be made: see $folder.log."
mksquashfs - "$OUT/root.squashfs" -tar -comp zstd -Xcompression-level $LEVEL -b 1M -root-mode 755 -noappend -no-progress -quiet < "$OUT/root.tar" \
    >> "$folder.log" 2>&1 || fail "The image could not be packed: see $folder.log."
rm "$OUT/root.tar"

part() {
    printf '"%s":{"file":"%s","size":%s,"sha256":"%s"}' "$1" "$2" "$(stat -c %s "$OUT/$2")" "$(sha256sum "$OUT/$2" | cut -d ' ' -f 1)"
}
printf '{"profile":"%s","version":"%s","built_at":%s,"command_line":"%s","generation":%s,"floor":%s,%s,%s,%s}\n' "$PROFILE" "$VERSION" \
    "$((SOURCE_DATE_EPOCH * 1000))" "$command_line" "$GENERATION" "$FLOOR" \
    "$(part kernel vmlinuz)" "$(part initrd initrd.img)" "$(part root root.squashfs)" > "$OUT/image.json"
KEY=$KEY "$sources/sign.sh" "$OUT" > /dev/null
rm -rf "$folder"
mv "$OUT" "$folder"
rm -f "$folder.log"
echo "$folder"
