"""Tiers and anchors: in rising order, without a gap, in the unit of what is measured, and all giving the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from perfsite.checks.problem import problem, see, written
from perfsite.checks.requirements import leaves_of
from perfsite.checks.units import Misfit, misfit, percentage_meant
from perfsite.diagnostics import Diagnostic, Edit, Fix, Phrase
from perfsite.records.ladder import PromotionCriteria
from perfsite.records.library import Library
from perfsite.records.metric import Metric
from perfsite.records.quantities import Quantity
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.requirement import BOUNDS
from perfsite.records.reward import Reward
from perfsite.records.rule import Component, Condition, Edge, Gate, ScoringRule, Tier
from perfsite.sources.nodes import Mapping, Route
from perfsite.span import Span

_PERCENT = Phrase("百分比", "a percentage")


@dataclass(frozen=True, slots=True)
class Rung:
    """One edge of a list of tiers: `from` includes its value, `above` does not; the anchors of a line have `at`."""

    key: str
    edge: Quantity
    gives: str = ""
    given: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Rungs:
    """A list of tiers with its place and with what its edges measure."""

    record: Record
    route: Route
    rungs: tuple[Rung, ...]
    measure: str
    metric: Ref | str | None
    form: str


def check_tiers(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    for rungs in _lists(library):
        misfits = list(_units(library, rungs))
        yield from misfits
        if not misfits:
            found = list(_order(library, rungs))
            yield from found
            if not found:
                yield from _floor(library, rungs)
        yield from _yields(library, rungs)
    for record, route, bound, measure, metric in _bounds(library):
        yield from _edge(library, record, route, bound, measure, library.get(Metric, metric))


def measure_misfit(measure: str, metric: Metric | None, edge: Quantity) -> Misfit | None:
    """Why an edge cannot be compared with what a measure gives: a share of the target, or the metric's own figure."""
    if measure == "okr":
        return None if edge.unit in ("", "%") else Misfit(Phrase("0 到 1 的得分", "a score from 0 to 1"))
    if measure == "actual":
        return misfit(metric, edge) if metric is not None else None
    if edge.unit == "%" or edge.value == 0:
        return None
    return percentage_meant(edge) if edge.unit == "" else Misfit(_PERCENT)


def _lists(library: Library) -> Iterator[Rungs]:
    for rule in library.of(ScoringRule):
        for id, component in rule.components:
            yield from _component_lists(rule, ("components", id), component, component.metric or id)
    for reward in library.of(Reward):
        amount = reward.amount
        if amount is None:
            continue
        for form in ("steps", "slices"):
            yield Rungs(reward, ("amount", form), _tiers(getattr(amount, form)), "actual", reward.paid_on, form)


def _component_lists(rule: ScoringRule, route: Route, component: Component, metric: Ref | str) -> Iterator[Rungs]:
    for form in ("steps", "slices"):
        yield Rungs(rule, (*route, form), _tiers(getattr(component, form)), component.measure, metric, form)
    anchors = tuple(Rung("at", anchor.at, given=anchor.points) for anchor in component.line)
    yield Rungs(rule, (*route, "line"), anchors, component.measure, metric, "line")
    if component.grid is not None:
        columns = component.grid.columns
        yield Rungs(rule, (*route, "grid", "rows"), _tiers(component.grid.rows), component.measure, metric, "grid")
        place = (*route, "grid", "columns", "tiers")
        yield Rungs(rule, place, _tiers(columns.tiers), columns.measure, columns.metric, "grid")


def _tiers(tiers: Sequence[Tier | Edge]) -> tuple[Rung, ...]:
    rungs = []
    for tier in tiers:
        key = "from" if tier.from_ is not None else "above"
        edge = tier.from_ if tier.from_ is not None else tier.above
        assert edge is not None
        gives = next((name for name in ("points", "rate", "amount") if getattr(tier, name, None) is not None), "")
        given = getattr(tier, gives) if gives else None
        rungs.append(Rung(key, edge, gives, given.value if isinstance(given, Quantity) else given))
    return tuple(rungs)


