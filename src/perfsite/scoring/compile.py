"""A scoring rule or a reward to its program. What a record leaves open is refused by checks before; nothing is assumed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from perfsite.records.quantities import Quantity
from perfsite.records.requirement import BOUNDS
from perfsite.records.reward import AmountSpec, Reward
from perfsite.records.rule import Component, Condition, Gate, Modifier, ScoringRule, Tier
from perfsite.records.rule import Edge as EdgeSpec
from perfsite.scoring.program import Edge, Node, Program, given, number, result
from perfsite.sources.nodes import Route

# A name that no component can have: ids do not contain a slash.
AMOUNT, TOTAL, GRADE, COEFFICIENT = "amount", "total", "grade", "coefficient"
# What a shared amount is a part of, and which part.
WHOLE, SHARE = "whole/amount", "share/actual"
_TESTS = (*BOUNDS, "is")


def rational(value: Quantity | Decimal | int) -> Fraction:
    """A figure of a record as the exact number that it means: `80%` is 4/5."""
    return Fraction(value.fraction) if isinstance(value, Quantity) else Fraction(value)


def metric_of(id: str, component: Component) -> str:
    """The metric that a component measures; one without goes by its own id."""
    return component.metric.id if component.metric is not None else id


def compile_rule(rule: ScoringRule) -> Program:
    """Points of each component, then the total, the grade and its coefficient."""
    results: list[tuple[str, Node]] = []
    for id, component in rule.components:
        results.append((id, _component(id, component, rule.gates)))
    results.append((TOTAL, _total(rule)))
    if rule.grades:
        results.append((GRADE, _grade(rule)))
        table = {grade.grade: rational(grade.coefficient) for grade in rule.grades if grade.coefficient is not None}
        if table:
            results.append((COEFFICIENT, Node("lookup", (result(GRADE),), COEFFICIENT, ("grades",), {"table": table})))
    return Program(tuple(results))


def compile_reward(reward: Reward, rule: ScoringRule | None) -> Program:
    """The rule's figures, where the reward rests on one, and then the amount; of a shared one the whole and a part of it."""
    results = () if rule is None else compile_rule(rule).results
    if reward.amount is None:
        return Program(results)
    amount = _amount(reward, reward.amount)
    if not reward.splits:
        return Program((*results, (AMOUNT, amount)))
    clause: Route = ("splits",)
    part = Node("multiply", (result(WHOLE, clause), Node("given", (), SHARE, clause)), AMOUNT, clause)
    part = _rounded(part, reward.amount.places, reward.amount.rounding, ("amount",), AMOUNT)
    return Program((*results, (WHOLE, amount), (AMOUNT, part)))


def _component(id: str, component: Component, gates: Iterable[Gate]) -> Node:
    clause: Route = ("components", id)
    metric = metric_of(id, component)
    if component.flat is not None:
        points = number(rational(component.flat), id, (*clause, "flat"))
    else:
        measured = _measure(metric, component.measure, (*clause, "measure"))
        points = _curve(component, measured, clause, id)
    points = _modified(points, component.modifiers, component.cap, component.floor, clause, clause)
    if component.round is not None:
        points = _rounded(points, component.round.places, component.round.rounding, (*clause, "round"), id)
    points = Node("required", (points,), id, (*clause, "missing"), {"missing": component.missing})
    for index, gate in enumerate(gates):
        for name, value in gate.then.component:
            if name == id:
                points = _gated(gate, points, number(rational(value)), ("gates", index), id)
    return points


def _measure(metric: str, measure: str | None, clause: Route) -> Node:
    """What is measured of a metric; the actual where nothing else is said."""
    actual, target = given(metric, "actual", clause), given(metric, "target", clause)
    if measure == "attainment":
        return Node("divide", (actual, target), f"{metric}/attainment", clause)
    if measure == "inverse":
        return Node("divide", (target, actual), f"{metric}/inverse", clause)
    if measure == "progress":
        baseline = given(metric, "baseline", clause)
        return Node("progress", (actual, baseline, target), f"{metric}/progress", clause)
    return actual


