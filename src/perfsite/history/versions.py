"""A record's versions: each change of its meaning, with who made it, when, why, and what stood before and after."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Protocol

from perfsite.history.held import UNREADABLE
from perfsite.history.log import Commit
from perfsite.history.meaning import same
from perfsite.history.timelines import Seen, Turn
from perfsite.records.fields import FieldSpec, shape_of
from perfsite.records.record import Record
from perfsite.records.references import Ref


class Event(StrEnum):
    """What happened to a record as a whole. A merge is where two sides had changed it, or one lost its change."""

    ADDED = "added"
    CHANGED = "changed"
    MERGED = "merged"
    REMOVED = "removed"
    RETURNED = "returned"
    UNREADABLE = "unreadable"


class Archive(Protocol):
    """What versions are read from when they are asked."""

    def record(self, ref: Ref, seen: Seen) -> Record: ...

    def commit_of(self, number: int) -> Commit: ...

    def landing_of(self, number: int) -> Commit: ...


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A record as it stood at some commit. It is read from the repository when it is asked for."""

    ref: Ref
    file: str
    digest: str
    seen: Seen = field(repr=False, compare=False)
    archive: Archive = field(repr=False, compare=False)

    @property
    def is_readable(self) -> bool:
        return self.digest != UNREADABLE

    @property
    def record(self) -> Record | None:
        """None where the version cannot be read or is not sound."""
        return self.archive.record(self.ref, self.seen) if self.is_readable else None


@dataclass(frozen=True, slots=True)
class Version:
    """One change of a record's meaning.

    `commit` is the one that made the change: who and why. `landed` is the one by which it came onto the line that is
    built: the commit itself, or the merge of the branch that it was made on; its day is that of publication. `sides`
    are the last readable states before: one, or of a merge one for each side that had changes which the others had not,
    and `base` is the state in which those last agreed.
    """

    ref: Ref
    number: int
    turn: Turn
    archive: Archive = field(repr=False, compare=False)

    @property
    def commit(self) -> Commit:
        return self.archive.commit_of(self.turn.commit)

    @property
    def landed(self) -> Commit:
        return self.archive.landing_of(self.turn.commit)

    @property
    def snapshot(self) -> Snapshot | None:
        return self._snapshot(self.turn.after)

    @property
    def sides(self) -> tuple[Snapshot | None, ...]:
        return tuple(map(self._snapshot, self.turn.before))

    @property
    def base(self) -> Snapshot | None:
        return self._snapshot(self.turn.base)

    def _snapshot(self, seen: Seen | None) -> Snapshot | None:
        return None if seen is None else Snapshot(self.ref, seen.file, seen.digest, seen, self.archive)

    @property
    def event(self) -> Event:
        turn = self.turn
        if turn.after is None:
            return Event.REMOVED
        if not turn.after.is_readable:
            return Event.UNREADABLE
        if turn.is_merge:
            return Event.MERGED
        if turn.before[0] is None:
            return Event.ADDED if self.number == 1 else Event.RETURNED
        return Event.CHANGED

    @property
    def file(self) -> str:
        """The file that the record stood in, or where it last stood."""
        found = self.snapshot or next((one for one in self.sides if one is not None), None)
        return found.file if found is not None else ""

    @property
    def after(self) -> Record | None:
        """The record in this version; None where it went or cannot be read."""
        return None if self.snapshot is None else self.snapshot.record

    @property
    def before(self) -> Record | None:
        """What the change started from; None where there was no record that could be read.

        Of a merge it is what uniting both sides gives, field by field, so that what differs from it is what the merge
        itself did. Where both sides changed one field it is the first side's.
        """
        first = self.sides[0] if self.sides else None
        own = None if first is None else first.record
        others = [None if side is None else side.record for side in self.sides[1:]]
        if not others:
            return own
        base = None if self.base is None else self.base.record
        return _united(own, others, base)


@dataclass(frozen=True, slots=True)
class Timeline:
    """A record's versions, the oldest first. A number, once given, stays as the line that is built grows."""

    ref: Ref
    versions: tuple[Version, ...]

    @property
    def latest(self) -> Version:
        return self.versions[-1]

    @property
    def is_gone(self) -> bool:
        return self.latest.snapshot is None


def _united(own: Record | None, others: list[Record | None], base: Record | None) -> Record | None:
    """The record with what either side changed since they agreed."""
    if own is None or base is None or any(other is None or type(other) is not type(own) for other in others):
        return next((one for one in (own, *others) if one is not None and one != base), own)
    if type(base) is not type(own):
        return own
    taken: dict[str, Any] = {}
    for spec in shape_of(type(own)).fields.values():
        common = getattr(base, spec.attribute)
        if _is_same(spec, getattr(own, spec.attribute), common):
            moved = [getattr(other, spec.attribute) for other in others]
            taken[spec.attribute] = next((value for value in moved if not _is_same(spec, value, common)), common)
    return replace(own, **taken)


def _is_same(spec: FieldSpec, one: Any, other: Any) -> bool:
    return same(spec.form, one, other)


__all__ = ["Archive", "Event", "Snapshot", "Timeline", "Version"]
