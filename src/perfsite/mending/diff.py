"""Two states of files to a unified diff, as `git apply` takes it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping

# A line ends with a line feed alone; what else a program might take for an end of line is a part of it.
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_NO_END = "\\ No newline at end of file\n"


def diff_of(before: Mapping[str, bytes], after: Mapping[str, bytes], prefix: str = "") -> str:
    """What changes from one state to the other. `prefix` leads from the top of the repository to the project."""
    return "".join(
        line for file in sorted(after) for line in _lines(prefix + file, before[file].decode(), after[file].decode())
    )


def _lines(file: str, before: str, after: str) -> Iterator[str]:
    old, new = _quoted(f"a/{file}"), _quoted(f"b/{file}")
    yield f"diff --git {old} {new}\n"
    # A name with a space in it is ended by a tab, as git itself does.
    end = "\t" if " " in file else ""
    found = difflib.unified_diff(_LINES.findall(before), _LINES.findall(after), f"{old}{end}", f"{new}{end}")
    for line in found:
        yield line if line.endswith("\n") else f"{line}\n{_NO_END}"


def _quoted(name: str) -> str:
    """A name as git writes it: in quotation marks where it holds one."""
    if '"' not in name and "\\" not in name:
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
