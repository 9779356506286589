"""A program and its inputs to figures. The evaluation is the explanation: each figure is the root of a tree of steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from perfsite.scoring.exact import round_to
from perfsite.scoring.program import NOTHING, Edge, Node, Program
from perfsite.sources.nodes import Route

Value = Fraction | str | None


class Step(NamedTuple):
    """One line of an explained calculation. A tuple, since a large result has half a million of them.

    `value` is exact: a rational, a grade, or None where an actual is missing and the rule lets it be. `clause` is the
    route of the words in the record that say so, `data` what the operation needs besides its arguments.
    """

    operation: str
    name: str
    clause: Route
    value: Value
    of: tuple[Step, ...] = ()
    data: Mapping[str, Any] = NOTHING


class CannotScoreError(Exception):
    """A figure that the standard itself does not give: an actual that must be there is not, a divisor is not positive.

    `reason` is missing, divisor, below, unknown or circle; `name` the input or result that it is about.
    """

    def __init__(self, reason: str, name: str, clause: Route = ()) -> None:
        super().__init__(f"{reason}: {name}")
        self.reason = reason
        self.name = name
        self.clause = clause


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one program on one set of inputs, by name."""

    steps: Mapping[str, Step]

    def value(self, name: str) -> Value:
        step = self.steps.get(name)
        return None if step is None else step.value


def evaluate(
    program: Program, inputs: Mapping[str, Fraction], wanted: Sequence[str] = (), words: Mapping[str, str] | None = None
) -> Score:
    """Computes the wanted results, or all of them, and what they rest on; nothing else.

    `inputs` are `METRIC/PART`, or a result by its name that is taken as given; `words` are results that are words, such
    as a grade. Raises `CannotScoreError` where the standard gives no figure.
    """
    machine = Machine(program, inputs, words or {})
    return Score({name: machine.compute(name) for name in wanted or program.names})


class Machine:
    """Computes each result and each node once, when something asks for it."""

    def __init__(self, program: Program, inputs: Mapping[str, Fraction], words: Mapping[str, str]) -> None:
        self.results = dict(program.results)
        self.inputs = inputs
        self.words = words
        self.done: dict[str, Step] = {}
        self.steps: dict[int, Step] = {}
        self.open: list[str] = []

    def compute(self, name: str) -> Step:
        if name in self.done:
            return self.done[name]
        known = self.words.get(name, self.inputs.get(name))
        if known is not None:
            return Step("given", name, (), known)
        node = self.results.get(name)
        if node is None:
            raise CannotScoreError("unknown", name)
        if name in self.open:
            raise CannotScoreError("circle", name, node.clause)
        self.open.append(name)
        try:
            self.done[name] = self.step(node)
        finally:
            self.open.pop()
        return self.done[name]

    def step(self, node: Node) -> Step:
        # A node that stands in several places, such as the total that a gate looks at and changes, is computed once.
        found = self.steps.get(id(node))
        if found is None:
            found = self.steps[id(node)] = self._step(node)
        return found

    def _step(self, node: Node) -> Step:
        operation = node.operation
        if operation == "given":
            return Step("given", node.name, node.clause, self.inputs.get(node.name))
        if operation == "result":
            known = self.compute(node.name)
            return Step("result", node.name, node.clause, known.value, (known,))
        if operation == "number":
            return Step("number", node.name, node.clause, node.data["value"])
        if operation == "choose":
            return self._choose(node)
        if operation == "limit":
            return self._limit(node)
        of = tuple([self.step(argument) for argument in node.of])
        value = _OPERATIONS[operation](node, [step.value for step in of])
        return Step(operation, node.name, node.clause, value, of, node.data)

    def _choose(self, node: Node) -> Step:
        """The second argument where the first fulfils the condition, else the third. Only that one is computed."""
        tested = self.step(node.of[0])
        if tested.value is None and node.data["strict"]:
            return Step("choose", node.name, node.clause, None, (tested,), node.data)
        chosen = self.step(node.of[1 if holds(tested.value, node.data["test"], node.data["against"]) else 2])
        return Step("choose", node.name, node.clause, chosen.value, (tested, chosen), node.data)

    def _limit(self, node: Node) -> Step:
        """The first argument, a grade, or the next one below, where someone's place lies beyond how many may hold it.

        The places are looked up only for the grade that is limited; where there are none, nothing limits it.
        """
        earned = self.step(node.of[0])
        if earned.value != node.data["grade"]:
            return Step("limit", node.name, node.clause, earned.value, (earned,), node.data)
        of = (earned, *(self.step(argument) for argument in node.of[1:]))
        place, most = of[1].value, of[2].value
        beyond = isinstance(place, Fraction) and isinstance(most, Fraction) and place > most
        return Step("limit", node.name, node.clause, node.data["lower"] if beyond else earned.value, of, node.data)


