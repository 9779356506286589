"""Two compiled standards to what they give at the same inputs: on, above and below every edge and anchor of either.

One input varies at a time, while the others are low, in the middle or high. What only gates and modifiers ask for is
absent meanwhile, as most often nothing of the kind has happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from perfsite.impact.results import Figures, direction_of, grade_worth
from perfsite.records.goal import Goal
from perfsite.records.library import Library
from perfsite.records.rule import ScoringRule
from perfsite.scoring.browser import list_nodes
from perfsite.scoring.cases import PAID, Case
from perfsite.scoring.compile import AMOUNT, GRADE, TOTAL, compile_rule, rational
from perfsite.scoring.evaluate import CannotScoreError, evaluate
from perfsite.scoring.limits import as_group, is_limited, limit_grades
from perfsite.scoring.program import Node, Program

# A target where no goal has one of the metric.
_TARGET = Fraction(100)
_SHARES = (Fraction(1, 2), Fraction(1))
_RATIOS = tuple(Fraction(n, 10) for n in (0, 5, 8, 10, 12, 20))
_COUNTS = tuple(Fraction(n) for n in (0, 1, 2, 5, 10))
# Of how many people in a group, and in which places among them, grades with limits are looked at.
_GROUPS = ((9, 1), (10, 1), (10, 2), (20, 1), (20, 2), (20, 4), (20, 10), (50, 5), (50, 11))


@dataclass(frozen=True, slots=True)
class Probed:
    """At so many inputs both give a figure: at how many the later one is better, and at how many worse."""

    points: int = 0
    better: int = 0
    worse: int = 0

    def __add__(self, other: Probed) -> Probed:
        return Probed(self.points + other.points, self.better + other.better, self.worse + other.worse)


NOWHERE = Probed()


@dataclass(frozen=True, slots=True)
class Standard:
    """A program with the rule in it, if there is one, which says what its grades are worth and how they are limited."""

    program: Program
    rule: ScoringRule | None

    @property
    def inputs(self) -> set[str]:
        """The names of all that it asks for."""
        return {node.name for node in list_nodes(self.program) if node.operation == "given"}

    @classmethod
    def of_case(cls, case: Case) -> Standard:
        return cls(case.program, case.rule)

    @classmethod
    def of_rule(cls, rule: ScoringRule) -> Standard:
        program = compile_rule(rule)
        return cls(limit_grades(program, rule) if is_limited(rule) else program, rule)


def probe(before: Standard, after: Standard, library: Library) -> Probed:
    """Where the later one gives more and where less, at the inputs that either asks for."""
    worth = grade_worth(before.rule, after.rule)
    found = Probed()
    for inputs, group in _points(before, after, library):
        old, new = _figures(before, inputs, group), _figures(after, inputs, group)
        if old is not None and new is not None:
            way = direction_of(old, new, worth)
            found += Probed(1, int(way > 0), int(way < 0))
    return found


def probe_target(before: Goal, after: Goal, standards: Iterable[Standard], library: Library) -> Probed:
    """The same for a goal: each program that looks at its metric, at the target and baseline that it had and has."""
    assert before.metric is not None
    metric = before.metric.id
    found = Probed()
    for standard in standards:
        worth = grade_worth(standard.rule, standard.rule)
        for inputs, group in _points(standard, standard, library, {metric: _target_of(after) or _TARGET}):
            old, new = (_figures(standard, _with_goal(inputs, metric, goal), group) for goal in (before, after))
            if old is not None and new is not None:
                way = direction_of(old, new, worth)
                found += Probed(1, int(way > 0), int(way < 0))
    return found


def _with_goal(inputs: Mapping[str, Fraction], metric: str, goal: Goal) -> dict[str, Fraction]:
    changed = dict(inputs)
    for part, value in (("target", _target_of(goal)), ("baseline", _figure(goal.baseline))):
        changed.pop(f"{metric}/{part}", None)
        if value is not None:
            changed[f"{metric}/{part}"] = value
    return changed


def _target_of(goal: Goal) -> Fraction | None:
    """The target that counts in the end, after all revisions."""
    last = max(goal.revisions, key=lambda revision: revision.effective or revision.on, default=None)
    return _figure(goal.target if last is None else last.target)


def _figure(value: object) -> Fraction | None:
    return None if value is None else rational(value)  # type: ignore[arg-type]


def _figures(standard: Standard, inputs: Mapping[str, Fraction], group: tuple[int, int]) -> Figures | None:
    """None where the standard gives none at these inputs."""
    program, rule = standard.program, standard.rule
    if is_limited(rule):
        inputs = {**inputs, **as_group(rule, *group)}
    wanted = [name for name in (TOTAL, GRADE, AMOUNT) if name in program.names]
    try:
        score = evaluate(program, inputs, wanted)
    except CannotScoreError:
        return None
    amount, total, grade = (score.value(name) for name in (AMOUNT, TOTAL, GRADE))
    return Figures(
        amount if isinstance(amount, Fraction) else None,
        total if isinstance(total, Fraction) else None,
        grade if isinstance(grade, str) else None,
    )


# The inputs


def _points(
    before: Standard, after: Standard, library: Library, targets: Mapping[str, Fraction] | None = None
) -> Iterator[tuple[dict[str, Fraction], tuple[int, int]]]:
    nodes = [node for standard in (before, after) for node in list_nodes(standard.program)]
    asked = _asked(nodes, {**_targets(nodes, library), **(targets or {})})
    aside = _asked_aside(nodes)
    limited = any(is_limited(standard.rule) for standard in (before, after))
    seen: set[tuple[tuple[str, Fraction], ...]] = set()
    for part in (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)):
        others = {name: _at(values, part) for name, values in asked.items() if name not in aside}
        for name, values in asked.items():
            beside = _siblings(name, aside, asked, part)
            for value in values:
                inputs = {**others, **beside, name: value}
                key = tuple(sorted(inputs.items()))
                if key not in seen:
                    seen.add(key)
                    yield inputs, _GROUPS[0]
        # What is missing may be shared by the others, count as nothing, or be an error.
        for name in others:
            yield {other: value for other, value in others.items() if other != name}, _GROUPS[0]
    if limited:
        high = {name: _at(values, Fraction(3, 4)) for name, values in asked.items() if name not in aside}
        yield from ((high, group) for group in _GROUPS)


def _siblings(
    name: str, aside: set[str], asked: Mapping[str, Sequence[Fraction]], part: Fraction
) -> dict[str, Fraction]:
    """Of an input that only a condition asks for, the target or the actual that the same condition rests on."""
    metric = name.rpartition("/")[0]
    return {other: _at(asked[other], part) for other in aside if name in aside and other.rpartition("/")[0] == metric}


def _at(values: Sequence[Fraction], part: Fraction) -> Fraction:
    return values[int((len(values) - 1) * part)]


def _targets(nodes: Iterable[Node], library: Library) -> dict[str, Fraction]:
    """A target of the size that goals have, so that edges of amounts and of shares of targets lie in one range."""
    wanted = {node.name.rpartition("/")[0] for node in nodes if node.operation == "given"}
    found: dict[str, list[Fraction]] = {}
    for goal in library.of(Goal):
        if goal.metric is not None and goal.metric.id in wanted and goal.target is not None:
            found.setdefault(goal.metric.id, []).append(rational(goal.target))
    return {metric: sorted(values)[len(values) // 2] for metric, values in found.items()}


def _asked(nodes: Sequence[Node], targets: Mapping[str, Fraction]) -> dict[str, list[Fraction]]:
    """Each input with the values that it takes, in order."""
    found: dict[str, set[Fraction]] = {}
    for node in nodes:
        for place, measured in enumerate(node.of):
            edges = list(_edges(node, place))
            if edges:
                for name, values in _turned(measured, _around(edges), targets):
                    found.setdefault(name, set()).update(values)
    for node in nodes:
        if node.operation in ("divide", "progress"):
            for name, values in _turned(node, _RATIOS, targets):
                found.setdefault(name, set()).update(values)
    for node in nodes:
        if node.operation == "given" and not _is_of_group(node.name):
            usual = _usual(node.name)
            if usual or node.name not in found:
                found.setdefault(node.name, set()).update(usual or _COUNTS)
    return {name: sorted(values) for name, values in found.items()}


def _usual(name: str) -> tuple[Fraction, ...]:
    """The values of inputs that are no figures of a metric."""
    return (Fraction(0),) if name == PAID else _SHARES if name.endswith("/share") else ()


def _is_of_group(name: str) -> bool:
    return name.rpartition("/")[2] in ("people", "allowed", "place")


def _edges(node: Node, place: int) -> Iterator[Fraction]:
    """Where an operation changes what it does with its argument."""
    data = node.data
    if node.operation in ("steps", "slices", "grade"):
        yield from (edge.at for edge in data["edges"])
    elif node.operation == "line":
        yield from (x for x, _ in data["points"])
    elif node.operation == "grid":
        yield from (edge.at for edge in data["rows" if place == 0 else "columns"])
    elif node.operation == "choose" and place == 0 and isinstance(data["against"], Fraction):
        yield data["against"]


def _around(edges: Iterable[Fraction]) -> list[Fraction]:
    """The edges, points close by on both sides, points halfway between them, and one beyond each end."""
    listed = sorted(set(edges))
    near = [edge + step for edge in listed for step in (-_near(edge), 0, _near(edge))]
    halves = [(low + high) / 2 for low, high in pairwise(listed)]
    reach = listed[-1] - listed[0] or abs(listed[0]) or Fraction(1)
    values = {*near, *halves, listed[0] - reach / 2, listed[-1] + reach / 2}
    return sorted(value for value in values if value >= 0 or listed[0] < 0)


def _near(edge: Fraction) -> Fraction:
    return max(abs(edge), Fraction(1)) / 1000


def _turned(
    measured: Node, values: Sequence[Fraction], targets: Mapping[str, Fraction]
) -> Iterator[tuple[str, list[Fraction]]]:
    """Which inputs make a measure have these values: the actual varies, target and baseline stay."""
    if measured.operation == "given":
        yield measured.name, list(values)
    elif measured.operation == "divide" and all(part.operation == "given" for part in measured.of):
        dividend, divisor = (part.name for part in measured.of)
        target = targets.get(dividend.rpartition("/")[0], _TARGET)
        if divisor.endswith("/target"):
            yield divisor, [target]
            yield dividend, [value * target for value in values]
        else:
            yield dividend, [target]
            yield divisor, [target / value for value in values if value > 0]
    elif measured.operation == "progress":
        actual, baseline, goal = (part.name for part in measured.of)
        target = targets.get(actual.rpartition("/")[0], _TARGET)
        yield baseline, [target / 2]
        yield goal, [target]
        yield actual, [target / 2 + value * target / 2 for value in values]


def _asked_aside(nodes: Sequence[Node]) -> set[str]:
    """The inputs that nothing but conditions of gates and modifiers asks for."""
    conditions = {node.name for node in nodes if node.operation == "given" and node.clause[-1:] == ("when",)}
    return conditions - {node.name for node in nodes if node.operation == "given" and node.clause[-1:] != ("when",)}


__all__ = ["NOWHERE", "Probed", "Standard", "probe", "probe_target"]
