"""The turns of records as they are kept between runs: what has come since touches few records, and all others stay.

A history that goes on from the commit up to which turns are kept numbers its commits as before, so that a turn is what it
was unless a new commit touches its record. A record is touched where a group changes that ever held it, or where a merge
brings such a change to another line, even if nothing comes of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from perfsite.history.forest import sides_of_merges
from perfsite.history.held import group_of
from perfsite.history.log import Placed
from perfsite.history.timelines import Seen, Traced, Turn
from perfsite.records.references import Ref, ref_of


@dataclass(frozen=True, slots=True)
class Trail:
    """`tip` is the commit up to which turns are kept, `groups` has the addresses of all records that a group ever held,
    and `lines` the turns of each record as they are written."""

    tip: str
    groups: Mapping[str, Sequence[str]]
    lines: Mapping[str, str]

    def turns(self) -> dict[Ref, tuple[Turn, ...]]:
        return {ref_of(address): _read(line) for address, line in self.lines.items()}

    def held_by(self, groups: Iterable[str]) -> set[Ref]:
        """The records that some groups ever held."""
        return {ref_of(address) for group in groups for address in self.groups.get(group, ())}

    def holding(self, refs: Iterable[Ref]) -> set[str]:
        """The groups that ever held some records."""
        wanted = set(map(str, refs))
        return {group for group, addresses in self.groups.items() if not wanted.isdisjoint(addresses)}

    def going_on(self, tip: str, traced: Traced, refs: Iterable[Ref]) -> Trail:
        """Up to another commit, of which some records have been traced anew."""
        lines = dict(self.lines)
        for ref in refs:
            lines.pop(str(ref), None)
            if ref in traced.turns:
                lines[str(ref)] = _write(traced.turns[ref])
        groups = dict(self.groups)
        for group, addresses in _by_group(traced).items():
            groups[group] = sorted({*groups.get(group, ()), *addresses})
        return Trail(tip, groups, lines)


def trail_of(tip: str, traced: Traced) -> Trail:
    return Trail(tip, _by_group(traced), {str(ref): _write(turns) for ref, turns in traced.turns.items()})


def _by_group(traced: Traced) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for ref, groups in traced.groups.items():
        for group in groups:
            found.setdefault(group, set()).add(str(ref))
    return {group: sorted(addresses) for group, addresses in found.items()}


def touched_groups(order: Sequence[Placed], parents: Sequence[tuple[int, ...]], known: int) -> set[str]:
    """The groups of which a record may have turned since the first so many commits of an order."""
    # What lies between these and a merge on the line itself is new as a whole; a branch may take in what is old.
    line = {placed.landed for placed in order[known:]}
    inner = [n for n in range(known, len(order)) if len(parents[n]) > 1 and order[n].entry.id not in line]
    touching = set(range(known, len(order)))
    if inner:
        sides = dict(sides_of_merges(parents))
        merges = set(inner)
        while inner:
            side = sides[inner.pop()]
            touching.update(side)
            older = {commit for commit in side if commit in sides and commit not in merges}
            merges |= older
            inner += older
    return {group_of(name) for commit in touching for name, _ in order[commit].entry.files}


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
    places: dict[Seen, int] = {}

    def place(seen: Seen | None) -> int:
        return -1 if seen is None else places.setdefault(seen, len(places))

    written = [
        (turn.commit, place(turn.after), [place(seen) for seen in turn.before], place(turn.base), int(turn.is_merge))
        for turn in turns
    ]
    return json.dumps([list(places), written], separators=(",", ":"), ensure_ascii=False)


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


__all__ = ["Trail", "touched_groups", "trail_from", "trail_of", "trail_to_bytes"]
