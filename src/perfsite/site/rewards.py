"""The view of a reward: who is eligible, how much, by when, and what has come of it so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Context, Decimal
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.records.period import PERIOD_TYPES
from perfsite.records.quantities import Quantity
from perfsite.records.result import AwardResult
from perfsite.records.reward import REWARD_TYPES, TIES, AmountSpec, Reward, Sharing, Winners
from perfsite.records.rule import ScoringRule
from perfsite.records.texts import Text
from perfsite.site.calculator import Calculator, reward_calculator
from perfsite.site.clauses import (
    Namer,
    accumulation_said,
    applies_said,
    name_in,
    proration_said,
    rounding_said,
    tier_ranges,
    view_gates,
    view_modifiers,
)
from perfsite.site.curves import NOTHING, CurveView, view_slices, view_steps
from perfsite.site.edition import Edition
from perfsite.site.generic import MentionGroup, mention_groups
from perfsite.site.requirements import Need, view_requirement
from perfsite.site.rules import ExampleView, view_examples
from perfsite.site.seen import seen
from perfsite.site.sentences import Clause, Column, Fact, Row, Sheet, full, joined, say
from perfsite.site.standing import Standing, in_force_fact, view_standing
from perfsite.site.status import Status, status_of

_EXACT = Context(prec=60)
_MODES = {"half-up": ROUND_HALF_UP, "half-even": ROUND_HALF_EVEN, "down": ROUND_DOWN, "up": ROUND_UP}


@dataclass(frozen=True, slots=True)
class ResultEntry:
    """A result of the reward, for a list."""

    title: str
    address: str
    side: str
    status: Status | None
    summary: Text | None = None


@dataclass(frozen=True, slots=True)
class RewardView:
    kind: str
    title: str
    id: str
    status: Status | None
    summary: Text | None
    facts: tuple[Fact, ...]
    who: Any
    eligibility: Need | None
    amount: Any
    amount_curve: CurveView
    amount_by_grade: Sheet | None
    amount_notes: tuple[Clause, ...]
    winners: tuple[Clause, ...]
    splits: Sheet | None
    splits_note: Any
    gates: tuple[Clause, ...]
    modifiers: tuple[Clause, ...]
    paid: Text | None
    calculator: Calculator | None
    examples: tuple[ExampleView, ...]
    results: tuple[ResultEntry, ...]
    body: Text | None
    standing: Standing
    mentions: tuple[MentionGroup, ...]


def view_reward(reward: Reward, edition: Edition) -> RewardView:
    rule = edition.library.get(ScoringRule, reward.basis.rule if reward.basis is not None else None)
    components = rule.components if rule is not None else ()
    name = name_in(components, edition)
    who = applies_said(reward.applies_to, edition, reward.address)
    kind = edition.words(Phrase(*REWARD_TYPES[reward.type])) if reward.type else ""
    return RewardView(
        kind=edition.words(reward.noun) + (f" · {kind}" if kind else ""),
        title=edition.title(reward),
        id=reward.id,
        status=status_of(reward, edition),
        summary=reward.summary,
        facts=_facts(reward, edition, who),
        who=full(say("reward.who", who=who)) if who else None,
        eligibility=view_requirement(reward.eligibility, edition, prefix="eligibility"),
        amount=_amount_said(reward, edition),
        amount_curve=view_amount_curve(reward.amount, edition),
        amount_by_grade=_amount_by_grade(reward.amount, rule),
        amount_notes=_amount_notes(reward),
        winners=_winner_clauses(reward.winners, name_in(components, edition, words="term")),
        splits=_splits(reward, edition),
        splits_note=_sharing_said(reward, edition),
        gates=view_gates(reward.gates, edition, name),
        modifiers=view_modifiers(reward.modifiers, edition, name, "amount"),
        paid=reward.paid,
        calculator=reward_calculator(reward, rule, edition),
        examples=view_examples(reward.examples, name, components),
        results=_results(reward, edition),
        body=reward.body,
        standing=view_standing(reward, edition),
        mentions=mention_groups(reward, edition, without=("award-result",)),
    )


def _facts(reward: Reward, edition: Edition, who: Any) -> tuple[Fact, ...]:
    much = headline(reward, edition)
    every = edition.words(Phrase(*PERIOD_TYPES[reward.every])) if reward.every else ""
    rule = edition.link_to(reward.basis.rule) if reward.basis is not None else None
    metric = edition.link_to(reward.basis.metric) if reward.basis is not None else None
    facts = (
        Fact("reward.much", much, figure=True) if much else None,
        Fact("reward.for", who) if who else None,
        Fact("reward.every", every) if every else None,
        Fact("reward.rule", rule) if rule is not None else None,
        Fact("reward.metric", metric) if metric is not None else None,
        in_force_fact(reward, edition),
        Fact("reward.budget", reward.budget) if reward.budget is not None else None,
    )
    return tuple(fact for fact in facts if fact is not None)


def headline(reward: Reward, edition: Edition) -> Any:
    """How much, in a word or two."""
    amount = reward.amount
    if amount is not None and amount.flat is not None:
        return amount.flat
    if amount is not None and amount.base is not None:
        return say(f"amount.base-{amount.times}", base=amount.base) if amount.times else amount.base
    tiers = (amount.slices or amount.steps) if amount is not None else ()
    if tiers:
        yields = sorted(
            {t.yields for t in tiers if isinstance(t.yields, Quantity)}, key=lambda value: (value.unit, value.value)
        )
        if len(yields) > 1:
            return say("amount.between", least=yields[0], most=yields[-1])
        return yields[0] if yields else None
    if reward.award is not None:
        return reward.award
    training = edition.link_to(reward.training)
    if training is not None:
        return say("amount.places-on", n=reward.places, training=training) if reward.places else training
    return say("amount.places", n=reward.places) if reward.places else None


def _amount_said(reward: Reward, edition: Edition) -> Any:
    """How much, in a plain sentence for each form."""
    amount, parts = reward.amount, []
    if amount is not None:
        of = edition.link_to(amount.of) or (edition.link_to(reward.basis.metric) if reward.basis is not None else None)
        if amount.flat is not None:
            parts.append(full(say("amount.flat", amount=amount.flat)))
        elif amount.base is not None:
            factor = say(f"amount.times-{amount.times}") if amount.times else None
            said = (
                say("amount.product", base=amount.base, factor=factor)
                if factor
                else say("amount.flat", amount=amount.base)
            )
            parts.append(full(said))
        elif amount.slices or amount.steps:
            form = "slices" if amount.slices else "steps"
            parts.append(full(say(f"amount.{form}-of", metric=of) if of is not None else say(f"amount.{form}")))
    if reward.award is not None:
        parts.append(full(say("amount.award", award=reward.award)))
    training = edition.link_to(reward.training)
    if training is not None:
        parts.append(full(say("amount.training", training=training)))
    if reward.places is not None:
        parts.append(full(say("amount.places-each", n=reward.places)))
    return joined(*parts, joint="space")


def view_amount_curve(amount: AmountSpec | None, edition: Edition) -> CurveView:
    if amount is None or not (amount.slices or amount.steps):
        return NOTHING
    of = edition.link_to(amount.of)
    column = Column(of if of is not None else "measure.actual")
    return view_slices(amount.slices, column) if amount.slices else view_steps(amount.steps, column)


def _amount_by_grade(amount: AmountSpec | None, rule: ScoringRule | None) -> Sheet | None:
    """What each grade of the rule comes to, where the base is multiplied by the grade's coefficient."""
    if amount is None or amount.base is None or amount.times != "coefficient" or rule is None:
        return None
    rows = tuple(
        Row((grade.grade, range_, grade.coefficient, _product(amount, grade.coefficient)))
        for grade, range_ in reversed(tier_ranges(rule.grades))
        if grade.coefficient is not None
    )
    columns = (
        Column("figure.grade"),
        Column("figure.total"),
        Column("figure.coefficient", "number"),
        Column("figure.amount", "number"),
    )
    return Sheet(say("amount.by-grade"), columns, rows, slim=_fit_a_phone(rows)) if rows else None


