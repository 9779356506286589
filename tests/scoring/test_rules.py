"""What rules and rewards give: every form with a worked figure, most of them from published plans."""

from __future__ import annotations

from fractions import Fraction

import pytest

from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.scoring.compile import compile_reward, compile_rule
from perfsite.scoring.evaluate import CannotScoreError, Value, evaluate
from tests.site_builder import BASE, site

RULE = """\
title: {zh: 试算, en: Trial}
applies_to: {role: regional-manager}
in_force: {from: 2026-01-01}
approved: {by: p-4, on: 2025-12-15}
components:
"""
END = "total: {places: 2, rounding: half-up}\n"


def rule(components: str, rest: str = END) -> ScoringRule:
    files = {
        "content/rules/trial.yml": RULE + "".join(f"  {line}\n" for line in components.strip("\n").split("\n")) + rest
    }
    loaded = site(files)
    found = loaded.library.records["rule"]["trial"]
    assert isinstance(found, ScoringRule)
    assert not found.incomplete, loaded.problems
    return found


def points(curve: str, **inputs: str) -> Value:
    """The points of one component `x` of the metric net-revenue."""
    program = compile_rule(rule(f"x:\n  metric: net-revenue\n  weight: 100%\n  missing: error\n{curve}"))
    known = {f"net-revenue/{part}": Fraction(value) for part, value in inputs.items()}
    return evaluate(program, known, ("x",)).value("x")


def reward_amount(amount: str, revenue: str) -> Value:
    text = BASE["content/rewards/quarterly-bonus.yml"]
    head = "title: {zh: 试算, en: Trial}\ntype: commission\napplies_to: {role: regional-manager}\n"
    assert "amount" in text
    found = site({"content/rewards/trial.yml": head + amount}).library.records["reward"]["trial"]
    assert isinstance(found, Reward)
    return evaluate(compile_reward(found, None), {"net-revenue/actual": Fraction(revenue)}).value("amount")


PLAN = "[{%s: %s, rate: 1%%}, {above: 30万, rate: 1.5%%}, {above: 100万, rate: 1.8%%}, {above: 150万, rate: 2%%}]"


@pytest.mark.parametrize(
    ("form", "tiers", "revenue", "expected"),
    [
        # 月销售 1% up to and including 30万, 1.5% to 100万, 1.8% to 150万, 2% above: both readings of one Chinese plan.
        ("steps", PLAN % ("from", "0"), "1200000", "21600"),
        ("slices", PLAN % ("from", "0"), "1200000", "17100"),
        ("steps", PLAN % ("from", "0"), "300000", "3000"),
        ("steps", (PLAN % ("from", "0")).replace("above: 30万", "from: 30万"), "300000", "4500"),
        ("slices", "[{from: 0, rate: 1%}, {from: 1000, rate: 2%}]", "2500", "40"),
        *(
            (
                "slices",
                "[{from: 0, rate: 1%}, {from: 1000, rate: 2%}, {from: 3000, rate: 3%}, {from: 8000, rate: 5%}]",
                deal,
                paid,
            )
            for deal, paid in (
                ("200", "2"),
                ("300", "3"),
                ("1500", "20"),
                ("1200", "14"),
                ("2000", "30"),
                ("4500", "95"),
            )
        ),
    ],
)
def test_commission(form: str, tiers: str, revenue: str, expected: str) -> None:
    assert reward_amount(
        f"amount: {{{form}: {tiers}, of: net-revenue, places: 2, rounding: half-up}}\n", revenue
    ) == Fraction(expected)


LINE = "  measure: attainment\n  line: [{at: 0%, points: 0}, {at: 80%, points: 60}, {at: 100%, points: 100}, {at: 120%, points: 130}]\n"


