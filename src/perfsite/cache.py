"""What was worked out before, kept between runs in `.perfsite/cache/`. Deleting it changes no byte of any output.

An entry is bytes under a name, with the key that they belong to: another key, a damaged file or a folder that cannot be
used is no entry. Nothing in an entry is ever run.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from perfsite.history.git import tracks
from perfsite.project import Project

_FOLDER = ".perfsite"
# The digest of a key, and a checksum, which is there for damage alone: who could write an entry could write any.
_HEAD = 32 + 4
MAX_BYTES = 2**30


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of entries, one file each. A new key takes the place of the old one, so that it does not grow."""

    folder: Path

    def get(self, name: str, key: str) -> bytes | None:
        try:
            path = self.folder / name
            if path.is_symlink() or path.stat().st_size > MAX_BYTES:
                return None
            raw = path.read_bytes()
        except OSError:
            return None
        value = raw[_HEAD:]
        return value if raw[:_HEAD] == _head(key, value) else None

    def put(self, name: str, key: str, value: bytes) -> None:
        """Keeps an entry, if the folder can be written to; a reader sees the old one or the new one, whole."""
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            ignore = self.folder / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n", encoding="utf-8")
            descriptor, written = tempfile.mkstemp(prefix=f".{name}-", dir=self.folder)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(_head(key, value))
                    file.write(value)
                Path(written).replace(self.folder / name)
            except BaseException:
                Path(written).unlink(missing_ok=True)
                raise


def _head(key: str, value: bytes) -> bytes:
    return hashlib.sha256(key.encode()).digest() + zlib.crc32(value).to_bytes(4, "big")


def open_cache(project: Project) -> Cache | None:
    """The cache of a project; None where its folder is a link or comes with the repository, so that a pull request
    could have filled it."""
    folder = project.root / _FOLDER
    if folder.is_symlink() or (folder / "cache").is_symlink() or tracks(project.root, _FOLDER):
        return None
    return Cache(folder / "cache")
