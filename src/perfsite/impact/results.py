"""A published result to what two wordings of its standards give on the same evidence: who gains, who loses, what it costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple, TypeVar

from perfsite.records.library import Library
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.requirement import Requirement
from perfsite.records.result import AwardResult, LeftOut, Outcome, Recipient
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.records.texts import Text
from perfsite.scoring.cases import Case, case_of, currency_of
from perfsite.scoring.compile import AMOUNT, GRADE, TOTAL, rational
from perfsite.scoring.evaluate import CannotScoreError, Value
from perfsite.scoring.grounds import Grounds
from perfsite.scoring.groups import Groups
from perfsite.scoring.outcomes import recompute
from perfsite.scoring.proposal import Proposal, Wanted
from perfsite.scoring.propose import propose
from perfsite.scoring.recomputed import Recomputed


class Figures(NamedTuple):
    """What somebody gets: an amount where money is paid, what a rule makes of them, a place where there is a ranking."""

    amount: Fraction | None = None
    total: Fraction | None = None
    grade: str | None = None
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody whose outcome is another one. None: not on the list. `direction` is 1 for better, -1 for worse, else 0."""

    who: Ref
    before: Figures | None
    after: Figures | None
    direction: int

    @property
    def difference(self) -> Fraction:
        """By how much the amount differs."""
        old, new = (None if one is None else one.amount for one in (self.before, self.after))
        return (new or Fraction(0)) - (old or Fraction(0))

    @property
    def is_felt(self) -> bool:
        """Whether more than points move: money, being on the list, or where there is no money anything."""
        if self.before is None or self.after is None:
            return True
        return self.difference != 0 or (self.before.amount is None and self.after.amount is None)

    @property
    def grade_moves(self) -> bool:
        return self.before is not None and self.after is not None and self.before.grade != self.after.grade

    @property
    def rank_moves(self) -> bool:
        return self.before is not None and self.after is not None and self.before.rank != self.after.rank


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why something is not known: of whom (None: of the whole result), and under which of the wordings."""

    who: Ref | None
    trouble: CannotScoreError
    before: bool
    after: bool


@dataclass(frozen=True, slots=True)
class AwardImpact:
    """One result under both wordings. `sums` and `people` are of those of whom both are known.

    `eligible` are those who do not meet the conditions before and do after, `not_eligible` the other way round, with
    the requirement that decides it. `judged` are those of whom people would have to judge a requirement that is new.
    """

    award: AwardResult
    reward: Reward
    period: Period
    moves: tuple[Move, ...] = ()
    people: int = 0
    sums: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))
    currency: str = ""
    budget: Quantity | None = None
    eligible: tuple[tuple[Ref, Requirement], ...] = ()
    not_eligible: tuple[tuple[Ref, Requirement], ...] = ()
    judged: tuple[tuple[Ref, Requirement], ...] = ()
    excepted: tuple[Ref, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_computed(self) -> bool:
        return all(doubt.who is not None for doubt in self.doubts)

    @property
    def over_budget(self) -> bool:
        """Whether the newer wording takes the sum beyond the budget, or further beyond it."""
        budget, (before, after) = self.budget, self.sums
        return budget is not None and budget.unit == self.currency and max(before, rational(budget)) < after

    @property
    def has_something(self) -> bool:
        return bool(self.moves or self.eligible or self.not_eligible or self.judged or self.doubts)


@dataclass(frozen=True)
class Side:
    """A library with its indexes. Both sides have the same evidence and differ in their standards."""

    library: Library
    grounds: Grounds
    groups: Groups

    @classmethod
    def of(cls, library: Library) -> Side:
        grounds = Grounds(library)
        return cls(library, grounds, Groups(grounds))


R = TypeVar("R", bound=Outcome)


def latest(library: Library, noun: type[R], standard_of: Callable[[R], Ref], periods: int) -> tuple[R, ...]:
    """The results that stand of the last so many periods of each standard, in the order of their ids."""
    found: dict[Ref, list[tuple[dt.date, R]]] = {}
    for one in library.of(noun):
        period = library.get(Period, one.period)
        if period is not None and one.withdrawn is None:
            found.setdefault(standard_of(one), []).append((period.to, one))
    kept: list[R] = []
    for listed in found.values():
        days = sorted({day for day, _ in listed}, reverse=True)[:periods]
        kept += [one for day, one in listed if day in days]
    return tuple(sorted(kept, key=lambda one: one.id))


def compare_award(award: AwardResult, before: Side, after: Side) -> AwardImpact | None:
    """None where the records do not say what the result is of."""
    period, reward = before.library.get(Period, award.period), before.library.get(Reward, award.reward)
    if period is None or reward is None:
        return None
    impact = AwardImpact(award, reward, period)
    later, later_period = after.library.get(Reward, award.reward), after.library.get(Period, award.period)
    if later is None or later_period is None:
        gone: Record = reward if later is None else period
        return replace(
            impact, doubts=(Doubt(None, CannotScoreError("unknown", gone.address), before=False, after=True),)
        )
    old, new = _propose_both(award, (before, reward, period), (after, later, later_period))
    doubts = _doubts(award, old, new)
    impact = replace(impact, reward=later, budget=later.budget or award.budget, doubts=tuple(doubts))
    if not impact.is_computed:
        return impact
    rows = [_rows(old), _rows(new)]
    excepted = {who: one for one in award.recipients if one.exception is not None and (who := one.person or one.team)}
    for side, found, is_after in ((before, rows[0], False), (after, rows[1], True)):
        for who, figures in _as_excepted(side, award, excepted).items():
            if isinstance(figures, CannotScoreError):
                doubts.append(Doubt(who, figures, not is_after, is_after))
            else:
                found[who] = figures
    currencies = [currency_of(side.library, one) for side, one in ((before, reward), (after, later))]
    if currencies[0] != currencies[1]:
        doubts.append(Doubt(None, CannotScoreError("currency", later.address), before=False, after=True))
        return replace(impact, doubts=tuple(doubts))
    unknown = {*old.lacking, *new.lacking, *(doubt.who for doubt in doubts)}
    known = [who for who in dict.fromkeys((*rows[0], *rows[1])) if who not in unknown]
    worth = grade_worth(old.case.rule, new.case.rule)
    moves = [_move(who, rows[0].get(who), rows[1].get(who), worth) for who in known]
    asked = {(one.who, one.requirement.name) for one in old.open}
    return replace(
        impact,
        moves=tuple(sorted((move for move in moves if move is not None), key=_most_first)),
        people=len(known),
        sums=(_sum(rows[0], known), _sum(rows[1], known)),
        currency=currencies[0],
        eligible=_newly(old, new, set(excepted)),
        not_eligible=_newly(new, old, set(excepted)),
        judged=tuple(
            (one.who, one.requirement)
            for one in new.open
            if (one.who, one.requirement.name) not in asked
        ),
        excepted=tuple(excepted),
        doubts=tuple(doubts),
    )  # fmt: skip


def _most_first(move: Move) -> tuple[Fraction, int, str]:
    return (-abs(move.difference), move.direction, str(move.who))


_Asked = tuple[Side, Reward, Period]


def _propose_both(award: AwardResult, before: _Asked, after: _Asked) -> tuple[Proposal, Proposal]:
    """What each wording proposes. What the newer one asks for beyond the evidence that is cited is added to it."""
    listed = {one.person or one.team for one in award.recipients}
    left_out = award.left_out
    while True:
        old = _proposal(award, *before, award.evidence, left_out)
        # Of whom only people can tell whether they are eligible: they did, and those are not on the list.
        judged = {one.who for one in old.open if one.who not in listed} - {one.person for one in left_out}
        if not judged:
            break
        left_out += tuple(LeftOut(person=who, reason=Text(())) for who in sorted(judged, key=str))
    new = _proposal(award, *after, award.evidence, left_out)
    if any(lack.trouble.reason == "missing" for lack in new.lacks):
        asked = [_proposal(award, *side, None, left_out).award.evidence for side in (before, after)]
        more = tuple(ref for ref in asked[1] if ref not in asked[0] and ref not in award.evidence)
        if more:
            new = _proposal(award, *after, (*award.evidence, *more), left_out)
    return old, new


def _proposal(
    award: AwardResult,
    side: Side,
    reward: Reward,
    period: Period,
    evidence: tuple[Ref, ...] | None,
    left_out: tuple[LeftOut, ...],
) -> Proposal:
    kind = "" if not award.recipients else "team" if award.recipients[0].team is not None else "person"
    wanted = Wanted(award.decided.on, award.decided.on, award.decided.by, evidence, left_out, kind)
    return propose(side.library, reward, period, wanted, side.grounds)


def _doubts(award: AwardResult, old: Proposal, new: Proposal) -> list[Doubt]:
    """What is lacking under either wording; of those on the list also what is lacking under both.

    Of others it is no news, and no matter of the change. Records that could not be read are told once, for all results.
    """
    listed = {None, *(one.person or one.team for one in award.recipients)}
    found: dict[tuple[Ref | None, str, str], tuple[CannotScoreError, list[bool]]] = {}
    for after, proposal in enumerate((old, new)):
        for lack in proposal.lacks:
            if lack.who is not None or lack.trouble.reason != "evidence":
                key = (lack.who, lack.trouble.reason, lack.trouble.name)
                found.setdefault(key, (lack.trouble, [False, False]))[1][after] = True
    return [
        Doubt(who, trouble, *sides)
        for (who, _, _), (trouble, sides) in found.items()
        if not all(sides) or who in listed
    ]


def _rows(proposal: Proposal) -> dict[Ref, Figures]:
    rows = {}
    for one in proposal.award.recipients:
        who = one.person or one.team
        if who is not None:
            rows[who] = _figures(one)
    return rows


def _figures(one: Recipient) -> Figures:
    amount = None if one.amount is None else rational(one.amount)
    return Figures(amount, None if one.total is None else Fraction(one.total), one.grade, one.rank)


def _as_excepted(
    side: Side, award: AwardResult, excepted: Mapping[Ref, Recipient]
) -> dict[Ref, Figures | CannotScoreError]:
    """The figures of those with a declared exception: what it sets stays, what follows from it is computed."""
    if not excepted:
        return {}
    found = recompute(side.grounds, award, side.groups)
    if found.trouble is not None:
        return dict.fromkeys(excepted, found.trouble)
    rows: dict[Ref, Figures | CannotScoreError] = {}
    for one in found.recipients:
        if one.who in excepted:
            amount, total, grade = (_figure(one, name) for name in (AMOUNT, TOTAL, GRADE))
            rows[one.who] = one.trouble or Figures(
                amount if isinstance(amount, Fraction) else None,
                total if isinstance(total, Fraction) else None,
                grade if isinstance(grade, str) else None,
                excepted[one.who].rank,
            )
    return rows


def _figure(one: Recomputed, name: str) -> Value:
    """What an exception sets, or else what is computed."""
    known = one.given.get(name)
    if known is not None or name not in one.steps:
        return known
    return one.steps[name].value


def _sum(rows: Mapping[Ref, Figures], known: Iterable[Ref]) -> Fraction:
    amounts = (rows[who].amount for who in known if who in rows)
    return sum((amount for amount in amounts if amount is not None), Fraction(0))


def _newly(old: Proposal, new: Proposal, excepted: set[Ref]) -> tuple[tuple[Ref, Requirement], ...]:
    """Whom the second does not find short of a requirement any more, and which one."""
    still = {one.who for one in new.unmet}
    # Somebody whom the newer wording is not for at all has not become eligible by it.
    meant = {one.person or one.team for one in new.award.recipients} | {*new.below, *new.behind, *new.without}
    meant |= set(new.lacking)
    return tuple(
        (one.who, one.requirement)
        for one in old.unmet
        if one.who not in still and one.who in meant and one.who not in excepted
    )


def grade_worth(before: ScoringRule | None, after: ScoringRule | None) -> Mapping[str, Fraction]:
    """By how much a grade is better than another, where both wordings have the same ones in the same order."""
    orders = [
        [] if rule is None else [one.grade for one in sorted(rule.grades, key=lambda one: one.edge or 0)]
        for rule in (before, after)
    ]
    return {grade: Fraction(place) for place, grade in enumerate(orders[0])} if orders[0] == orders[1] else {}


def direction_of(before: Figures | None, after: Figures | None, worth: Mapping[str, Fraction]) -> int:
    """Money comes first, then the grade, then points, then the place. On the list is better than not."""
    if before is None or after is None:
        return (after is not None) - (before is not None)
    for old, new in (
        (before.amount, after.amount),
        (worth.get(before.grade or ""), worth.get(after.grade or "")),
        (before.total, after.total),
        (None if before.rank is None else -before.rank, None if after.rank is None else -after.rank),
    ):
        if old is not None and new is not None and old != new:
            return 1 if new > old else -1
    return 0


def _move(who: Ref, before: Figures | None, after: Figures | None, worth: Mapping[str, Fraction]) -> Move | None:
    if before == after:
        return None
    # Not on the list and on it without any money is the same to whoever it is about.
    if not any(one is not None and (one.amount is None or one.amount != 0) for one in (before, after)) and (
        before is None or after is None
    ):
        return None
    return Move(who, before, after, direction_of(before, after, worth))


def case_at(library: Library, reward: Reward) -> Case | None:
    """How a library computes a reward; None where it cannot be."""
    case = case_of(library, reward)
    return None if case.trouble else case


__all__ = [
    "AwardImpact",
    "Doubt",
    "Figures",
    "Move",
    "Side",
    "case_at",
    "compare_award",
    "direction_of",
    "grade_worth",
    "latest",
]
