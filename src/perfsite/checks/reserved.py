"""Ids that stand for something else in a calculation: a metric or component of the same name could be taken for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from perfsite.checks.problem import head, problem
from perfsite.diagnostics import Diagnostic, Phrase
from perfsite.records.library import Library
from perfsite.records.metric import Metric
from perfsite.records.rule import Component, ScoringRule
from perfsite.scoring.cases import PAID, REMAINDER
from perfsite.scoring.compile import AMOUNT, COEFFICIENT, GRADE, SHARE, TOTAL
from perfsite.scoring.explain import NAMES
from perfsite.scoring.limits import OF_GROUP, PEOPLE
from perfsite.scoring.published import BASIS, RANK

_PEOPLE = (NAMES[PEOPLE], Phrase("同组中的位次", "the place in the group"))


def _reserved() -> dict[str, Phrase]:
    """What computes, ranks, examples and results call by a bare word: results by their name, inputs without their part."""
    words = {name: NAMES[name] for name in (TOTAL, GRADE, COEFFICIENT, AMOUNT, RANK, BASIS)}
    inputs = {name.rpartition("/")[0]: NAMES[name] for name in (PAID, SHARE, REMAINDER)}
    return words | inputs | dict(zip(OF_GROUP, _PEOPLE, strict=True))


def check_reserved(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    reserved = _reserved()
    for metric in library.of(Metric):
        if metric.id in reserved:
            arguments: dict[str, object] = {"id": metric.id, "meaning": reserved[metric.id], "noun": metric.noun}
            yield problem(library, metric, head(library, metric), "PS312", arguments)
    for rule in library.of(ScoringRule):
        for id, component in rule.components:
            if id in reserved:
                arguments = {"id": id, "meaning": reserved[id], "noun": Phrase("评分项", "component")}
                yield problem(library, rule, ("components", id), "PS312", arguments, key=True)
            elif _is_named_after_another(library, id, component):
                other = component.metric.id if component.metric is not None else component.measure
                yield problem(
                    library, rule, ("components", id), "PS312", {"id": id, "other": other}, hint="metric", key=True
                )


def _is_named_after_another(library: Library, id: str, component: Component) -> bool:
    """Whether a component bears the id of a metric and measures something else: examples and ranks name either by it."""
    if id not in library.records[Metric.kind]:
        return False
    return component.measure == "okr" or (component.metric is not None and component.metric.id != id)
