# Sourced by tests that need root. `tested` is what they test, in a person's words; `unable` the exit code when this machine cannot.
# Gives `as_root`, the words before a command that root has to run, and `trixie KIND`, which prints where that Debian 13 is.

# Said aloud, since nothing is proven then.
skip() {
    printf '\n**** NOT TESTED: %s. %s ****\n\n' "$tested" "$*" >&2
    exit "${unable:-0}"
}

# trial WHAT UNSHARE-ARGUMENTS...: tries what the test will do, on nothing.
trial() {
    local what=$1
    shift
    "${as_root[@]}" unshare "$@" > /dev/null 2>&1 || skip "This machine lets not even root make $what: it is a container itself."
}

trixie() {
    "${as_root[@]}" env "GUICHET_TRIXIE=$trixie_cache" scripts/trixie.sh "$1"
}

export PATH=$PATH:/usr/sbin
[ "$(uname -s)" = Linux ] || skip "It needs Linux."
trixie_cache=${GUICHET_TRIXIE:-${XDG_CACHE_HOME:-$HOME/.cache}/guichet/trixie}
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2> /dev/null || skip "It needs root, or sudo without a password."
    as_root=(sudo -n env "PATH=$PATH" "BIN=$BIN")
fi
