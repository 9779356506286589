"""What changed last of standards and results, for the home page: the newest versions, and whom each is for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from perfsite.history.versions import Version
from perfsite.records.goal import Goal
from perfsite.records.kinds import KINDS
from perfsite.records.record import Record
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.site.changes import BULK, Bulk, came_together, head_of, view_bulk
from perfsite.site.clauses import applies_said
from perfsite.site.edition import Edition
from perfsite.site.past import Past
from perfsite.site.seen import seen
from perfsite.site.versions import VersionView, record_of, shown_in, view_version

# So many changes of fields of each: the rest is on the page of its history.
_FIELDS = 2


@dataclass(frozen=True, slots=True)
class Newest:
    """A version, or many records that came or went at once. `whom` can be said, and is None where it is for everybody."""

    day: dt.date
    whom: Any
    version: VersionView | None = None
    bulk: Bulk | None = None


def newest_versions(edition: Edition, most: int) -> tuple[Newest, ...]:
    """The newest versions of what people are scored, rewarded and promoted by, and of what came of it.

    Empty where the history is not known: what authors noted is all that can be told then.
    """
    past = edition.past
    if past is None:
        return ()
    counting = [version for version in shown_in(edition, past) if _counts(version)]
    return tuple(_gathered(counting, edition, past, most))


def _counts(version: Version) -> bool:
    noun = KINDS.get(version.ref.kind)
    return noun is not None and noun.part in ("standard", "outcome")


def _gathered(versions: list[Version], edition: Edition, past: Past, most: int) -> Iterator[Newest]:
    # What came in bulk counts as one, but of the smaller groups the last may begin before the end and go on after it.
    head, _ = head_of(versions, most)
    told = 0
    for _, group in groupby(head, key=came_together):
        together = list(group)
        if len(together) >= BULK:
            yield Newest(past.day(together[0]), None, bulk=view_bulk(together, edition, past))
            told += 1
            continue
        for version in together[: most - told]:
            whom = whom_said(record_of(version.ref, edition, past), edition)
            yield Newest(past.day(version), whom, version=view_version(version, edition, past, _FIELDS))
            told += 1


def whom_said(record: Record | None, edition: Edition) -> Any:
    """Whose a goal is, for whom a rule or a reward: titles alike are told apart by it."""
    if isinstance(record, Goal):
        return edition.link_to(seen(record.owner), record.address)
    if isinstance(record, ScoringRule | Reward):
        applies = seen(record.applies_to)
        return None if applies is None else applies_said(applies, edition, record.address)
    return None


__all__ = ["Newest", "newest_versions", "whom_said"]
