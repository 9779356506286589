"""Share limits of grades: how many of a group may hold each, and who of those who have reached it keeps it.

The best grade is looked at first. Whoever does not keep it falls to the next grade below, and counts there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import TypeGuard

from perfsite.records.references import Ref
from perfsite.records.rule import Grade, ScoringRule
from perfsite.scoring.compile import GRADE, rational
from perfsite.scoring.evaluate import CannotScoreError
from perfsite.scoring.program import Node, Program, result
from perfsite.sources.nodes import Route

# The grade that someone's own total gives, and how many people are in the group.
EARNED, PEOPLE = "grade/earned", "group/people"
# What a worked example calls the number of people and someone's place among them.
OF_GROUP = ("group", "place")


def allowed(position: int) -> str:
    """The input that says how many may hold the grade at this position of the record."""
    return f"grades.{position}/allowed"


def place(position: int) -> str:
    """The input that says as which of those who have reached the grade someone counts."""
    return f"grades.{position}/place"


def is_limited(rule: ScoringRule | None) -> TypeGuard[ScoringRule]:
    """Whether grades of a rule depend on those of others."""
    return rule is not None and rule.grade_limits is not None and any(g.at_most is not None for g in rule.grades)


def from_best(rule: ScoringRule) -> list[tuple[int, Grade]]:
    """The grades with their positions in the record, the best first."""
    return sorted(enumerate(rule.grades), key=lambda entry: rational(entry[1].edge or 0), reverse=True)


def largest_remainder(shares: Sequence[Fraction], people: int) -> list[int]:
    """How many of so many people each share comes to; shares that sum to less than 1 leave the rest to others.

    Every share gets its whole people, and those that are left over go to the largest remainders; of equal ones, to the
    share that is listed first: 15 people by 1:4:3:2 are 2, 6, 4 and 3.
    """
    exact = [share * people for share in (*shares, 1 - sum(shares, Fraction(0)))]
    counts = [floor(part) for part in exact]
    order = sorted(range(len(exact)), key=lambda index: counts[index] - exact[index])
    for index in order[: people - sum(counts)]:
        counts[index] += 1
    return counts[:-1]


def counts_of(rule: ScoringRule, people: int) -> dict[int, int]:
    """How many of a group may hold each limited grade, by its position in the record; nothing where none is limited."""
    limits = rule.grade_limits
    if limits is None or people < limits.minimum_group:
        return {}
    listed = [(position, rational(grade.at_most)) for position, grade in from_best(rule) if grade.at_most is not None]
    counts = largest_remainder([share for _, share in listed], people)
    return {position: count for (position, _), count in zip(listed, counts, strict=True)}


@dataclass(frozen=True, slots=True)
class Member:
    """Someone of a group. One whose grade is a declared exception counts among the people and takes nobody's place."""

    total: Fraction
    grade: str
    excepted: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Everyone scored under one rule in one period: how many they are, and their places by position of the grade.

    Tied ones have the same place: the first that they fill where they keep a grade together, the last where they do not.
    """

    people: int
    counts: Mapping[int, int]
    places: Mapping[Ref, Mapping[int, int]]

    def value(self, who: Ref, name: str) -> Fraction | None:
        """What an input of a `limit` is for someone, or None where nothing limits their grade."""
        if name == PEOPLE:
            return Fraction(self.people)
        head, part = name.split("/")
        position = int(head.removeprefix("grades."))
        found = self.counts.get(position) if part == "allowed" else self.places.get(who, {}).get(position)
        return None if found is None else Fraction(found)


def form_group(rule: ScoringRule, members: Mapping[Ref, Member], people: int | None = None) -> Group:
    """Who has which place. Of more `people` than the members, the others have not reached a limited grade."""
    people = len(members) if people is None else people
    counts = counts_of(rule, people)
    places: dict[Ref, dict[int, int]] = {who: {} for who in members}
    now = {who: member.grade for who, member in members.items() if not member.excepted}
    lower = dict(lower_grades(rule))
    ties = rule.grade_limits.ties if rule.grade_limits is not None else None
    for position, grade in from_best(rule):
        if position not in counts:
            continue
        totals = sorted((members[who].total for who, held in now.items() if held == grade.grade), reverse=True)
        first: dict[Fraction, int] = {}
        last: dict[Fraction, int] = {}
        for number, total in enumerate(totals, 1):
            first.setdefault(total, number)
            last[total] = number
        for who, held in now.items():
            if held != grade.grade:
                continue
            total = members[who].total
            if ties is None and first[total] <= counts[position] < last[total]:
                raise CannotScoreError("tie", grade.grade, ("grade_limits",))
            places[who][position] = (last if ties == "lower" else first)[total]
            if places[who][position] > counts[position]:
                now[who] = lower[grade.grade]
    return Group(people, counts, places)


def as_group(rule: ScoringRule, people: int, place_of: int) -> dict[str, Fraction]:
    """What a worked example says of a group, as the inputs of `limit`: how many people it has, and someone's place.

    The place is among those who have reached the same grade or a better one; the better ones are taken to be full.
    """
    counts = counts_of(rule, people)
    inputs, before = {PEOPLE: Fraction(people)}, 0
    for position, _ in from_best(rule):
        if position in counts:
            inputs[allowed(position)] = Fraction(counts[position])
            inputs[place(position)] = Fraction(max(place_of - before, 1))
            before += counts[position]
    return inputs


def lower_grades(rule: ScoringRule) -> list[tuple[str, str]]:
    """Each grade with the next one below it."""
    names = [grade.grade for _, grade in from_best(rule)]
    return list(pairwise(names))


def limit_grades(program: Program, rule: ScoringRule) -> Program:
    """The program with the grade that a total gives under a name of its own, and the one that the limits leave."""
    results: list[tuple[str, Node]] = []
    for name, node in program.results:
        if name != GRADE:
            results.append((name, node))
            continue
        results.append((EARNED, node))
        results.append((GRADE, _limited(rule)))
    return Program(tuple(results))


def _limited(rule: ScoringRule) -> Node:
    node, lower = result(EARNED), dict(lower_grades(rule))
    for position, grade in from_best(rule):
        if grade.at_most is not None and grade.grade in lower:
            clause: Route = ("grades", position, "at_most")
            inputs = (place(position), allowed(position), PEOPLE)
            of = (node, *(Node("given", (), name, clause) for name in inputs))
            data = {"grade": grade.grade, "lower": lower[grade.grade], "share": rational(grade.at_most)}
            node = Node("limit", of, GRADE, clause, data)
    return node
