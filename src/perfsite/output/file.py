"""Files, replaced whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Puts `data` in place of what the file holds, or makes it, as `replace_files` does."""
    replace_files({path: data})


def replace_files(files: Mapping[Path, bytes]) -> None:
    """Puts bytes in place of what files hold, or makes them. A file that is there keeps its permissions.

    Each is written beside its place, flushed and renamed, so that nobody ever sees a part of it, and none is renamed
    before all are written. Raises OSError.
    """
    drafts: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o644
            try:
                descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
            except OSError as error:
                error.filename = os.fspath(path)  # the name that was asked for, and not that of a draft
                raise
            drafts[path] = Path(name)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
            except OSError as error:
                error.filename = os.fspath(path)
                raise
            drafts[path].chmod(mode)
        for path, draft in drafts.items():
            draft.replace(path)
    finally:
        for draft in drafts.values():
            with suppress(OSError):
                draft.unlink(missing_ok=True)
