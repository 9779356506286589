"""Figures are in the unit of their metric: goals, actuals, the figures that examples start from, the basis of amounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from perfsite.checks.problem import problem, written
from perfsite.diagnostics import Diagnostic, Phrase
from perfsite.records.actuals import Actuals
from perfsite.records.goal import Goal
from perfsite.records.library import Library
from perfsite.records.metric import Metric
from perfsite.records.quantities import Quantity
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.result import AwardResult
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.sources.nodes import Route

_EXPECTED = {
    "percent": Phrase("百分比", "a percentage"),
    "rating": Phrase("不带单位的评分", "a rating without a unit"),
    "count": Phrase("不带单位的数量", "a plain number"),
    "ratio": Phrase("倍数", "a ratio"),
    "days": Phrase("天数", "a number of days"),
    "points": Phrase("不带单位的分数", "points without a unit"),
}
_FITTING = {"ratio": ("", "%"), "days": ("", "days", "working days"), "percent": ("%",)}


class Misfit(NamedTuple):
    """What a figure should have been, which words of help suit, and the mended text where it is certain."""

    expected: Phrase
    hint: str = ""
    mended: str | None = None


def misfit(metric: Metric, value: Quantity) -> Misfit | None:
    """Why a figure cannot be one of this metric. A plain number fits wherever the metric itself names the unit."""
    if metric.unit != "money":
        if value.unit in _FITTING.get(metric.unit, ("",)):
            return None
        if metric.unit == "percent" and value.unit == "":
            return percentage_meant(value) if value.value else None
        return Misfit(_EXPECTED[metric.unit])
    currency = metric.currency
    if currency is None:
        if value.is_money:
            return None
        return Misfit(Phrase("带币种的金额", "an amount with its currency"), "currency" if value.unit == "" else "")
    if value.unit in ("", currency):
        return None
    return Misfit(Phrase(f"以 {currency} 计的金额", f"an amount in {currency}"))


def percentage_meant(value: Quantity) -> Misfit:
    """A plain number where a percentage is needed: `96` can only be 96%, `0.96` could be either."""
    if abs(value.value) > 2:
        return Misfit(_EXPECTED["percent"], "mended", f"{value.value:f}%")
    return Misfit(_EXPECTED["percent"], "percent", f"{(value.value * 100).normalize():f}%")


def check_units(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    """A rate among amounts, or one currency among another's, would be counted as something that it is not."""
    for record, route, ref, value in _figures(library):
        metric = library.get(Metric, ref)
        if metric is None or not isinstance(value, Quantity):
            continue
        found = misfit(metric, value)
        if found is not None:
            # What might be meant is shown, but only what is certain is offered as the mended text.
            certain = found.mended if found.hint == "mended" else None
            arguments = {
                "value": written(library, record, *route),
                "metric": metric.id,
                "expected": found.expected,
                "mended": found.mended or "",
            }
            yield problem(library, record, route, "PS506", arguments, hint=found.hint, mended=certain, sure=True)


_Figure: TypeAlias = tuple[Record, Route, Ref | str | None, object]


def _figures(library: Library) -> Iterator[_Figure]:
    """Every figure with the metric that it is one of."""
    for goal in library.of(Goal):
        yield from _goal_figures(goal)
    for actuals in library.of(Actuals):
        for index, row in enumerate(actuals.values):
            yield actuals, ("values", index, "value"), row.metric or actuals.metric, row.value
    for rule in library.of(ScoringRule):
        yield from _example_figures(rule)
    for award in library.of(AwardResult):
        reward = library.get(Reward, award.reward)
        of = reward.paid_on if reward is not None else None
        for index, recipient in enumerate(award.recipients):
            yield award, ("recipients", index, "basis"), of, recipient.basis


def _goal_figures(goal: Goal) -> Iterator[_Figure]:
    yield goal, ("baseline",), goal.metric, goal.baseline
    yield goal, ("target",), goal.metric, goal.target
    for index, revision in enumerate(goal.revisions):
        yield goal, ("revisions", index, "target"), goal.metric, revision.target
    for index, review in enumerate(goal.reviews):
        yield goal, ("reviews", index, "actual"), goal.metric, review.actual
    for index, result in enumerate(goal.key_results):
        for key, value in (("from", result.from_), ("to", result.to), ("actual", result.actual)):
            yield goal, ("key_results", index, key), result.metric, value


def _example_figures(rule: ScoringRule) -> Iterator[_Figure]:
    """An example names a component, and so its metric, or a metric itself."""
    metric_of = {
        id: None if component.measure == "okr" else component.metric or id for id, component in rule.components
    }
    for index, example in enumerate(rule.examples):
        for name, given in example.given:
            metric = metric_of.get(name, name)
            for part, figure in (("actual", given.actual), ("target", given.target), ("baseline", given.baseline)):
                yield rule, ("examples", index, "given", name, part), metric, figure
