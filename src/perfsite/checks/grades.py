"""The grades of a rule give every total exactly one grade, and every amount that needs one a coefficient."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import count, pairwise

from perfsite.checks.problem import problem, see
from perfsite.diagnostics import Diagnostic
from perfsite.records.library import Library
from perfsite.records.quantities import Quantity
from perfsite.records.references import Ref
from perfsite.records.reward import Reward
from perfsite.records.rule import Grade, ScoringRule
from perfsite.scoring.limits import Member, counts_of, form_group, from_best


def check_grades(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    for rule in library.of(ScoringRule):
        found = [*_twice(library, rule), *_order(library, rule)]
        yield from found or _floor(library, rule)
        yield from _limits(library, rule)
    for reward in library.of(Reward):
        yield from _coefficients(library, reward)


def _edge(grade: Grade) -> Decimal:
    edge = grade.edge
    assert edge is not None
    return edge


def _edge_key(grade: Grade) -> str:
    return "from" if grade.from_ is not None else "above"


def _twice(library: Library, rule: ScoringRule) -> Iterator[Diagnostic]:
    seen: dict[str, int] = {}
    for index, grade in enumerate(rule.grades):
        first = seen.setdefault(grade.grade, index)
        if first != index:
            related = see(library, rule, ("grades", first, "grade"), "第一次写在这里", "first given here")
            arguments = {"grade": grade.grade}
            yield problem(library, rule, ("grades", index, "grade"), "PS613", arguments, hint="twice", related=related)


def _order(library: Library, rule: ScoringRule) -> Iterator[Diagnostic]:
    """Grades are listed from the best or from the least; the first that breaks the order is reported."""
    grades = rule.grades
    falling = len(grades) > 1 and _edge(grades[-1]) < _edge(grades[0])
    for index, (before, grade) in enumerate(pairwise(grades), 1):
        edge, last = _edge(grade), _edge(before)
        if edge == last or (edge < last) != falling:
            arguments = {"grade": grade.grade, "edge": f"{edge:f}", "before": before.grade, "last": f"{last:f}"}
            hint = "equal" if edge == last else ""
            yield problem(library, rule, ("grades", index, _edge_key(grade)), "PS613", arguments, hint=hint)
            return


def _floor(library: Library, rule: ScoringRule) -> Iterator[Diagnostic]:
    if not rule.grades:
        return
    index, lowest = min(enumerate(rule.grades), key=lambda entry: _edge(entry[1]))
    edge = _edge(lowest)
    least = max(rule.total.floor or Decimal(0), Decimal(0))
    place = ("grades", index, _edge_key(lowest))
    if edge > least:
        yield problem(
            library, rule, place, "PS614", {"edge": f"{edge:f}", "grade": lowest.grade, "mended": "{grade: …, from: 0}"}
        )
    elif edge == least and lowest.above is not None:
        yield problem(library, rule, place, "PS614", {"edge": f"{edge:f}", "grade": lowest.grade}, hint="zero")


def _limits(library: Library, rule: ScoringRule) -> Iterator[Diagnostic]:
    limited = [index for index, grade in enumerate(rule.grades) if grade.at_most is not None]
    if limited and rule.grade_limits is None:
        yield problem(library, rule, ("grades", limited[0], "at_most"), "PS615")
    elif rule.grade_limits is not None and not limited:
        yield problem(library, rule, ("grade_limits",), "PS615", hint="unused", key=True)
    elif rule.grade_limits is not None:
        yield from _shares(library, rule, limited)


def _shares(library: Library, rule: ScoringRule, limited: list[int]) -> Iterator[Diagnostic]:
    """Somebody must be left for the lowest grade, and a count must not part people with the same total."""
    lowest, grade = from_best(rule)[-1]
    shares = sum((share.value for index in limited if (share := rule.grades[index].at_most)), Decimal(0))
    if lowest in limited:
        yield problem(library, rule, ("grades", lowest, "at_most"), "PS615", {"grade": grade.grade}, hint="lowest")
    elif shares > 100:
        arguments = {"sum": str(Quantity(shares, "%"))}
        yield problem(library, rule, ("grades", limited[0], "at_most"), "PS615", arguments, hint="sum")
    elif rule.grade_limits is not None and rule.grade_limits.ties is None:
        arguments = _readings(rule, next(index for index, _ in from_best(rule) if index in limited))
        yield problem(library, rule, ("grade_limits",), "PS615", arguments, hint="ties", key=True)


def _readings(rule: ScoringRule, position: int) -> dict[str, str]:
    """The smallest group in which someone may hold the grade, with a tie at its limit: who holds it by either reading."""
    assert rule.grade_limits is not None
    people = next(n for n in count(max(rule.grade_limits.minimum_group, 2)) if counts_of(rule, n)[position])
    most = counts_of(rule, people)[position]
    grade = rule.grades[position].grade
    members = [Ref("person", str(number)) for number in range(most + 1)]
    holding = {}
    for ties in ("keep", "lower"):
        limits = replace(rule.grade_limits, ties=ties, minimum_group=1)
        totals = [Fraction(max(most - number, 1)) for number in range(most + 1)]
        among = {who: Member(total, grade) for who, total in zip(members, totals, strict=True)}
        group = form_group(replace(rule, grade_limits=limits), among, people)
        holding[ties] = sum(1 for who in members if group.places[who][position] <= most)
    return {
        "people": str(people),
        "most": str(most),
        "grade": grade,
        "next": str(most + 1),
        "kept": str(holding["keep"]),
        "lowered": str(holding["lower"]),
    }


def _coefficients(library: Library, reward: Reward) -> Iterator[Diagnostic]:
    rule = library.get(ScoringRule, reward.basis.rule) if reward.basis is not None else None
    if rule is None or reward.amount is None or reward.amount.times != "coefficient":
        return
    place = ("amount", "times")
    if not rule.grades:
        yield problem(library, reward, place, "PS616", {"rule": rule.id}, hint="grades")
        return
    lacking = [index for index, grade in enumerate(rule.grades) if grade.coefficient is None]
    if lacking:
        listed = ", ".join(f"`{rule.grades[index].grade}`" for index in lacking)
        related = see(
            library, rule, ("grades", lacking[0], "grade"), "这个等级没有系数", "this grade has no coefficient"
        )
        yield problem(
            library,
            reward,
            place,
            "PS616",
            {"rule": rule.id, "grades": listed, "whole": str(reward.amount.base or "")},
            related=related,
        )
