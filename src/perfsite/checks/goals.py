"""Goals make sense beside each other and beside their owners: direction, weights, positions, periods, revisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from perfsite.checks.problem import problem, see, written
from perfsite.diagnostics import Diagnostic, Phrase
from perfsite.records.goal import Goal
from perfsite.records.library import Library
from perfsite.records.metric import DIRECTIONS, Metric
from perfsite.records.people import Person, Team
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity
from perfsite.records.references import Ref
from perfsite.records.rule import ScoringRule
from perfsite.scoring.positions import stretches
from perfsite.sources.nodes import Route


def check_goals(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    measured: dict[str, list[tuple[ScoringRule, str]]] = {}
    for rule, metric, measure in _measured(library):
        measured.setdefault(metric.id, []).append((rule, measure))
    above = {team.id: team.parent.id for team in library.of(Team) if team.parent is not None}
    for goal in library.of(Goal):
        yield from _divisor(library, goal, measured, above)
        yield from _direction(library, goal, goal.metric, goal.baseline, goal.target, ("target",))
        for index, result in enumerate(goal.key_results):
            yield from _direction(library, goal, result.metric, result.from_, result.to, ("key_results", index, "to"))
        yield from _weights(library, goal)
        yield from _owner(library, goal)
        yield from _parent_period(library, goal)
        yield from _revisions(library, goal)


def _measured(library: Library) -> Iterator[tuple[ScoringRule, Ref, str]]:
    """What scoring rules measure against targets: the rule, the metric and the measure."""
    for rule in library.of(ScoringRule):
        for _, component in rule.components:
            found = [(component.metric, component.measure)]
            if component.grid is not None:
                found.append((component.grid.columns.metric, component.grid.columns.measure))
            yield from ((rule, metric, measure) for metric, measure in found if metric is not None)


def _divisor(
    library: Library, goal: Goal, measured: dict[str, list[tuple[ScoringRule, str]]], above: dict[str, str]
) -> Iterator[Diagnostic]:
    """A target that nothing can be divided by, under a rule that is for the goal's owner."""
    person, period = library.get(Person, goal.owner), library.get(Period, goal.period)
    if goal.metric is None or person is None or period is None:
        return
    routes: tuple[tuple[Route, Quantity | None], ...] = (
        (("target",), goal.target),
        *((("revisions", index, "target"), revision.target) for index, revision in enumerate(goal.revisions)),
    )
    for rule, measure in measured.get(goal.metric.id, ()):
        for route, target in routes:
            none = measure == "attainment" and target is not None and target.value <= 0
            same = measure == "progress" and target is not None and target == goal.baseline
            # For whom a rule is takes longest to see, and hardly any target makes it matter.
            if (none or same) and stretches(rule.applies_to, person, above, period.from_, period.to):
                arguments = {"target": written(library, goal, *route), "rule": rule.id, "metric": goal.metric.id}
                yield problem(library, goal, route, "PS514", arguments, hint="" if none else "progress")
                return


def direction_words(metric: Metric) -> Phrase:
    """`越高越好` and `higher is better`, as they stand in a sentence."""
    return Phrase(*DIRECTIONS[metric.direction])


def _direction(
    library: Library, goal: Goal, ref: Ref | None, baseline: Quantity | None, target: Quantity | None, route: Route
) -> Iterator[Diagnostic]:
    metric = library.get(Metric, ref)
    if metric is None or baseline is None or target is None or baseline.unit != target.unit:
        return
    worse = target.value < baseline.value if metric.direction == "higher" else target.value > baseline.value
    if worse:
        start = (*route[:-1], "from" if route[-1] == "to" else "baseline")
        shown = {"target": written(library, goal, *route), "baseline": written(library, goal, *start)}
        arguments = {"metric": metric.id, "direction": direction_words(metric), **shown}
        yield problem(library, goal, route, "PS507", arguments)


def _weights(library: Library, goal: Goal) -> Iterator[Diagnostic]:
    weights = [result.weight for result in goal.key_results]
    given = [weight for weight in weights if weight is not None]
    if not given:
        return
    if len(given) < len(weights):
        index = weights.index(None)
        yield problem(library, goal, ("key_results", index, "title"), "PS508", {"number": index + 1}, hint="some")
        return
    total = sum((weight.value for weight in given), Decimal(0))
    if total != 100:
        yield problem(library, goal, ("key_results",), "PS508", {"sum": Quantity(total, "%")}, key=True)


def _owner(library: Library, goal: Goal) -> Iterator[Diagnostic]:
    if goal.owner.kind != "person":
        return
    person, period = library.get(Person, goal.owner), library.get(Period, goal.period)
    if person is not None and period is not None and not person.held_in(period.from_, period.to):
        related = see(library, person, ("positions",), "任职记录在这里", "the positions are here")
        arguments = {"person": person.id, "period": period.id}
        yield problem(library, goal, ("owner",), "PS509", arguments, related=related)


def _parent_period(library: Library, goal: Goal) -> Iterator[Diagnostic]:
    above = library.get(Goal, goal.supports)
    if above is None or above.period == goal.period:
        return
    inner, outer = library.get(Period, goal.period), library.get(Period, above.period)
    if inner is None or outer is None or (outer.from_ <= inner.from_ and inner.to <= outer.to):
        return
    arguments = {"period": inner.id, "outer": outer.id, "goal": above.id}
    yield problem(
        library,
        goal,
        ("period",),
        "PS511",
        arguments,
        related=see(library, above, ("period",), "上级目标的周期", "its period"),
    )


def _revisions(library: Library, goal: Goal) -> Iterator[Diagnostic]:
    for index, revision in enumerate(goal.revisions):
        if revision.approved_by == goal.owner:
            yield problem(library, goal, ("revisions", index, "approved_by"), "PS512")
        if revision.effective is not None and revision.effective < revision.on:
            arguments = {"on": revision.on, "effective": revision.effective}
            yield problem(library, goal, ("revisions", index, "effective"), "PS513", arguments)
