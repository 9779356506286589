"""What groups of files held, as it is kept between runs: a line each, which is read when its content is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, MutableMapping

from perfsite.history.held import Files, Found, Held
from perfsite.records.references import ref_of


class Shelf(MutableMapping[Files, Held]):
    """By the files of a group with their blobs what it held. Of what is kept, most is of no commit that came since.

    A line has the names and blobs, and then, as JSON, the records, each with the place of its file among those, and the
    kinds of which something could not be read. A name of a file is printable, so that tabs part them. A line of another
    form is not there.
    """

    def __init__(self, raw: bytes = b"") -> None:
        self._read: dict[Files, Held] = {}
        # What was added is written when all is.
        self._lines: dict[str, str | Held] = {}
        self.lay(raw)

    def lay(self, raw: bytes) -> None:
        """Adds what was kept."""
        for line in raw.decode("utf-8", "replace").split("\n"):
            names, _, written = line.partition("\t\t")
            if written:
                self._lines[names] = written

    def to_bytes(self) -> bytes:
        lines = [
            f"{names}\t\t{held if isinstance(held, str) else _written(_files(names), held)}"
            for names, held in self._lines.items()
        ]
        return "\n".join(lines).encode()

    def __contains__(self, files: object) -> bool:
        try:
            self[files]  # type: ignore[index]
        except KeyError:
            return False
        return True

    def __getitem__(self, files: Files) -> Held:
        held = self._read.get(files)
        if held is None:
            try:
                kept = self._lines[_names(files)]
                held = self._read[files] = _held(files, kept) if isinstance(kept, str) else kept
            except (ValueError, TypeError, AttributeError, IndexError):
                raise KeyError(files) from None
        return held

    def __setitem__(self, files: Files, held: Held) -> None:
        self._read[files] = self._lines[_names(files)] = held

    def __delitem__(self, files: Files) -> None:
        del self._lines[_names(files)]
        self._read.pop(files, None)

    def __iter__(self) -> Iterator[Files]:
        return map(_files, self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def _names(files: Files) -> str:
    return "\t".join([f"{name}\t{blob}" for name, blob in files])


def _files(names: str) -> Files:
    parts = names.split("\t") if names else []
    return tuple(zip(parts[::2], parts[1::2], strict=True))


def _written(files: Files, held: Held) -> str:
    places = {name: place for place, (name, _) in enumerate(files)}
    records = [(str(ref), places[found.file], found.digest) for ref, found in held.records.items()]
    return json.dumps([records, sorted(held.open_kinds)], separators=(",", ":"), ensure_ascii=False)


def _held(files: Files, written: str) -> Held:
    found, kinds = json.loads(written)
    records = {}
    for address, place, meaning in found:
        records[ref_of(address)] = Found(files[place][0], meaning)
    return Held(records, frozenset(kinds))


__all__ = ["Shelf"]
