"""What is said of a step: every curve with its numbers, in both languages, and which step it is that tells how a figure came about."""

from __future__ import annotations

from fractions import Fraction

import pytest

from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.scoring.cases import Case
from perfsite.scoring.compile import GRADE, TOTAL, compile_rule
from perfsite.scoring.evaluate import CannotScoreError, Machine, Step
from perfsite.scoring.explain import Wording, reason_said, telling
from perfsite.scoring.limits import limit_grades
from tests.scoring.test_rules import rule
from tests.site_builder import site


def computed(of: ScoringRule, name: str, **inputs: str) -> tuple[Step, Wording]:
    """A step of what a rule makes of some figures, `net_revenue` for `net-revenue/actual`, and the words for it."""
    library = site().library
    reward = library.get(Reward, "quarterly-bonus")
    assert reward is not None
    known = {f"{metric.replace('_', '-')}/actual": Fraction(value) for metric, value in inputs.items()}
    known |= {f"{metric}/target": Fraction(100) for metric in ("net-revenue", "collection-rate")}
    return Machine(compile_rule(of), known, {}).compute(name), Wording(library, Case(reward, of))


def said(curve: str, **inputs: str) -> tuple[str, str]:
    step, wording = computed(rule(f"x:\n  metric: net-revenue\n  weight: 100%\n{curve}"), "x", **inputs)
    words = wording.operation(telling(step))
    return words.zh, words.en


LINE = """\
  missing: error
  measure: attainment
  line: [{{at: 50%, points: 40}}, {{at: 100%, points: 100}}, {{at: 120%, points: 130}}]
  beyond: {{below: {}, above: {}}}
"""
FIRST, SECOND = "40 + ({} − 50%) ÷ (100% − 50%) × (100 − 40)", "100 + ({} − 100%) ÷ (120% − 100%) × (130 − 100)"


@pytest.mark.parametrize("below", ["clamp", "zero", "extrapolate"])
@pytest.mark.parametrize("above", ["clamp", "zero", "extrapolate"])
def test_a_point_on_a_line_is_told_by_its_piece_and_one_beyond_by_the_end(below: str, above: str) -> None:
    curve = LINE.format(below, above)
    for value, formula in (("50", FIRST), ("75", FIRST), ("100", FIRST), ("110", SECOND), ("120", SECOND)):
        assert said(curve, net_revenue=value) == (formula.format(f"{value}%"),) * 2
    under = {"clamp": ("40% < 50%：40", "40% < 50%: 40"), "zero": ("40% < 50%：0", "40% < 50%: 0")}
    over = {"clamp": ("150% > 120%：130", "150% > 120%: 130"), "zero": ("150% > 120%：0", "150% > 120%: 0")}
    assert said(curve, net_revenue="40") == under.get(below, (FIRST.format("40%"),) * 2)
    assert said(curve, net_revenue="150") == over.get(above, (SECOND.format("150%"),) * 2)


SLICES = "  missing: error\n  measure: actual\n  slices: [{from: 0, rate: 1%}, {from: 1000, rate: 2%}, {from: 3000, rate: 3%}]\n"
STEPS = "  missing: error\n  measure: actual\n  steps: [{from: 0, rate: 1%}, {from: 1000, rate: 2%}]\n"
POINTS = "  missing: zero\n  measure: actual\n  steps: [{above: 0, points: 1}, {from: 1000, points: 2}]\n"


