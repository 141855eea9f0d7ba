#!/usr/bin/env bash
# The window of one station, beside a server of `make run`. It is enrolled at its first start.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
name=$1
case $name in */* | .* | '') echo "not a station's name: $name" >&2; exit 1 ;; esac
export GUICHET_DATA_DIR="${GUICHET_DATA_DIR:-data}"
server=${GUICHET_SERVER:-http://${GUICHET_LISTEN:-127.0.0.1:8000}}
folder=$GUICHET_DATA_DIR/stations/$name
if [ ! -e "$folder/station" ]; then
    GUICHET_ENROL_TOKEN=$("$BIN/guichet" station enrol --name "$name")
    export GUICHET_ENROL_TOKEN
fi
# Its buttons to restart and to switch off must not reach the machine of whoever tries it.
# Nor may its network card identify it: several stations of one machine would be one.
exec "$BIN/guichet-kiosk" --server "$server" --state-dir "$folder" --name "$name" --interface lo \
    --windowed 1024x768 --power-command true
