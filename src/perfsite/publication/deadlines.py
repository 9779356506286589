"""The deadlines of all periods, in the order in which they come."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from perfsite.records.library import Library
from perfsite.records.period import Deadline, Period

SOON = dt.timedelta(days=45)
MOST = 6


class Due(NamedTuple):
    period: Period
    deadline: Deadline


def deadlines_soon(library: Library, as_of: dt.date) -> tuple[Due, ...]:
    """The next few, from the day itself on."""
    found = [
        Due(period, deadline)
        for period in library.of(Period)
        for deadline in period.deadlines
        if as_of <= deadline.on <= as_of + SOON
    ]
    return tuple(sorted(found, key=lambda due: due.deadline.on)[:MOST])


__all__ = ["SOON", "Due", "deadlines_soon"]
