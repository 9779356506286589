"""Reading what stands in the files now, while git prints the log: most of what it says stood in earlier versions too."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from perfsite.history.git import RunningLog, list_files, read_blobs
from perfsite.history.held import Parts, group_of
from perfsite.history.log import Names


def read_ahead(
    root: Path, commit: str, paths: tuple[str, ...], parts: Parts, raws: dict[str, bytes | None], log: RunningLog
) -> None:
    """Adds to `parts` what the files of a commit say and to `raws` the bytes of their blobs, as long as the log runs."""
    names = Names(parts.manner.folder)
    listed = [
        (name, blob)
        for name, kind, blob in list_files(root, commit, paths)
        if kind == "file" and names.of(name.encode("utf-8", "surrogateescape"))
    ]
    raws.update(read_blobs(root, dict.fromkeys(blob for _, blob in listed)))
    for _, files in groupby(sorted(listed), key=lambda file: group_of(file[0])):
        if not log.is_running:
            return
        parts.read(tuple(files), raws)


__all__ = ["read_ahead"]
