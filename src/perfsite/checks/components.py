"""The components of a rule: weights, metrics, and curves whose words leave one reading only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from perfsite.checks.goals import direction_words
from perfsite.checks.problem import problem, written
from perfsite.checks.trials import beyond_end, points_at
from perfsite.checks.units import percentage_meant
from perfsite.checks.unsaid import as_percentages, both_totals
from perfsite.diagnostics import Diagnostic
from perfsite.records.library import Library
from perfsite.records.metric import Metric
from perfsite.records.quantities import Quantity
from perfsite.records.rule import Beyond, Component, Grid, ScoringRule
from perfsite.scoring.compile import rational
from perfsite.scoring.exact import write_exact
from perfsite.sources.nodes import Route


def check_components(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    for rule in library.of(ScoringRule):
        if rule.weights != "raw":
            yield from _weights(library, rule)
        yield from _shared_weights(library, rule)
        for id, component in rule.components:
            route: Route = ("components", id)
            yield from _metric(library, rule, id, component)
            yield from _line(library, rule, route, component)
            yield from _direction(library, rule, id, component)
            if component.grid is not None:
                yield from _grid(library, rule, (*route, "grid"), component.grid)


def _weights(library: Library, rule: ScoringRule) -> Iterator[Diagnostic]:
    """Percentages that sum to 100%. Raw weights may be any numbers, and so the form of a weight leaves the sign open."""
    plain = [(id, component.weight) for id, component in rule.components if component.weight.unit != "%"]
    for id, weight in plain:
        route = ("components", id, "weight")
        arguments = {"text": written(library, rule, *route)}
        if weight.unit:
            yield problem(library, rule, route, "PS422", arguments)
            continue
        meant = percentage_meant(weight)
        hint = "sign" if meant.hint == "mended" else "fraction"
        sure = hint == "sign"
        if hint == "fraction":
            hint, arguments = "weight", {**arguments, **as_percentages(rule)}
        yield problem(library, rule, route, "PS422", arguments, hint=hint, mended=meant.mended, sure=sure)
    total = sum((component.weight.value for _, component in rule.components), Decimal(0))
    if not plain and total != 100:
        totals = both_totals(rule, rational(Quantity(total, "%")))
        told = {"sum": str(Quantity(total, "%")), **totals}
        yield problem(library, rule, ("components",), "PS601", told, hint="totals" if totals else "", key=True)


def _shared_weights(library: Library, rule: ScoringRule) -> Iterator[Diagnostic]:
    """The weight of what is missing is shared in proportion to those of the others, which has a meaning among weights of one
    sign alone."""
    gone = next((id for id, component in rule.components if component.missing == "renormalise"), None)
    if gone is None:
        return
    for id, component in rule.components:
        if component.weight.value < 0:
            route: Route = ("components", id, "weight")
            arguments = {"component": id, "weight": written(library, rule, *route), "missing": gone}
            yield problem(library, rule, route, "PS637", arguments)


def _metric(library: Library, rule: ScoringRule, id: str, component: Component) -> Iterator[Diagnostic]:
    """A component measures its metric, or the metric that it shares its id with; one of fixed points measures nothing."""
    if component.measure == "okr":
        if component.metric is not None:
            yield problem(library, rule, ("components", id, "metric"), "PS610", {"component": id}, hint="okr")
    elif component.metric is None and component.flat is None and id not in library.records["metric"]:
        if "metric" in library.open_kinds:
            return
        yield problem(library, rule, ("components", id), "PS610", {"component": id}, key=True)


def _line(library: Library, rule: ScoringRule, route: Route, component: Component) -> Iterator[Diagnostic]:
    if component.curve != "line":
        if component.beyond is not None:
            yield problem(library, rule, (*route, "beyond"), "PS607", {"curve": component.curve}, key=True)
        return
    if len(component.line) < 2:
        yield problem(library, rule, (*route, "line"), "PS605", key=True)
    elif component.beyond is None:
        yield problem(library, rule, (*route, "line"), "PS606", _readings(component), key=True)


def _readings(component: Component) -> dict[str, str]:
    """A value beyond the line, and the points it could have. The upper end shows it, unless the line runs level there."""
    before, last = component.line[-2:]
    value = beyond_end(component, "below" if before.points == last.points else "above")
    found = {
        word: points_at(replace(component, beyond=Beyond(below=word, above=word)), value)
        for word in ("clamp", "extrapolate")
    }
    return {
        "value": str(value),
        "clamped": write_exact(found["clamp"]),
        "extended": write_exact(found["extrapolate"]),
    }


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _direction(library: Library, rule: ScoringRule, id: str, component: Component) -> Iterator[Diagnostic]:
    """The first place at which points go down though the measure gets better, or up though it gets worse; the other way
    round where their weight takes them off."""
    metric = library.get(Metric, component.metric or id) if component.measure != "okr" else None
    points = _points(component)
    # Out of order, the points say nothing of a direction.
    if metric is None or any(after.edge <= before.edge for before, after in pairwise(points)):
        return
    rising = _is_better_when_higher(component.measure, metric) is (component.weight.value >= 0)
    for before, after in pairwise(points):
        if (after.points < before.points) if rising else (after.points > before.points):
            route: Route = ("components", id, *after.place)
            arguments = {
                "metric": metric.id,
                "direction": direction_words(metric),
                "edge": written(library, rule, *route, after.key),
                "before": _plain(before.points),
                "after": _plain(after.points),
            }
            yield problem(library, rule, (*route, "points"), "PS608", arguments)
            return


class _Point(NamedTuple):
    """An edge or anchor with its points: the value as a share, the field that states it, where it stands."""

    edge: Decimal
    points: Decimal
    key: str
    place: Route


def _points(component: Component) -> list[_Point]:
    found = [_Point(anchor.at.fraction, anchor.points, "at", ("line", at)) for at, anchor in enumerate(component.line)]
    for at, tier in enumerate(component.steps):
        if tier.edge is not None and tier.points is not None:
            key = "from" if tier.from_ is not None else "above"
            found.append(_Point(tier.edge.fraction, tier.points, key, ("steps", at)))
    return found


def _is_better_when_higher(measure: str, metric: Metric) -> bool:
    """Progress runs toward the target whichever way that lies; target ÷ actual turns the direction round."""
    if measure == "progress":
        return True
    return (metric.direction == "higher") != (measure == "inverse")


def _grid(library: Library, rule: ScoringRule, route: Route, grid: Grid) -> Iterator[Diagnostic]:
    if len(grid.points) != len(grid.rows):
        arguments = {"found": len(grid.points), "expected": len(grid.rows)}
        yield problem(library, rule, (*route, "points"), "PS611", arguments, key=True)
    for index, row in enumerate(grid.points):
        if len(row) != len(grid.columns.tiers):
            arguments = {"found": len(row), "expected": len(grid.columns.tiers)}
            yield problem(library, rule, (*route, "points", index), "PS611", arguments, hint="columns")
