#!/usr/bin/env bash
# Signs what stations start with keys of the site's own, for firmware that was given these keys (docs/boot.md).
#
#   sign.sh keys KEYS NAME            makes the site's keys in the folder KEYS, once; keep it out of reach and twice
#   sign.sh ipxe KEYS FILE            writes Debian's iPXE, signed, to FILE: `pxe_ipxe_file` of the role pxe
#   sign.sh image KEYS IMAGE BOOT SERVER SERVERKEY [CA]
#       makes guichet.efi and uki.json in the folder IMAGE: kernel, initrd and command line in one signed file. BOOT is the address that
#       stations boot from, SERVER the server's public URL, SERVERKEY its key (hex), CA the certificate (PEM) of the site's own authority.
#
# It needs Debian 13's ipxe, openssl, python3, sbsigntool, systemd-boot-efi and systemd-ukify.
set -euo pipefail
umask 077

fail() {
    echo "sign.sh: $*" >&2
    exit 1
}

usage() {
    sed -n '2,11s/^# \{0,1\}//p' "$0" >&2
    exit 2
}

# A pair of files NAME.key and NAME.crt; the certificate as firmware menus take it, NAME.cer.
pair() {
    local folder=$1 name=$2 subject=$3
    openssl req -new -x509 -newkey rsa:2048 -nodes -sha256 -days 7300 -subj "/CN=$subject $name/" \
        -keyout "$folder/$name.key" -out "$folder/$name.crt" 2> /dev/null
    openssl x509 -in "$folder/$name.crt" -outform DER -out "$folder/$name.cer"
}

make_keys() {
    local folder=$1 subject=$2 name
    [ ! -e "$folder/db.key" ] || fail "$folder has keys already; they are made once."
    mkdir -p "$folder"
    # A firmware's owner (PK), who may change its keys (KEK), and what may start (db).
    for name in PK KEK db; do
        pair "$folder" "$name" "$subject"
    done
    cat /proc/sys/kernel/random/uuid > "$folder/owner"
    echo "Keys are in $folder: enrol PK.cer, KEK.cer and db.cer in each station's firmware."
}

signed() {
    local keys=$1 from=$2 to=$3
    [ -s "$keys/db.key" ] || fail "$keys has no keys: make them with \`sign.sh keys\`."
    sbsign --key "$keys/db.key" --cert "$keys/db.crt" --output "$to" "$from" 2> /dev/null || fail "$from could not be signed."
    sbverify --cert "$keys/db.crt" "$to" > /dev/null
    chmod 644 "$to"
}

# said IMAGE WORD.WORD: what image.json says there.
said() {
    python3 -c 'import functools, json, sys
print(functools.reduce(dict.__getitem__, sys.argv[2].split("."), json.load(open(sys.argv[1] + "/image.json"))))' "$1" "$2"
}

command_line() {
    local image=$1 boot=$2 server=$3 key=$4 ca=$5
    local folder
    folder=http://$boot/images/$(said "$image" profile)/$(said "$image" version)
    printf '%s ' "$(said "$image" command_line)" panic=10
    printf 'guichet.%s ' "root=$folder/$(said "$image" root.file)" "root_sha256=$(said "$image" root.sha256)" "server=$server" \
        "serverkey=$key" "generation=$(said "$image" generation)" "floor=$(said "$image" floor)"
    [ -z "$ca" ] || printf 'guichet.ca=%s' "$(sha256sum "$ca" | cut -d' ' -f1)"
}

# The parts must be those that the image's own signature speaks of.
check() {
    local image=$1 part sum
    for part in kernel initrd root; do
        sum=$(sha256sum "$image/$(said "$image" "$part.file")" | cut -d' ' -f1)
        [ "$sum" = "$(said "$image" "$part.sha256")" ] || fail "$image: the $part is not what image.json says."
    done
}

make_image() {
    local keys=$1 image=$2 boot=$3 server=$4 key=$5 ca=${6:-} work
    [[ $key =~ ^[0-9a-f]{64}$ ]] || fail "$key is no server key: 64 hexadecimal digits, as \`guichet doctor\` shows them."
    check "$image"
    work=$(mktemp -d)
    # shellcheck disable=SC2064
    trap "rm -rf '$work'" EXIT
    command_line "$image" "$boot" "$server" "$key" "$ca" > "$work/line"
    printf 'ID=guichet\nNAME=Guichet\nVERSION_ID=%s\n' "$(said "$image" version)" > "$work/os-release"
    PATH=$PATH:/usr/lib/systemd ukify build --linux "$image/$(said "$image" kernel.file)" --initrd "$image/$(said "$image" initrd.file)" \
        --cmdline "@$work/line" --os-release "@$work/os-release" --uname unknown --output "$work/plain.efi" > /dev/null
    signed "$keys" "$work/plain.efi" "$work/guichet.efi"
    printf '{"file":"guichet.efi","size":%s,"sha256":"%s"}\n' "$(stat -c %s "$work/guichet.efi")" \
        "$(sha256sum "$work/guichet.efi" | cut -d' ' -f1)" > "$work/uki.json"
    install -m 644 "$work/guichet.efi" "$work/uki.json" "$image/"
}

case ${1:-} in
    keys) [ $# -eq 3 ] || usage && make_keys "$2" "$3" ;;
    ipxe) [ $# -eq 3 ] || usage && signed "$2" /usr/lib/ipxe/snponly.efi "$3" ;;
    image) [ $# -eq 6 ] || [ $# -eq 7 ] || usage && make_image "${@:2}" ;;
    *) usage ;;
esac