@pytest.mark.parametrize(
    ("curve", "inputs", "expected"),
    [
        (LINE + "  beyond: {below: clamp, above: clamp}", {"actual": "1120", "target": "1000"}, "118"),
        (LINE + "  beyond: {below: clamp, above: clamp}", {"actual": "2000", "target": "1000"}, "130"),
        (LINE + "  beyond: {below: clamp, above: zero}", {"actual": "2000", "target": "1000"}, "0"),
        (LINE + "  beyond: {below: clamp, above: extrapolate}", {"actual": "1300", "target": "1000"}, "145"),
        (LINE + "  beyond: {below: extrapolate, above: clamp}", {"actual": "-400", "target": "1000"}, "-30"),
        (LINE + "  beyond: {below: zero, above: clamp}", {"actual": "-400", "target": "1000"}, "0"),
        (
            "  measure: progress\n  line: [{at: 0%, points: 0}, {at: 100%, points: 100}]\n  beyond: {below: clamp, above: clamp}",
            {"actual": "7", "baseline": "10", "target": "5"},
            "60",
        ),
        (
            "  measure: inverse\n  line: [{at: 0%, points: 0}, {at: 100%, points: 100}]\n  beyond: {below: clamp, above: extrapolate}",
            {"actual": "80", "target": "100"},
            "125",
        ),
        ("  measure: actual\n  steps: [{from: 0, points: 50}, {above: 10, points: 80}]", {"actual": "10"}, "50"),
        ("  measure: actual\n  steps: [{from: 0, points: 50}, {from: 10, points: 80}]", {"actual": "10"}, "80"),
        ("  measure: actual\n  pass: {at_least: 10, points: 100, otherwise: 20}", {"actual": "10"}, "100"),
        ("  measure: actual\n  pass: {above: 10, points: 100, otherwise: 20}", {"actual": "10"}, "20"),
        ("  measure: actual\n  pass: {at_most: 10, points: 100, otherwise: 20}", {"actual": "10"}, "100"),
        ("  measure: actual\n  pass: {below: 10, points: 100, otherwise: 20}", {"actual": "10"}, "20"),
        ("  measure: actual\n  deduct: {start: 100, each: 15, floor: 60}", {"actual": "2"}, "70"),
        ("  measure: actual\n  deduct: {start: 100, each: 15, floor: 60}", {"actual": "9"}, "60"),
        ("  measure: actual\n  flat: 100", {}, "100"),
        (
            "  measure: actual\n  slices: [{from: 0, rate: 1%}, {from: 1000, rate: 2%}]\n  cap: 30",
            {"actual": "2500"},
            "30",
        ),
    ],
)
def test_curves(curve: str, inputs: dict[str, str], expected: str) -> None:
    assert points(curve, **inputs) == Fraction(expected)


def test_a_divisor_that_is_not_positive_gives_no_figure() -> None:
    curve = LINE + "  beyond: {below: clamp, above: clamp}"
    for target in ("0", "-5"):
        with pytest.raises(CannotScoreError, match="divisor"):
            points(curve, actual="1", target=target)


@pytest.mark.parametrize(("missing", "expected"), [("zero", "3.33"), ("renormalise", "5")])
def test_three_equal_components_of_which_one_is_missing(missing: str, expected: str) -> None:
    part = "{id}:\n  metric: {metric}\n  weight: {weight}\n  measure: actual\n  steps: [{{from: 0, points: 5}}]\n  missing: {missing}\n"
    three = [("a", "net-revenue", "1"), ("b", "collection-rate", "1"), ("c", "compliance-breaches", "1")]
    parts = "".join(part.format(id=id, metric=metric, weight=weight, missing=missing) for id, metric, weight in three)
    found = rule(parts, "weights: raw\n" + END)
    program = compile_rule(found)
    known = {"net-revenue/actual": Fraction(1), "collection-rate/actual": Fraction(1)}
    total = evaluate(program, known, ("total",)).value("total")
    # Raw weights of one each sum to three: the plan's figure is the mean.
    assert isinstance(total, Fraction)
    assert round(float(total) / 3, 2) == float(expected)


