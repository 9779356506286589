"""The table of a recipient's figures: each once, with its numbers, the clause and the row that says so."""

from __future__ import annotations

import ast
import re
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from perfsite.diagnostics import Phrase
from perfsite.pipeline import load
from perfsite.project import Project
from perfsite.records.library import Library
from perfsite.records.result import AwardResult
from perfsite.scoring import evaluate
from perfsite.scoring.cases import Case, case_of
from perfsite.scoring.evaluate import Step
from perfsite.scoring.explain import REASONS, Wording
from perfsite.scoring.explained import explain
from perfsite.scoring.grounds import Grounds
from perfsite.scoring.lines import EXCEPTION, UNKNOWN, Explanation, Line, part_at
from perfsite.scoring.outcomes import recompute
from perfsite.scoring.program import Edge
from tests.site_builder import changed, site

RESULT = "content/results/2026-q3/quarterly-bonus.yml"
REWARD = "content/rewards/quarterly-bonus.yml"
RULE = "content/rules/scorecard.yml"
PEOPLE = "content/people/people.yml"
CONDUCT = "content/actuals/2026-q3-conduct.yml"
GOAL = "content/goals/zhejiang-revenue.yml"
THIRD = '{person: p-3, total: 85.00, grade: B, amount: "CNY 30,000.00"}'


@cache
def sample() -> Library:
    return load(Project(Path(__file__).parents[2])).library


def of(library: Library, id: str = "2026-q3-quarterly-bonus") -> tuple[Explanation, ...]:
    award = library.get(AwardResult, id)
    assert award is not None
    return explain(library, recompute(Grounds(library), award))


def second(files: dict[str, str | None] | None = None) -> Explanation:
    """That of p-3, whose row the base's tests change."""
    return of(site(files or {}).library)[1]


def line(one: Explanation, part: str, name: str) -> Line:
    return next(line for line in one.lines if (line.part, line.name) == (part, name))


def said(line: Line, lang: str = "en") -> str:
    return line.working(lang) if line.working is not None else ""


def test_every_figure_leads_from_its_evidence_to_what_is_published() -> None:
    one = second()

    assert [part for part, _ in one.parts] == [
        "eligibility",
        "revenue",
        "collection",
        "total",
        "grade",
        "coefficient",
        "amount",
    ]
    assert [(line.name, said(line)) for line in one.lines_of("revenue")] == [
        ("net-revenue/actual", ""),
        ("net-revenue/target", ""),
        ("net-revenue/attainment", "7,600,000 ÷ 8,000,000"),
        ("revenue", "0 + (95% − 0%) ÷ (100% − 0%) × (100 − 0)"),
    ]
    assert said(line(one, "total", "total")) == "95 × 60% + 70 × 40%"
    assert (one.compared, one.differs, one.is_complete) == (3, False, True)
    assert [x.published.name for x in one.lines if x.published is not None] == ["total", "grade", "amount"]


def test_each_line_says_where_it_stands() -> None:
    library = site({}).library
    one = of(library)[1]

    def place(line: Line) -> str:
        assert line.clause is not None
        return library.span(line.clause.record, *line.clause.route).place

    target = line(one, "revenue", "net-revenue/target").evidence[0]
    assert (target.record.id, target.route) == ("zhejiang-revenue", ("target",))
    actual = line(one, "revenue", "net-revenue/actual").evidence[0]
    assert part_at(actual.record, actual.route).value == 7_600_000
    # The tier that is reached, not the list of them.
    grade = line(one, "grade", "grade")
    assert part_at(grade.clause.record, grade.clause.route).grade == "B" if grade.clause else False
    assert place(line(one, "amount", "amount")).startswith(f"{REWARD}:")
    assert place(line(one, "revenue", "revenue")).startswith(f"{RULE}:")


def test_a_rounding_joins_the_line_that_it_rounds() -> None:
    one = second(changed(GOAL, "target: CNY 800万", "target: CNY 790万") | changed(RESULT, "85.00", "85.72"))
    total = line(one, "total", "total")

    assert total.value == Fraction(760, 790) * 60 + 28
    assert (total.rounded, total.counts) == (Fraction("85.72"), Fraction("85.72"))
    assert total.rounding == Phrase("2 位小数，四舍五入", "2 decimals, half up")


