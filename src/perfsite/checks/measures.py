"""Measures that have a meaning where they stand: a metric is measured, and key results are scored in a component alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from perfsite.checks.problem import problem
from perfsite.diagnostics import Diagnostic, Phrase
from perfsite.records.library import Library
from perfsite.records.record import Record
from perfsite.records.reward import Reward
from perfsite.records.rule import MEASURES, Condition, Gate, Modifier, ScoringRule
from perfsite.sources.nodes import Route


def check_measures(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    for rule in library.of(ScoringRule):
        yield from _misplaced(library, rule, _conditions((), rule.gates, rule.modifiers))
        for id, component in rule.components:
            yield from _misplaced(library, rule, _conditions(("components", id), (), component.modifiers))
            if component.grid is not None and component.grid.columns.measure == "okr":
                columns: Route = ("components", id, "grid", "columns", "measure")
                yield problem(library, rule, columns, "PS634", hint="grid")
    for reward in library.of(Reward):
        yield from _misplaced(library, reward, _conditions((), reward.gates, reward.modifiers))


def _conditions(
    above: Route, gates: tuple[Gate, ...], modifiers: tuple[Modifier, ...]
) -> Iterator[tuple[Route, Condition]]:
    """The conditions of gates and modifiers, and where they stand."""
    kinds: tuple[tuple[str, Sequence[Gate | Modifier]], ...] = (("gates", gates), ("modifiers", modifiers))
    for name, holders in kinds:
        for index, holder in enumerate(holders):
            if holder.when is not None:
                yield (*above, name, index, "when"), holder.when


def _misplaced(library: Library, record: Record, conditions: Iterable[tuple[Route, Condition]]) -> Iterator[Diagnostic]:
    """A condition measures the metric that it names, of which `okr` says nothing; points and grades are not measured."""
    for route, when in conditions:
        if when.measure is None:
            continue
        if when.metric is None:
            arguments = {"subject": _subject(when), "measure": Phrase(*MEASURES[when.measure])}
            yield problem(library, record, (*route, "measure"), "PS635", arguments, key=True)
        elif when.measure == "okr":
            yield problem(library, record, (*route, "measure"), "PS634")


def _subject(when: Condition) -> Phrase:
    if when.component is not None:
        return Phrase(f"评分项 `{when.component}` 的得分", f"the points of `{when.component}`")
    return Phrase("等级", "the grade") if when.grade else Phrase("总分", "the total")
