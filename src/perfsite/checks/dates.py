"""No stretch of time ends before it begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from perfsite.checks.problem import problem
from perfsite.diagnostics import Diagnostic
from perfsite.records.calendar import Calendar
from perfsite.records.library import Library
from perfsite.records.people import Person
from perfsite.records.period import Period
from perfsite.records.record import Record
from perfsite.sources.nodes import Route


def check_dates(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    for record, route, first, last in _stretches(library):
        if last < first:
            yield problem(library, record, route, "PS701", {"first": first, "last": last})


def _stretches(library: Library) -> Iterator[tuple[Record, Route, dt.date, dt.date]]:
    for record in library.all(incomplete=False):
        if record.in_force is not None and record.in_force.until is not None:
            yield record, ("in_force", "until"), record.in_force.from_, record.in_force.until
    for period in library.of(Period):
        yield period, ("to",), period.from_, period.to
    for calendar in library.of(Calendar):
        for index, holiday in enumerate(calendar.holidays):
            if holiday.to is not None:
                yield calendar, ("holidays", index, "to"), holiday.from_, holiday.to
    for person in library.of(Person):
        for index, position in enumerate(person.positions):
            if position.until is not None:
                yield person, ("positions", index, "until"), position.from_, position.until
