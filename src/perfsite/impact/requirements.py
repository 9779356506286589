"""Two trees of requirements to who meets the one and not the other, over a grid of people that are thought up.

Each requirement asks for one thing: months in a role, a share of a target, a grade in so many periods. The grid takes, of
each thing, values on, above and below everything that either tree asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import TypeAlias

from perfsite.records.ladder import Ladder
from perfsite.records.library import Library
from perfsite.records.quantities import Quantity
from perfsite.records.requirement import BOUNDS, GradeNeeded, Requirement
from perfsite.records.rule import ScoringRule
from perfsite.scoring.compile import rational
from perfsite.scoring.eligibility import meets

# So many people are thought up at most; of more things than that, two at a time vary while the others are at their best.
_MOST = 20_000
# In days, so that lengths of time can be put in order.
_LENGTHS = {
    unit: Fraction(days)
    for unit, days in (
        ("days", 1),
        ("working days", "7/5"),
        ("weeks", 7),
        ("months", 30),
        ("quarters", 90),
        ("years", 360),
    )
}
# Something that has happened longer ago than anybody asks.
_NEVER = Fraction(10**6)

Thing: TypeAlias = tuple[str, ...]
Person: TypeAlias = Mapping[Thing, object]
_Reading: TypeAlias = tuple[Thing, Sequence[object], Callable[[object], bool]]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Of so many people thought up, how many meet the newer tree alone, and how many the older one alone."""

    people: int
    gained: int
    lost: int


def weigh_requirements(before: Requirement | None, after: Requirement | None, libraries: Sequence[Library]) -> Weighed:
    """No tree at all is met by everybody."""
    trees = [tree for tree in (before, after) if tree is not None]
    orders = _Orders(libraries)
    asked = {id(leaf): tuple(_readings(leaf, orders)) for tree in trees for leaf in tree.leaves()}
    things: dict[Thing, dict[object, None]] = {}
    for readings in asked.values():
        for thing, values, _ in readings:
            things.setdefault(thing, {}).update(dict.fromkeys(values))
    people = gained = lost = 0
    for person in _thought_up({thing: list(values) for thing, values in things.items()}):
        people += 1
        old, new = (tree is None or _is_met(tree, person, asked) for tree in (before, after))
        gained, lost = gained + (new and not old), lost + (old and not new)
    return Weighed(people, gained, lost)


class _Orders:
    """What is higher than what: grades of rules, and levels of ladders."""

    def __init__(self, libraries: Sequence[Library]) -> None:
        self.libraries = libraries

    def grade(self, needed: GradeNeeded, grade: str) -> int | None:
        """The place of a grade from below, in the rule that is named or else in any that has it."""
        for library in self.libraries:
            rules = library.of(ScoringRule) if needed.rule is None else [library.get(ScoringRule, needed.rule)]
            for rule in rules:
                listed = [] if rule is None else sorted(rule.grades, key=lambda one: one.edge or 0)
                names = [one.grade for one in listed]
                if grade in names:
                    return names.index(grade)
        return None

    def level(self, id: str) -> int | None:
        for library in self.libraries:
            for ladder in library.of(Ladder):
                level = ladder.level(id)
                if level is not None:
                    return level.rank
        return None


def _thought_up(things: Mapping[Thing, Sequence[object]]) -> Iterator[Person]:
    if prod(len(values) for values in things.values()) <= _MOST:
        for chosen in product(*things.values()):
            yield dict(zip(things, chosen, strict=True))
        return
    best = {thing: values[-1] for thing, values in things.items()}
    listed = list(things)
    for place, thing in enumerate(listed):
        for other in listed[place + 1 :]:
            for value, with_ in product(things[thing], things[other]):
                yield {**best, thing: value, other: with_}


def _is_met(tree: Requirement, person: Person, asked: Mapping[int, Sequence[_Reading]]) -> bool:
    if tree.all_:
        return all(_is_met(part, person, asked) for part in tree.all_)
    if tree.any_:
        return any(_is_met(part, person, asked) for part in tree.any_)
    return all(test(person[thing]) for thing, _, test in asked[id(tree)])


def _readings(leaf: Requirement, orders: _Orders) -> Iterator[_Reading]:
    """The things that a requirement asks for, each with values on both sides of what it asks, the best last."""
    if leaf.tenure is not None:
        least = _length(leaf.tenure.at_least)
        yield ("tenure", leaf.tenure.in_ or "", leaf.tenure.until or ""), _beside(least), _at_least(least)
    elif leaf.grade is not None:
        yield _grades(leaf.grade, orders)
    elif leaf.attainment is not None or leaf.actual is not None:
        needed = leaf.bounded
        assert needed is not None
        bounds = [rational(value) for test in BOUNDS if (value := getattr(needed, test)) is not None]
        thing = (leaf.subject, needed.metric.id, str(needed.over or ""))
        values = [value for bound in bounds for value in _beside(bound)]
        if needed.at_most is not None or needed.below is not None:
            values.reverse()
        yield thing, values, lambda value: isinstance(value, Fraction) and meets(value, needed)
    elif leaf.total is not None:
        least = rational(leaf.total)
        yield ("total",), _beside(least), _at_least(least)
    elif leaf.none is not None:
        # How long ago it last happened: a longer stretch is harder to pass.
        length = _length(leaf.none.over) if leaf.none.over is not None else Fraction(0)
        yield ("none", leaf.none.metric.id), [*_beside(length), _NEVER], _above(length)
    elif leaf.completed:
        for ref in leaf.completed:
            yield ("completed", ref.id), (False, True), bool
    elif leaf.competency:
        for competency, level in leaf.competency:
            rank = orders.level(level)
            if rank is None:
                yield ("competency", competency, level), (False, True), bool
            else:
                yield ("competency", competency), _beside(Fraction(rank)), _at_least(Fraction(rank))
    else:
        # What people judge: whoever passes is thought to pass whatever the words say.
        yield ("judgement", leaf.id or str(leaf.judgement)), (False, True), bool


def _grades(needed: GradeNeeded, orders: _Orders) -> _Reading:
    """Somebody's grades of the last periods, newest first: one grade in some of them, and a lower one in the others."""
    count, last = (1, 1) if needed.in_ is None else (needed.in_.count, needed.in_.last)
    place = orders.grade(needed, needed.at_least)
    thing = ("grade", "" if needed.rule is None else needed.rule.id, *(() if place is not None else (needed.at_least,)))
    least = 0 if place is None else place
    histories = [
        (grade, tuple(range(first, first + many)))
        for grade in (least - 1, least, least + 1)
        for many in range(last + 1)
        for first in (last - many, 0)
    ]

    def test(history: object) -> bool:
        assert isinstance(history, tuple)
        grade, periods = history
        return grade >= least and sum(1 for period in periods if period < last) >= count

    return thing, histories, test


def _length(duration: Quantity) -> Fraction:
    return Fraction(duration.value) * _LENGTHS.get(duration.unit, Fraction(1))


def _beside(bound: Fraction) -> list[Fraction]:
    return [bound - Fraction(1, 1000), bound, bound + Fraction(1, 1000)]


def _at_least(bound: Fraction) -> Callable[[object], bool]:
    return lambda value: isinstance(value, Fraction) and value >= bound


def _above(bound: Fraction) -> Callable[[object], bool]:
    return lambda value: isinstance(value, Fraction) and value > bound


__all__ = ["Weighed", "weigh_requirements"]
