"""The names by which a forge tells new problems from old."""

from __future__ import annotations

from dataclasses import replace

from perfsite.diagnostics import Diagnostic
from perfsite.reporters.fingerprints import fingerprints
from tests import site_builder

GOALS = "content/goals/more.yml"
ONE = """\
- id: first
  title: {zh: 一, en: One}
  metric: net-revenu
  reviews:
    - {on: 2026-08-03, actual: CNY 4万}
    - {on: 2026-09-03, actual: 5万元}
- id: second
  metric: net-revenu
"""


def named(text: str, file: str = GOALS) -> dict[tuple[str, str], str]:
    """The names of the problems of this file by code and record, and what stands there."""
    problems = [problem for problem in site_builder.problems({file: text}) if problem.span.file == file]
    lines = text.split("\n")
    names = fingerprints(problems, {file: text.encode()})
    return {
        (
            f"{problem.code} {problem.record}",
            lines[problem.span.line - 1][problem.span.column - 1 : problem.span.end_column - 1],
        ): name
        for problem, name in zip(problems, names, strict=True)
    }


def test_lines_above_and_below_change_no_name() -> None:
    moved = ONE.replace("- id: second", "# what follows\n\n- id: second")
    assert named(ONE) == named(f"# goals of the year\n\n{moved}\n# end\n")


def test_a_record_that_moves_in_its_file_or_to_another_takes_its_names_along() -> None:
    before, after = ONE.index("- id: second"), ONE[: ONE.index("- id: second")]
    swapped = ONE[before:] + after

    assert named(ONE) == named(swapped)
    assert named(ONE) == named(ONE, "content/goals/other.yml")


def test_every_problem_has_a_name_of_its_own() -> None:
    problems = site_builder.problems({GOALS: ONE})
    names = fingerprints(problems, {GOALS: ONE.encode()})

    assert len(problems) > 4
    assert len(set(names)) == len(problems)
    assert all(len(name) == 40 for name in names)


def test_what_stands_elsewhere_in_its_record_has_another_name() -> None:
    first = named(ONE)[("PS423 goal/first", "5万元")]
    other = ONE.replace("CNY 4万", "4万元").replace("actual: 5万元", "actual: CNY 5万")

    assert named(other)[("PS423 goal/first", "4万元")] != first


def test_twins_are_told_apart_by_their_order_alone() -> None:
    problems = site_builder.problems({GOALS: "title: a\u200bb\u200bc\n"})
    twins = [problem for problem in problems if problem.code == "PS102"]
    lower = [_down(problem) for problem in twins]
    names = fingerprints(twins, {GOALS: "title: a\u200bb\u200bc\n".encode()})

    assert len(set(names)) == 2
    assert names == fingerprints(lower, {GOALS: "# x\ntitle: a\u200bb\u200bc\n".encode()})


def _down(problem: Diagnostic) -> Diagnostic:
    span = problem.span
    return replace(problem, span=span._replace(line=span.line + 1, end_line=span.end_line + 1))


def test_rows_of_a_table_keep_their_names_when_rows_come_and_go() -> None:
    file = "content/actuals/2026-q3-revenue.csv"
    short = "person,value\np-2,1320万元\n"
    long = 'person,value\np-3,"CNY 1,000,000"\np-2,1320万元\n'

    assert named(short, file).items() <= named(long, file).items() | named(short, file).items()
    (key,) = [key for key in named(short, file) if key[1] == "1320万元"]
    assert named(short, file)[key] == named(long, file)[key]


def test_a_file_that_cannot_be_read_is_named_by_the_text_of_the_line() -> None:
    text = "title: {zh: 一, en: One}\nunit：percent\n"
    (name,) = named(text, "content/metrics/x.yml").values()
    (moved,) = named(f"\n{text}", "content/metrics/x.yml").values()

    assert name == moved