@pytest.mark.parametrize(
    ("values", "expected"),
    [(("94.25", "83", "72"), "78.63"), (("71.25", "61.25", "94"), "78.63"), (("91.25", "92.65", "91.45"), "91.91")],
)
def test_weights_of_10_40_50(values: tuple[str, ...], expected: str) -> None:
    metrics = ("net-revenue", "collection-rate", "compliance-breaches")
    parts = "".join(
        f"{id}:\n  metric: {metric}\n  weight: {weight}%\n  measure: actual\n  missing: error\n"
        "  line: [{at: 0, points: 0}, {at: 100, points: 100}]\n  beyond: {below: clamp, above: extrapolate}\n"
        for id, metric, weight in zip("abc", metrics, (10, 40, 50), strict=True)
    )
    known = {f"{metric}/actual": Fraction(value) for metric, value in zip(metrics, values, strict=True)}
    assert evaluate(compile_rule(rule(parts)), known, ("total",)).value("total") == Fraction(expected)


GRADED = (
    "x:\n  metric: net-revenue\n  weight: 100%\n  measure: actual\n  missing: error\n"
    "  line: [{at: 0, points: 0}, {at: 200, points: 200}]\n  beyond: {below: clamp, above: clamp}\n"
)
GRADES = "grades:\n  - {grade: A, from: 100, coefficient: 1.2}\n  - {grade: B, above: 60, coefficient: 1}\n  - {grade: C, from: 0, coefficient: 0}\n"


@pytest.mark.parametrize(("total", "grade"), [("100", "A"), ("99.99", "B"), ("60", "C"), ("60.01", "B"), ("0", "C")])
def test_grades_begin_where_they_say(total: str, grade: str) -> None:
    program = compile_rule(rule(GRADED, END + GRADES))
    assert evaluate(program, {"net-revenue/actual": Fraction(total)}).value("grade") == grade


def test_gates_and_modifiers_act_in_their_order() -> None:
    rest = (
        "total: {places: 2, rounding: half-up, cap: 120}\n" + GRADES + "modifiers:\n"
        "  - {title: {zh: 加分, en: Bonus}, add: 10, order: before caps}\n"
        "  - {title: {zh: 减半, en: Half}, multiply: 50%, order: after caps, when: {metric: collection-rate, below: 80%}}\n"
        "gates:\n"
        "  - {title: {zh: 封顶, en: Cap}, when: {metric: compliance-breaches, at_least: 1}, then: {grade_at_most: B}}\n"
        "  - {title: {zh: 否决, en: Veto}, when: {metric: compliance-breaches, at_least: 3}, then: {total: 0}}\n"
    )
    program = compile_rule(rule(GRADED, rest))

    def figures(breaches: int, collection: str) -> tuple[Value, Value]:
        known = {
            "net-revenue/actual": Fraction(115),
            "compliance-breaches/actual": Fraction(breaches),
            "collection-rate/actual": Fraction(collection),
        }
        score = evaluate(program, known)
        return score.value("total"), score.value("grade")

    assert figures(0, "0.9") == (Fraction(120), "A")
    assert figures(0, "0.7") == (Fraction(60), "C")
    assert figures(1, "0.9") == (Fraction(120), "B")
    assert figures(3, "0.9") == (Fraction(0), "C")


def test_steps_carry_the_clause_and_the_values_they_rest_on() -> None:
    program = compile_rule(rule(GRADED, END + GRADES))
    score = evaluate(program, {"net-revenue/actual": Fraction(90)})
    grade = score.steps["grade"]
    assert (grade.operation, grade.clause, grade.value) == ("grade", ("grades",), "B")
    (total,) = grade.of
    assert (total.operation, total.name, total.value) == ("result", "total", Fraction(90))
    operations = []
    step = total
    while step.of:
        operations.append((step.operation, step.clause))
        step = step.of[0]
    assert operations == [
        ("result", ()),
        ("round", ("total",)),
        ("weigh", ("components",)),
        ("result", ("components", "x")),
        ("required", ("components", "x", "missing")),
        ("line", ("components", "x", "line")),
    ]
    assert (step.operation, step.name, step.value) == ("given", "net-revenue/actual", Fraction(90))
