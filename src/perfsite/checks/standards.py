"""Standards are approved before they count, and those that compute carry worked examples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from perfsite.checks.problem import head, problem
from perfsite.diagnostics import Diagnostic
from perfsite.records.ladder import Ladder, PromotionCriteria
from perfsite.records.library import Library
from perfsite.records.record import Record
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule


def check_standards(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    standards: tuple[Record, ...] = (
        *library.of(ScoringRule), *library.of(Reward), *library.of(Ladder), *library.of(PromotionCriteria),
    )  # fmt: skip
    for record in standards:
        if record.status == "active" and record.in_force is not None:
            yield from _approval(library, record, record.in_force.from_, as_of)
    for rule in library.of(ScoringRule):
        if rule.status == "active" and not rule.examples:
            yield problem(library, rule, head(library, rule), "PS620", {"noun": rule.noun})
    for reward in library.of(Reward):
        amount = reward.amount
        if reward.status == "active" and amount is not None and amount.flat is None and not reward.examples:
            yield problem(library, reward, head(library, reward), "PS620", {"noun": reward.noun})


def _approval(library: Library, record: Record, first: dt.date, as_of: dt.date) -> Iterator[Diagnostic]:
    """What counts already must have been agreed, and before it began to count unless a note says why not."""
    approved = record.approved
    if approved is None:
        if first <= as_of:
            yield problem(library, record, ("in_force", "from"), "PS626", {"first": first})
    elif approved.on > first and approved.note is None:
        yield problem(library, record, ("approved", "on"), "PS626", {"on": approved.on, "first": first}, hint="late")
