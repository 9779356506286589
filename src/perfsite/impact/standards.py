"""Two libraries to the standards that differ, and to the older library with the newer standards in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from perfsite.history.changes import Change, changes_between
from perfsite.records.calendar import Calendar
from perfsite.records.forms import TextForm
from perfsite.records.goal import Goal
from perfsite.records.ladder import Ladder, PromotionCriteria
from perfsite.records.library import Library
from perfsite.records.metric import Metric
from perfsite.records.period import Period
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.records.site import Site

# What is a standard, and what standards rest on; outcomes, people and figures are the evidence, which stays as it is.
COMPARED: tuple[type[Record], ...] = (Goal, ScoringRule, Reward, PromotionCriteria, Ladder, Metric, Period, Calendar)
# Of the site's own settings those that outcomes depend on.
SETTINGS = ("policy", "calendar", "currency", "timezone")
# A record of these kinds that replaces another is its new wording: results know it by the id of the former.
_SUCCEEDED = (ScoringRule.kind, Reward.kind, PromotionCriteria.kind)
# Fields of any record from which no figure and no requirement follows.
_SAID = frozenset(["tags", "links", "approved", "changes", "translation_of", "examples", "audience", "replaces"])
# Texts by which people decide or count: no program can tell what another wording of them does.
_JUDGED_BY = frozenset(["judgement", "quota", "award", "definition", "descriptor"])


class Event(StrEnum):
    CHANGED = "changed"
    REPLACED = "replaced"
    NEW = "new"
    REMOVED = "removed"


Key: TypeAlias = tuple[Event, Ref, Ref]


@dataclass(frozen=True, slots=True)
class Pair:
    """A standard in both states; None where it is not there. `replaced` is a former one and the one in its place."""

    before: Record | None
    after: Record | None
    event: Event

    @property
    def now(self) -> Record:
        """The record as people find it after the change, or as it last stood."""
        record = self.after or self.before
        assert record is not None
        return record

    @property
    def known_as(self) -> Ref:
        """What results call it."""
        return (self.before or self.now).ref

    @property
    def key(self) -> Key:
        """What tells it from other pairs, also in libraries that are cut down to an audience."""
        return self.event, self.known_as, self.now.ref

    @property
    def changes(self) -> tuple[Change, ...]:
        if self.before is None or self.after is None:
            return ()
        found = changes_between(self.before, self.after)
        if isinstance(self.after, Site):
            return tuple(change for change in found if change.route[0] in SETTINGS)
        # That a successor names whom it succeeds is said by the event.
        skipped = ("replaces",) if self.event is Event.REPLACED else ()
        return tuple(change for change in found if change.route[0] not in skipped)

    @property
    def bears(self) -> bool:
        """Whether a figure or a requirement could change by it."""
        return self.before is None or self.after is None or any(could_matter(self.after, c) for c in self.changes)


def could_matter(record: Record, change: Change) -> bool:
    """Whether a figure or a requirement could follow from a field. A text is no figure, unless people decide by it."""
    if change.route[0] in _SAID or (change.route[0] == "owner" and not isinstance(record, Goal)):
        return False
    return not isinstance(change.form, TextForm) or decided_by_people(change)


def decided_by_people(change: Change) -> bool:
    return isinstance(change.form, TextForm) and not _JUDGED_BY.isdisjoint(map(str, change.route))


def changed_standards(before: Library, after: Library) -> tuple[Pair, ...]:
    """Every standard that means something else, came or went. What could not be read on either side is left out."""
    return tuple(pair for pair in _pairs(before, after) if pair.event is not Event.CHANGED or pair.changes)


def _pairs(before: Library, after: Library) -> Iterator[Pair]:
    yield Pair(before.site, after.site, Event.CHANGED)
    for noun in COMPARED:
        old, new = before.records[noun.kind], after.records[noun.kind]
        followed = _successions(noun.kind, old, new)
        for id in sorted({*old, *new}):
            was, now = old.get(id), new.get(id)
            if any(record is not None and record.incomplete for record in (was, now)):
                continue
            if id in followed:
                yield Pair(old[followed[id]], now, Event.REPLACED)
            elif was is None:
                yield Pair(None, now, Event.NEW)
            elif now is not None:
                yield Pair(was, _as_standard(was, now), Event.CHANGED)
            elif id not in followed.values() and noun.kind not in after.open_kinds:
                yield Pair(was, None, Event.REMOVED)


def _successions(kind: str, old: Mapping[str, Record], new: Mapping[str, Record]) -> dict[str, str]:
    """By its id, the former one of each record that is new and replaces one."""
    found: dict[str, str] = {}
    for id, record in new.items():
        former = record.replaces.id if record.replaces is not None else ""
        if kind in _SUCCEEDED and id not in old and former in old and former not in found.values():
            found[id] = former
    return found


def _as_standard(before: Record, after: Record) -> Record:
    """A goal without what has been reached of it by now: that is evidence, and stays as it was."""
    return after.with_progress_of(before) if isinstance(before, Goal) and isinstance(after, Goal) else after


def other_changes(before: Library, after: Library) -> dict[str, int]:
    """By kind, how many records differ that are no standards; they are no part of the comparison."""
    counted: dict[str, int] = {}
    skipped = {noun.kind for noun in COMPARED}
    for kind, new in after.records.items():
        old = before.records.get(kind, {})
        if kind in skipped:
            continue
        differ = sum(1 for id in {*old, *new} if not _alike(old.get(id), new.get(id)))
        if differ:
            counted[kind] = differ
    return counted


def _alike(one: Record | None, other: Record | None) -> bool:
    if one is None or other is None or one.incomplete or other.incomplete:
        return one is other
    return one == other or not changes_between(one, other)


def with_standards(library: Library, pairs: Iterable[Pair]) -> Library:
    """The library with the later state of these standards in it, successors also under the id of the former."""
    records = {kind: dict(found) for kind, found in library.records.items()}
    site = library.site
    # A former one may have been changed as well; who succeeds it comes last.
    for pair in sorted(pairs, key=lambda pair: pair.event is Event.REPLACED):
        kind = pair.now.kind
        if isinstance(pair.after, Site):
            site = replace(site, **{name: getattr(pair.after, name) for name in SETTINGS})
        elif pair.after is None:
            records[kind].pop(pair.now.id, None)
        else:
            records[kind][pair.after.id] = pair.after
            if pair.event is Event.REPLACED:
                former = pair.known_as.id
                records[kind][former] = replace(pair.after, id=former, replaces=None)
    return replace(library, site=site, records=records, memory=type(library.memory)())


__all__ = [
    "COMPARED",
    "SETTINGS",
    "Event",
    "Key",
    "Pair",
    "changed_standards",
    "could_matter",
    "decided_by_people",
    "other_changes",
    "with_standards",
]
