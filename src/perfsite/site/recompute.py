"""What a result's page lets one compute again: the program that it rests on, and each recipient's inputs and figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from perfsite.records.actuals import Actuals
from perfsite.records.calendar import Calendar
from perfsite.records.goal import Goal
from perfsite.records.metric import Metric
from perfsite.records.people import Person, Team
from perfsite.records.period import Period
from perfsite.records.result import AwardResult
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.records.training import Training
from perfsite.scoring.cases import Case
from perfsite.scoring.compile import AMOUNT
from perfsite.scoring.evaluate import Value
from perfsite.scoring.published import published_figures
from perfsite.scoring.recomputed import Recomputed
from perfsite.site.calculator import Calculator, case_calculator
from perfsite.site.curves import CurveView, view_curve
from perfsite.site.edition import Edition
from perfsite.site.outcomes import is_masked, standard_of
from perfsite.site.rewards import view_amount_curve
from perfsite.site.visibility import sees_whole

# Records that a figure may rest on. Where required parts of them are hidden, nothing can be computed.
_RESTS_ON = (Actuals, AwardResult, Calendar, Goal, Metric, Period, Person, Reward, ScoringRule, Team, Training)


@dataclass(frozen=True, slots=True)
class Again:
    """One recipient: `id` of the row, what the program starts from, and what is published.

    Values are texts "n" or "n/d", or {"word": …}. `given` are results that are taken as they stand, `excepted` those of
    them that an exception sets.
    """

    id: str
    who: str
    inputs: Mapping[str, str]
    given: Mapping[str, Any]
    published: Mapping[str, Any]
    excepted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarkedCurve:
    title: Any
    curve: CurveView
    marker: str


@dataclass(frozen=True, slots=True)
class RecomputeView:
    calculator: Calculator
    recipients: tuple[Again, ...]
    curves: tuple[MarkedCurve, ...]


def view_recompute(result: AwardResult, edition: Edition) -> RecomputeView | None:
    """None where people are masked, since their inputs would tell who they are, or where nothing can be computed.

    All is computed from what the audience sees. Where hidden values change a figure, that recipient is left out.
    """
    reward = standard_of(result, edition)
    if not isinstance(reward, Reward) or not result.recipients or is_masked(result, edition):
        return None
    if not all(sees_whole(edition, noun) for noun in _RESTS_ON):
        return None
    found = edition.explainer.recompute(result)
    if found.case is None or found.trouble is not None:
        return None
    calculator = case_calculator(found.case, edition)
    if calculator is None:
        return None
    shown = {outcome.name for outcome in (*calculator.parts, *calculator.figures)}
    computed = (one for one in found.recipients if one.trouble is None and one.first_difference is None)
    recipients = tuple(again for one in computed if (again := _again(result, one, shown, edition)) is not None)
    return RecomputeView(calculator, recipients, _curves(found.case, edition)) if recipients else None


def _again(result: AwardResult, one: Recomputed, shown: set[str], edition: Edition) -> Again | None:
    link = edition.link_to(one.who, result.address)
    figures = published_figures(result, result.recipients[one.index])
    published = {name: _write(value) for name, (_, value) in figures.items() if name in shown}
    if link is None or not published:
        return None
    return Again(
        id=one.who.id,
        who=link.title,
        inputs={name: str(found.value) for name, found in one.inputs.items()},
        given={name: _write(value) for name, value in one.given.items()},
        published=published,
        excepted=tuple(name for name in one.given if name in published),
    )


def _write(value: Value) -> Any:
    return str(value) if isinstance(value, Fraction) else {"word": value}


def _curves(case: Case, edition: Edition) -> tuple[MarkedCurve, ...]:
    """The pictures in which one sees where one is."""
    found = []
    for id, component in case.rule.components if case.rule is not None else ():
        title = component.title or edition.link_to(component.metric)
        found.append(MarkedCurve(title or id, view_curve(component, edition), f"components.{id}"))
    found.append(MarkedCurve("", view_amount_curve(case.reward.amount, edition), AMOUNT))
    return tuple(curve for curve in found if curve.curve.drawing is not None)


__all__ = ["Again", "MarkedCurve", "RecomputeView", "view_recompute"]
