"""A title or a name in place of an id: the record that goes by it is told, and what nobody goes by is not made up."""

from __future__ import annotations

import pytest

from perfsite.diagnostics import Diagnostic
from tests.site_builder import changed, problems, words, wrong

GOAL = "content/goals/shanghai-revenue.yml"
RULE = "content/rules/scorecard.yml"
TEAM = "content/teams/east.yml"
PEOPLE = "content/people/people.yml"


def told(problem: Diagnostic) -> tuple[str, str | None, bool]:
    fix = problem.fix
    return problem.hint, fix.text if fix is not None else None, fix is not None and fix.certain


@pytest.mark.parametrize(
    ("file", "old", "new", "answer"),
    [
        (GOAL, "metric: net-revenue", "metric: ‹净销售额›", ("titled", "net-revenue", True)),
        (GOAL, "metric: net-revenue", "metric: ‹net  REVENUE›", ("titled", "net-revenue", True)),
        (GOAL, "metric: net-revenue", 'metric: ‹"净销售额"›', ("titled", "net-revenue", True)),
        # Two people may share a name, and one of them may not have a record yet.
        (GOAL, "owner: person/p-2", "owner: ‹张浩博›", ("titled", "person/p-2", False)),
        (GOAL, "owner: person/p-2", "owner: ‹person/Zhang Haobo›", ("titled", "person/p-2", False)),
        (TEAM, "lead: p-1", "lead: ‹周明远›", ("titled", "p-1", False)),
        # What is another id but for a letter.
        (GOAL, "period: 2026-q3", "period: ‹2026Q3›", ("mended", "2026-q3", True)),
        (GOAL, "metric: net-revenue", "metric: ‹净收入›", ("", None, False)),
        (GOAL, "metric: net-revenue", "metric: ‹Gross Margins Abroad›", ("unknown", None, False)),
    ],
)
def test_what_a_reference_was_to_lead_to(file: str, old: str, new: str, answer: tuple[str, str | None, bool]) -> None:
    files, place = wrong(file, old, new)
    (problem,) = problems(files)

    assert (problem.code, problem.span.place) == ("PS304", place)
    assert told(problem) == answer


def test_several_of_one_name_are_listed() -> None:
    files = changed(PEOPLE, "en: Li Jingyi", "en: Zhang Haobo") | wrong(TEAM, "lead: p-1", "lead: ‹Zhang Haobo›")[0]
    (problem,) = problems(files)

    assert told(problem) == ("titles", None, False)
    assert (
        words(problem, "en")
        == "`Zhang Haobo` is a name, not an id / several go by it: write the id of one, `p-2`, `p-3`."
    )
    assert "`p-2`, `p-3`" in words(problem, "zh")


def test_where_a_file_cannot_be_read_nothing_is_called_unknown() -> None:
    files = {
        **wrong(GOAL, "metric: net-revenue", "metric: ‹Gross Margin›")[0],
        "content/metrics/broken.yml": "title: [\n",
    }
    (problem,) = [problem for problem in problems(files) if problem.code == "PS304"]

    assert told(problem) == ("mended", "gross-margin", True)
