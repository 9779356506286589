"""Measures that have a meaning where they stand: key results are scored in a component and nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from perfsite.checks.problem import problem
from perfsite.diagnostics import Diagnostic
from perfsite.records.library import Library
from perfsite.records.record import Record
from perfsite.records.reward import Reward
from perfsite.records.rule import Gate, Modifier, ScoringRule
from perfsite.sources.nodes import Route


def check_measures(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    """A condition and the columns of a grid name a metric, of which `okr` says nothing."""
    for rule in library.of(ScoringRule):
        places = [*_conditions((), rule.gates, rule.modifiers)]
        for id, component in rule.components:
            places += _conditions(("components", id), (), component.modifiers)
            if component.grid is not None:
                columns: Route = ("components", id, "grid", "columns", "measure")
                places.append((columns, component.grid.columns.measure))
        yield from _misplaced(library, rule, places)
    for reward in library.of(Reward):
        yield from _misplaced(library, reward, _conditions((), reward.gates, reward.modifiers))


def _conditions(
    above: Route, gates: tuple[Gate, ...], modifiers: tuple[Modifier, ...]
) -> Iterator[tuple[Route, str | None]]:
    """Where conditions say how something is measured, and what they say."""
    kinds: tuple[tuple[str, Sequence[Gate | Modifier]], ...] = (("gates", gates), ("modifiers", modifiers))
    for name, holders in kinds:
        for index, holder in enumerate(holders):
            if holder.when is not None:
                yield (*above, name, index, "when", "measure"), holder.when.measure


def _misplaced(library: Library, record: Record, places: Iterable[tuple[Route, str | None]]) -> Iterator[Diagnostic]:
    for route, measure in places:
        if measure == "okr":
            hint = "grid" if "grid" in route else ""
            yield problem(library, record, route, "PS634", hint=hint)
