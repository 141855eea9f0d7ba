#!/usr/bin/env bash
# A server with demonstration data in ./data, and a station's window when there is a display. Ctrl+C ends both.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export GUICHET_DATA_DIR="${GUICHET_DATA_DIR:-data}"
export GUICHET_LISTEN="${GUICHET_LISTEN:-127.0.0.1:8000}"
export GUICHET_PUBLIC_URL="${GUICHET_PUBLIC_URL:-http://$GUICHET_LISTEN}"
host=${GUICHET_LISTEN%:*} port=${GUICHET_LISTEN##*:}

answers() {
    (exec 3<> "/dev/tcp/$host/$port") 2> /dev/null
}
if answers; then
    echo "Something listens on $GUICHET_LISTEN already. End it, or choose another: GUICHET_LISTEN=127.0.0.1:8001 make run" >&2
    exit 1
fi

started=()
finish() {
    trap - EXIT INT TERM
    [ "${#started[@]}" -eq 0 ] || kill "${started[@]}" 2> /dev/null || true
    wait
    echo
    echo "Stopped. The demonstration data stay in $GUICHET_DATA_DIR."
}
trap finish EXIT
trap 'exit 0' INT TERM

"$BIN/guichet" demo-data
"$BIN/guichet" serve &
started+=($!)
for _ in $(seq 150); do
    answers && break
    kill -0 "${started[0]}" 2> /dev/null || exit 1
    sleep 0.2
done
answers || { echo "The server does not answer on $GUICHET_LISTEN." >&2; exit 1; }

cat << TEXT

  Guichet is running: $GUICHET_PUBLIC_URL

    accueil   front desk       password demonstration-8000
    gerant    manager          password demonstration-8000
    controle  auditor          password demonstration-8000
    admin     administrator    password admin123, to be changed at the first login

TEXT
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    echo "  A station's window opens: PC-01. Another one: make station NAME=PC-02"
    scripts/station.sh PC-01 &
    started+=($!)
else
    echo "  There is no display: no station's window. With one: make station NAME=PC-01"
fi
echo "  Ctrl+C ends it."
echo
wait "${started[0]}"
