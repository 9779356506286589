"""What groups of files held, as it is kept between runs: a line each, which is read when its group is asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping

from perfsite.history.held import Files, Held


class Shelf:
    """By group what its files held with each of their contents. Most of what is kept is of no commit that came since.

    A line has the group and then, as JSON, the names of its files, the addresses of its records, what these were in turn
    (each with the places of its address and of its file, and its meaning), and the contents: the place of each name with
    its blob, the places of what was there, and the kinds of which something could not be read. A name of a file is printable, so
    that a tab parts it from the rest. A line of another form is not there.
    """

    def __init__(self, raw: bytes = b"") -> None:
        self._lines: dict[str, list[str]] = {}
        self._read: dict[str, dict[Files, Held]] = {}
        self.size = 0
        self.lay(raw)

    def lay(self, raw: bytes) -> None:
        """Adds what was kept."""
        self.size += len(raw)
        for line in raw.decode("utf-8", "replace").split("\n"):
            group, _, written = line.partition("\t")
            if written:
                self._lines.setdefault(group, []).append(written)
                self._read.pop(group, None)

    def of(self, group: str) -> dict[Files, Held]:
        found = self._read.get(group)
        if found is None:
            found = self._read[group] = {}
            for written in self._lines.get(group, ()):
                try:
                    found.update(_held(written))
                except (ValueError, TypeError, IndexError):
                    continue
        return found

    def add(self, group: str, files: Files, held: Held) -> None:
        self.of(group)[files] = held
        # What was kept of it is not all any more.
        self._lines[group] = []

    def to_bytes(self) -> bytes:
        written = (
            f"{group}\t{lines[0] if len(lines) == 1 else _written(self.of(group))}\n"
            for group, lines in self._lines.items()
        )
        return "".join(written).encode()


def _written(held: Mapping[Files, Held]) -> str:
    names: dict[str, int] = {}
    addresses: dict[str, int] = {}
    states: dict[tuple[int, int, str], int] = {}
    contents = []
    for files, (records, kinds) in held.items():
        for name, _ in files:
            names.setdefault(name, len(names))
        places = [
            states.setdefault(
                (addresses.setdefault(address, len(addresses)), names.setdefault(file, len(names)), meaning),
                len(states),
            )
            for address, (file, meaning) in records.items()
        ]
        contents.append(([part for name, blob in files for part in (names[name], blob)], places, sorted(kinds)))
    return json.dumps([list(names), list(addresses), list(states), contents], separators=(",", ":"), ensure_ascii=False)


def _held(written: str) -> dict[Files, Held]:
    names, addresses, states, contents = json.loads(written)
    known = [(addresses[address], (names[file], meaning)) for address, file, meaning in states]
    return {
        tuple([(names[name], blob) for name, blob in zip(files[::2], files[1::2], strict=True)]): (
            dict([known[place] for place in places]),
            frozenset(kinds),
        )
        for files, places, kinds in contents
    }


__all__ = ["Shelf"]
