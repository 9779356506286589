"""The commits of a history in the order in which they came in. Those that were kept are read when they are asked for."""

from __future__ import annotations

import heapq
import json
from array import array
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from perfsite.history.forest import Forest
from perfsite.history.log import Entry, read_entry, write_entry


@dataclass(slots=True)
class Order:
    """Commits by number, parents before children.

    The line that is built is the tip with its first parents. Each of its commits brings in what it reaches and no commit
    before it does; within that, the earlier committed comes first. So what is appended to the line is appended to the
    order, and numbers that count along it stay.
    """

    forest: Forest = field(default_factory=Forest)
    # The ids one after the other, in bytes; of those that were kept also the entries, with where each ends.
    ids: bytearray = field(default_factory=bytearray, repr=False)
    text: memoryview = field(default=memoryview(b""), repr=False)
    ends: array[int] = field(default_factory=lambda: array("q"), repr=False)
    # What came since.
    _entries: list[Entry] = field(default_factory=list, repr=False)

    def __len__(self) -> int:
        return len(self.forest)

    @property
    def tip(self) -> str:
        """The id of the last commit; "" where there is none."""
        return self.ids[-self._width :].hex()

    @property
    def _width(self) -> int:
        return len(self.ids) // (len(self) or 1)

    def entry(self, commit: int) -> Entry:
        kept = len(self.ends)
        if commit >= kept:
            return self._entries[commit - kept]
        return read_entry(self.text[self.ends[commit - 1] if commit else 0 : self.ends[commit]].tobytes())

    def entries(self) -> Iterator[Entry]:
        return map(self.entry, range(len(self)))

    def number(self, id: str) -> int | None:
        raw, width = bytes.fromhex(id), self._width
        if len(raw) != width:
            return None
        at = self.ids.find(raw)
        # Among the ends and beginnings of two others the same bytes may stand too.
        while at % width and at >= 0:
            at = self.ids.find(raw, at + 1)
        return at // width if at >= 0 else None

    def go_on(self, entries: Mapping[str, Entry], tip: str) -> bool:
        """Adds what the history up to `tip` has more than this one; False where it does not go on along its line."""
        line, end = [tip], ""
        while parents := entries[line[-1]].parents:
            if parents[0] not in entries:
                end = parents[0]
                break
            line.append(parents[0])
        if end != self.tip:
            return False
        numbers: dict[str, int] = {}
        for landing in reversed(line):
            for id in _brought_in(entries, landing, numbers):
                above = [self._above(parent, numbers) for parent in dict.fromkeys(entries[id].parents)]
                numbers[id] = len(self)
                self.forest.add(above, on_line=id == landing)
                self.ids += bytes.fromhex(id)
                self._entries.append(entries[id])
        return True

    def _above(self, id: str, numbers: Mapping[str, int]) -> int:
        number = numbers[id] if id in numbers else self.number(id)
        assert number is not None, "git leaves out only what the tip reaches"
        return number

    def to_bytes(self) -> bytes:
        written = [write_entry(entry) for entry in self._entries]
        ends = array("q", self.ends)
        ends.extend(accumulate(map(len, written), initial=len(self.text)))
        del ends[len(self.ends)]
        forest = self.forest
        arrays = [ends, forest.first, forest.line, forest.chains, forest.tops]
        head = [len(self.ids), [len(one) for one in arrays], list(forest.others.items())]
        parts = (one.tobytes() for one in arrays)
        return b"".join((json.dumps(head).encode(), b"\n", self.ids, *parts, self.text, *written))


def order_from(raw: bytes, at: int = 0) -> Order:
    """An order as it was kept, from a place on. Raises `ValueError` where bytes are none."""
    begin = raw.index(b"\n", at) + 1
    size, lengths, others = json.loads(raw[at:begin])
    # The text is by far the most of it, and stays where it is.
    view = memoryview(raw)
    ids = bytearray(view[begin : begin + size])
    at = begin + size
    arrays = []
    for length in lengths:
        one = array("q")
        one.frombytes(view[at : at + length * one.itemsize])
        at += length * one.itemsize
        arrays.append(one)
    ends, first, line, chains, tops = arrays
    merges = {merge: tuple(parents) for merge, parents in others}
    return Order(Forest(first, merges, line, chains, tops), ids, view[at:], ends)


def _brought_in(entries: Mapping[str, Entry], landing: str, there: Collection[str]) -> list[str]:
    """What a commit of the line reaches and no commit before it does. What has no entry was there before."""

    def new_above(id: str) -> list[str]:
        return [parent for parent in dict.fromkeys(entries[id].parents) if parent in entries and parent not in there]

    if not new_above(landing):
        return [landing]
    waiting = [landing]
    children: dict[str, list[str]] = {}
    missing: dict[str, int] = {}
    while waiting:
        id = waiting.pop()
        if id in missing:
            continue
        above = new_above(id)
        missing[id] = len(above)
        for parent in above:
            children.setdefault(parent, []).append(id)
            waiting.append(parent)
    ready = [(entries[id].time, id) for id, count in missing.items() if not count]
    heapq.heapify(ready)
    found = []
    while ready:
        _, id = heapq.heappop(ready)
        found.append(id)
        for child in children.get(id, ()):
            missing[child] -= 1
            if not missing[child]:
                heapq.heappush(ready, (entries[child].time, child))
    return found


__all__ = ["Order", "order_from"]
