"""Standards cut down to one clause and computed at a chosen input, so that two readings can be shown with their figures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from perfsite.records.quantities import Quantity
from perfsite.records.references import Ref
from perfsite.records.reward import Reward
from perfsite.records.rule import Tier
from perfsite.scoring.cases import currency_stated
from perfsite.scoring.compile import AMOUNT, compile_reward, rational
from perfsite.scoring.evaluate import CannotScoreError, evaluate
from perfsite.scoring.exact import as_decimal, write_exact


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


def own_money(reward: Reward, value: Fraction) -> str:
    """A sum in the currency and with the decimals of a reward."""
    assert reward.amount is not None
    places = reward.amount.places if value.denominator != 1 else None
    return in_money(value, currency_stated(reward), places)
