#!/bin/sh
# Makes .venv ready: `environment.sh site` installs what builds a site, `environment.sh dev` what tests it as well.
# Only what the lock files name is installed, and only where its hash agrees.
set -eu
cd "$(dirname "$0")/.."

fail() {
    printf 'perfsite: %s\n' "$1" >&2
    exit 1
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        command -v "$PYTHON" >/dev/null 2>&1 || fail "PYTHON=$PYTHON is not a program that can be run."
        is_new_enough "$PYTHON" || fail "Python 3.11 or newer is needed, and PYTHON=$PYTHON is $("$PYTHON" --version 2>&1 || true)."
        python=$PYTHON
        return
    fi
    for python in python3.13 python3.12 python3.11 python3.14 python3 python; do
        if is_new_enough "$python"; then return; fi
    done
    found=$(python3 --version 2>/dev/null || echo 'no Python')
    fail "Python 3.11 or newer is needed, and this machine has $found. Install one (Debian, Ubuntu: apt-get install python3 python3-venv), or name it: make PYTHON=/path/to/python3.11 ..."
}

make_venv() {
    find_python
    "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
        fail "$("$python" --version) comes without venv. Install it (Debian, Ubuntu: apt-get install python3-venv), or name another: make PYTHON=/path/to/python3.11 ..."
    "$python" -m venv .venv
}

case "${1:-}" in
    site) lock=requirements/runtime.txt ;;
    dev) lock=requirements/dev.txt ;;
    *) fail 'usage: environment.sh site|dev' ;;
esac

if ! is_new_enough .venv/bin/python; then make_venv; fi
printf 'perfsite: installing %s into .venv\n' "$lock"
# The lock names every package, so there is nothing to resolve: a release made since must not be looked at, and older pips
# would, where a package asks for another with an extra.
.venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r "$lock"
.venv/bin/python -m pip install -qq --disable-pip-version-check --no-index --no-deps --no-build-isolation --editable .
