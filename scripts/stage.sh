#!/usr/bin/env bash
# Runs one stage of `make test` and says how long it took; `--total` sums up.
set -euo pipefail
mkdir -p target
times=target/stages
if [ "$1" = --total ]; then
    echo
    echo "All stages passed:"

    cat "$times"
    awk '{ total += $1 } END { printf "%6d s  in all\n", total }' "$times"
    rm -f "$times"
    exit
fi
name=$1
shift
printf '\n== %s\n' "$name"
start=$SECONDS
if ! "$@"; then
    printf '== %s FAILED after %d s\n' "$name" "$((SECONDS - start))" >&2
    rm -f "$times"
    exit 1
fi
printf '== %s: passed in %d s\n' "$name" "$((SECONDS - start))"
printf '%6d s  %s\n' "$((SECONDS - start))" "$name" >> "$times"
