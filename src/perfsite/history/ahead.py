"""What can be read while git prints what is not known yet: most of what files say now stood in earlier versions too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from perfsite.history.git import MAX_BLOB, Running, add_blobs, blob_id, list_files, start_blobs
from perfsite.history.held import Parts, group_of
from perfsite.history.log import Entry, Names
from perfsite.records.record import Record


class Standing(NamedTuple):
    """A file with the record that was read of it, of which there was nothing to report."""

    file: str
    raw: bytes
    record: Record


@dataclass(frozen=True, slots=True)
class Ahead:
    """Adds to `parts` what files say and to `raws` the bytes of blobs."""

    root: Path
    commit: str
    paths: tuple[str, ...]
    parts: Parts
    raws: dict[str, bytes | None]
    standing: Iterable[Standing] = ()

    @contextmanager
    def reading(self, log: Running, found: Iterable[list[Entry]]) -> Iterator[Iterator[list[Entry]]]:
        """What is found in a log, which is printed meanwhile; git is asked for the blobs in it as they come."""
        with start_blobs(self.root) as printing:
            self._read_files(log)
            yield self._asking(found, printing)
            self.raws.update(printing.blobs())

    def _asking(self, found: Iterable[list[Entry]], printing: Running) -> Iterator[list[Entry]]:
        """In the order of the commits: in a pack a blob is mostly kept as what it has other than one of its time."""
        asked = {"", *self.raws}
        for some in found:
            wanted = dict.fromkeys(blob for entry in some for _, blob in entry.files if blob not in asked)
            asked |= wanted.keys()
            printing.ask(wanted)
            yield some

    def _read_files(self, log: Running) -> None:
        """Reads the files of the commit, as long as its log is printed. What was read of files before is taken over."""
        names = Names(self.parts.manner.folder)
        listed = {
            name: blob
            for name, kind, blob in list_files(self.root, self.commit, self.paths)
            if kind == "file" and names.of(name.encode("utf-8", "surrogateescape"))
        }
        for file, raw, record in self.standing:
            self.parts.learn(file, raw, record)
            blob = listed.get(file, "")
            # Mostly what was read is what was committed.
            if len(raw) <= MAX_BLOB and blob_id(raw, blob) == blob:
                self.raws[blob] = raw
        add_blobs(self.root, self.raws, listed.values())
        for _, files in groupby(sorted(listed.items()), key=lambda file: group_of(file[0])):
            if not log.is_running:
                return
            self.parts.read(tuple(files), self.raws)


__all__ = ["Ahead", "Standing"]
