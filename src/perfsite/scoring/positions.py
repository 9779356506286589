"""A person's positions to whom a standard is for, and to how much of a period it counts for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction

from perfsite.publication.working_days import NoDay, WorkingCalendar
from perfsite.records.people import Person, Position
from perfsite.records.period import Period
from perfsite.records.rule import AppliesTo, Proration

_DAY = dt.timedelta(days=1)


def is_meant(applies_to: AppliesTo, person: Person, position: Position, above: Mapping[str, str]) -> bool:
    """Whether a standard is for this person in this position. A team means the teams below it too."""
    return (
        (not applies_to.role or position.role in applies_to.role)
        and (not applies_to.level or position.level in applies_to.level)
        and (not applies_to.person or person.ref in applies_to.person)
        and (
            not applies_to.team or not {team.id for team in applies_to.team}.isdisjoint(teams(position.team.id, above))
        )
    )


def teams(team: str, above: Mapping[str, str]) -> list[str]:
    """A team and all those that it is part of."""
    path = [team]
    while (parent := above.get(path[-1])) is not None and parent not in path:
        path.append(parent)
    return path


def stretches(
    applies_to: AppliesTo, person: Person, above: Mapping[str, str], first: dt.date, last: dt.date
) -> list[tuple[dt.date, dt.date]]:
    """The days between two, both inclusive, on which a standard is for a person: in order, touching ones joined."""
    held = []
    for position in person.held_in(first, last):
        if is_meant(applies_to, person, position, above):
            begin = max(position.from_, first)
            end = min(day for day in (last, position.until, person.left) if day is not None)
            if begin <= end:
                held.append((begin, end))
    joined: list[tuple[dt.date, dt.date]] = []
    for begin, end in sorted(held):
        if joined and begin <= joined[-1][1] + _DAY:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return joined


def days_of_period(
    proration: Proration,
    applies_to: AppliesTo,
    person: Person,
    period: Period,
    above: Mapping[str, str],
    working: WorkingCalendar | None,
) -> tuple[int, int] | None:
    """How much of a period a person was in the role, and how much it has: in days, or months or parts of them.

    None where that cannot be counted: without a working calendar, or by months where a period is not made of them.
    """
    held = stretches(applies_to, person, above, period.from_, period.to)
    if proration.by == "days":
        return sum((end - begin).days + 1 for begin, end in held), (period.to - period.from_).days + 1
    if proration.by == "months":
        return count_months(held, period.from_, period.to, proration.part_of_month)
    if working is None:
        return None
    counts = [working.between(begin - _DAY, end) for begin, end in (*held, (period.from_, period.to))]
    known = [count for count in counts if not isinstance(count, NoDay)]
    if len(known) < len(counts) or known[-1] == 0:
        return None
    return sum(known[:-1]), known[-1]


def count_months(
    held: Sequence[tuple[dt.date, dt.date]], first: dt.date, last: dt.date, part: str | None
) -> tuple[int, int] | None:
    """The calendar months between two days that some stretches fill, and all of them.

    A part of a month is the whole of it, nothing, or as many of its days; then both counts are in as small a part of a
    month as is needed. None where nothing says which, or where the two days do not begin and end a month.
    """
    if part is None or first.day != 1 or (last + _DAY).day != 1:
        return None
    months, counted, month = 0, Fraction(0), first
    while month <= last:
        following = (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
        length = (following - month).days
        days = sum(max(0, (min(end, following - _DAY) - max(begin, month)).days + 1) for begin, end in held)
        if days == length or (days and part == "whole"):
            counted += 1
        elif part == "days":
            counted += Fraction(days, length)
        months, month = months + 1, following
    return counted.numerator, months * counted.denominator
