"""Which language perfsite speaks: the one asked for, else that of the environment."""

from __future__ import annotations

import locale
from collections.abc import Mapping, Sequence

LANGUAGES = ("zh", "en")
OPTION = "--lang"


def choose_language(arguments: Sequence[str], environ: Mapping[str, str]) -> str:
    """`zh` or `en`. Needed before the arguments are parsed, since what is wrong with them is said in it."""
    return _asked_for(arguments) or _of_locale(environ)


def _asked_for(arguments: Sequence[str]) -> str:
    found = ""
    for at, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == OPTION and at + 1 < len(arguments):
            found = arguments[at + 1]
        elif argument.startswith(f"{OPTION}="):
            found = argument.partition("=")[2]
    return found if found in LANGUAGES else ""


def _of_locale(environ: Mapping[str, str]) -> str:
    """The first variable that is set decides, as POSIX has it; where none is, as on Windows, the system is asked."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return "zh" if environ[name].lower().startswith("zh") else "en"
    try:
        named = (locale.getlocale()[0] or "").lower()
    except ValueError:
        named = ""
    return "zh" if named.startswith(("zh", "chinese")) else "en"
