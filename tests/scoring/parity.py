"""The two evaluators side by side: perfsite's own, and the page's script in Node. Cases, random ones too, and answers."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from perfsite.records.quantities import Quantity
from perfsite.records.record import Origin
from perfsite.records.references import Ref
from perfsite.records.reward import AmountSpec, Basis, Reward, SortKey, Winners
from perfsite.records.rule import (
    MEASURES,
    Accumulation,
    Anchor,
    AppliesTo,
    Beyond,
    Component,
    Condition,
    Deduct,
    Edge,
    Effect,
    Gate,
    Grade,
    GradeLimits,
    Grid,
    GridColumns,
    Modifier,
    PassMark,
    Proration,
    Rounding,
    ScoringRule,
    Tier,
    TotalSpec,
)
from perfsite.records.texts import Text
from perfsite.scoring.browser import list_nodes, read_program, write_program
from perfsite.scoring.cases import Case as OutcomeCase
from perfsite.scoring.compile import compile_rule
from perfsite.scoring.evaluate import CannotScoreError, Value, evaluate
from perfsite.scoring.exact import MODES
from perfsite.scoring.program import Edge as NodeEdge
from perfsite.scoring.program import Node, Program

SCRIPT = Path(__file__).parents[2] / "themes" / "default" / "scripts" / "calculator.js"
DRIVER = Path(__file__).with_name("parity.js")
# Programs that go to Node at a time.
_AT_ONCE = 500


def text_of_script(script: Path) -> str:
    """The script for a page, with what it exports left in `calculator`, where Node would find a module."""
    return f"(module => {{{script.read_text('utf-8')}\nwindow.calculator = module.exports;}})({{}});"


@dataclass(frozen=True, slots=True)
class Case:
    inputs: Mapping[str, Fraction]
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trial:
    """A program, and what it is tried on."""

    program: Program
    cases: Sequence[Case]


def ask_node(lines: Sequence[Any]) -> list[Any]:
    """What the page's script makes of each line (see parity.js)."""
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None:
        pytest.fail(
            "The page's calculator is tested in Node, which is missing: run `make test`, which installs it.",
            pytrace=False,
        )
    run = subprocess.run(
        [node, str(DRIVER), str(SCRIPT)],
        input="".join(json.dumps(line) + "\n" for line in lines),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


Ask = Callable[[Sequence[Any]], list[Any]]


def find_differences(trials: Iterable[Trial], ask: Ask = ask_node) -> tuple[int, list[str]]:
    """How many cases were tried, and each figure or error in which perfsite and the script, where `ask` runs it, part."""
    count, found = 0, []
    source = iter(trials)
    while batch := list(islice(source, _AT_ONCE)):
        written = [write_program(trial.program) for trial in batch]
        answers = ask(
            [
                {"program": program, "cases": [_write_case(case) for case in trial.cases]}
                for program, trial in zip(written, batch, strict=True)
            ]
        )
        for program, trial, answer in zip(written, batch, answers, strict=True):
            for case, theirs in zip(trial.cases, answer, strict=True):
                count += 1
                ours = answer_all(trial.program, case)
                if ours != theirs:
                    asked = {"program": program, "cases": [_write_case(case)]}
                    found.append(f"{json.dumps(asked)}\n  Python: {ours}\n  script: {theirs}")
    return count, found


def answer_all(program: Program, case: Case) -> list[Any]:
    """What each result of the program is, in the form that Node writes too."""
    return [_answer(program, case, name) for name in dict(program.results)]


def _answer(program: Program, case: Case, name: str) -> Any:
    try:
        return _write_value(evaluate(program, case.inputs, (name,), case.words).value(name))
    except CannotScoreError as error:
        return {"reason": error.reason, "name": error.name, "clause": list(error.clause)}
    except (ArithmeticError, LookupError, ValueError):
        return {"fault": True}


def _write_value(value: Value) -> Any:
    return {"word": value} if isinstance(value, str) else None if value is None else str(value)


def _write_case(case: Case) -> dict[str, Any]:
    return {"inputs": {name: str(value) for name, value in case.inputs.items()}, "words": dict(case.words)}


def survives_writing(program: Program) -> bool:
    """Whether the program that is read back is the one that was written."""
    written = json.loads(json.dumps(write_program(program)))
    same: bool = write_program(read_program(written)) == written
    return same


def random_trials(number: int, seed: int, each: int = 10) -> Iterator[Trial]:
    """So many cases, of three kinds in turn: rules that an author could write, rewards as results are computed by, with
    or without a rule, and trees of any operation.
    """
    dice = random.Random(seed)
    for index in range(0, number, each):
        forge = _Forge(dice)
        program = (forge.program, forge.rule_program, forge.case_program)[index // each % 3]()
        yield Trial(program, [forge.case(program) for _ in range(min(each, number - index))])


def forms_of(program: Program) -> set[str]:
    """What the nodes of a program are, with the words that they act by: `gates/total least`, `line above zero`."""
    found = set()
    for node in list_nodes(program):
        clause = [str(step) for step in node.clause if not isinstance(step, int)]
        if clause[:1] == ["components"]:
            clause[1:2] = []
        if clause == ["gates"]:
            clause.append(node.name if node.name in ("total", "grade", "amount", "") else "component")
        found.add(f"{'/'.join(clause)} {node.operation}".strip())
        for key in ("mode", "missing", "below", "above", "test", "strict", "rate"):
            if key in node.data:
                found.add(f"{node.operation} {key} {node.data[key]}")
        for edge in node.data.get("edges", ()):
            found.add(f"{node.operation} {'from' if edge.closed else 'above'}")
    return found


_METRICS = ("revenue", "collection", "breaches", "renewal")
_GRADES = ("S", "A", "B", "C", "5")
_PARTS = ("actual", "target", "baseline")


class _Forge:
    """Makes rules, programs and inputs by the dice, with few distinct figures, so that edges are met exactly."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.marks = [self.figure() for _ in range(6)]

    def figure(self) -> Fraction:
        dice = self.dice
        kind = dice.randrange(8)
        if kind < 3:
            return Fraction(dice.randint(-3, 12), dice.choice((1, 1, 2, 5, 10)))
        if kind < 5:
            return Fraction(dice.randint(-50, 20_000), 100)
        if kind == 5:
            return Fraction(dice.randint(0, 10**24), 10 ** dice.randint(0, 12))
        return Fraction(dice.choice((0, 0, 1, -1, 100)))

    def mark(self) -> Fraction:
        """A figure that others are likely to be, too, or to lie beside."""
        if self.dice.randrange(10) < 7:
            return self.dice.choice(self.marks)
        return self.figure() + self.dice.choice((0, 0, Fraction(1, 1000), Fraction(-1, 3)))

    def decimal(self) -> Decimal:
        return Decimal(self.dice.randint(-2_000, 20_000)).scaleb(-self.dice.randint(0, 3))

    def quantity(self) -> Quantity:
        return Quantity(self.decimal(), self.dice.choice(("", "", "%", "CNY")))

    def perhaps(self, make: Any, chance: float = 0.4) -> Any:
        return make() if self.dice.random() < chance else None

    # Inputs

    def case(self, program: Program) -> Case:
        known = {f"{metric}/{part}": None for metric in (*_METRICS, "c0", "c1") for part in _PARTS}
        asked = {node.name: None for node in list_nodes(program) if node.operation == "given"}
        there = self.dice.choice((1.0, 0.95, 0.7))
        inputs = {name: self.input(name) for name in {**known, **asked} if self.dice.random() < there}
        words = {}
        if self.dice.randrange(20) == 0:
            words["grade"] = self.dice.choice(_GRADES)
        if self.dice.randrange(20) == 0 and program.names:
            inputs[self.dice.choice(program.names)] = self.figure()
        return Case(inputs, words)

    def input(self, name: str) -> Fraction:
        """Of the kind that a program is given under a name: a place, a part of a whole, or any figure."""
        part = name.rpartition("/")[2]
        if part in ("allowed", "place"):
            return Fraction(self.dice.randint(0, 4))
        if part == "share":
            return Fraction(self.dice.randint(0, 92), 92)
        return self.mark()

    # Rules

    def rule_program(self) -> Program:
        return compile_rule(self.rule())

    def rule(self) -> ScoringRule:
        dice = self.dice
        components = tuple((f"c{index}", self.component()) for index in range(dice.randint(1, 5)))
        ids = [id for id, _ in components]
        grades = self.grades() if dice.random() < 0.8 else ()
        return ScoringRule(
            id="r",
            origin=Origin("r.yml"),
            components=components,
            gates=tuple(self.gate(ids, grades) for _ in range(dice.randint(0, 3))),
            modifiers=tuple(self.modifier(ids) for _ in range(dice.randint(0, 2))),
            total=TotalSpec(
                places=dice.randint(0, 4),
                rounding=dice.choice(MODES),
                cap=self.perhaps(self.decimal),
                floor=self.perhaps(self.decimal),
            ),
            grades=grades,
            grade_limits=self.perhaps(lambda: GradeLimits(minimum_group=1, counts="largest remainder"), 0.5),
        )

    def component(self) -> Component:
        dice = self.dice
        curve = dice.choice(("flat", "steps", "slices", "line", "pass_", "deduct", "grid"))
        made: dict[str, Any] = {curve: getattr(self, curve)()}
        return Component(
            metric=self.perhaps(self.metric, 0.9),
            weight=Quantity(Decimal(dice.choice((10, 20, 30, 50, -10, 0))), "%"),
            measure=dice.choice(tuple(MEASURES)),
            missing=dice.choice(("error", "zero", "renormalise")),
            beyond=Beyond(below=self.end(), above=self.end()) if curve == "line" else None,
            cap=self.perhaps(self.decimal, 0.3),
            floor=self.perhaps(self.decimal, 0.3),
            modifiers=tuple(self.modifier([]) for _ in range(dice.choice((0, 0, 1, 2)))),
            round=self.perhaps(lambda: Rounding(places=dice.randint(0, 5), rounding=dice.choice(MODES))),
            **made,
        )

    def metric(self) -> Ref:
        return Ref("metric", self.dice.choice(_METRICS))

    def end(self) -> str:
        return self.dice.choice(("clamp", "zero", "extrapolate"))

    def flat(self) -> Decimal:
        return self.decimal()

    def rising(self, most: int = 5, least: int = 1) -> list[Quantity]:
        values = {self.decimal() for _ in range(self.dice.randint(least, most))}
        near = [mark for mark in self.marks if mark.denominator in (1, 2, 5, 10, 100)]
        values |= {Decimal(mark.numerator) / Decimal(mark.denominator) for mark in near[:2] if mark.numerator < 10**9}
        unit = self.dice.choice(("", "%"))
        return [Quantity(value, unit) for value in sorted(values)]

    def edge_of(self, at: Any) -> dict[str, Any]:
        return {self.dice.choice(("from_", "above")): at}

    def steps(self, rate: bool | None = None) -> tuple[Tier, ...]:
        rate = self.dice.random() < 0.4 if rate is None else rate
        worth = (lambda: {"rate": Quantity(self.decimal(), "%")}) if rate else (lambda: {"points": self.decimal()})
        return tuple(Tier(**self.edge_of(at), **worth()) for at in self.rising())

    def slices(self) -> tuple[Tier, ...]:
        return self.steps(rate=True)

    def line(self) -> tuple[Anchor, ...]:
        anchors = self.rising(5, 2)
        if len(anchors) < 2:
            anchors = [*anchors, Quantity(anchors[-1].value + 1, anchors[-1].unit)]
        return tuple(Anchor(at=at, points=self.decimal()) for at in anchors)

    def pass_(self) -> PassMark:
        test = self.dice.choice(("at_least", "above", "at_most", "below"))
        bound: dict[str, Any] = {test: self.bound()}
        return PassMark(points=self.decimal(), otherwise=self.decimal(), **bound)

    def deduct(self) -> Deduct:
        return Deduct(start=self.decimal(), each=self.decimal(), floor=self.decimal())

    def grid(self) -> Grid:
        rows = tuple(Edge(**self.edge_of(at)) for at in self.rising(3))
        tiers = tuple(Edge(**self.edge_of(at)) for at in self.rising(3))
        return Grid(
            rows=rows,
            columns=GridColumns(metric=self.metric(), measure=self.dice.choice(tuple(MEASURES)), tiers=tiers),
            points=tuple(tuple(self.decimal() for _ in tiers) for _ in rows),
        )

    def bound(self) -> Quantity:
        marks = [mark for mark in self.marks if mark.denominator in (1, 2, 5, 10, 100)]
        if marks and self.dice.random() < 0.6:
            mark = self.dice.choice(marks)
            return Quantity(Decimal(mark.numerator) / Decimal(mark.denominator))
        return self.quantity()

    def condition(self, ids: Sequence[str], grades: Sequence[Grade] = (), *, total: bool = False) -> Condition:
        dice = self.dice
        test = dice.choice(("at_least", "above", "at_most", "below", "is_"))
        subjects = [
            "metric",
            *(["component"] if ids else ()),
            *(["grade"] if grades else ()),
            *(["total"] if total else ()),
        ]
        subject = dice.choice(subjects)
        made: dict[str, Any] = {test: self.bound()}
        if subject == "metric":
            made |= {"metric": self.metric(), "measure": self.perhaps(lambda: dice.choice(tuple(MEASURES)))}
        elif subject == "component":
            made["component"] = dice.choice(ids)
        elif subject == "grade":
            made = {"grade": True, "is_": dice.choice((*_GRADES, Quantity(Decimal(5))))}
        else:
            made["total"] = True
        return Condition(**made)

    # Rewards

    def case_program(self) -> Program:
        """What a result is computed by: a reward on a rule or a metric, with all that a case adds to them."""
        dice = self.dice
        rule = self.rule() if dice.random() < 0.7 else None
        whole = Accumulation(over="year", true_up=dice.random() < 0.7) if dice.random() < 0.3 else None
        if rule is not None:
            rule = replace(rule, proration=self.proration(), accumulation=whole)
        return OutcomeCase(self.reward(rule, whole), rule).program

    def proration(self) -> Proration | None:
        of = self.dice.choice(("target", "total", "amount"))
        return Proration(by="days", of=of) if self.dice.random() < 0.5 else None

    def reward(self, rule: ScoringRule | None, whole: Accumulation | None) -> Reward:
        dice = self.dice
        ids = [id for id, _ in rule.components] if rule is not None else []
        grades = rule.grades if rule is not None else ()
        ties = dice.choice(("shared", "split"))
        return Reward(
            id="w",
            origin=Origin("w.yml"),
            title=Text((("en", "Reward"),)),
            type="bonus",
            applies_to=AppliesTo(),
            basis=Basis(metric=self.metric()) if rule is None else Basis(rule=Ref("rule", "r")),
            amount=self.amount(rule) if dice.random() < 0.95 else None,
            winners=self.perhaps(lambda: Winners(top=1, by=(SortKey("total", descending=True),), ties=ties)),
            gates=tuple(self.gate_on_amount(ids, grades) for _ in range(dice.randint(0, 2))),
            modifiers=tuple(self.modifier(ids) for _ in range(dice.randint(0, 2))),
            proration=self.proration(),
            accumulation=whole,
        )

    def amount(self, rule: ScoringRule | None) -> AmountSpec:
        dice = self.dice
        kind = dice.choice(("flat", "base", "slices", "steps"))
        made: dict[str, Any] = {"of": self.perhaps(self.metric, 0.7)}
        if kind == "flat":
            made["flat"] = self.quantity()
        elif kind == "base":
            of_rule = ("coefficient", "total") if rule is not None and rule.grades else ()
            made |= {"base": self.quantity(), "times": dice.choice((*of_rule, "attainment", "count"))}
        else:
            made[kind] = self.steps() if kind == "steps" and dice.random() < 0.5 else self.paid_tiers(kind)
        return AmountSpec(
            places=dice.randint(0, 4),
            rounding=dice.choice(MODES),
            cap=self.perhaps(self.quantity, 0.3),
            floor=self.perhaps(self.quantity, 0.3),
            **made,
        )

    def paid_tiers(self, kind: str) -> tuple[Tier, ...]:
        """Tiers that pay: a rate each, or, as steps, an amount."""
        if kind == "slices" or self.dice.random() < 0.5:
            return self.steps(rate=True)
        return tuple(Tier(**self.edge_of(at), amount=self.quantity()) for at in self.rising())

    def gate_on_amount(self, ids: Sequence[str], grades: Sequence[Grade]) -> Gate:
        effects: dict[str, Any] = {
            "disqualify": True,
            "amount": self.quantity(),
            "amount_at_most": self.dice.choice((self.quantity(), Quantity(self.decimal(), "%"))),
        }
        effect = self.dice.choice(tuple(effects))
        when = self.condition(ids, grades, total=bool(ids))
        return Gate(title=Text((("en", "Gate"),)), when=when, then=Effect(**{effect: effects[effect]}))

    def gate(self, ids: Sequence[str], grades: Sequence[Grade]) -> Gate:
        dice = self.dice
        made: dict[str, Any] = {}
        acted, names = list(ids), [grade.grade for grade in grades]
        effect = dice.choice(("total", "total_at_most", "component", *(["grade", "grade_at_most"] if grades else ())))
        if dice.random() < 0.9:
            # A gate that looks at what it acts on, or at what follows from it, would go round in a circle.
            ids = [] if effect == "component" else ids
            grades = ()
        if effect == "component":
            made[effect] = ((dice.choice(acted), self.decimal()),)
        elif effect.startswith("grade"):
            made[effect] = dice.choice(names)
        else:
            made[effect] = self.decimal()
        when = self.condition(ids, grades, total=effect != "component")
        return Gate(title=Text((("en", "Gate"),)), when=when, then=Effect(**made))

    def modifier(self, ids: Sequence[str]) -> Modifier:
        dice = self.dice
        made: dict[str, Any] = {"add": self.decimal()} if dice.random() < 0.5 else {"multiply": self.quantity()}
        return Modifier(
            title=Text((("en", "More"),)),
            when=self.perhaps(lambda: self.condition(ids), 0.5),
            order=dice.choice(("before caps", "after caps")),
            **made,
        )

    def grades(self) -> tuple[Grade, ...]:
        names = self.dice.sample(_GRADES, self.dice.randint(1, len(_GRADES)))
        return tuple(
            Grade(
                grade=name,
                coefficient=self.perhaps(self.decimal, 0.8),
                at_most=self.perhaps(lambda: Quantity(Decimal(20), "%"), 0.4),
                **self.edge_of(self.decimal()),
            )
            for name in names
        )

    # Trees of any operation

    def program(self) -> Program:
        self.made: list[Node] = []
        results: list[tuple[str, Node]] = []
        for index in range(self.dice.randint(1, 4)):
            results.append((f"r{index}", self.node(4, [name for name, _ in results])))
        return Program(tuple(results))

    def node(self, depth: int, known: Sequence[str]) -> Node:
        if self.made and self.dice.random() < 0.15:
            return self.dice.choice(self.made)
        found = self.leaf(known) if depth == 0 or self.dice.random() < 0.15 else self.inner(depth - 1, known)
        self.made.append(found)
        return found

    def leaf(self, known: Sequence[str]) -> Node:
        dice = self.dice
        kind = dice.randrange(12)
        clause = ("gates", dice.randrange(3)) if dice.random() < 0.3 else ()
        if kind < 4:
            return Node("number", (), dice.choice(("", "x")), clause, {"value": self.mark()})
        if kind < 10:
            return Node("given", (), f"{dice.choice(_METRICS)}/{dice.choice(_PARTS)}", clause)
        if kind == 10:
            return Node("word", (), "grade", clause, {"word": dice.choice(_GRADES)})
        # Also what nothing computes, and what rests on itself.
        return Node("result", (), dice.choice((*known, *known, *known, "r0", "r3", "grade")), clause)

    def inner(self, depth: int, known: Sequence[str]) -> Node:
        dice = self.dice
        operation = dice.choice(tuple(_ARGUMENTS))
        least, most = _ARGUMENTS[operation]
        of = tuple(self.node(depth, known) for _ in range(dice.randint(least, most)))
        clause = ("components", f"c{dice.randrange(3)}", operation)
        return Node(operation, of, f"n{dice.randrange(5)}", clause, self.data(operation, len(of)))

    def edges(self) -> tuple[NodeEdge, ...]:
        return tuple(
            NodeEdge(at, self.dice.random() < 0.5)
            for at in sorted({self.mark() for _ in range(self.dice.randint(1, 4))})
        )

    def data(  # noqa: PLR0911 - one for each operation
        self, operation: str, arguments: int
    ) -> dict[str, Any]:
        dice = self.dice
        if operation == "round":
            return {"places": dice.randint(0, 8), "mode": dice.choice(MODES)}
        if operation in ("steps", "slices"):
            edges = self.edges()
            return {"edges": edges, "yields": tuple(self.mark() for _ in edges), "rate": dice.random() < 0.5}
        if operation == "line":
            ats = sorted({self.mark() for _ in range(4)} | {Fraction(7), Fraction(8)})
            if dice.random() < 0.1:
                ats = sorted([*ats, ats[-1]])
            points = tuple((at, self.mark()) for at in ats)
            return {"points": points, "below": self.end(), "above": self.end()}
        if operation == "grid":
            rows, columns = self.edges(), self.edges()
            return {
                "rows": rows,
                "columns": columns,
                "points": tuple(tuple(self.mark() for _ in columns) for _ in rows),
            }
        if operation == "required":
            return {"missing": dice.choice(("error", "zero", "renormalise"))}
        if operation == "weigh":
            return {
                "weights": tuple(dice.choice((Fraction(1, 2), Fraction(-1, 2), self.mark())) for _ in range(arguments))
            }
        if operation == "choose":
            tests = ("at_least", "above", "at_most", "below", "is")
            against: Any = dice.choice(_GRADES) if dice.random() < 0.15 else self.mark()
            return {"test": dice.choice(tests), "against": against, "strict": dice.random() < 0.3}
        if operation in ("grade", "grade_at_most"):
            edges = self.edges()
            named = tuple(dice.sample(_GRADES, len(edges)))
            most = {"grades": named, "most": dice.choice(_GRADES)}
            return {"edges": edges, "grades": named} if operation == "grade" else most
        if operation == "limit":
            return {"grade": dice.choice(_GRADES), "lower": dice.choice(_GRADES), "share": self.mark()}
        if operation == "lookup":
            return {"table": {name: self.mark() for name in dice.sample(_GRADES, 3)}}
        return {}


_ARGUMENTS = {
    "add": (1, 3),
    "subtract": (2, 2),
    "multiply": (1, 3),
    "divide": (2, 2),
    "progress": (3, 3),
    "least": (1, 3),
    "most": (1, 3),
    "round": (1, 1),
    "steps": (1, 1),
    "slices": (1, 1),
    "line": (1, 1),
    "grid": (2, 2),
    "required": (1, 1),
    "weigh": (1, 4),
    "choose": (3, 3),
    "grade": (1, 1),
    "grade_at_most": (1, 1),
    "limit": (4, 4),
    "lookup": (1, 1),
}
