#!/usr/bin/env bash
# Builds the image of a profile twice and proves that nothing of who builds it is in it: `twice.sh [PROFILE]`, from the binaries in BIN.
#
# The second time it is another checkout in another folder, another user's habits, and secrets wherever a developer or a server
# has some. Every byte has to be the same as before; and the secrets are looked for all the same. Prints the first image's folder.
set -euo pipefail
cd "$(dirname "$0")/../.."
profile=${1:-test}
fail() {
    echo "$*" >&2
    exit 1
}
work=$(mktemp -d "${TMPDIR:-/tmp}/guichet-twice-XXXXXX")
trap 'rm -rf "$work"' EXIT
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(date --date=today\ 0:00Z +%s)}
BIN=$(realpath "${BIN:-target/release}")
export BIN
(umask 077 && openssl genpkey -algorithm ed25519 -out "$work/key")
first=$(KEY=$work/key pxe/image/build.sh "$profile" essai)

canary=canari-$(od -An -N 12 -tx1 /dev/urandom | tr -d ' \n')
copy=$work/another\ checkout
mkdir -p "$copy/kiosk-client" "$work/home/.ssh"
cp -r pxe packaging scripts Cargo.toml LICENSE "$copy/"
cp -r kiosk-client/fonts "$copy/kiosk-client/"
# A file of a working copy is as old as the working copy, and as open as its owner's umask.
find "$copy" -type f -exec touch --date=2020-02-02 {} +
chmod -R g+w "$copy"
echo "GUICHET_SECRET_KEY=$canary" | tee "$copy/.env" "$copy/pxe/.env" "$copy/pxe/image/.env" > "$copy/packaging/.env"
mkdir -p "$copy/ansible/inventory/group_vars" "$copy/data"
echo "vault_database_password: $canary" > "$copy/ansible/inventory/group_vars/vault.yml"
echo "$canary" > "$copy/data/secret"
printf '[user]\n\temail = %s@example.org\n[credential]\n\thelper = store\n' "$canary" > "$work/home/.gitconfig"
echo "https://somebody:$canary@example.org" > "$work/home/.git-credentials"
{
    echo '-----BEGIN OPENSSH PRIVATE KEY-----'
    echo "$canary"
    echo '-----END OPENSSH PRIVATE KEY-----'
} > "$work/home/.ssh/id_ed25519"
echo "machine example.org password $canary" > "$work/home/.netrc"
second=$work/second
(
    umask 002
    env RUSTUP_HOME="${RUSTUP_HOME:-$HOME/.rustup}" CARGO_HOME="${CARGO_HOME:-$HOME/.cargo}" HOME="$work/home" XDG_CONFIG_HOME="$work/home" TZ=Pacific/Auckland LANG=fr_FR.UTF-8 GUICHET_SECRET_KEY="$canary" \
        GUICHET_DATABASE_URL="postgres://guichet:$canary@127.0.0.1/guichet" AWS_SECRET_ACCESS_KEY="$canary" HOSTNAME="$canary" \
        USER="$canary" LOGNAME="$canary" SSH_AUTH_SOCK="/run/$canary" GIT_AUTHOR_NAME="$canary" http_token="$canary" \
        OUT="$second" KEY="$work/key" "$copy/pxe/image/build.sh" "$profile" essai
) > /dev/null

echo 'Same bytes, twice:'
for file in vmlinuz initrd.img root.squashfs image.json image.json.sig packages.txt; do
    cmp "$first/$file" "$second/$file" || fail "$file is not the same when it is built again."
    echo "  $(sha256sum "$first/$file" | cut -c 1-16)  $file"
done

unsquashfs -quiet -no-progress -dest "$work/root" "$second/root.squashfs" > /dev/null
# It has several parts, of which Debian's own program knows.
cp "$second/initrd.img" "$work/root/tmp/"
chroot "$work/root" unmkinitramfs /tmp/initrd.img /tmp/initrd
rm "$work/root/tmp/initrd.img"
[ -n "$(find "$work/root/tmp/initrd" -name guichet-image)" ] || fail "The initrd could not be looked into."
# That the search finds what there is to find.
echo "$canary" > "$work/root/planted"
grep -rqF "$canary" "$work/root" || fail "The search finds nothing."
rm "$work/root/planted"
! grep -rlF "$canary" "$work/root" "$second/image.json" "$second/vmlinuz" || fail "A secret of whoever built the image is in it."
! grep -rIlE -e '-----BEGIN ([A-Z]+ )*PRIVATE KEY-----' "$work/root" || fail "A private key is in the image."
[ ! -s "$work/root/etc/machine-id" ] || fail "The image has the id of a machine."
! find "$work/root" -name 'ssh_host_*' | grep . || fail "The image has a host's key."
! cut -d : -f 2 "$work/root/etc/shadow" | grep -v '^[!*]*$' || fail "The image has a password."
grep -q '^root:!' "$work/root/etc/shadow" || fail "Somebody can log in as root."
[ ! -e "$work/root/etc/hostname" ] || fail "The image names the machine that built it."
[ ! -e "$work/root/etc/apt/sources.list" ] && [ -z "$(ls -A "$work/root/etc/apt/sources.list.d" 2> /dev/null)" ] \
    || fail "The image names the mirror of whoever built it."
echo 'Nothing of who built it is in it.'
echo "$first"
