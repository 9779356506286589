"""A person's positions to whom a standard is for, and to how much of a period it counts for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from perfsite.publication.working_days import NoDay, WorkingCalendar
from perfsite.records.people import Person, Position
from perfsite.records.period import Period
from perfsite.records.rule import AppliesTo

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
            ends = [day for day in (last, position.until, person.left) if day is not None]
            held.append((max(position.from_, first), min(ends)))
    joined: list[tuple[dt.date, dt.date]] = []
    for begin, end in sorted(held):
        if end < begin:
            continue
        if joined and begin <= joined[-1][1] + _DAY:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return joined


def days_of_period(
    by: str,
    applies_to: AppliesTo,
    person: Person,
    period: Period,
    above: Mapping[str, str],
    working: WorkingCalendar | None,
) -> tuple[int, int] | None:
    """How many days of a period a person was in the role, and how many it has; None where that cannot be counted.

    By months there is no answer: no standard says how a part of a month counts.
    """
    held = stretches(applies_to, person, above, period.from_, period.to)
    if by == "days":
        days = sum((end - begin).days + 1 for begin, end in held)
        whole = (period.to - period.from_).days + 1
    elif by == "working days" and working is not None:
        counts = [working.between(begin - _DAY, end) for begin, end in (*held, (period.from_, period.to))]
        known = [count for count in counts if not isinstance(count, NoDay)]
        if len(known) < len(counts) or known[-1] == 0:
            return None
        days, whole = sum(known[:-1]), known[-1]
    else:
        return None
    return days, whole
