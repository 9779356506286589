"""A reward says what is given and, where it is money, of what and how much."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from perfsite.checks.problem import head, problem
from perfsite.checks.trials import in_money
from perfsite.checks.unsaid import said
from perfsite.diagnostics import Diagnostic, Phrase
from perfsite.records.library import Library
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.scoring.compile import rational
from perfsite.scoring.exact import round_to


def check_rewards(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    for reward in library.of(Reward):
        if reward.amount is None and reward.award is None and reward.training is None:
            yield problem(library, reward, head(library, reward), "PS618")
        yield from _amount(library, reward)


def _factors(library: Library, reward: Reward) -> Phrase:
    """A base by each factor that the reward has a figure for, at a good score."""
    amount = reward.amount
    assert amount is not None
    assert amount.base is not None
    base, unit, places = rational(amount.base), amount.base.unit, amount.places
    found = {"flat": base}
    rule = library.get(ScoringRule, reward.basis.rule) if reward.basis is not None else None
    best = (
        max((grade.coefficient for grade in rule.grades if grade.coefficient is not None), default=None)
        if rule
        else None
    )
    if best is not None:
        found["times: coefficient"] = base * rational(best)
    if rule is not None:
        found["times: total"] = base * Fraction(6, 5)
    if reward.paid_on is not None:
        found["times: attainment"] = base * Fraction(6, 5)
    amounts = {word: in_money(round_to(value, places, amount.rounding), unit, places) for word, value in found.items()}
    head = Phrase(
        "等级最高、总分 120、达成率 120% 时，", "For the best grade, a total of 120 or an attainment of 120%, "
    )
    return said(head, amounts) or Phrase(f"`flat` 是 {amounts['flat']}", f"`flat` gives {amounts['flat']}")


def _amount(library: Library, reward: Reward) -> Iterator[Diagnostic]:
    amount = reward.amount
    if amount is None:
        return
    rule = reward.basis.rule if reward.basis is not None else None
    metric = reward.paid_on
    times = {"times": amount.times or ""}
    if amount.base is not None and amount.times is None:
        yield problem(library, reward, ("amount", "base"), "PS617", {"readings": _factors(library, reward)}, key=True)
    elif amount.times is not None and amount.base is None:
        yield problem(library, reward, ("amount", "times"), "PS617", hint="times", key=True)
    elif amount.times in ("coefficient", "total") and rule is None:
        yield problem(library, reward, ("amount", "times"), "PS617", times, hint="rule")
    elif amount.times in ("attainment", "count") and metric is None:
        yield problem(library, reward, ("amount", "times"), "PS617", times, hint="metric")
    for form in ("slices", "steps"):
        if getattr(amount, form) and metric is None:
            yield problem(library, reward, ("amount", form), "PS617", hint="of", key=True)
