"""The people on a result's list: in the role, employed, there once, paid in one currency and within the budget."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from perfsite.checks.problem import problem, see, written
from perfsite.diagnostics import Diagnostic, Phrase
from perfsite.records.ladder import PromotionCriteria
from perfsite.records.library import Library
from perfsite.records.people import Person, Team
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity
from perfsite.records.record import Record
from perfsite.records.result import AwardResult, Outcome, PromotionResult
from perfsite.records.reward import Reward
from perfsite.scoring.compile import rational
from perfsite.scoring.exact import as_decimal
from perfsite.scoring.positions import is_meant
from perfsite.scoring.published import effective_amount
from perfsite.sources.nodes import Route


def check_lists(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    above = {team.id: team.parent.id for team in library.of(Team) if team.parent is not None}
    for award in library.of(AwardResult):
        yield from _recipients(library, award, above)
        yield from _twice(library, award)
        yield from _money(library, award)
        yield from _deciders(library, award)
    for promotion in library.of(PromotionResult):
        yield from _candidates(library, promotion)
        yield from _candidates_twice(library, promotion)
        yield from _deciders_of_promotion(library, promotion)


def _recipients(library: Library, award: AwardResult, above: dict[str, str]) -> Iterator[Diagnostic]:
    period, reward = library.get(Period, award.period), library.under(award).get(Reward, award.reward)
    if period is None or reward is None:
        return
    shared = {split.role for split in reward.splits if split.role is not None}
    for index, recipient in enumerate(award.recipients):
        person = library.get(Person, recipient.person)
        if person is None or recipient.exception is not None:
            continue
        route: Route = ("recipients", index, "person")
        gone = list(_employment(library, award, route, person, period.from_, period.to))
        yield from gone
        positions = person.held_in(period.from_, period.to)
        fits = any(is_meant(reward.applies_to, person, position, above) for position in positions)
        fits = fits or any(position.role in shared for position in positions)
        if not gone and not fits and all(split.person != person.ref for split in reward.splits):
            when = Phrase(f" `{period.id}` ", f"in `{period.id}`")
            related = see(library, reward, ("applies_to",), "适用对象在这里", "whom it is for")
            arguments = {"person": person.id, "standard": reward.address, "when": when}
            yield problem(library, award, route, "PS708", arguments, related=related)


def _employment(
    library: Library, outcome: Outcome, route: Route, person: Person, first: dt.date, last: dt.date
) -> Iterator[Diagnostic]:
    if person.left is not None and person.left < first:
        yield problem(library, outcome, route, "PS709", {"person": person.id, "day": first, "left": person.left})
    elif person.joined is not None and person.joined > last:
        arguments = {"person": person.id, "day": last, "joined": person.joined}
        yield problem(library, outcome, route, "PS709", arguments, hint="joined")


def _twice(library: Library, award: AwardResult) -> Iterator[Diagnostic]:
    """Someone may be named twice only for two awards, each with its name."""
    first_of: dict[tuple[str, str], int] = {}
    for index, recipient in enumerate(award.recipients):
        who = recipient.person or recipient.team
        if who is None:
            continue
        first = first_of.setdefault((str(who), str(recipient.award or "")), index)
        if first != index:
            key = "person" if recipient.person is not None else "team"
            related = see(library, award, ("recipients", first, key), "第一次在这里", "first listed here")
            yield problem(library, award, ("recipients", index, key), "PS721", {"who": who.id}, related=related)


def _money(library: Library, award: AwardResult) -> Iterator[Diagnostic]:
    reward = library.under(award).get(Reward, award.reward)
    if reward is None:
        return
    currency = _currency(reward)
    amounts = [(("recipients", index, "amount"), one.amount) for index, one in enumerate(award.recipients)]
    given: list[tuple[Route, Quantity]] = [(route, amount) for route, amount in amounts if amount is not None]
    odd = [(route, amount) for route, amount in given if currency and amount.unit != currency]
    if award.budget is not None and currency and award.budget.unit != currency:
        odd.append((("budget",), award.budget))
    for route, _ in odd:
        arguments = {"amount": written(library, award, *route), "reward": reward.id, "currency": currency}
        yield problem(library, award, route, "PS722", arguments)
    if not odd and award.withdrawn is None:
        yield from _budget(library, award, reward)


def _budget(library: Library, award: AwardResult, reward: Reward) -> Iterator[Diagnostic]:
    """What is paid in the end, with corrections, against the result's own budget, or that of the reward for the period.

    A reward may have several results for a period; they share its budget, and the last decided is asked about.
    """
    budget = award.budget or reward.budget
    together = [award] if award.budget is not None else _sharing(library, award)
    if budget is None or award is not together[-1]:
        return
    amounts = [one.amount for each in together for one in each.recipients if one.amount is not None]
    total = sum((effective_amount(each, one) for each in together for one in each.recipients), Fraction(0))
    explained = any(
        each.decided.note is not None
        or any(one.exception is not None and one.exception.from_ != "decided" for one in each.recipients)
        for each in together
    )
    if explained or any(amount.unit != budget.unit for amount in amounts) or total <= rational(budget):
        return
    holder: Record = award if award.budget is not None else reward
    related = see(library, holder, ("budget",), "预算在这里", "the budget is here")
    arguments: dict[str, object] = {
        "sum": str(Quantity(as_decimal(total, 2) or Decimal(0), budget.unit)),
        "budget": str(budget),
        "difference": str(Quantity(as_decimal(total - rational(budget), 2) or Decimal(0), budget.unit)),
    }
    hint = ""
    if len(together) > 1:
        hint, arguments["results"] = "several", ", ".join(f"`{each.id}`" for each in together)
    yield problem(library, award, ("reward",), "PS723", arguments, hint=hint, related=related)


def _sharing(library: Library, award: AwardResult) -> list[AwardResult]:
    """The results that stand of one reward and period and have no budget of their own, in the order of decision."""
    found = [
        each
        for each in library.of(AwardResult)
        if each.reward == award.reward and each.period == award.period
        if each.withdrawn is None and each.budget is None
    ]
    return sorted(found, key=lambda each: (each.decided.on, each.id))


def _currency(reward: Reward) -> str:
    """The one currency that a reward is in, or "" where it names none or several."""
    amount = reward.amount
    named = [reward.budget]
    if amount is not None:
        named += [amount.flat, amount.base, amount.cap, amount.floor]
        named += [tier.amount for tier in (*amount.steps, *amount.slices)]
    units = {quantity.unit for quantity in named if quantity is not None and quantity.is_money}
    return units.pop() if len(units) == 1 else ""


def _deciders(library: Library, award: AwardResult) -> Iterator[Diagnostic]:
    for index, recipient in enumerate(award.recipients):
        exception, route = recipient.exception, ("recipients", index, "person")
        if recipient.person is None:
            continue
        if exception is not None and exception.approved_by == recipient.person:
            place: Route = ("recipients", index, "exception", "approved_by")
            yield problem(library, award, place, "PS717", {"person": recipient.person.id}, hint="exception")
        elif recipient.person in award.decided.by and not (exception is not None and exception.from_ == "decided"):
            related = see(library, award, ("decided", "by"), "决定人在这里", "who decided")
            yield problem(library, award, route, "PS717", {"person": recipient.person.id}, related=related)


def _candidates(library: Library, promotion: PromotionResult) -> Iterator[Diagnostic]:
    criteria = library.under(promotion).get(PromotionCriteria, promotion.criteria)
    if criteria is None:
        return
    day = promotion.decided.on
    for index, candidate in enumerate(promotion.candidates):
        person = library.get(Person, candidate.person)
        if person is None or candidate.exception is not None:
            continue
        route: Route = ("candidates", index, "person")
        gone = list(_employment(library, promotion, route, person, day, day))
        yield from gone
        position = person.position_on(day)
        if not gone and (position is None or position.level not in (None, criteria.from_)):
            arguments = {"person": person.id, "day": day, "level": criteria.from_}
            related = see(library, person, ("positions",), "任职记录在这里", "the positions are here")
            yield problem(library, promotion, route, "PS708", arguments, hint="level", related=related)


def _candidates_twice(library: Library, promotion: PromotionResult) -> Iterator[Diagnostic]:
    first_of: dict[str, int] = {}
    for index, candidate in enumerate(promotion.candidates):
        first = first_of.setdefault(candidate.person.id, index)
        if first != index:
            related = see(library, promotion, ("candidates", first, "person"), "第一次在这里", "first listed here")
            route = ("candidates", index, "person")
            yield problem(library, promotion, route, "PS721", {"who": candidate.person.id}, related=related)


def _deciders_of_promotion(library: Library, promotion: PromotionResult) -> Iterator[Diagnostic]:
    for index, candidate in enumerate(promotion.candidates):
        exception, arguments = candidate.exception, {"person": candidate.person.id}
        if exception is not None and exception.approved_by == candidate.person:
            route: Route = ("candidates", index, "exception", "approved_by")
            yield problem(library, promotion, route, "PS717", arguments, hint="exception")
        elif candidate.person in promotion.decided.by and not (exception is not None and exception.from_ == "decided"):
            related = see(library, promotion, ("decided", "by"), "决定人在这里", "who decided")
            yield problem(library, promotion, ("candidates", index, "person"), "PS717", arguments, related=related)
        for id, requirement in candidate.requirements:
            if requirement.waived is not None and requirement.waived.approved_by == candidate.person:
                route = ("candidates", index, "requirements", id, "waived", "approved_by")
                yield problem(library, promotion, route, "PS717", arguments, hint="waiver")
