"""A requirement and a person to yes, no, or that the records do not decide; with what was found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from perfsite.diagnostics import Phrase
from perfsite.publication.durations import add_duration, add_months, subtract_duration
from perfsite.publication.working_days import NoDay
from perfsite.records.people import Person, Position
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity
from perfsite.records.references import Ref
from perfsite.records.requirement import AttainmentNeeded, GradeNeeded, NoneOf, Requirement, Tenure
from perfsite.records.result import Outcome
from perfsite.records.rule import ScoringRule
from perfsite.records.training import Training
from perfsite.scoring.compile import GRADE, TOTAL, rational
from perfsite.scoring.evaluate import CannotScoreError, Value, holds
from perfsite.scoring.exact import write_exact
from perfsite.scoring.grounds import Grounds, Input, Part, Place, Row
from perfsite.scoring.limits import from_best
from perfsite.sources.nodes import Route

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Applicant:
    """Someone who may be eligible under a standard in a period.

    `counts` says which positions count toward a tenure that names no level; `figure` gives what the `rule` of the
    standard makes of them in this period, by name, where there is one.
    """

    who: Ref
    outcome: Outcome
    period: Period
    counts: Callable[[Person, Position], bool]
    rule: ScoringRule | None = None
    figure: Callable[[str], Value] | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What a finding rests on: a figure, a grade or a day, or that there is none.

    `about` is what programs call it, or the period or the course that it is of. A grade `counts` where it is one that is
    asked for. `places` are where it stands, and `parts` the figures that it is the sum of.
    """

    about: Period | Training | str
    value: Value
    counts: bool | None = None
    parts: tuple[Part, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a requirement is met, None where the records do not decide it, and the figure that says so.

    `value` is that figure where it is one: full months, a share, a count, or the grades from the first to the last.
    `facts` are what it rests on, in order, and `trouble` is why there is none where it cannot be computed.
    """

    met: bool | None = None
    value: Value = None
    said: Phrase | None = None
    facts: tuple[Fact, ...] = ()
    trouble: CannotScoreError | None = None


OPEN = Finding()


def decide(grounds: Grounds, requirement: Requirement, one: Applicant) -> tuple[bool | None, Requirement]:
    """Whether a requirement is met, and the one that decides it. None where the records leave it open."""
    if requirement.all_:
        found = [decide(grounds, part, one) for part in requirement.all_]
        return next((f for f in found if f[0] is False), next((f for f in found if f[0] is None), (True, requirement)))
    if requirement.any_:
        found = [decide(grounds, part, one) for part in requirement.any_]
        return next((f for f in found if f[0]), next((f for f in found if f[0] is None), (False, requirement)))
    return find(grounds, requirement, one).met, requirement


def find(grounds: Grounds, requirement: Requirement, one: Applicant) -> Finding:
    """What the records say of one requirement that is no group."""
    try:
        return _find(grounds, requirement, one)
    except CannotScoreError as error:
        return Finding(trouble=error)


def _find(grounds: Grounds, requirement: Requirement, one: Applicant) -> Finding:
    if requirement.tenure is not None:
        return _tenure(grounds, requirement.tenure, one)
    if requirement.grade is not None:
        return _grade(grounds, requirement.grade, one)
    if requirement.attainment is not None or requirement.actual is not None:
        return _bounded(grounds, requirement, one)
    if requirement.total is not None:
        return _total(grounds, requirement.total, one)
    if requirement.completed:
        return _completed(grounds, requirement.completed, one)
    if requirement.none is not None:
        return _none(grounds, requirement, requirement.none, one)
    # Competencies and judgement are attested by people; what is not written down may still be so.
    return OPEN


def _total(grounds: Grounds, least: Decimal, one: Applicant) -> Finding:
    parts: tuple[Part, ...] = ()
    if one.figure is not None:
        total: Value = one.figure(TOTAL)
    else:
        found = grounds.total_of(one.who, one.period)
        total, parts = (found.value, found.parts) if found is not None else (None, ())
    if not isinstance(total, Fraction):
        return OPEN
    return Finding(total >= rational(least), total, _same(total), (Fact(TOTAL, total, parts=parts),))


def _tenure(grounds: Grounds, tenure: Tenure, one: Applicant) -> Finding:
    """Time without a break up to the last day in the role; time with breaks is for people to judge."""
    person = grounds.library.get(Person, one.who) if one.who.kind == "person" else None
    if person is None:
        return OPEN
    until = one.outcome.decided.on if tenure.until == "decision" else one.period.to
    day = min((d for d in (until, person.left) if d is not None), default=until)
    rows = [(i, p) for i, p in enumerate(person.positions) if p.from_ <= day and _counts(tenure, one, person, p)]
    held = [p for _, p in rows]
    if not held:
        return Finding(met=False, said=Phrase(f"到 {day} 没有这样的任职", f"no such position up to {day}"))
    last = min(day, max((p.until or day for p in held), default=day))
    start = last + _DAY
    # From the last to end to the first: what does not reach to those after it is before a break.
    for position in sorted(held, key=lambda position: position.until or last, reverse=True):
        if (position.until or last) + _DAY >= start:
            start = min(start, position.from_)
    served = _has_passed(grounds, tenure.at_least, start, last)
    if served is None:
        return OPEN
    months = _full_months(start, last)
    said = Phrase(f"{start} 至 {last}，满 {months} 个月", f"{start} to {last}, full months: {months}")
    places = tuple(Place(person, ("positions", index)) for index, position in rows if position.from_ >= start)
    facts = (Fact("since", start.isoformat(), places=places), Fact("until", last.isoformat()))
    if served:
        return Finding(met=True, value=Fraction(months), said=said, facts=facts)
    if _has_passed(grounds, tenure.at_least, min(p.from_ for p in held), last):
        # With what was before a break it would be enough.
        return OPEN
    return Finding(met=False, value=Fraction(months), said=said, facts=facts)


def _has_passed(grounds: Grounds, needed: Quantity, first: dt.date, last: dt.date) -> bool | None:
    """Whether so much time has passed from one day to another, both inclusive; None where it cannot be counted."""
    # The days that follow the last may be free, so that working days are counted to it and not to the day after.
    before = _DAY if needed.unit == "working days" else dt.timedelta()
    reached = add_duration(first - before, needed, grounds.working)
    return None if isinstance(reached, NoDay) else reached <= last + _DAY - before


def _full_months(first: dt.date, last: dt.date) -> int:
    """Full months from one day to another, both inclusive."""
    end = last + _DAY
    months = (end.year - first.year) * 12 + end.month - first.month
    reached = add_months(first, months)
    return months - 1 if isinstance(reached, NoDay) or reached > end else months


def _counts(tenure: Tenure, one: Applicant, person: Person, position: Position) -> bool:
    return position.level == tenure.in_ if tenure.in_ is not None else one.counts(person, position)


def _grade(grounds: Grounds, needed: GradeNeeded, one: Applicant) -> Finding:
    rule = grounds.library.get(ScoringRule, needed.rule) if needed.rule is not None else one.rule
    if rule is None and needed.rule is not None:
        return OPEN
    if needed.in_ is None and one.figure is not None and rule is not None and rule == one.rule:
        grade = one.figure(GRADE)
        met = reaches(rule, grade, needed.at_least)
        return Finding(met, grade, _same(grade)) if met is not None else OPEN
    return _grades(grounds, needed, rule, one)


def _grades(grounds: Grounds, needed: GradeNeeded, rule: ScoringRule | None, one: Applicant) -> Finding:
    """So many of the last so many periods, by the grades that results have published."""
    published = grounds.grades_of(one.who, rule)
    types = {period.type for _, period, _, _ in published}
    # Where grades are of one length of period, these are the periods that are meant; else those of the outcome's own.
    type_ = types.pop() if len(types) == 1 and needed.in_ is not None else one.period.type
    if "period" in grounds.library.open_kinds:
        return OPEN
    count, last = (1, 1) if needed.in_ is None else (needed.in_.count, needed.in_.last)
    ended = [p for p in grounds.library.of(Period) if p.type == type_ and p.to <= one.period.to]
    meant = sorted(ended, key=lambda period: period.to, reverse=True)[:last]
    if needed.in_ is None:
        meant = [one.period]
    found: list[tuple[str, bool | None]] = []
    facts = []
    for period in meant:
        here = [(of, grade, place) for of, when, grade, place in published if when.id == period.id]
        grades = {(of.id, grade): of for of, grade, _ in here}
        known = {reaches(of, grade, needed.at_least) for (_, grade), of in grades.items()}
        found.append(("/".join(sorted(grade for _, grade in grades)), known.pop() if len(known) == 1 else None))
        facts.append(Fact(period, found[-1][0] or None, found[-1][1], places=tuple(place for _, _, place in here)))
    good = sum(1 for _, met in found if met)
    unknown = sum(1 for _, met in found if met is None) + last - len(meant)
    met = True if good >= count else None if good + unknown >= count else False
    listed = " ".join(grade or "—" for grade, _ in reversed(found))
    return Finding(met, listed or None, _same(listed), tuple(reversed(facts)))


def reaches(rule: ScoringRule, grade: Value, at_least: str) -> bool | None:
    """Whether a grade is another one or better; None where the rule does not have them both."""
    order = [one.grade for _, one in from_best(rule)]
    if at_least not in order or not isinstance(grade, str) or grade not in order:
        return None
    return order.index(grade) <= order.index(at_least)


def _bounded(grounds: Grounds, requirement: Requirement, one: Applicant) -> Finding:
    """A figure, or with a target its share of that, in the period or summed over a longer stretch."""
    needed = requirement.bounded
    assert needed is not None
    first, metric, last = looks_back_to(requirement, one.period), needed.metric.id, one.period.to
    if first is None:
        return OPEN
    if needed.over is not None and not covers(grounds.rows(one.outcome, one.who, metric, first, last), first, last):
        return OPEN
    actual = grounds.actual(one.outcome, one.who, metric, first, last)
    if actual is None:
        return OPEN
    if requirement.attainment is None:
        return Finding(meets(actual.value, needed), actual.value, _same(actual.value), (_fact(actual),))
    target = grounds.target(one.outcome, one.period, one.who, metric, first, None)
    if target is None or target.value <= 0:
        return OPEN
    value = actual.value / target.value
    shown = f"{write_exact(actual.value)} ÷ {write_exact(target.value)} = {write_exact(value * 100)}%"
    return Finding(meets(value, needed), value, Phrase(shown, shown), (_fact(actual), _fact(target)))


def _fact(given: Input) -> Fact:
    return Fact(given.name, given.value, parts=given.parts)


def looks_back_to(requirement: Requirement, period: Period) -> dt.date | None:
    """The first day of the stretch, ending with a period, over which a requirement looks at a metric; None if unknown."""
    needed = requirement.measured
    if needed is None or needed.over is None:
        return period.from_
    first = subtract_duration(period.to + _DAY, needed.over)
    return None if isinstance(first, NoDay) else first


def covers(rows: Sequence[Row], first: dt.date, last: dt.date) -> bool:
    """Whether the periods of some actuals leave out no day between two. What is not covered may be anything."""
    periods = sorted({(row.period.from_, row.period.to) for row in rows})
    return (
        bool(periods)
        and periods[0][0] == first
        and max(to for _, to in periods) == last
        and all(later[0] <= earlier[1] + _DAY for earlier, later in pairwise(periods))
    )


def meets(value: Fraction, needed: AttainmentNeeded) -> bool:
    test, against = needed.bound
    return holds(value, test, rational(against))


def _none(grounds: Grounds, requirement: Requirement, needed: NoneOf, one: Applicant) -> Finding:
    """One count is enough to say that something has happened; that nothing has needs every day of the stretch."""
    first, last = looks_back_to(requirement, one.period), one.period.to
    if first is None:
        return OPEN
    rows = grounds.rows(one.outcome, one.who, needed.metric.id, first, last)
    counted = sum((rational(row.value) for row in rows), Fraction(0))
    if counted == 0 and not covers(rows, first, last):
        return OPEN
    fact = Fact(f"{needed.metric.id}/actual", counted, parts=tuple(row.part for row in rows))
    return Finding(counted == 0, counted, _same(counted), (fact,))


def _completed(grounds: Grounds, needed: Sequence[Ref], one: Applicant) -> Finding:
    lacking, facts = [], []
    for ref in needed:
        training = grounds.library.get(Training, ref)
        if training is None:
            return OPEN
        done = [
            (done.on, index)
            for index, done in enumerate(training.completed)
            if done.person == one.who and done.on <= one.outcome.decided.on
        ]
        if done:
            day, index = min(done)
            facts.append(Fact(training, day.isoformat(), places=(Place(training, ("completed", index)),)))
        else:
            lacking.append(ref.id)
            facts.append(Fact(training, None))
    if not lacking:
        return Finding(met=True, facts=tuple(facts))
    listed = ", ".join(f"`{id}`" for id in lacking)
    said = Phrase(f"没有 {listed} 的完成记录", f"no completion of {listed} on record")
    return Finding(met=False, said=said, facts=tuple(facts))


def _same(value: Value) -> Phrase:
    text = write_exact(value)
    return Phrase(text, text)


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