def test_a_gate_is_a_line_by_its_own_title_whether_or_not_it_acts() -> None:
    (idle,) = [line for line in second().lines_of("total") if line.operation == "choose"]
    assert (idle.label("zh"), said(idle, "zh")) == ("合规一票否决", "合规违规次数（实际） 0 ≥ 1：否")
    assert idle.published is not None

    row = "{person: p-3, metric: compliance-breaches, value: 0}"
    files = changed(CONDUCT, row, row.replace("0}", "1}"))
    (acting,) = [line for line in second(files).lines_of("total") if line.operation == "choose"]
    assert (said(acting), acting.value) == ("Compliance breaches, actual 1 ≥ 1: yes", Fraction(0))


def test_what_changes_under_a_condition_stands_beside_it() -> None:
    modifier = (
        "modifiers: [{title: {zh: 满勤, en: All there}, when: {component: collection, at_least: 60}, multiply: 110%, "
        "order: before caps}]\ngates:"
    )
    one = second(changed(RULE, "gates:", modifier) | changed(RESULT, "85.00", "93.50"))

    (changing,) = [line for line in one.lines_of("total") if line.label.en == "All there"]
    assert said(changing).endswith("70 ≥ 60: yes; 85 × 1.1")
    assert changing.clause is not None
    assert part_at(changing.clause.record, changing.clause.route).title.best("en")[1] == "All there"


def test_an_exception_stands_in_its_place_with_what_the_standard_gives() -> None:
    exception = "exception: {from: grades, reason: {zh: 客户破产, en: Bankruptcy}, approved_by: p-1, on: 2026-10-11}"
    lifted = f'{{person: p-3, total: 85.00, grade: A, amount: "CNY 36,000.00", {exception}}}'
    one = second(changed(RESULT, THIRD, lifted))

    grade = line(one, "grade", "grade")
    assert (grade.operation, grade.value) == (EXCEPTION, "A")
    assert said(grade) == "B by the standard; an exception is declared, and what is published counts"
    assert grade.clause is not None
    assert grade.clause.route == ("recipients", 1, "exception")
    # What follows from it is computed, and said to agree.
    assert line(one, "amount", "amount").published is not None


def test_what_cannot_be_computed_is_said_with_its_reason() -> None:
    one = second({GOAL: None})

    assert [line.name for line in one.lines if line.operation == UNKNOWN] == ["total", "grade", "amount"]
    assert {line.trouble.name for line in one.lines if line.trouble is not None} == {"net-revenue/target (2026-q3)"}
    assert not one.is_complete
    # What can be computed is there all the same.
    assert line(one, "total", "total").value == 85


def test_a_result_without_its_standard_has_only_the_reason() -> None:
    one = second(changed(RULE, "weight: 60%", "weight: sixty"))

    assert {line.operation for line in one.lines} == {UNKNOWN}
    assert [(line.name, line.unit) for line in one.lines] == [("total", ""), ("grade", ""), ("amount", "CNY")]
    assert {line.trouble.reason for line in one.lines if line.trouble is not None} == {"rule"}


def test_a_part_of_the_period_is_shown_by_its_days() -> None:
    files = changed(PEOPLE, "from: 2025-04-01", "from: 2026-08-01")
    files |= changed(REWARD, "basis:", "proration: {by: days, of: amount}\nbasis:")
    one = second(files | changed(RESULT, THIRD, THIRD.replace("30,000", "19,891")))

    share = line(one, "amount", "amount/share")
    assert (said(share), share.value) == ("61 ÷ 92", Fraction(61, 92))
    prorated = next(line for line in one.lines_of("amount") if line.published is not None)
    assert (prorated.label.zh, prorated.counts) == ("按在岗时间折算", Fraction("19891.30"))
    assert prorated.differs


def test_a_figure_that_several_rest_on_is_one_line() -> None:
    """In the sample the basis of a commission is what its amount is of."""
    for award in sample().of(AwardResult):
        for one in of(sample(), award.id):
            keys = [(line.name, line.operation, line.clause and line.clause.route) for line in one.lines]
            assert len(keys) == len(set(keys)), (award.id, one.who.id)
            inputs = [line.name for line in one.lines if line.evidence]
            assert len(inputs) == len(set(inputs)), (award.id, one.who.id)