@pytest.mark.parametrize(
    ("curve", "value", "zh", "en"),
    [
        (SLICES, "-5", "0", "0"),
        (SLICES, "0", "0", "0"),
        (SLICES, "500", "500 × 1%", "500 × 1%"),
        (SLICES, "1000", "1,000 × 1%", "1,000 × 1%"),
        (SLICES, "2500", "1,000 × 1% + 1,500 × 2%", "1,000 × 1% + 1,500 × 2%"),
        (SLICES, "9000", "1,000 × 1% + 2,000 × 2% + 6,000 × 3%", "1,000 × 1% + 2,000 × 2% + 6,000 × 3%"),
        (STEPS, "1", "1 ≥ 0：1 × 1%", "1 ≥ 0: 1 × 1%"),
        (STEPS, "1000", "1,000 ≥ 1,000：1,000 × 2%", "1,000 ≥ 1,000: 1,000 × 2%"),
        (POINTS, "1", "1 > 0：1", "1 > 0: 1"),
        (POINTS, "1000", "1,000 ≥ 1,000：2", "1,000 ≥ 1,000: 2"),
    ],
)
def test_a_tier_is_told_with_its_edge_and_what_it_gives(curve: str, value: str, zh: str, en: str) -> None:
    assert said(curve, net_revenue=value) == (zh, en)


@pytest.mark.parametrize(
    ("missing", "zh", "en"),
    [
        ("zero", "没有数据，按零计", "no figure, which counts as nothing"),
        ("renormalise", "没有数据，权重由其余各项分摊", "no figure: the others share its weight"),
    ],
)
@pytest.mark.parametrize("curve", [POINTS, SLICES, LINE.format("clamp", "clamp")])
def test_a_figure_that_may_be_missing_is_told_as_that(curve: str, missing: str, zh: str, en: str) -> None:
    curve = curve.replace("missing: zero", f"missing: {missing}").replace("missing: error", f"missing: {missing}")
    assert said(curve) == (zh, en)
    # What it would have been made of has no words of its own.
    step, wording = computed(rule(f"x:\n  metric: net-revenue\n  weight: 100%\n{curve}"), "x")
    assert wording.operation(step.of[0]).en == ("" if "slices" in curve else "—")


GATED = """\
gates:
  - title: {zh: 红线, en: Red line}
    when: {metric: compliance-breaches, at_least: 1}
    then: {total: 0}
total: {places: 2, rounding: half-up}
grades: [{grade: A, from: 80}, {grade: B, from: 0}]
"""


def test_of_a_gate_that_stays_shut_what_goes_through_is_told() -> None:
    of = rule("x:\n  metric: net-revenue\n  weight: 100%\n" + SLICES, GATED)
    for breaches, told in (
        ("0", ("10 → 2 位小数，四舍五入", "10 → 2 decimals, half up")),
        ("1", ("合规违规次数（实际） 1 ≥ 1：是", "Compliance breaches, actual 1 ≥ 1: yes")),
    ):
        step, wording = computed(of, TOTAL, net_revenue="1000", compliance_breaches=breaches)
        words = wording.operation(telling(step))
        assert (words.zh, words.en) == told


@pytest.mark.parametrize(
    ("test", "sign", "met"), [("at_least", "≥", True), ("above", ">", False), ("at_most", "≤", True), ("below", "<", False), ("is", "=", True)]
)  # fmt: skip
def test_a_condition_is_told_by_the_sign_of_its_test(test: str, sign: str, met: bool) -> None:
    """One breach, held to one."""
    of = rule("x:\n  metric: net-revenue\n  weight: 100%\n" + SLICES, GATED.replace("at_least: 1", f"{test}: 1"))
    step, wording = computed(of, TOTAL, net_revenue="1000", compliance_breaches="1")
    words = wording.operation(step)
    assert words.en == f"Compliance breaches, actual 1 {sign} 1: {'yes' if met else 'no'}"
    assert step.value == (0 if met else 10)


