"""A person's positions follow each other, between the day of joining and the day of leaving."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import fields
from itertools import pairwise

from perfsite.checks.problem import problem, see
from perfsite.diagnostics import Diagnostic
from perfsite.records.library import Library
from perfsite.records.people import Person

_DAY = dt.timedelta(days=1)


def check_people(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    for person in library.of(Person):
        yield from _employment(library, person)
        yield from _overlaps(library, person)
        if person.erased is not None:
            yield from _left_over(library, person)


def _left_over(library: Library, person: Person) -> Iterator[Diagnostic]:
    """What still says who somebody is whose data were erased."""
    nameless = person.nameless()
    for key in (field.name for field in fields(person)):
        if getattr(person, key) != getattr(nameless, key):
            yield problem(library, person, (key,), "PS807", {"erased": person.erased, "field": key}, key=True)


def _employment(library: Library, person: Person) -> Iterator[Diagnostic]:
    joined, left = person.joined, person.left
    if joined is not None and left is not None and left < joined:
        yield problem(library, person, ("left",), "PS805", {"left": left, "joined": joined})
        return
    for index, position in enumerate(person.positions):
        if joined is not None and position.from_ < joined:
            arguments = {"first": position.from_, "joined": joined}
            yield problem(library, person, ("positions", index, "from"), "PS805", arguments, hint="early")
        if left is None:
            continue
        if position.until is None:
            yield problem(library, person, ("positions", index, "from"), "PS805", {"left": left}, hint="open")
        elif position.until > left:
            arguments = {"left": left, "last": position.until}
            yield problem(library, person, ("positions", index, "until"), "PS805", arguments, hint="late")


def _overlaps(library: Library, person: Person) -> Iterator[Diagnostic]:
    """Each position that begins before the one held until then has ended."""
    order = sorted(enumerate(person.positions), key=lambda entry: (entry[1].from_, entry[0]))
    for (at, before), (index, position) in pairwise(order):
        if before.until is not None and (before.until < position.from_ or before.until < before.from_):
            continue
        ends = [day for day in (before.until, position.until) if day is not None]
        arguments = {"first": position.from_, "eve": position.from_ - _DAY, "last": min(ends, default="")}
        hint = "" if ends else "open"
        related = see(library, person, ("positions", at, "from"), "另一段任职", "the other position")
        yield problem(library, person, ("positions", index, "from"), "PS804", arguments, hint=hint, related=related)
