"""Whether a change to a standard took effect before it was published: from the days that the record itself states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from perfsite.history.changes import changes_between
from perfsite.history.versions import Timeline, Version
from perfsite.records.goal import Goal
from perfsite.records.kinds import KINDS
from perfsite.records.record import ReachingBack, Record
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

    Only days that are written count: those of validity, of a goal's revision and of a note. A change without a day of its
    own counts from its publication on. Approval may have been noted later, in `latest`, for the same day.
    """
    if after.part != "standard" or (before is not None and not changes_between(before, after)):
        return None
    days = [(day, route) for route, day in _days(before, after) if day is not None and day < published]
    if not days:
        return None
    since, route = min(days, key=lambda found: found[0])
    notes = [note for note in after.changes if before is None or note not in before.changes]
    notes += [note for note in (latest or after).changes if note.effective == since]
    approved = next((note.reaching_back for note in notes if note.reaching_back is not None), None)
    return Reach(since, published, approved, route)


def _days(before: Record | None, after: Record) -> Iterator[tuple[Route, dt.date | None]]:
    """The days from which what is new in a version counts."""
    validity, was = after.in_force, None if before is None else before.in_force
    if validity is not None and (was is None or validity.from_ != was.from_):
        told = after.approved.published if after.approved is not None else None
        # Who was told in time by other means than this site was told in time.
        if told is None or told > validity.from_:
            yield ("in_force", "from"), validity.from_
    if validity is not None and was is not None and validity.until != was.until:
        yield ("in_force", "until"), validity.until
    known = () if before is None else before.changes
    for place, note in enumerate(after.changes):
        if note not in known:
            yield ("changes", place, "effective"), note.effective
    if isinstance(after, Goal):
        revised = before.revisions if isinstance(before, Goal) else ()
        for place, revision in enumerate(after.revisions):
            if revision not in revised:
                yield ("revisions", place, "effective"), revision.effective


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


__all__ = ["Reach", "is_of_standard", "reach_of", "reach_of_version"]