@pytest.mark.parametrize(
    ("reason", "zh", "en"),
    [
        ("missing", "没有 `x` 的数据", "there is no figure for `x`"),
        ("unknown", "没有 `x`，或它没有写全", "`x` is not there, or not in full"),
        ("rate", "`x` 是比率，不能相加", "`x` is a rate, and rates cannot be added up"),
    ],
)
def test_why_a_figure_cannot_be_computed(reason: str, zh: str, en: str) -> None:
    words = reason_said(CannotScoreError(reason, "x"))
    assert (words.zh, words.en) == (zh, en)


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("grades.0/allowed", "A 至多几人", "how many may hold A"),
        ("grades.1/place", "在达到 B 的人中的名次", "place among those who have reached B"),
        ("net-revenue/actual", "净销售额（实际）", "Net revenue, actual"),
        ("collection/attainment", "回款率达成率", "Cash collection, attainment"),
        ("collection", "回款率", "Cash collection"),
        ("gone/baseline", "gone（基线）", "gone, baseline"),
        ("gone", "gone", "gone"),
        (
            "net-revenue/target (2026-q3)",
            "2026年第三季度的净销售额（目标）",
            "Net revenue, target (Third quarter of 2026)",
        ),
        ("net-revenue/target (2026-q9)", "2026-q9的净销售额（目标）", "Net revenue, target (2026-q9)"),
        ("total", "总分", "total"),
    ],
)
def test_what_is_called_how(name: str, zh: str, en: str) -> None:
    library = site().library
    of, reward = library.get(ScoringRule, "scorecard"), library.get(Reward, "quarterly-bonus")
    assert reward is not None
    words = Wording(library, Case(reward, of)).label(name)
    assert (words.zh, words.en) == (zh, en)


@pytest.mark.parametrize("operation", ["given", "result", "word"])
def test_what_is_only_handed_on_has_no_formula(operation: str) -> None:
    words = Wording(site().library).operation(Step(operation, "total", (), Fraction(1)))
    assert (words.zh, words.en) == ("", "")


LIMITED = """\
total: {places: 2, rounding: half-up}
grades: [{grade: A, from: 80, at_most: 50%}, {grade: B, from: 0}]
grade_limits: {minimum_group: 1, counts: largest remainder, ties: keep}
"""


@pytest.mark.parametrize(
    ("revenue", "place", "zh", "en"),
    [
        # B has no limit: that it passes one on says nothing, and what led to it does.
        ("2500", "1", "40 ≥ 0：B", "40 ≥ 0: B"),
        ("9000", "2", "4 人 × 50%：A 至多 2 人，第 2 名 → A", "4 people × 50%: at most 2 with A, place 2 → A"),
        ("9000", "3", "4 人 × 50%：A 至多 2 人，第 3 名 → B", "4 people × 50%: at most 2 with A, place 3 → B"),
        # In a group too small for it nothing limits A either.
        ("9000", "", "230 ≥ 80：A", "230 ≥ 80: A"),
    ],
)
def test_of_a_grade_that_nothing_limits_it_is_told_how_it_was_reached(
    revenue: str, place: str, zh: str, en: str
) -> None:
    of = rule("x:\n  metric: net-revenue\n  weight: 100%\n" + SLICES, LIMITED)
    known = {"net-revenue/actual": Fraction(revenue), "group/people": Fraction(4)}
    if place:
        known |= {"grades.0/allowed": Fraction(2), "grades.0/place": Fraction(place)}
    library = site().library
    reward = library.get(Reward, "quarterly-bonus")
    assert reward is not None
    step = Machine(limit_grades(compile_rule(of), of), known, {}).compute(GRADE)
    words = Wording(library, Case(reward, of)).operation(telling(step))
    assert (words.zh, words.en) == (zh, en)


@pytest.mark.parametrize("part", ["actual", "target", "baseline"])
def test_a_rate_is_told_in_percent_and_a_place_or_points_by_it_are_not(part: str) -> None:
    wording = Wording(site().library)
    assert wording.figure(f"collection-rate/{part}", Fraction(9, 10)) == "90%"
    assert wording.figure(f"net-revenue/{part}", Fraction(9, 10)) == "0.9"
    assert wording.figure("collection-rate/place", Fraction(2)) == "2"
    assert wording.figure("collection-rate", Fraction(70)) == "70"
