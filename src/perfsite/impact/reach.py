"""A change to a standard to the day from which it counts, whether that reaches back, and which periods it meets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from perfsite.impact.standards import Event, Pair, could_matter
from perfsite.publication.reaching_back import Reach, first_day_of, reach_of
from perfsite.publication.working_days import WorkingCalendar
from perfsite.records.calendar import Calendar
from perfsite.records.goal import Goal
from perfsite.records.library import Library
from perfsite.records.metric import Metric
from perfsite.records.period import Period
from perfsite.records.record import Record
from perfsite.records.result import AwardResult, PromotionResult
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.records.site import Site

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Timing:
    """From when a change counts, where that is not only for the time to come.

    `back` is how far it reaches back, by the days that it states. `periods` are those that it meets and that have begun by
    then or ended: also a change that names no day, which counts at once, may meet one in the middle.
    """

    effect: dt.date
    periods: tuple[Period, ...]
    stated: bool
    back: Reach | None


def timing_of(pair: Pair, library: Library, day: dt.date) -> Timing | None:
    """`library` is the later one; it has the periods. Nothing of the settings of a site has a period, nor names a day."""
    if not pair.bears or isinstance(pair.now, Site):
        return None
    before = pair.before if pair.event is Event.CHANGED else None
    back = None if pair.after is None else reach_of(before, pair.after, day)
    stated = _effect_of(pair, before) if back is None else back.since
    effect = day if stated is None else stated
    types = _types_of(pair.now, library)
    touched = tuple(
        period
        for period in sorted(library.of(Period), key=lambda period: (period.from_, period.id))
        if _is_meant(period, pair.now, types)
        and period.to >= effect
        and period.from_ <= day
        and period.from_ < max(effect, day)
    )
    return Timing(effect, touched, stated is not None, back) if back is not None or touched else None


def _is_meant(period: Period, record: Record, types: set[str]) -> bool:
    if isinstance(record, Period):
        return period.id == record.id
    return period.id == record.period.id if isinstance(record, Goal) else period.type in types


def _effect_of(pair: Pair, before: Record | None) -> dt.date | None:
    """From when a change counts that does not reach back; None where nothing says so."""
    after = pair.after
    if isinstance(pair.now, Period):
        return min(record.from_ for record in (pair.before, after) if isinstance(record, Period))
    if isinstance(before, Calendar) and isinstance(after, Calendar):
        return _first_day_that_differs(before, after)
    if after is None:
        # Whatever has ended by itself does not end by being removed.
        until = pair.now.in_force.until if pair.now.in_force is not None else None
        return None if until is None else until + _DAY
    bearing = [change for change in pair.changes if could_matter(after, change)]
    if before is not None and all(change.route[0] == "in_force" for change in bearing):
        return min(_ends_that_moved(before, after), default=None)
    return first_day_of(before, after)


def _ends_that_moved(before: Record, after: Record) -> Iterator[dt.date]:
    """The first of the days on which one of the two is in force and the other is not."""
    was, now = before.in_force, after.in_force
    firsts = {None if given is None else given.from_ for given in (was, now)}
    lasts = {None if given is None else given.until for given in (was, now)}
    if len(firsts) > 1:
        yield min(first for first in firsts if first is not None)
    if len(lasts) > 1:
        yield min(last for last in lasts if last is not None) + _DAY


def _first_day_that_differs(before: Calendar, after: Calendar) -> dt.date | None:
    old, new = WorkingCalendar.from_record(before), WorkingCalendar.from_record(after)
    if old.week != new.week:
        return None
    days = {*(old.days_off ^ new.days_off), *(old.workdays ^ new.workdays)}
    days |= {dt.date(year, 1, 1) for year in old.years ^ new.years}
    return min(days, default=None)


def _types_of(record: Record, library: Library) -> set[str]:
    """The types of the periods that a standard is applied to; none where nothing says it."""
    if isinstance(record, Reward):
        return _of_rewards([record], library)
    if isinstance(record, ScoringRule):
        on_it = (
            reward for reward in library.of(Reward) if reward.basis is not None and reward.basis.rule == record.ref
        )
        return _of_rewards(on_it, library)
    if isinstance(record, Metric | Calendar):
        return _of_rewards(library.of(Reward), library)
    periods = (library.get(Period, one.period) for one in library.of(PromotionResult) if one.criteria == record.ref)
    return {period.type for period in periods if period is not None}


def _of_rewards(rewards: Iterable[Reward], library: Library) -> set[str]:
    types = set()
    for reward in rewards:
        if reward.every is not None:
            types.add(reward.every)
            continue
        periods = (library.get(Period, award.period) for award in library.of(AwardResult) if award.reward == reward.ref)
        types |= {period.type for period in periods if period is not None}
    return types


__all__ = ["Timing", "timing_of"]
