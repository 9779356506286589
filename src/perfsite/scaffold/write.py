"""New files to a folder, never in place of one that is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Written:
    """The files that were made, and those that were there already and are as they were."""

    created: tuple[str, ...]
    kept: tuple[str, ...]


def write_new(root: Path, files: Mapping[str, str]) -> Written:
    """Writes files below a folder, in UTF-8 and with plain line ends on every system: each of them whole, or not at all."""
    created, kept = [], []
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            file = path.open("x", encoding="utf-8", newline="\n")
        except FileExistsError:
            kept.append(name)
            continue
        try:
            with file:
                file.write(text)
        except BaseException as error:
            # Half a file would be taken for one that is there already when this is done again.
            path.unlink(missing_ok=True)
            if isinstance(error, OSError) and error.filename is None:
                error.filename = str(path)
            raise
        created.append(name)
    return Written(tuple(created), tuple(kept))