def holds(value: Value, test: str, against: Fraction | str) -> bool:
    """Whether a value fulfils a condition. What is missing fulfils none."""
    if value is None:
        return False
    if test == "is":
        return value == against
    if isinstance(value, str) or isinstance(against, str):
        return False
    return {
        "at_least": value >= against,
        "above": value > against,
        "at_most": value <= against,
        "below": value < against,
    }[test]


def _numbers(node: Node, values: Sequence[Value]) -> list[Fraction]:
    numbers = [value for value in values if isinstance(value, Fraction)]
    if len(numbers) < len(values):
        raise CannotScoreError("missing", node.name, node.clause)
    return numbers


def _passing(compute: Callable[[Node, list[Fraction]], Fraction]) -> Callable[[Node, Sequence[Value]], Value]:
    """An operation on numbers that leaves missing what rests on something missing."""

    def operation(node: Node, values: Sequence[Value]) -> Value:
        # By identity: a rational takes its time to find that it is not None.
        for value in values:
            if value is None:
                return None
        return compute(node, _numbers(node, values))

    return operation


def _divide(node: Node, values: list[Fraction]) -> Fraction:
    dividend, divisor = values
    if divisor <= 0:
        raise CannotScoreError("divisor", node.name, node.clause)
    return dividend / divisor


def _progress(node: Node, values: list[Fraction]) -> Fraction:
    """How much of the way from the baseline to the target is gone. Serves also where lower is better."""
    actual, baseline, target = values
    if target == baseline:
        raise CannotScoreError("divisor", node.name, node.clause)
    return (actual - baseline) / (target - baseline)


def _product(node: Node, values: list[Fraction]) -> Fraction:  # noqa: ARG001
    product = Fraction(1)
    for value in values:
        product *= value
    return product


def reached(value: Fraction, edges: Sequence[Edge]) -> int | None:
    """The position of the last tier that a value has reached, or None where it lies below all of them."""
    position = None
    for index, edge in enumerate(edges):
        if edge.admits(value):
            position = index
    return position


def _steps(node: Node, values: list[Fraction]) -> Fraction:
    position = reached(values[0], node.data["edges"])
    if position is None:
        raise CannotScoreError("below", node.name, node.clause)
    worth: Fraction = node.data["yields"][position]
    # A rate counts for the whole value at the tier that is reached (全额累进); points and amounts stand for themselves.
    return values[0] * worth if node.data["rate"] else worth


def _slices(node: Node, values: list[Fraction]) -> Fraction:
    """Each slice at its own rate (超额累进). Where a slice begins does not matter to the sum, only where it lies."""
    edges: Sequence[Edge] = node.data["edges"]
    total = Fraction(0)
    for index, edge in enumerate(edges):
        top = min(values[0], edges[index + 1].at) if index + 1 < len(edges) else values[0]
        total += max(Fraction(0), top - edge.at) * node.data["yields"][index]
    return total


