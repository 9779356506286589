"""From which day a change to a standard counts, and whether that is before it was published: by the days it states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from perfsite.history.changes import changes_between
from perfsite.history.versions import Timeline, Version
from perfsite.records.goal import Goal
from perfsite.records.kinds import KINDS
from perfsite.records.period import Period
from perfsite.records.record import ChangeNote, ReachingBack, Record
from perfsite.records.references import Ref
from perfsite.sources.nodes import Route


@dataclass(frozen=True, slots=True)
class Reach:
    """`since` is the day from which the change counts, which stands at `route`; `approved` is what the record says of that."""

    since: dt.date
    published: dt.date
    approved: ReachingBack | None
    route: Route


def reach_of(before: Record | None, after: Record, published: dt.date, latest: Record | None = None) -> Reach | None:
    """How far a version reaches back from the day on which it was published; None where it does not.

    Only days that are written count: those of validity, of a goal's revision (without `effective`, that of `on`) and of a
    note. A change without a day of its own counts from its publication on. Approval may have been noted later, in `latest`, for the same day.
    """
    if after.part != "standard":
        return None
    days = [(day, route) for route, day in _days(before, after) if day is not None and day < published]
    if not days:
        return None
    since, route = min(days, key=lambda found: found[0])
    notes = [note for note in after.changes if before is None or note not in before.changes]
    notes += [note for note in (latest or after).changes if note.effective == since]
    approved = next((note.reaching_back for note in notes if note.reaching_back is not None), None)
    return Reach(since, published, approved, route)


def first_day_of(before: Record | None, after: Record) -> dt.date | None:
    """The day that a version states for what is new in it to begin to count; None where it begins with publication."""
    return min((day for _, day in _beginnings(before, after)), default=None)


def _days(before: Record | None, after: Record) -> Iterator[tuple[Route, dt.date | None]]:
    """The days from which what is new in a version counts, or to which it does."""
    told = after.approved.published if after.approved is not None else None
    for route, day in _beginnings(before, after):
        # Who was told in time by other means than this site was told in time.
        if route != _FROM or told is None or told > day:
            yield route, day
    validity, was = after.in_force, None if before is None else before.in_force
    if validity is not None and was is not None and validity.until != was.until:
        yield ("in_force", "until"), validity.until


_FROM: Route = ("in_force", "from")


def _beginnings(before: Record | None, after: Record) -> Iterator[tuple[Route, dt.date]]:
    begins = after.in_force.from_ if after.in_force is not None else None
    was = before.in_force if before is not None else None
    # An audience may not see the day.
    if begins is not None and (was is None or begins != was.from_):
        yield _FROM, begins
    for place, note in enumerate(after.changes):
        if note.effective is not None and _is_new(note, before, after):
            yield ("changes", place, "effective"), note.effective
    if isinstance(after, Goal):
        revised = before.revisions if isinstance(before, Goal) else ()
        for place, revision in enumerate(after.revisions):
            day, stated = revision.effective or revision.on, "on" if revision.effective is None else "effective"
            if revision not in revised and day is not None:
                yield ("revisions", place, stated), day


def _is_new(note: ChangeNote, before: Record | None, after: Record) -> bool:
    """Whether a note says from when something new counts. One that was only reworded does not; where nothing but notes
    is new, neither does one that gives the day of another."""
    if before is None:
        return True
    if any((known.on, known.effective) == (note.on, note.effective) for known in before.changes):
        return False
    return all(known.effective != note.effective for known in before.changes) or bool(changes_between(before, after))


def is_of_standard(ref: Ref) -> bool:
    return ref.kind in KINDS and KINDS[ref.kind].part == "standard"


def reach_of_version(
    version: Version, timeline: Timeline, published: dt.date, first_day: dt.date, latest: Record | None
) -> Reach | None:
    """The same of a version of a timeline. What the site held on its first day was in force before there was a site."""
    if not is_of_standard(version.ref) or (version is timeline.versions[0] and published == first_day):
        return None
    after = version.after
    return None if after is None else reach_of(version.before, after, published, latest)


def touches(reach: Reach, period: Period | None, decided: dt.date) -> bool:
    """Whether the time for which a change counted before it was published lies in the period of a result, or without a
    period has the day of its decision in it."""
    if period is None:
        return reach.since <= decided < reach.published
    return reach.since <= period.to and reach.published > period.from_


__all__ = ["Reach", "first_day_of", "is_of_standard", "reach_of", "reach_of_version", "touches"]