def _units(library: Library, rungs: Rungs) -> Iterator[Diagnostic]:
    metric = library.get(Metric, rungs.metric)
    for index, rung in enumerate(rungs.rungs):
        place = (*rungs.route, index, rung.key)
        yield from _edge(library, rungs.record, place, rung.edge, rungs.measure, metric)


def _edge(
    library: Library, record: Record, route: Route, edge: Quantity, measure: str, metric: Metric | None
) -> Iterator[Diagnostic]:
    found = measure_misfit(measure, metric, edge)
    if found is None:
        return
    certain = found.mended if found.hint == "mended" else None
    arguments = {
        "edge": written(library, record, *route),
        "measure": measure,
        "expected": found.expected,
        "mended": found.mended or "",
    }
    hint = found.hint if found.hint in ("mended", "percent") else ""
    yield problem(library, record, route, "PS609", arguments, hint=hint, mended=certain, sure=True)


def _order(library: Library, rungs: Rungs) -> Iterator[Diagnostic]:
    """The first edge that does not rise above the one before it."""
    for index, (before, rung) in enumerate(pairwise(rungs.rungs), 1):
        if rung.edge.fraction > before.edge.fraction:
            continue
        hint = ""
        if rung.edge.fraction == before.edge.fraction:
            hint = "equal" if rung.key == before.key else "point" if rung.key == "above" else ""
        place, last = (*rungs.route, index, rung.key), (*rungs.route, index - 1, before.key)
        worth = [_worth(library, rungs, at) for at in (index - 1, index)]
        arguments: dict[str, object] = dict(zip(("first", "second"), worth, strict=True))
        arguments |= {"edge": written(library, rungs.record, *place), "before": written(library, rungs.record, *last)}
        related = see(library, rungs.record, last, "前一档在这里", "the tier before it is here")
        found = problem(library, rungs.record, place, "PS603", arguments, hint=hint, related=related)
        yield replace(found, fix=None if hint else _sorted(library, rungs))
        return


def _sorted(library: Library, rungs: Rungs) -> Fix | None:
    """The tiers in rising order, where that was surely meant: an edge that is a slip seldom gives what its place would.

    Only where each tier stands on one line in braces, so that what is around them stays.
    """
    ordered = sorted(rungs.rungs, key=lambda rung: rung.edge.fraction)
    given = [rung.given for rung in ordered if rung.given is not None]
    steps = {(after > before) - (after < before) for before, after in pairwise(given)}
    edges = {rung.edge.fraction for rung in ordered}
    if len(given) != len(ordered) or len(edges) != len(ordered) or len({r.gives for r in ordered}) > 1:
        return None
    if steps not in ({1}, {-1}):
        return None
    nodes = [library.node(rungs.record, *rungs.route, index) for index in range(len(ordered))]
    lines = library.documents.sources[rungs.record.origin.file].decode("utf-8-sig", "replace").split("\n")
    braces: list[tuple[Span, str]] = []
    for node in nodes:
        if not isinstance(node, Mapping) or node.line != node.end_line:
            return None
        text = lines[node.line - 1][node.column - 1 : node.end_column - 1]
        if not (text.startswith("{") and text.endswith("}")):
            return None
        braces.append((Span(node.file, node.line, node.column, node.end_line, node.end_column), text))
    order = [rungs.rungs.index(rung) for rung in ordered]
    edits = [Edit(braces[at][0], braces[of][1]) for at, of in enumerate(order) if at != of]
    return Fix(edits[0].span, edits[0].text, certain=True, also=tuple(edits[1:]))


def _floor(library: Library, rungs: Rungs) -> Iterator[Diagnostic]:
    """Values below the first edge would have no tier. A line says by `beyond` what they get."""
    if not rungs.rungs or rungs.form == "line":
        return
    first = rungs.rungs[0]
    place = (*rungs.route, 0, first.key)
    arguments = {
        "edge": written(library, rungs.record, *place),
        "first": _worth(library, rungs, 0),
        "mended": _tier_at_zero(first),
    }
    if first.edge.value > 0:
        yield problem(library, rungs.record, place, "PS604", arguments)
    elif first.edge.value == 0 and first.key == "above" and rungs.form != "slices":
        yield problem(library, rungs.record, place, "PS604", arguments, hint="zero")


