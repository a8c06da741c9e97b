#!/bin/sh
# The benchmarks against named peers: sh bench.sh [arguments of bench].
set -eu
self=$(readlink -f -- "$0")
root=${self%/*}
. "$root/setup/prepare.sh"

prepare bench
cd "$root"
exec .venv/bin/python -m bench "$@"
