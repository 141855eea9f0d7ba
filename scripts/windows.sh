#!/usr/bin/env bash
# The station's client for Windows: `windows.sh build` cross-compiles and packs it, `windows.sh test` plays its story under
# Wine with the server in BIN. With --release it is small and fast to run.
#
# The developer's own toolchain compiles where it has the target (`rustup target add x86_64-pc-windows-gnu`); else Debian's,
# which compiles the standard library with it: `-Zbuild-std` is for nightly toolchains, hence RUSTC_BOOTSTRAP.
set -euo pipefail
cd "$(dirname "$0")/.."
target=x86_64-pc-windows-gnu
folder=$(realpath -m "${CARGO_TARGET_DIR:-target}")/windows
profile=debug
[ "${2:-}" != --release ] || profile=release
program=$folder/$target/$profile/guichet-kiosk.exe

compile() {
    local cargo=(cargo)
    local std=()
    if [ ! -e "$(rustc --print sysroot)/lib/rustlib/$target" ]; then
        cargo=(env RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 /usr/bin/cargo)
        std=(-Zbuild-std=std,panic_unwind)
    fi
    "${cargo[@]}" build "${std[@]}" --locked --target "$target" --target-dir "$folder" -p guichet-kiosk "$@"
}

# Nothing to install: it is unpacked where docs/windows.md says.
pack() {
    local version pack=$folder/guichet-kiosk
    version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
    rm -rf "$pack"
    mkdir "$pack"
    cp "$program" "$pack/"
    x86_64-w64-mingw32-strip "$pack/guichet-kiosk.exe"
    cp LICENSE "$pack/LICENSE.txt"
    cp kiosk-client/fonts/OFL.txt docs/windows.md packaging/windows/* "$pack/"
    (cd "$folder" && rm -f ./*.zip && zip -qr "guichet-kiosk_${version}_windows.zip" guichet-kiosk)
    echo "$folder/guichet-kiosk_${version}_windows.zip"
}

prepare_wine() {
    export WINEPREFIX=$folder/wine
    local library=bcryptprimitives.dll
    local system=$WINEPREFIX/drive_c/windows/system32
    mkdir -p "$WINEPREFIX"
    compgen -G "/usr/lib/*/wine/x86_64-windows/$library" > /dev/null && return
    if [ ! -e "$system/ntdll.dll" ]; then
        WINEDLLOVERRIDES='mscoree=d;mshtml=d' WINEDEBUG=-all DISPLAY='' wine wineboot --init
        # The test starts a server of its own.
        wineserver --wait
    fi
    x86_64-w64-mingw32-gcc -shared -o "$system/$library" tests/windows/bcryptprimitives.c -ladvapi32
}

case ${1:-} in
    build)
        shift
        compile "$@"
        pack
        ;;
    test)
        prepare_wine
        PROGRAM=$program exec node --test --test-reporter=spec tests/windows/*.test.mjs
        ;;
    *)
        echo "windows.sh knows \`build\` and \`test\`." >&2
        exit 1
        ;;
esac
