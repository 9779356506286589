#!/bin/sh
# Puts what the browser tests need on the machine, where it is missing: Chromium, Java for the HTML checker, Node, in which
# the page's calculator is held against perfsite's own figures, its npm, and a Chinese font. Says the exact command where it may not do so itself.
set -eu

fail() {
    printf 'perfsite: %s\n' "$1" >&2
    exit 1
}

has() {
    command -v "$1" >/dev/null 2>&1
}

has_chromium() {
    [ -n "${CHROMIUM:-}" ] || has chromium || has chromium-browser || has google-chrome
}

has_java() {
    # macOS has a java that only says where to get one.
    has java && java -version >/dev/null 2>&1
}

has_chinese_font() {
    has fc-list && [ -n "$(fc-list :lang=zh-cn)" ]
}

has_libatomic() {
    # The program that Playwright drives the browser with is linked to it; a bare Debian has it not.
    [ "$(uname -s)" = Linux ] || return 0
    for library in /usr/lib*/libatomic.so.1 /usr/lib/*/libatomic.so.1; do
        if [ -e "$library" ]; then return 0; fi
    done
    return 1
}

missing=
has_chromium || missing="$missing chromium"
has_java || missing="$missing default-jre-headless"
{ has npm && has node; } || missing="$missing nodejs npm"
has_chinese_font || missing="$missing fontconfig fonts-noto-cjk"
has_libatomic || missing="$missing libatomic1"
missing=${missing# }
[ -n "$missing" ] || exit 0

command="apt-get update && apt-get install --yes --no-install-recommends $missing"
has apt-get || fail "the browser tests need what Debian calls: $missing. Install these with this system's own package manager and run make test again."
if [ "$(id -u)" = 0 ]; then
    as_root=
elif has sudo && sudo -n true 2>/dev/null; then
    as_root='sudo -n'
else
    fail "the browser tests need $missing. Run as root: $command"
fi

printf 'perfsite: installing %s\n' "$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# The variables reach apt-get through env, since sudo drops them. Word splitting is meant: these are lists.
# shellcheck disable=SC2086
if ! { $as_root env DEBIAN_FRONTEND=noninteractive apt-get update &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $missing; } >"$log" 2>&1; then
    cat "$log" >&2
    fail "installing $missing failed. The command was: $command"
fi
