"""Periods of one type follow each other without overlap or gap, inside the longer ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from perfsite.checks.problem import problem, see
from perfsite.diagnostics import Diagnostic
from perfsite.records.library import Library
from perfsite.records.period import Period

_DAY = dt.timedelta(days=1)


def check_periods(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    by_type: dict[str, list[Period]] = {}
    for period in library.of(Period):
        yield from _parent(library, period)
        # Campaigns come and go as they please.
        if period.type != "campaign" and period.status != "not in use":
            by_type.setdefault(period.type, []).append(period)
    closed = "period" not in library.open_kinds and len(library.of(Period)) == len(library.records["period"])
    for periods in by_type.values():
        periods.sort(key=lambda period: (period.from_, period.to, period.id))
        for before, period in pairwise(periods):
            yield from _next(library, before, period, closed)


def _parent(library: Library, period: Period) -> Iterator[Diagnostic]:
    parent = library.get(Period, period.parent)
    if parent is None or (parent.from_ <= period.from_ and period.to <= parent.to):
        return
    arguments = {
        "first": period.from_,
        "last": period.to,
        "parent": parent.id,
        "outer_first": parent.from_,
        "outer_last": parent.to,
    }
    yield problem(library, period, ("parent",), "PS704", arguments)


def _next(library: Library, before: Period, period: Period, closed: bool) -> Iterator[Diagnostic]:
    related = see(library, before, ("to",), "前一个周期在这里结束", "the one before ends here")
    if period.from_ <= before.to:
        arguments = {"other": before.id, "first": period.from_, "last": min(before.to, period.to)}
        yield problem(library, period, ("from",), "PS702", arguments, related=related)
    elif closed and period.from_ > before.to + _DAY:
        days = (period.from_ - before.to).days - 1
        arguments = {"other": before.id, "first": period.from_, "last": before.to, "days": days}
        yield problem(library, period, ("from",), "PS703", arguments, related=related)
