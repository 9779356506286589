"""Corrections of results: each goes on from the one before, and the list holds what the last one says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import pairwise

from perfsite.checks.problem import problem, see, written
from perfsite.diagnostics import Diagnostic, closest
from perfsite.records.library import Library
from perfsite.records.quantities import Quantity, parse_quantity
from perfsite.records.references import Ref
from perfsite.records.result import Candidate, Outcome, Recipient, outcomes_of
from perfsite.sources.nodes import Route

# What a row says in words or figures that a correction can be compared with.
_COMPARED = ("total", "grade", "rank", "basis", "share", "amount", "outcome", "effective")


def check_corrections(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    for outcome in outcomes_of(library):
        chains: dict[tuple[Ref | None, str], list[int]] = {}
        # In the order in which they count.
        for index in sorted(range(len(outcome.corrections)), key=lambda index: outcome.corrections[index].on):
            correction = outcome.corrections[index]
            chains.setdefault((correction.about, correction.field_), []).append(index)
        for (about, name), chain in chains.items():
            broken = list(_broken(library, outcome, chain))
            yield from broken
            if not broken and about is not None:
                yield from _row(library, outcome, about, name, chain[-1])


def _broken(library: Library, outcome: Outcome, chain: list[int]) -> Iterator[Diagnostic]:
    """Where a correction does not begin with what the one before has made of the figure."""
    for before, index in pairwise(chain):
        earlier, later = outcome.corrections[before], outcome.corrections[index]
        if not _agree(earlier.now, later.was):
            related = see(
                library, outcome, ("corrections", before, "now"), "前一次更正在这里", "the correction before it"
            )
            arguments = {"was": later.was, "now": earlier.now, "date": str(earlier.on)}
            yield problem(
                library, outcome, ("corrections", index, "was"), "PS726", arguments, hint="order", related=related
            )


def _row(library: Library, outcome: Outcome, about: Ref, name: str, index: int) -> Iterator[Diagnostic]:
    """Where the row of somebody does not hold what their last correction says."""
    part: str = outcome.rows
    rows: Sequence[Recipient | Candidate] = getattr(outcome, part)
    # Somebody may be there for several awards: then it is of one of them.
    there = [number for number, row in enumerate(rows) if row.person == about]
    if not there:
        return
    at = there[0]
    route, known = _place(rows[at], name)
    correction = outcome.corrections[index]
    if route is None:
        near = closest(name, known)
        if near is not None:
            arguments = {"field": name, "who": about.id}
            yield problem(
                library, outcome, ("corrections", index, "field"), "PS726", arguments, hint="field", mended=near
            )
        return
    held = [value for number in there if (value := _value(rows[number], name)) is not None]
    if _value(rows[at], name) is not None and not any(_agree(str(value), correction.now) for value in held):
        place: Route = (part, at, *route)
        arguments = {
            "who": about.id,
            "field": name,
            "row": written(library, outcome, *place),
            "now": correction.now,
        }
        related = see(library, outcome, ("corrections", index, "now"), "更正在这里", "the correction is here")
        yield problem(library, outcome, place, "PS726", arguments, related=related)


def _place(row: Recipient | Candidate, name: str) -> tuple[Route | None, list[str]]:
    """Where a row has what a correction calls by this name, and all names that it could have meant."""
    inner = row.components if isinstance(row, Recipient) else row.requirements
    ids = [id for id, _ in inner]
    own = [field.name for field in fields(row)]
    if name in ids:
        return ("components" if isinstance(row, Recipient) else "requirements", name), own
    return ((name,) if name in own else None), [*own, *ids]


def _value(row: Recipient | Candidate, name: str) -> object:
    """What a row says of it, None where it says nothing or nothing that could be compared."""
    if isinstance(row, Recipient) and name in (found := dict(row.components)):
        return found[name]
    return getattr(row, name, None) if name in _COMPARED else None


def _agree(one: str, other: str) -> bool:
    """Whether two texts say the same: as quantities, where a bare number may leave out its unit, or else as words."""
    left, right = parse_quantity(one), parse_quantity(other)
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        return left.value == right.value and (left.unit == right.unit or not left.unit or not right.unit)
    return one.strip().casefold() == other.strip().casefold()
