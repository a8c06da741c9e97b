#!/bin/sh
# Starts the program: sh run.sh [arguments of main.py]. The first call sets it up.
set -eu
self=$(readlink -f -- "$0")
root=${self%/*}
. "$root/setup/prepare.sh"

prepare run
exec "$root/.venv/bin/python" "$root/main.py" "$@"
