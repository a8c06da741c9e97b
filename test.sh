#!/bin/sh
# Every check of the project: sh test.sh. With arguments only pytest runs, and gets them.
# sh test.sh --full: the fault tests run to their whole figures too, which takes long.
set -eu
self=$(readlink -f -- "$0")
root=${self%/*}
. "$root/setup/prepare.sh"

marked='not full'
if [ "${1-}" = --full ]; then
    marked=
    shift
fi
prepare test
cd "$root"
PATH=$root/.venv/bin:$PATH
export PATH QT_QPA_PLATFORM=offscreen
if [ $# -eq 0 ]; then
    python -m ruff check .
    python -m ruff format --check .
    python -m mypy
    python .venv/bin/lint-imports
    export PYTHONHASHSEED=0 # all processes name the tests alike
    set -- -n auto --dist worksteal # a process a core, each with offices of its own
fi
exec python -m pytest -m "$marked" "$@"
