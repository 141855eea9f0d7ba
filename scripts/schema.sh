#!/usr/bin/env bash
# The OpenAPI document in the repository is the one the server gives.
set -euo pipefail
if "$BIN/guichet" openapi | diff -u server/openapi.json - | head -40; then
    echo "server/openapi.json is what the server gives"
else
    echo "server/openapi.json is not what the server gives any more: run \`make schema\` and commit it" >&2
    exit 1
fi
