"""A requirement and a person to yes, no, or that the records do not decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from perfsite.publication.durations import add_duration
from perfsite.publication.working_days import NoDay
from perfsite.records.people import Person, Position
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity
from perfsite.records.references import Ref
from perfsite.records.requirement import BOUNDS, AttainmentNeeded, GradeNeeded, NoneOf, Requirement, Tenure
from perfsite.records.result import AwardResult
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.records.training import Training
from perfsite.scoring.compile import GRADE, TOTAL, rational
from perfsite.scoring.evaluate import CannotScoreError, Value, holds
from perfsite.scoring.grounds import Grounds
from perfsite.scoring.positions import is_meant
from perfsite.sources.nodes import Route

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Applicant:
    """Someone who may be eligible for a reward in a period. `figure` gives what the rule makes of them, by name."""

    who: Ref
    award: AwardResult
    period: Period
    reward: Reward
    rule: ScoringRule | None
    figure: Callable[[str], Value]


def decide(grounds: Grounds, requirement: Requirement, one: Applicant) -> tuple[bool | None, Requirement]:
    """Whether a requirement is met, and the one that decides it. None where the records leave it open."""
    if requirement.all_:
        found = [decide(grounds, part, one) for part in requirement.all_]
        return next((f for f in found if f[0] is False), next((f for f in found if f[0] is None), (True, requirement)))
    if requirement.any_:
        found = [decide(grounds, part, one) for part in requirement.any_]
        return next((f for f in found if f[0]), next((f for f in found if f[0] is None), (False, requirement)))
    try:
        return _leaf(grounds, requirement, one), requirement
    except CannotScoreError:
        return None, requirement


def _leaf(grounds: Grounds, requirement: Requirement, one: Applicant) -> bool | None:
    if requirement.tenure is not None:
        return _tenure(grounds, requirement.tenure, one)
    if requirement.grade is not None:
        return _grade(grounds, requirement.grade, one)
    if requirement.attainment is not None:
        return _bounded(grounds, requirement.attainment, one, per_target=True)
    if requirement.actual is not None:
        return _bounded(grounds, requirement.actual, one, per_target=False)
    if requirement.total is not None:
        total = one.figure(TOTAL)
        return total >= rational(requirement.total) if isinstance(total, Fraction) else None
    if requirement.completed:
        return all(_has_completed(grounds, ref, one) for ref in requirement.completed)
    if requirement.none is not None:
        return _none(grounds, requirement.none, one)
    # Competencies and judgement are attested by people; what is not written down may still be so.
    return None


def _tenure(grounds: Grounds, tenure: Tenure, one: Applicant) -> bool | None:
    """Time without a break up to the last day in the role; time with breaks is for people to judge."""
    person = grounds.library.get(Person, one.who) if one.who.kind == "person" else None
    if person is None:
        return None
    day = min((d for d in (one.period.to, person.left) if d is not None), default=one.period.to)
    held = [p for p in person.positions if p.from_ <= day and _counts(grounds, tenure, one, person, p)]
    if not held:
        return False
    last = min(day, max((p.until or day for p in held), default=day))
    start, unbroken = last + _DAY, True
    for position in sorted(held, key=lambda position: position.from_, reverse=True):
        if unbroken and (position.until or last) + _DAY >= start:
            start = min(start, position.from_)
        else:
            unbroken = False
    reached = add_duration(start, tenure.at_least, grounds.working)
    if isinstance(reached, NoDay):
        return None
    if reached <= last + _DAY:
        return True
    earliest = add_duration(min(p.from_ for p in held), tenure.at_least, grounds.working)
    return None if not unbroken and not isinstance(earliest, NoDay) and earliest <= last + _DAY else False


def _counts(grounds: Grounds, tenure: Tenure, one: Applicant, person: Person, position: Position) -> bool:
    if tenure.in_ is not None:
        return position.level == tenure.in_
    meant = one.reward.applies_to
    return position.role in meant.role if meant.role else is_meant(meant, person, position, grounds.above)


def _grade(grounds: Grounds, needed: GradeNeeded, one: Applicant) -> bool | None:
    rule = grounds.library.get(ScoringRule, needed.rule) if needed.rule is not None else one.rule
    if rule is None:
        return None
    order = [grade.grade for grade in sorted(rule.grades, key=lambda grade: grade.edge or 0)]
    if needed.at_least not in order:
        return None
    least = order.index(needed.at_least)
    if needed.in_ is None and one.rule is not None and rule.id == one.rule.id:
        grade = one.figure(GRADE)
        return order.index(grade) >= least if isinstance(grade, str) and grade in order else None
    count, last = (1, 1) if needed.in_ is None else (needed.in_.count, needed.in_.last)
    ended = [p for p in grounds.library.of(Period) if p.type == one.period.type and p.to <= one.period.to]
    known = [
        published_grade(grounds, rule, one.who, period)
        for period in sorted(ended, key=lambda period: period.to, reverse=True)[:last]
    ]
    good = sum(1 for grade in known if grade in order and order.index(grade) >= least)
    if good >= count:
        return True
    return None if good + sum(1 for grade in known if grade not in order) >= count else False


def published_grade(grounds: Grounds, rule: ScoringRule, who: Ref, period: Period) -> str:
    """The grade that results have published for someone, or "" where there is none."""
    for reward in grounds.library.of(Reward):
        if reward.basis is None or reward.basis.rule is None or reward.basis.rule.id != rule.id:
            continue
        for award, of in grounds.awards_of(reward.id):
            if of.id == period.id:
                for recipient in award.recipients:
                    if recipient.person == who and recipient.grade is not None:
                        return recipient.grade
    return ""


def _bounded(grounds: Grounds, needed: AttainmentNeeded, one: Applicant, *, per_target: bool) -> bool | None:
    if needed.over is not None:
        return None
    first, last = one.period.from_, one.period.to
    actual = grounds.actual(one.award, one.who, needed.metric.id, first, last)
    if actual is None:
        return None
    value = actual.value
    if per_target:
        target = grounds.target(one.award, one.period, one.who, needed.metric.id, first, None)
        if target is None or target.value <= 0:
            return None
        value /= target.value
    return meets(value, needed)


def meets(value: Fraction, bound: AttainmentNeeded) -> bool:
    for test in BOUNDS:
        against: Quantity | None = getattr(bound, test)
        if against is not None:
            return holds(value, test, rational(against))
    return True


def _none(grounds: Grounds, needed: NoneOf, one: Applicant) -> bool | None:
    if needed.over is not None:
        return None
    found = grounds.actual(one.award, one.who, needed.metric.id, one.period.from_, one.period.to)
    return None if found is None else found.value == 0


def _has_completed(grounds: Grounds, ref: Ref, one: Applicant) -> bool:
    training = grounds.library.get(Training, ref)
    return training is not None and any(
        completion.person == one.who and completion.on <= one.award.decided.on for completion in training.completed
    )


def route_to(wanted: Requirement, tree: Requirement, route: Route) -> Route | None:
    """Where a requirement stands in the tree that it is part of."""
    if tree is wanted:
        return route
    for key, parts in (("all", tree.all_), ("any", tree.any_)):
        for index, part in enumerate(parts):
            found = route_to(wanted, part, (*route, key, index))
            if found is not None:
                return found
    return None