def _fit_a_phone(rows: tuple[Row, ...]) -> bool:
    """Grades of a letter or two with amounts below ten million; a table of longer ones would be wider than a phone."""
    longest = (max(len(str(row.cells[place])) for row in rows) for place in (0, 2))
    return sum(longest) <= 8 and all(len(f"{row.cells[3].value:f}") <= 7 for row in rows)


def _product(amount: AmountSpec, factor: Decimal) -> Quantity:
    """Base times factor, rounded as the reward says, before modifiers and gates."""
    assert amount.base is not None
    value = _EXACT.multiply(amount.base.value, factor)
    if seen(amount.places) is not None and seen(amount.rounding) is not None:
        rounded = value.quantize(Decimal(1).scaleb(-amount.places), rounding=_MODES[amount.rounding], context=_EXACT)
        value = rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded
    for bound, choose in ((amount.cap, min), (amount.floor, max)):
        value = choose(value, bound.value) if bound is not None else value
    return Quantity(value, amount.base.unit)


def _amount_notes(reward: Reward) -> tuple[Clause, ...]:
    said: list[tuple[str, Any]] = []
    amount = reward.amount
    if amount is not None:
        if amount.floor is not None:
            said.append(("amount.floor", full(say("amount.floor", value=amount.floor))))
        if amount.cap is not None:
            said.append(("amount.cap", full(say("amount.cap", value=amount.cap))))
        said.append(("amount.round", full(rounding_said(amount, "amount"))))
    said.append(("proration", proration_said(reward.proration)))
    said.append(("accumulation", accumulation_said(reward.accumulation)))
    return tuple(Clause(id, words) for id, words in said if words is not None)


