#!/bin/sh
# Makes the three locks anew from the .in files: sh requirements/lock.sh [options of uv pip compile]
# e.g. --upgrade, --upgrade-package NAME, --index-url URL. Needs uv (pip install uv).
#
# Without options a lock changes only where an .in file does: what is pinned stays pinned.
# --universal: one lock for Python 3.11 and 3.12, Windows and Linux, with the hashes of all files.
set -eu
cd "$(dirname -- "$(readlink -f -- "$0")")"

lock() {
    name=$1
    shift
    uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 \
        --no-build --generate-hashes --no-emit-index-url --no-emit-find-links \
        --custom-compile-command 'sh requirements/lock.sh' "$name.in" -o "$name.txt" "$@"
}

# each lock keeps to the versions of those before it, since they share one environment
lock run "$@"
lock test -c run.txt "$@"
lock bench -c run.txt -c test.txt "$@"
