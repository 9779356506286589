"""The targets of the goals that support another come to its own target."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from perfsite.checks.problem import problem, see, written
from perfsite.diagnostics import Diagnostic
from perfsite.records.goal import Goal
from perfsite.records.library import Library
from perfsite.records.metric import Metric
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity

# Rates and ratings of several people do not add up to one of a team.
_ADDED = ("money", "count")
_SHOWN = 5


def check_cascade(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    """Compares goals of one metric and period. They may meet as they were set, or as they stand after revisions."""
    goals = library.of(Goal)
    if "goal" in library.open_kinds or len(goals) < len(library.records["goal"]):
        return
    below: dict[str, list[Goal]] = {}
    for goal in goals:
        if goal.supports is not None:
            below.setdefault(goal.supports.id, []).append(goal)
    for goal in goals:
        metric, period = library.get(Metric, goal.metric), library.get(Period, goal.period)
        if metric is None or period is None or metric.unit not in _ADDED or goal.target is None:
            continue
        supporting = below.get(goal.id, [])
        if not all(_is_clear(library, part) for part in supporting):
            continue
        parts = [part for part in supporting if part.metric == goal.metric and part.period == goal.period]
        units = {part.target.unit for part in parts if part.target is not None}
        if not parts or units - {"", goal.target.unit}:
            continue
        total = _sum([part.target for part in parts])
        revised, target_then = _sum([part.target_on(period.to) for part in parts]), goal.target_on(period.to)
        if total == goal.target.value or (target_then is not None and revised == target_then.value):
            continue
        yield _report(library, goal, parts, goal.target, total)


def _is_clear(library: Library, goal: Goal) -> bool:
    """Whether metric and period of a goal are there; where one is misspelt, that is the problem to report."""
    return library.find(goal.period) is not None and (goal.metric is None or library.find(goal.metric) is not None)


def _sum(targets: list[Quantity | None]) -> Decimal:
    return sum((target.value for target in targets if target is not None), Decimal(0))


def _report(library: Library, goal: Goal, parts: list[Goal], target: Quantity, total: Decimal) -> Diagnostic:
    difference = total - target.value
    arguments = {
        "count": len(parts),
        "sum": Quantity(total, target.unit),
        "target": written(library, goal, "target"),
        "difference": Quantity(abs(difference), target.unit),
    }
    related = [see(library, part, ("target",), "它的目标值", "its target") for part in parts[:_SHOWN]]
    hint = "more" if difference > 0 else ""
    return problem(
        library,
        goal,
        ("target",),
        "PS510",
        arguments,
        hint=hint,
        related=tuple(one for many in related for one in many),
    )