def _winner_clauses(winners: Winners | None, name: Namer) -> tuple[Clause, ...]:
    if winners is None:
        return ()
    keys = [
        say("winners.descending" if key.descending else "winners.ascending", by=name(key.by))
        for key in winners.by or ()
    ]
    order = joined(*keys, joint="then")
    said: list[tuple[str, Any]] = []
    if order is not None and winners.top is not None:
        said.append(("winners.by", full(say("winners.top", order=order, n=winners.top))))
    elif order is not None and winners.share is not None:
        sentences = [say("winners.share", order=order, share=winners.share)]
        sentences += [say(f"winners.group-{winners.group}")] if winners.group is not None else []
        sentences += [say(f"winners.counts-{winners.counts}")] if winners.counts is not None else []
        said.append(("winners.by", joined(*(full(sentence) for sentence in sentences), joint="space")))
    if winners.minimum is not None:
        least = joined(
            *(
                say(f"winners.least-{field}", value=getattr(winners.minimum, field))
                for field in ("total", "attainment", "actual")
                if getattr(winners.minimum, field) is not None
            ),
            joint="comma",
        )
        said.append(("winners.minimum", full(say("winners.minimum", least=least)) if least else None))
    if winners.ties in TIES:
        said.append(("winners.ties", full(say(f"ties.{winners.ties}"))))
    return tuple(Clause(id, words) for id, words in said if words is not None)


def _splits(reward: Reward, edition: Edition) -> Sheet | None:
    rows = tuple(
        Row((link, split.share))
        for split in reward.splits
        if (link := edition.link_to(split.role or split.person, reward.address)) is not None
    )
    columns = (Column("reward.split-who"), Column("reward.split-share", "number"))
    return Sheet(say("reward.splits-table"), columns, rows) if rows else None


def _sharing_said(reward: Reward, edition: Edition) -> Any:
    """Whose figures the whole is computed on, and how its parts come about."""
    if not reward.splits:
        return None
    sharing = reward.sharing or Sharing()
    said = [say("reward.overlay" if reward.overlay else "reward.shared-whole")]
    whole = edition.link_to(sharing.whole_of, reward.address)
    if whole is not None:
        said.append(say("reward.whole-of", who=whole))
    elif sharing.whole is not None:
        said.append(say("reward.whole-own-team"))
    if sharing.same_role is not None:
        said.append(say(f"reward.same-role-{sharing.same_role}"))
    if sharing.remainder is not None:
        said.append(say(f"reward.remainder-{sharing.remainder.replace(' ', '-')}"))
    return joined(*(full(sentence) for sentence in said), joint="space")


def _results(reward: Reward, edition: Edition) -> tuple[ResultEntry, ...]:
    found = [r for r in edition.mentions(reward, "award-result") if isinstance(r, AwardResult)]
    return result_entries(found, edition)


def result_entries(results: Iterable[Any], edition: Edition) -> tuple[ResultEntry, ...]:
    """Results with their periods and states, the newest first."""
    newest = sorted(results, key=lambda r: (_decided(r), r.id), reverse=True)
    entries = []
    for result in newest:
        period = edition.library.find(result.period)
        side = edition.title(period) if period is not None else ""
        entries.append(ResultEntry(edition.title(result), edition.address(result), side, status_of(result, edition)))
    return tuple(entries)


def _decided(result: Any) -> dt.date:
    on = seen(result.decided.on) if seen(result.decided) is not None else None
    return on or result.published_on or dt.date.min


__all__ = ["ResultEntry", "RewardView", "headline", "result_entries", "view_amount_curve", "view_reward"]
