"""The turns of records as they are kept between runs: what has come since touches few records, and all others stay.

A history that goes on from the commit up to which turns are kept numbers its commits as before, so that a turn is what it
was unless a new commit touches its record. A record is touched where a group changes that ever held it, or where a merge
brings such a change to another line, even if nothing comes of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from perfsite.history.forest import sides_of_merges
from perfsite.history.held import group_of
from perfsite.history.order import Order
from perfsite.history.timelines import Seen, Traced, Turn


class Turns(Mapping[str, tuple[Turn, ...]]):
    """By address what is kept of each record, which is read when it is asked for."""

    def __init__(self, lines: Mapping[str, str]) -> None:
        self._lines = lines
        self._read: dict[str, tuple[Turn, ...]] = {}

    def __getitem__(self, address: str) -> tuple[Turn, ...]:
        turns = self._read.get(address)
        if turns is None:
            turns = self._read[address] = _read(self._lines[address])
        return turns

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


@dataclass(frozen=True, slots=True)
class Trail:
    """`tip` is the commit up to which turns are kept, `groups` has the addresses of all records that a group ever held,
    and `lines` the turns of each record as they are written."""

    tip: str
    groups: Mapping[str, Sequence[str]]
    lines: Mapping[str, str]

    def turns(self) -> Turns:
        return Turns(self.lines)

    def held_by(self, groups: Iterable[str]) -> set[str]:
        """The records that some groups ever held."""
        return {address for group in groups for address in self.groups.get(group, ())}

    def holding(self, addresses: set[str]) -> set[str]:
        """The groups that ever held some records."""
        return {group for group, held in self.groups.items() if not addresses.isdisjoint(held)}

    def going_on(self, tip: str, traced: Traced, addresses: Iterable[str]) -> Trail:
        """Up to another commit, of which some records have been traced anew."""
        lines = dict(self.lines)
        for address in addresses:
            lines.pop(address, None)
            if address in traced.turns:
                lines[address] = _write(traced.turns[address])
        groups = dict(self.groups)
        for group, held in _by_group(traced).items():
            groups[group] = sorted({*groups.get(group, ()), *held})
        return Trail(tip, groups, lines)


def trail_of(tip: str, traced: Traced) -> Trail:
    return Trail(tip, _by_group(traced), {address: _write(turns) for address, turns in traced.turns.items()})


def _by_group(traced: Traced) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for address, groups in traced.groups.items():
        for group in groups:
            found.setdefault(group, set()).add(address)
    return {group: sorted(addresses) for group, addresses in found.items()}


def touched_groups(order: Order, known: int) -> set[str]:
    """The groups of which a record may have turned since the first so many commits of an order."""
    forest = order.forest
    # What lies between these and a merge on the line itself is new as a whole; a branch may take in what is old.
    inner = {commit for commit in range(known, len(order)) if commit in forest.others and not forest.is_on_line(commit)}
    touching = set(range(known, len(order)))
    merges = set(inner)
    while inner:
        brought = {commit for _, side in sides_of_merges(forest, inner) for commit in side}
        touching |= brought
        inner = {commit for commit in brought if commit in forest.others} - merges
        merges |= inner
    return {group_of(name) for commit in touching for name, _ in order.entry(commit).files}


def trail_to_bytes(trail: Trail) -> bytes:
    head = json.dumps([trail.tip, trail.groups], separators=(",", ":"), ensure_ascii=False)
    return "\n".join([head, *(f"{address}\t{line}" for address, line in trail.lines.items())]).encode()


def trail_from(raw: bytes) -> Trail | None:
    """What was kept; None where that has another form."""
    try:
        head, *lines = raw.decode().split("\n")
        tip, groups = json.loads(head)
        parted = (line.partition("\t") for line in lines)
        return Trail(tip, groups, {address: line for address, _, line in parted})
    except (ValueError, TypeError):
        return None


def _write(turns: Sequence[Turn]) -> str:
    """Each state once, and turns by the places of theirs."""
    places: dict[int, int] = {}
    states: list[Seen] = []

    def place(seen: Seen | None) -> int:
        if seen is None:
            return -1
        known = places.get(id(seen))
        if known is None:
            known = places[id(seen)] = len(states)
            states.append(seen)
        return known

    written = [
        (commit, place(after), [place(seen) for seen in before], place(base), int(is_merge))
        for commit, after, before, base, is_merge in turns
    ]
    return json.dumps([states, written], separators=(",", ":"), ensure_ascii=False)


def _read(line: str) -> tuple[Turn, ...]:
    given, written = json.loads(line)
    states: list[Seen | None] = [
        Seen(file, digest, tuple([(name, blob) for name, blob in files])) for file, digest, files in given
    ]
    # The last place is that of no state.
    states.append(None)
    return tuple(
        [
            Turn(commit, states[after], tuple([states[seen] for seen in before]), states[base], is_merge == 1)
            for commit, after, before, base, is_merge in written
        ]
    )


__all__ = ["Trail", "Turns", "touched_groups", "trail_from", "trail_of", "trail_to_bytes"]
