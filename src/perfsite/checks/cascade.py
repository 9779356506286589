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
    if "goal" in library.open_kinds:
        return
    below: dict[str, list[Goal]] = {}
    for goal in library.of(Goal):
        if goal.supports is not None:
            below.setdefault(goal.supports.id, []).append(goal)
    lost = _lost(library)
    for goal in library.of(Goal):
        metric, period = library.get(Metric, goal.metric), library.get(Period, goal.period)
        if metric is None or period is None or metric.unit not in _ADDED or goal.target is None:
            continue
        parts = [one for one in below.get(goal.id, ()) if one.metric == goal.metric and one.period == goal.period]
        if not parts or not lost.isdisjoint(
            (goal.id, (goal.metric, goal.period), (None, goal.period), (goal.metric, None))
        ):
            continue
        total = _sum([part.target for part in parts])
        revised, target_then = _sum([part.target_on(period.to) for part in parts]), goal.target_on(period.to)
        if total == goal.target.value or (target_then is not None and revised == target_then.value):
            continue
        yield _report(
            library, goal, parts, Quantity(goal.target.value, goal.target.unit or metric.currency or ""), total
        )


def _lost(library: Library) -> set[object]:
    """What goals with a mistake of their own may be missing from: the goal that they name, and any of their metric and
    period, since the name may be the mistake."""
    lost: set[object] = set()
    for goal in library.of(Goal, incomplete=True):
        if goal.incomplete:
            lost |= {(goal.metric, goal.period), goal.supports.id if goal.supports is not None else ""}
    return lost


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