def test_the_whole_sample_is_explained_to_its_clauses_and_rows() -> None:
    found = [one for award in sample().of(AwardResult) for one in of(sample(), award.id)]

    assert len(found) > 800
    for one in found:
        assert one.is_complete
        assert not one.differs
        for line in one.lines:
            if line.clause is not None:
                assert part_at(*line.clause) is not None, (one.outcome.id, one.who.id, line.clause.route)
            assert line.clause is not None or line.evidence, (one.outcome.id, one.who.id, line.name)
            for part in line.evidence:
                assert part_at(part.record, part.route) is not None
            assert line.label.zh
            assert line.label.en


def _case() -> Case:
    library = site({}).library
    award = library.get(AwardResult, "2026-q3-quarterly-bonus")
    assert award is not None
    reward = library.records["reward"][award.reward.id]
    return case_of(library, reward)  # type: ignore[arg-type]


_HALF = Step("given", "net-revenue/attainment", (), Fraction(1, 2))
_EDGES = (Edge(Fraction(0), closed=True), Edge(Fraction(1), closed=False))
_DATA: dict[str, dict[str, Any]] = {
    "steps": {"edges": _EDGES, "yields": (Fraction(1), Fraction(2)), "rate": False},
    "slices": {"edges": _EDGES, "yields": (Fraction(1), Fraction(2)), "rate": True},
    "line": {"points": ((Fraction(0), Fraction(0)), (Fraction(1), Fraction(9))), "below": "clamp", "above": "clamp"},
    "grid": {"rows": _EDGES, "columns": _EDGES, "points": ((Fraction(1),) * 2,) * 2},
    "round": {"places": 2, "mode": "half-up"},
    "weigh": {"weights": (Fraction(1, 2),) * 3},
    "grade": {"edges": _EDGES, "grades": ("B", "A")},
    "grade_at_most": {"grades": ("B", "A"), "most": "B"},
    "choose": {"test": "above", "against": Fraction(1, 4), "strict": False},
    "limit": {"grade": "A", "lower": "B", "share": Fraction(1, 10)},
    "lookup": {"table": {"B": Fraction(1)}},
}
# These stand in a table as what they are: a figure, a word, or what they pass on.
_WITHOUT_FORMULA = {"word", "required", "given", "result", "number"}
_SOURCE = Path(evaluate.__file__).read_text("utf-8")
_OPERATIONS = {*evaluate._OPERATIONS, *re.findall(r'operation == "(\w+)"', _SOURCE)}


@pytest.mark.parametrize("operation", sorted(_OPERATIONS - _WITHOUT_FORMULA))
def test_every_operation_of_the_evaluation_has_words(operation: str) -> None:
    """One that is added there and not here would leave a hole in every explanation that uses it."""
    step = Step(operation, "total", (), Fraction(3, 4), (_HALF,) * 3, _DATA.get(operation, {}))
    wording = Wording(site({}).library, _case())

    assert wording.operation(step)("zh")
    assert wording.operation(step)("en")


def test_every_reason_has_words() -> None:
    """Those that are given where it turns out, and those for which a whole case cannot be computed."""
    package = Path(evaluate.__file__).parents[1]
    sources = {path: path.read_text("utf-8") for path in package.rglob("*.py")}
    trees = {
        path: ast.parse(text) for path, text in sources.items() if "CannotScoreError(" in text or path.stem == "cases"
    }
    nodes = [node for tree in trees.values() for node in ast.walk(tree)]
    raised = {
        node.args[0].value
        for node in nodes
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "CannotScoreError"
        and isinstance(node.args[0], ast.Constant)
    }
    troubles = {
        node.value.value
        for node in ast.walk(trees[package / "scoring" / "cases.py"])
        if isinstance(node, ast.Assign)
        and getattr(node.targets[0], "id", "") == "trouble"
        and isinstance(node.value, ast.Constant)
    } - {""}

    assert {"missing", "divisor", "evidence", "currency"} <= raised
    assert {"rule", "splits", "accumulation"} <= troubles
    assert raised | troubles == set(REASONS)
