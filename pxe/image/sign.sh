#!/usr/bin/env bash
# Signs the image in a folder with the site's key: `sign.sh FOLDER` writes image.json.sig; prints the public half of the key, as
# GUICHET_IMAGES_KEYS wants it. `sign.sh` alone prints that.
#
# KEY names the key; without it there is one in target/images/signing.key, which is made the first time. Keep it: stations of a site
# that names its public half start nothing else. It belongs on the machine that builds, not on the server.
set -euo pipefail
cd "$(dirname "$0")/../.."
key=${KEY:-}
if [ -z "$key" ]; then
    key=target/images/signing.key
    if [ ! -e $key ]; then
        mkdir -p target/images
        (umask 077 && openssl genpkey -algorithm ed25519 -out $key)
    fi
fi
if [ $# -gt 0 ]; then
    openssl pkeyutl -sign -rawin -inkey "$key" -in "$1/image.json" -out "$1/image.json.sig"
fi
openssl pkey -in "$key" -pubout -outform DER | tail -c 32 | od -An -v -tx1 | tr -d ' \n'
echo
