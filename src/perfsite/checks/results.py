"""Results rest on standards that counted, on people whom they were for, and on the evidence of their period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from perfsite.checks.problem import problem, see
from perfsite.checks.requirements import leaves_of
from perfsite.diagnostics import Diagnostic, Phrase
from perfsite.publication.states import Stretch, days_in_force, replacements
from perfsite.records.actuals import Actuals
from perfsite.records.ladder import PromotionCriteria
from perfsite.records.library import Library
from perfsite.records.period import Period
from perfsite.records.record import Record
from perfsite.records.result import AwardResult, Outcome, PromotionResult
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.scoring.eligibility import looks_back_to
from perfsite.sources.nodes import Route


def check_results(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    replaced_by = replacements(library)
    for reward in library.of(Reward):
        rule = library.get(ScoringRule, reward.basis.rule) if reward.basis is not None else None
        if rule is not None and reward.status == "active":
            counts = days_in_force(reward, replaced_by.get(reward.address))
            yield from _rule_of_reward(library, reward, rule, counts, replaced_by)
    for award in library.of(AwardResult):
        yield from _award(library, award, replaced_by)
        yield from _evidence(library, award)
    for promotion in library.of(PromotionResult):
        criteria = library.under(promotion).get(PromotionCriteria, promotion.criteria)
        if criteria is not None:
            when = Phrase(f" {promotion.decided.on} ", f"on {promotion.decided.on}")
            day = promotion.decided.on
            yield from _in_force(library, promotion, ("criteria",), criteria, day, day, when, replaced_by)
        yield from _evidence_of_promotion(library, promotion)
    yield from _not_in_use(library)


def _rule_of_reward(
    library: Library, reward: Reward, rule: ScoringRule, counts: Stretch, replaced_by: dict[str, Record]
) -> Iterator[Diagnostic]:
    """A reward whose rule never counts at the same time as itself."""
    stretch = days_in_force(rule, replaced_by.get(rule.address))
    if not counts.overlaps(stretch):
        when = Phrase(f"奖励方案有效期（{words(counts).zh}）内", f"while this reward is ({words(counts).en})")
        arguments = {"standard": rule.id, "when": when, "stretch": words(stretch)}
        related = see(library, rule, ("in_force",), "它的有效期", "its days in force")
        yield problem(library, reward, ("basis", "rule"), "PS706", arguments, related=related)


def _award(library: Library, award: AwardResult, replaced_by: dict[str, Record]) -> Iterator[Diagnostic]:
    under = library.under(award)
    period, reward = under.get(Period, award.period), under.get(Reward, award.reward)
    if period is None or reward is None:
        return
    when = Phrase(f" `{period.id}` ", f"in `{period.id}`")
    found = list(_in_force(library, award, ("reward",), reward, period.from_, period.to, when, replaced_by))
    rule = under.get(ScoringRule, reward.basis.rule) if reward.basis is not None else None
    if not found and rule is not None:
        found = list(_in_force(library, award, ("reward",), rule, period.from_, period.to, when, replaced_by))
    yield from found


def _in_force(
    library: Library,
    outcome: Outcome,
    route: Route,
    standard: Record,
    first: dt.date,
    last: dt.date,
    when: Phrase,
    replaced_by: dict[str, Record],
) -> Iterator[Diagnostic]:
    """A standard that counts on no day from `first` to `last`."""
    stretch = days_in_force(standard, replaced_by.get(standard.address))
    if not stretch.meets(first, last):
        arguments = {"standard": standard.address, "when": when, "stretch": words(stretch)}
        related = see(library, standard, ("in_force",), "它的有效期", "its days in force")
        yield problem(library, outcome, route, "PS706", arguments, related=related)


def words(stretch: Stretch) -> Phrase:
    """From which day to which, in both languages."""
    if stretch.first is None:
        return Phrase(f"到 {stretch.last} 为止", f"until {stretch.last}")
    if stretch.last is None:
        return Phrase(f"从 {stretch.first} 起", f"from {stretch.first} on")
    return Phrase(f"{stretch.first} 到 {stretch.last}", f"{stretch.first} to {stretch.last}")


def _evidence(library: Library, award: AwardResult) -> Iterator[Diagnostic]:
    """Actuals of the period or of one within it.

    Where a year is computed as a whole, of any part of that year; where a condition looks further back, as far as it does.
    """
    under = library.under(award)
    period, reward = under.get(Period, award.period), under.get(Reward, award.reward)
    if period is None:
        return
    first, last = period.from_, period.to
    rule = under.get(ScoringRule, reward.basis.rule) if reward is not None and reward.basis is not None else None
    spans_year = [item for item in (reward, rule) if item is not None and item.accumulation is not None]
    if any(item.accumulation is not None and item.accumulation.over == "year" for item in spans_year):
        first = min(first, dt.date(first.year, 1, 1))
    for leaf, _ in leaves_of(reward.eligibility if reward is not None else None, ()):
        first = min(first, looks_back_to(leaf, period) or first)
    for index, ref in enumerate(award.evidence):
        actuals = library.get(Actuals, ref)
        found = library.get(Period, actuals.period) if actuals is not None else None
        if actuals is not None and found is not None and not (first <= found.from_ and found.to <= last):
            arguments = {"actuals": actuals.id, "found": found.id, "expected": period.id}
            yield problem(library, award, ("evidence", index), "PS718", arguments)


def _evidence_of_promotion(library: Library, promotion: PromotionResult) -> Iterator[Diagnostic]:
    """A promotion looks back over years; its evidence must have been complete on the day."""
    for index, ref in enumerate(promotion.evidence):
        actuals = library.get(Actuals, ref)
        found = library.get(Period, actuals.period) if actuals is not None else None
        if actuals is not None and found is not None and found.to > promotion.decided.on:
            arguments = {"actuals": actuals.id, "found": found.id, "day": promotion.decided.on}
            yield problem(library, promotion, ("evidence", index), "PS718", arguments, hint="later")


def _not_in_use(library: Library) -> Iterator[Diagnostic]:
    """Figures of the past keep what they were figures of; a standard or a result does not use what is not in use."""
    for mention in library.mentions:
        target = library.find(mention.ref)
        if target is None or target.status != "not in use" or mention.record.status != "active":
            continue
        used = mention.record.part == "standard" and mention.record.kind != "goal"
        if (used and mention.route != ("replaces",)) or mention.route in (("reward",), ("criteria",)):
            arguments = {"record": target.address}
            related = see(library, target, ("status",), "在这里标明", "marked here")
            yield problem(library, mention.record, mention.route, "PS707", arguments, related=related)