def _curve(component: Component, measured: Node, clause: Route, id: str) -> Node:
    kind = component.curve
    here = (*clause, kind)
    if kind in ("steps", "slices"):
        return _tiers(kind, component.steps or component.slices, measured, here, id)
    if kind == "line":
        beyond = component.beyond
        points = tuple((rational(anchor.at), rational(anchor.points)) for anchor in component.line)
        ends = {"below": beyond.below if beyond else "clamp", "above": beyond.above if beyond else "clamp"}
        return Node("line", (measured,), id, here, {"points": points, **ends})
    if kind == "pass":
        mark = component.pass_
        assert mark is not None
        test, against = next((name, value) for name in BOUNDS if (value := getattr(mark, name)) is not None)
        passed, failed = number(rational(mark.points), "", here), number(rational(mark.otherwise), "", here)
        return _choice(measured, test, rational(against), passed, failed, here, id, strict=True)
    if kind == "deduct":
        spec = component.deduct
        assert spec is not None
        off = Node("multiply", (measured, number(rational(spec.each))), "", (*here, "each"))
        left = Node("subtract", (number(rational(spec.start)), off), "", here)
        return Node("most", (number(rational(spec.floor), "", (*here, "floor")), left), id, here)
    grid = component.grid
    assert grid is not None
    columns = _measure(grid.columns.metric.id, grid.columns.measure, (*here, "columns"))
    data = {
        "rows": _edges(grid.rows),
        "columns": _edges(grid.columns.tiers),
        "points": tuple(tuple(rational(cell) for cell in row) for row in grid.points),
    }
    return Node("grid", (measured, columns), id, here, data)


def _tiers(kind: str, tiers: Iterable[Tier], measured: Node, clause: Route, name: str) -> Node:
    listed = tuple(tiers)
    data = {
        "edges": _edges(listed),
        "yields": tuple(rational(tier.yields) for tier in listed),
        "rate": any(tier.rate is not None for tier in listed),
    }
    return Node(kind, (measured,), name, clause, data)


def _edges(tiers: Iterable[Tier | EdgeSpec]) -> tuple[Edge, ...]:
    edges = []
    for tier in tiers:
        assert tier.edge is not None
        edges.append(Edge(rational(tier.edge), tier.from_ is not None))
    return tuple(edges)


def _total(rule: ScoringRule) -> Node:
    weights = tuple(rational(component.weight) for _, component in rule.components)
    parts = tuple(result(id, ("components", id)) for id, _ in rule.components)
    total = Node("weigh", parts, TOTAL, ("components",), {"weights": weights})
    total = _modified(total, rule.modifiers, rule.total.cap, rule.total.floor, ("total",), ())
    total = _rounded(total, rule.total.places, rule.total.rounding, ("total",), TOTAL)
    for index, gate in enumerate(rule.gates):
        clause: Route = ("gates", index)
        if gate.then.total is not None:
            total = _gated(gate, total, number(rational(gate.then.total)), clause, TOTAL)
        if gate.then.total_at_most is not None:
            capped = Node("least", (total, number(rational(gate.then.total_at_most))), TOTAL, clause)
            total = _gated(gate, total, capped, clause, TOTAL)
    return total


def _grade(rule: ScoringRule) -> Node:
    rising = sorted(rule.grades, key=lambda grade: rational(grade.edge or 0))
    names = tuple(grade.grade for grade in rising)
    edges = tuple(Edge(rational(grade.edge or 0), grade.from_ is not None) for grade in rising)
    node = Node("grade", (result(TOTAL),), GRADE, ("grades",), {"edges": edges, "grades": names})
    for index, gate in enumerate(rule.gates):
        clause: Route = ("gates", index)
        if gate.then.grade is not None:
            node = _gated(gate, node, Node("word", (), "", clause, {"word": gate.then.grade}), clause, GRADE)
        if gate.then.grade_at_most is not None:
            lowered = Node("grade_at_most", (node,), GRADE, clause, {"grades": names, "most": gate.then.grade_at_most})
            node = _gated(gate, node, lowered, clause, GRADE)
    return node


