"""A reward says what is given and, where it is money, of what and how much."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from perfsite.checks.problem import head, problem
from perfsite.diagnostics import Diagnostic
from perfsite.records.library import Library
from perfsite.records.reward import Reward


def check_rewards(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    for reward in library.of(Reward):
        if reward.amount is None and reward.award is None and reward.training is None:
            yield problem(library, reward, head(library, reward), "PS618")
        yield from _amount(library, reward)


def _amount(library: Library, reward: Reward) -> Iterator[Diagnostic]:
    amount = reward.amount
    if amount is None:
        return
    rule = reward.basis.rule if reward.basis is not None else None
    metric = reward.paid_on
    times = {"times": amount.times or ""}
    if amount.base is not None and amount.times is None:
        yield problem(library, reward, ("amount", "base"), "PS617", key=True)
    elif amount.times is not None and amount.base is None:
        yield problem(library, reward, ("amount", "times"), "PS617", hint="times", key=True)
    elif amount.times in ("coefficient", "total") and rule is None:
        yield problem(library, reward, ("amount", "times"), "PS617", times, hint="rule")
    elif amount.times in ("attainment", "count") and metric is None:
        yield problem(library, reward, ("amount", "times"), "PS617", times, hint="metric")
    for form in ("slices", "steps"):
        if getattr(amount, form) and metric is None:
            yield problem(library, reward, ("amount", form), "PS617", hint="of", key=True)