def _worth(library: Library, rungs: Rungs, index: int) -> Phrase:
    """What a tier gives, as its author wrote it; that of a grid stands in its table."""
    gives = rungs.rungs[index].gives or ("points" if rungs.form == "line" else "")
    if not gives:
        return Phrase(f"第 {index + 1} 档的得分", f"the points of tier {index + 1}")
    text = written(library, rungs.record, *rungs.route, index, gives)
    return Phrase(f"{text} 分", f"{text} points") if gives == "points" else Phrase(text, text)


def _tier_at_zero(rung: Rung) -> str:
    zero = {"%": "0%", "": "0"}.get(rung.edge.unit, f"{rung.edge.unit} 0" if rung.edge.is_money else "0")
    gives = {"": "", "points": ", points: 0", "rate": ", rate: 0%", "amount": ", amount: …"}[rung.gives]
    return f"{{from: {zero}{gives}}}"


def _yields(library: Library, rungs: Rungs) -> Iterator[Diagnostic]:
    """Points, a rate or an amount: one of them in all tiers of a list, and no points where money is given."""
    kinds = [rung.gives for rung in rungs.rungs]
    for index, gives in enumerate(kinds):
        place = (*rungs.route, index, gives)
        if gives == "points" and rungs.record.kind == "reward":
            yield problem(library, rungs.record, place, "PS612", hint="points", key=True)
            return
        if gives != kinds[0]:
            yield problem(library, rungs.record, place, "PS612", {"found": gives, "first": kinds[0]}, key=True)
            return


def _bounds(library: Library) -> Iterator[tuple[Record, Route, Quantity, str, Ref | str | None]]:
    """Single figures that something measured is compared with: pass marks, gates, conditions, requirements."""
    for rule in library.of(ScoringRule):
        for id, component in rule.components:
            route: Route = ("components", id)
            yield from _bound(rule, (*route, "pass"), component.pass_, component.measure, component.metric or id)
            for index, modifier in enumerate(component.modifiers):
                yield from _condition(rule, (*route, "modifiers", index, "when"), modifier.when)
        yield from _gates_and_modifiers(rule, rule.gates, rule)
    for reward in library.of(Reward):
        yield from _gates_and_modifiers(reward, reward.gates, reward)
        yield from _requirements(reward, ("eligibility",), reward.eligibility)
    for criteria in library.of(PromotionCriteria):
        yield from _requirements(criteria, ("requires",), criteria.requires)


def _gates_and_modifiers(
    record: Record, gates: tuple[Gate, ...], source: ScoringRule | Reward
) -> Iterator[tuple[Record, Route, Quantity, str, Ref | str | None]]:
    for index, gate in enumerate(gates):
        yield from _condition(record, ("gates", index, "when"), gate.when)
    for index, modifier in enumerate(source.modifiers):
        yield from _condition(record, ("modifiers", index, "when"), modifier.when)


def _condition(
    record: Record, route: Route, condition: Condition | None
) -> Iterator[tuple[Record, Route, Quantity, str, Ref | str | None]]:
    if condition is not None and condition.metric is not None:
        yield from _bound(record, route, condition, condition.measure or "actual", condition.metric)


def _requirements(
    record: Record, route: Route, requirement: Any
) -> Iterator[tuple[Record, Route, Quantity, str, Ref | str | None]]:
    for leaf, place in leaves_of(requirement, route):
        if leaf.attainment is not None:
            yield from _bound(record, (*place, "attainment"), leaf.attainment, "attainment", leaf.attainment.metric)
        if leaf.actual is not None:
            yield from _bound(record, (*place, "actual"), leaf.actual, "actual", leaf.actual.metric)


def _bound(
    record: Record, route: Route, holder: Any, measure: str, metric: Ref | str | None
) -> Iterator[tuple[Record, Route, Quantity, str, Ref | str | None]]:
    for key in BOUNDS:
        bound = getattr(holder, key, None)
        if isinstance(bound, Quantity):
            yield record, (*route, key), bound, measure, metric