def _amount(reward: Reward, spec: AmountSpec) -> Node:
    here: Route = ("amount",)
    if spec.flat is not None:
        amount = number(rational(spec.flat), AMOUNT, (*here, "flat"))
    elif spec.base is not None:
        base = number(rational(spec.base), "", (*here, "base"))
        amount = Node("multiply", (base, _factor(reward, spec, (*here, "times"))), AMOUNT, (*here, "times"))
    else:
        kind = "slices" if spec.slices else "steps"
        stated: Route = (*here, "of") if spec.of is not None else ("basis", "metric")
        measured = given(_metric_paid_on(reward), "actual", stated)
        amount = _tiers(kind, spec.slices or spec.steps, measured, (*here, kind), AMOUNT)
    amount = _modified(amount, reward.modifiers, spec.cap, spec.floor, here, ())
    amount = _rounded(amount, spec.places, spec.rounding, here, AMOUNT)
    for index, gate in enumerate(reward.gates):
        clause: Route = ("gates", index)
        if gate.then.disqualify:
            amount = _gated(gate, amount, number(0), clause, AMOUNT)
        if gate.then.amount is not None:
            amount = _gated(gate, amount, number(rational(gate.then.amount)), clause, AMOUNT)
        if gate.then.amount_at_most is not None:
            most = number(rational(gate.then.amount_at_most))
            if gate.then.amount_at_most.unit == "%":
                most = Node("multiply", (amount, most), "", clause)
            amount = _gated(gate, amount, Node("least", (amount, most), AMOUNT, clause), clause, AMOUNT)
    return amount


def _factor(reward: Reward, spec: AmountSpec, clause: Route) -> Node:
    if spec.times == "total":
        return Node("multiply", (result(TOTAL, clause), number(Fraction(1, 100))), "", clause)
    metric = _metric_paid_on(reward)
    if spec.times == "attainment":
        return _measure(metric, "attainment", clause)
    if spec.times == "count":
        return given(metric, "actual", clause)
    return result(COEFFICIENT, clause)


def _metric_paid_on(reward: Reward) -> str:
    return reward.paid_on.id if reward.paid_on is not None else ""


def _modified(
    node: Node,
    modifiers: Iterable[Modifier],
    cap: Quantity | Decimal | None,
    floor: Quantity | Decimal | None,
    clause: Route,
    above: Route,
) -> Node:
    """Modifiers in the order of the record, those before caps first, then cap and floor, then the others.

    Cap and floor stand at `clause`, the modifiers below `above`.
    """
    listed = tuple(enumerate(modifiers))
    for index, modifier in listed:
        if modifier.order == "before caps":
            node = _modify(node, modifier, (*above, "modifiers", index))
    if cap is not None:
        node = Node("least", (node, number(rational(cap), "", (*clause, "cap"))), node.name, (*clause, "cap"))
    if floor is not None:
        node = Node("most", (node, number(rational(floor), "", (*clause, "floor"))), node.name, (*clause, "floor"))
    for index, modifier in listed:
        if modifier.order == "after caps":
            node = _modify(node, modifier, (*above, "modifiers", index))
    return node


def _modify(node: Node, modifier: Modifier, clause: Route) -> Node:
    if modifier.add is not None:
        changed = Node("add", (node, number(rational(modifier.add))), node.name, clause)
    else:
        assert modifier.multiply is not None
        changed = Node("multiply", (node, number(rational(modifier.multiply))), node.name, clause)
    return changed if modifier.when is None else _conditional(modifier.when, changed, node, clause, node.name)


def _gated(gate: Gate, node: Node, then: Node, clause: Route, name: str) -> Node:
    return _conditional(gate.when, then, node, clause, name)


def _conditional(when: Condition, then: Node, otherwise: Node, clause: Route, name: str) -> Node:
    if when.metric is not None:
        subject = _measure(when.metric.id, when.measure, (*clause, "when"))
    elif when.component is not None:
        subject = result(when.component, (*clause, "when"))
    else:
        # A gate on the total looks at the total before gates: the node that it acts on, where that is the total.
        subject = (
            result(GRADE, (*clause, "when"))
            if when.grade
            else otherwise
            if name == TOTAL
            else result(TOTAL, (*clause, "when"))
        )
    test, against = next(
        (test, value) for test in _TESTS if (value := getattr(when, "is_" if test == "is" else test)) is not None
    )
    return _choice(
        subject, test, against if isinstance(against, str) else rational(against), then, otherwise, clause, name
    )


def _choice(
    subject: Node,
    test: str,
    against: Fraction | str,
    then: Node,
    otherwise: Node,
    clause: Route,
    name: str,
    *,
    strict: bool = False,
) -> Node:
    """One of two. A missing subject fulfils no condition; with `strict` the choice is then missing too."""
    data = {"test": test, "against": against, "strict": strict}
    return Node("choose", (subject, then, otherwise), name, clause, data)


def _rounded(node: Node, places: int, mode: str, clause: Route, name: str) -> Node:
    return Node("round", (node,), name, clause, {"places": places, "mode": mode})