def _line(node: Node, values: list[Fraction]) -> Fraction:
    """Straight between anchors; beyond the ends as the rule says."""
    points: Sequence[tuple[Fraction, Fraction]] = node.data["points"]
    value = values[0]
    (first, low), (last, high) = points[0], points[-1]
    if value < first and node.data["below"] != "extrapolate":
        return low if node.data["below"] == "clamp" else Fraction(0)
    if value > last and node.data["above"] != "extrapolate":
        return high if node.data["above"] == "clamp" else Fraction(0)
    index = next((i for i in range(len(points) - 2) if value <= points[i + 1][0]), len(points) - 2)
    (x0, y0), (x1, y1) = points[index], points[index + 1]
    if x0 == x1:
        # A single anchor, or two at one place: a check refuses such a line, and until then it gives nothing.
        raise CannotScoreError("divisor", node.name, node.clause)
    return y0 + (value - x0) * (y1 - y0) / (x1 - x0)


def _grid(node: Node, values: list[Fraction]) -> Fraction:
    row, column = reached(values[0], node.data["rows"]), reached(values[1], node.data["columns"])
    if row is None or column is None:
        raise CannotScoreError("below", node.name, node.clause)
    points: Fraction = node.data["points"][row][column]
    return points


def _weigh(node: Node, values: Sequence[Value]) -> Value:
    """The weighted sum. The weight of what is missing is shared by the others in proportion to theirs."""
    weights: Sequence[Fraction] = node.data["weights"]
    there = [(weight, value) for weight, value in zip(weights, values, strict=True) if isinstance(value, Fraction)]
    total = sum((weight * value for weight, value in there), Fraction(0))
    if len(there) == len(weights):
        return total
    counted = sum((weight for weight, _ in there), Fraction(0))
    if counted == 0:
        raise CannotScoreError("missing", node.name, node.clause)
    return total * sum(weights, Fraction(0)) / counted


def _required(node: Node, values: Sequence[Value]) -> Value:
    """What must be there, or where the rule says so nothing (zero)."""
    if values[0] is not None:
        return values[0]
    if node.data["missing"] == "zero":
        return Fraction(0)
    if node.data["missing"] == "renormalise":
        return None
    raise CannotScoreError("missing", node.name, node.clause)


def _grade(node: Node, values: Sequence[Value]) -> Value:
    position = reached(_numbers(node, values)[0], node.data["edges"])
    if position is None:
        raise CannotScoreError("below", node.name, node.clause)
    grade: str = node.data["grades"][position]
    return grade


def _grade_at_most(node: Node, values: Sequence[Value]) -> Value:
    """The grade, or the lower one that a gate allows. `grades` are in rising order."""
    order: Sequence[str] = node.data["grades"]
    grade = values[0]
    return (
        grade if isinstance(grade, str) and order.index(grade) < order.index(node.data["most"]) else node.data["most"]
    )


def _lookup(node: Node, values: Sequence[Value]) -> Value:
    found: Fraction | None = node.data["table"].get(values[0])
    return found


_OPERATIONS: Mapping[str, Callable[[Node, Sequence[Value]], Value]] = {
    "add": _passing(lambda _, values: sum(values, Fraction(0))),
    "subtract": _passing(lambda _, values: values[0] - values[1]),
    "multiply": _passing(_product),
    "divide": _passing(_divide),
    "progress": _passing(_progress),
    "least": _passing(lambda _, values: min(values)),
    "most": _passing(lambda _, values: max(values)),
    "round": _passing(lambda node, values: round_to(values[0], node.data["places"], node.data["mode"])),
    "steps": _passing(_steps),
    "slices": _passing(_slices),
    "line": _passing(_line),
    "grid": _passing(_grid),
    "required": _required,
    "weigh": _weigh,
    "grade": _grade,
    "grade_at_most": _grade_at_most,
    "word": lambda node, _: node.data["word"],
    "lookup": _lookup,
}
