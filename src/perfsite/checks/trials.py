"""Standards cut down to one clause and computed at a chosen input, so that two readings can be shown with their figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from perfsite.records.quantities import Quantity
from perfsite.records.record import Origin
from perfsite.records.references import Ref
from perfsite.records.reward import Reward
from perfsite.records.rule import AppliesTo, Component, Grade, Rounding, ScoringRule, Tier, TotalSpec
from perfsite.records.texts import Text
from perfsite.scoring.cases import currency_stated
from perfsite.scoring.compile import AMOUNT, GRADE, TOTAL, compile_reward, compile_rule, rational
from perfsite.scoring.evaluate import CannotScoreError, evaluate
from perfsite.scoring.exact import as_decimal, write_exact
from perfsite.scoring.program import Program


def in_money(value: Fraction, unit: str, places: int | None = None) -> str:
    """A figure that has been rounded, as people write money."""
    number = as_decimal(value, places)
    return write_exact(value) if number is None else str(Quantity(number, unit))


def telling_figure(tiers: tuple[Tier, ...]) -> Quantity | None:
    """A figure in the last tier but one, away from its edges; None where the tiers do not rise."""
    edges = [tier.edge for tier in tiers if tier.edge is not None]
    if len(edges) < len(tiers) or not edges or any(one.fraction >= two.fraction for one, two in pairwise(edges)):
        return None
    if len(edges) == 1:
        return Quantity(edges[0].value + 100, edges[0].unit)
    below, top = (
        (edges[-2], edges[-1]) if len(edges) > 2 else (edges[-1], Quantity(edges[-1].value * 2, edges[-1].unit))
    )
    return trimmed(Quantity(below.value + (top.value - below.value) * 2 / 5, top.unit))


def trimmed(figure: Quantity) -> Quantity:
    """Without the zeros after the point that the arithmetic has left."""
    whole = figure.value.to_integral_value()
    return Quantity(whole if whole == figure.value else figure.value.normalize(), figure.unit)


def own_amount(reward: Reward) -> Fraction | None:
    """What a reward comes to by itself: its sum, its base taken once, or what a figure in one of its tiers gives."""
    spec = reward.amount
    if spec is None:
        return None
    figure = Quantity(Decimal(1)) if not (spec.slices or spec.steps) else telling_figure(spec.slices or spec.steps)
    if figure is None:
        return None
    bare = replace(
        reward,
        amount=replace(spec, of=Ref("metric", "figure"), cap=None, floor=None),
        gates=(),
        modifiers=(),
        splits=(),
    )
    given = {f"figure/{part}": rational(figure) for part in ("actual", "target")}
    given |= {"coefficient": Fraction(1), "total": Fraction(100)}
    try:
        value = evaluate(compile_reward(bare, None), given, (AMOUNT,)).value(AMOUNT)
    except CannotScoreError:
        return None
    return value if isinstance(value, Fraction) and value > 0 else None


def amount_at(reward: Reward, figure: Fraction) -> Fraction | None:
    """What the tiers of a reward give for a figure of its metric, without caps, gates and modifiers."""
    spec = reward.amount
    if spec is None:
        return None
    plain = replace(spec, of=Ref("metric", "figure"), cap=None, floor=None)
    bare = replace(reward, amount=plain, gates=(), modifiers=(), splits=())
    try:
        value = evaluate(compile_reward(bare, None), {"figure/actual": figure}, (AMOUNT,)).value(AMOUNT)
    except CannotScoreError:
        return None
    return value if isinstance(value, Fraction) else None


def own_money(reward: Reward, value: Fraction) -> str:
    """A sum in the currency and with the decimals of a reward."""
    assert reward.amount is not None
    places = reward.amount.places if value.denominator != 1 else None
    return in_money(value, currency_stated(reward), places)


# Rules cut down to one clause

_FIGURE, _ALL = Ref("metric", "figure"), Quantity(Decimal(100), "%")
# A component of which nothing is known: it measures something, and there is no actual.
NOTHING_KNOWN = Component(
    metric=_FIGURE, weight=_ALL, measure="actual", missing="error",
    slices=(Tier(from_=Quantity(Decimal(0)), rate=_ALL),),
)  # fmt: skip
_TO_A_CENT = TotalSpec(places=2, rounding="half-up")


def full(weight: Quantity = _ALL) -> Component:
    """A component that has 100 points whatever happens."""
    return Component(weight=weight, measure="actual", flat=Decimal(100), missing="error")


def _trial(
    components: tuple[tuple[str, Component], ...], total: TotalSpec = _TO_A_CENT, grades: tuple[Grade, ...] = ()
) -> Program:
    rule = ScoringRule(
        id="trial", origin=Origin(""), title=Text(()), applies_to=AppliesTo(),
        components=components, total=total, grades=grades,
    )  # fmt: skip
    return compile_rule(rule)


def total_of(
    components: tuple[tuple[str, Component], ...], spec: TotalSpec, grades: tuple[Grade, ...]
) -> tuple[Fraction, str]:
    """The total of some components, with its grade, or "" where none is stated or reached."""
    program = _trial(components, spec, grades)
    total = evaluate(program, {}, (TOTAL,)).value(TOTAL)
    assert isinstance(total, Fraction)
    try:
        grade = evaluate(program, {}, (GRADE,)).value(GRADE) if grades else ""
    except CannotScoreError:
        grade = ""
    return total, str(grade)


def points_of(exact: Decimal, spec: Rounding) -> Fraction:
    """Points that a component rounds."""
    value = evaluate(_trial((("x", replace(full(), flat=exact, round=spec)),)), {}, ("x",)).value("x")
    assert isinstance(value, Fraction)
    return value


def with_grade(total: Fraction, places: int, grade: str) -> str:
    """A total that was rounded, with the grade that it is."""
    return f"{as_decimal(total, places):f}" + (f" ({grade})" if grade else "")


def points_of_given(component: Component, given: Mapping[str, Fraction], *, modified: bool = False) -> Fraction:
    """What a component gives for an actual, a target and a baseline: its curve alone, or with what modifies and caps it."""
    bare = replace(component, metric=_FIGURE, weight=_ALL, missing="error", round=None)
    if not modified:
        bare = replace(bare, modifiers=(), cap=None, floor=None)
    inputs = {f"figure/{part}": value for part, value in given.items()}
    points = evaluate(_trial((("x", bare),)), inputs, ("x",)).value("x")
    assert isinstance(points, Fraction)
    return points


def points_at(component: Component, value: Quantity) -> Fraction:
    """What the curve of a component gives where its measure comes to a value."""
    at = rational(value)
    # The measure of these three comes to the value itself: value ÷ 1, value − 0 of 1 − 0, or the other way round.
    actual, target = (Fraction(1), at) if component.measure == "inverse" else (at, Fraction(1))
    return points_of_given(component, {"actual": actual, "target": target, "baseline": Fraction(0)})


def beyond_end(component: Component, end: str) -> Quantity:
    """A value beyond an end of a line, as far from it as the anchor before."""
    outer, inner = (
        (component.line[0], component.line[1]) if end == "below" else (component.line[-1], component.line[-2])
    )
    return Quantity(2 * outer.at.value - inner.at.value, outer.at.unit)
