"""What outcomes rest on: which year a period is part of, which goals and actuals count, and what was paid before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import pytest

from perfsite.records.goal import Goal
from perfsite.records.library import Library
from perfsite.records.period import Period
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.result import AwardResult
from perfsite.records.rule import ScoringRule
from perfsite.records.site import Policy
from perfsite.scoring.compile import rational
from perfsite.scoring.evaluate import CannotScoreError
from perfsite.scoring.grounds import Grounds
from perfsite.scoring.lines import part_at
from tests.site_builder import BASE, changed, site

Files = dict[str, str | None]
RESULT = "content/results/2026-q3/quarterly-bonus.yml"
GOAL = "content/goals/zhejiang-revenue.yml"
CONDUCT = "content/actuals/2026-q3-conduct.yml"
P3 = Ref("person", "p-3")
DAY = dt.date.fromisoformat


def period(id: str, kind: str, first: str, last: str, parent: str = "") -> Files:
    above = f"parent: {parent}\n" if parent else ""
    return {
        f"content/periods/{id}.yml": f'title: {{zh: "{id}", en: "{id}"}}\ntype: {kind}\nfrom: {first}\nto: {last}\n{above}'
    }


@pytest.mark.parametrize(
    ("files", "of", "first"),
    [
        # A year is its own, whenever it begins, and so is that of what lies within it, however deep.
        (period("fy27", "year", "2026-10-01", "2027-09-30"), "fy27", "2026-10-01"),
        (
            period("fy27", "year", "2026-10-01", "2027-09-30")
            | period("h1", "half", "2026-10-01", "2027-03-31", "fy27")
            | period("q2", "quarter", "2027-01-01", "2027-03-31", "h1"),
            "q2",
            "2026-10-01",
        ),
        # Without a year above it, the calendar's: nothing is above, what is above is not there, or it goes in a circle.
        (period("spring", "campaign", "2026-04-10", "2026-05-20"), "spring", "2026-01-01"),
        (period("spring", "campaign", "2026-04-10", "2026-05-20", "nowhere"), "spring", "2026-01-01"),
        (
            period("a", "campaign", "2026-04-10", "2026-05-20", "b")
            | period("b", "half", "2026-01-01", "2026-06-30", "c")
            | period("c", "half", "2026-01-01", "2026-06-30", "b"),
            "a",
            "2026-01-01",
        ),
        (period("h", "half", "2025-11-01", "2026-04-30"), "h", "2025-01-01"),
        # A year within a longer plan is a year all the same.
        (
            period("fy27", "year", "2026-10-01", "2027-09-30", "plan")
            | period("plan", "campaign", "2026-01-01", "2030-12-31"),
            "fy27",
            "2026-10-01",
        ),
    ],
)
def test_the_year_of_a_period(files: Files, of: str, first: str) -> None:
    library = site(files).library
    found = library.get(Period, of)
    assert found is not None
    assert Grounds(library).year_of(found) == DAY(first)


def grounds_of(files: Files) -> tuple[Grounds, AwardResult, Period]:
    library = site(files).library
    award, quarter = library.get(AwardResult, "2026-q3-quarterly-bonus"), library.get(Period, "2026-q3")
    assert award is not None
    assert quarter is not None
    return Grounds(library), award, quarter


def target(files: Files) -> Fraction | str | None:
    """The target of p-3 for net revenue in the quarter, or why there is none."""
    grounds, award, quarter = grounds_of(files)
    try:
        found = grounds.target(award, quarter, P3, "net-revenue", quarter.from_, None)
    except CannotScoreError as error:
        return str(error)
    return None if found is None else found.value


OTHER = (BASE[GOAL] or "").replace("800万", "900万")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, Fraction(8_000_000)),
        ({"content/goals/a-first.yml": OTHER}, "several: net-revenue/target"),
        # Whatever it is called: a goal that is not in use or that another replaces is none.
        ({"content/goals/a-first.yml": OTHER + "status: not in use\n"}, Fraction(8_000_000)),
        ({"content/goals/z-last.yml": OTHER + "status: not in use\n"}, Fraction(8_000_000)),
        (
            {"content/goals/z-last.yml": OTHER + "replaces: zhejiang-revenue\nin_force: {from: 2026-08-01}\n"},
            Fraction(9_000_000),
        ),
        (
            {"content/goals/a-first.yml": OTHER + "replaces: zhejiang-revenue\nin_force: {from: 2026-08-01}\n"},
            Fraction(9_000_000),
        ),
    ],
)
def test_the_goal_that_counts(files: Files, expected: Fraction | str) -> None:
    assert target(files) == expected


def actual(files: Files, metric: str = "net-revenue", who: Ref = P3) -> Fraction | str | None:
    grounds, award, quarter = grounds_of(files)
    try:
        found = grounds.actual(award, who, metric, quarter.from_, quarter.to)
    except CannotScoreError as error:
        return str(error)
    return None if found is None else found.value


HEAD = "source: {system: crm, exported: 2026-10-09T09:30+08:00}\ntitle: {zh: 数据, en: Data}\n"
WHOLE = "values: [{person: p-3, metric: net-revenue, value: CNY 5}]\n"
CITING = changed(RESULT, "[2026-q3-revenue, 2026-q3-conduct]", "[2026-q3-conduct, other, more]")


def test_what_is_cited_and_not_there_leaves_everything_open() -> None:
    assert actual({"content/actuals/2026-q3-revenue.yml": None, "content/actuals/2026-q3-revenue.csv": None}) == (
        "evidence: 2026-q3-revenue"
    )
    # Nobody knows when it happened.
    assert actual(changed(CONDUCT, "period: 2026-q3", "period: 2026-q9")) == "evidence: 2026-q3-conduct"


def test_a_row_that_does_not_say_of_what_it_is_counts_for_nothing() -> None:
    files = changed(CONDUCT, "values:\n", "values:\n  - {person: p-3, value: 7}\n")
    assert actual(files) == Fraction(7_600_000)


def test_an_objective_is_the_one_that_there_is() -> None:
    key_results = "key_results: [{title: {zh: 甲, en: A}, from: 0, to: 4, actual: 1}]\n"
    goal = (
        (BASE[GOAL] or "").split("metric:")[0]
        + "achievable: {zh: 有据, en: Grounds}\nobjective: committed\n"
        + key_results
    )
    grounds, _, quarter = grounds_of({"content/goals/okr.yml": goal})
    found = grounds.objective(P3, quarter, "okr/actual")
    assert found is not None
    assert found.value == Fraction(1, 4)
    assert grounds.objective(Ref("person", "p-2"), quarter, "okr/actual") is None
    twice, _, quarter = grounds_of({"content/goals/okr.yml": goal, "content/goals/okr-again.yml": goal})
    with pytest.raises(CannotScoreError, match="several: okr/actual"):
        twice.objective(P3, quarter, "okr/actual")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("2026-07-01", "2026-08-15"), ("2026-08-16", "2026-09-30"), Fraction(10)),
        # One day stands in both, or a period in the other.
        (("2026-07-01", "2026-08-15"), ("2026-08-15", "2026-09-30"), "several: net-revenue"),
        (("2026-07-01", "2026-09-30"), ("2026-08-15", "2026-08-20"), "several: net-revenue"),
        # What began before the period or ends after it is not of it.
        (("2026-06-30", "2026-08-15"), ("2026-08-16", "2026-09-30"), Fraction(5)),
        (("2026-07-01", "2026-08-15"), ("2026-08-16", "2026-10-01"), Fraction(5)),
    ],
)
def test_periods_that_are_added_up_have_no_day_in_common(
    first: tuple[str, str], second: tuple[str, str], expected: Fraction | str
) -> None:
    files = period("p", "campaign", *first) | period("q", "campaign", *second) | CITING
    files["content/actuals/other.yml"] = f"{HEAD}period: p\n{WHOLE}"
    files["content/actuals/more.yml"] = f"{HEAD}period: q\n{WHOLE}"
    assert actual(files) == expected


PAID = '{person: p-3, total: 1.00, grade: C, amount: "CNY %s"}'


def result(id: str, of: str, rows: str, more: str = "") -> Files:
    return {
        f"content/results/{id}.yml": "title: {zh: 奖金, en: Bonus}\nreward: quarterly-bonus\n"
        f"period: {of}\ndecided: {{on: 2026-06-12, by: [p-1]}}\nevidence: []\nrecipients:\n{rows}{more}"
    }


def paid(files: Files, of: str = "2026-q3", masked: frozenset[str] = frozenset()) -> tuple[int, list[str]] | str:
    """What p-3 was paid of the bonus before the quarter, and by which results."""
    library: Library = site(files).library
    award, stretch = library.get(AwardResult, "2026-q3-quarterly-bonus"), library.get(Period, of)
    assert award is not None
    assert stretch is not None
    try:
        found = Grounds(library, masked).paid(award, stretch, P3)
    except CannotScoreError as error:
        return str(error)
    assert found.name == "paid/actual"
    for part in found.parts:
        stands = part_at(part.record, part.route)
        assert (part.route[0], rational(stands)) == ("recipients", part.value)
    return int(found.value), [part.record.id for part in found.parts]


ROW = f"  - {PAID % '100'}\n"
SPRING = period("q1", "quarter", "2026-01-01", "2026-03-31", "2026") | period(
    "q2", "quarter", "2026-04-01", "2026-06-30", "2026"
)


def test_what_was_paid_is_all_of_the_year_and_before_the_period() -> None:
    two = SPRING | result("z", "q1", ROW) | result("a", "q2", f'  - {{person: p-2, amount: "CNY 7"}}\n{ROW}')
    # In the order of the ids, whichever is the earlier.
    assert paid(two) == (200, ["a", "z"])
    assert paid(two, "q2") == (100, ["z"])
    assert paid(two, "q1") == (0, [])


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-01-01", "2026-06-30", (100, ["x"])),
        # Up to a day of the period, or from a day of the year before.
        ("2026-01-01", "2026-07-01", (0, [])),
        ("2025-12-31", "2026-06-30", (0, [])),
        ("2026-10-01", "2026-12-31", (0, [])),
    ],
)
def test_what_reaches_into_the_period_or_another_year_is_not_counted(
    first: str, last: str, expected: tuple[int, list[str]]
) -> None:
    assert paid(period("p", "campaign", first, last) | result("x", "p", ROW)) == expected


def test_what_is_not_known_or_masked_says_nothing_of_what_was_paid() -> None:
    files = SPRING | result("x", "q2", ROW)
    assert paid(files | {"content/results/broken.yml": "title: [\n"}) == "evidence: results"
    half = result("y", "q2", ROW)
    half = {"content/results/y.yml": (half["content/results/y.yml"] or "").replace("on: 2026-06-12", "on: soon")}
    assert paid(files | half) == "evidence: results"
    assert paid(files, masked=frozenset({"award-result/x"})) == "evidence: x"
    # Of a period that does not count nothing is asked.
    assert paid(files, "q2", masked=frozenset({"award-result/x"})) == (0, [])
    # A row without an amount gave nothing, and someone else's is someone else's.
    none = SPRING | result("x", "q2", "  - {person: p-3, total: 1.00, grade: C}\n  - {person: p-2, amount: CNY 5}\n")
    assert paid(none) == (0, [])


# Standards in the wording that counts


@dataclass(frozen=True)
class Before:
    """Knows that the outcomes of one id are judged by other standards."""

    outcome: str
    said: Mapping[Ref, Record]

    def of(self, library: Library, outcome: Record) -> Mapping[Ref, Record]:
        assert library.wordings is self
        return self.said if outcome.id == self.outcome else {}

    def policy_on(self, library: Library, day: dt.date, outcome: Record) -> Policy:
        return library.site.policy

    def again(self) -> Before:
        return self


def test_an_outcome_is_judged_by_its_own_wording_and_others_by_theirs() -> None:
    """A target and a rule that were others when one result was decided, both asked for before and after."""
    earlier = site(
        {
            **changed(GOAL, "target: CNY 800万", "target: CNY 900万"),
            **changed("content/rules/scorecard.yml", "from: 80", "from: 70"),
        }
    ).library
    goal, rule = earlier.get(Goal, "zhejiang-revenue"), earlier.get(ScoringRule, "scorecard")
    assert goal is not None
    assert rule is not None
    library = site({"content/results/again.yml": BASE[RESULT]}).library
    now = library.get(ScoringRule, "scorecard")
    q3 = library.get(Period, "2026-q3")
    one, other = library.get(AwardResult, "2026-q3-quarterly-bonus"), library.get(AwardResult, "again")
    assert q3 is not None
    assert one is not None
    assert other is not None
    for said in ({goal.ref: goal}, {rule.ref: rule}, {goal.ref: goal, rule.ref: rule}):
        grounds = Grounds(replace(library, wordings=Before(one.id, said)))
        assert {of for of, *_ in grounds.grades_of(P3, None)} == {now}
        under = grounds.under(one)
        assert under is not grounds
        assert under is grounds.under(one)
        assert grounds.under(other) is grounds
        for asked, wanted, by in (
            (under, 900 if goal.ref in said else 800, rule if rule.ref in said else now),
            (grounds, 800, now),
        ):
            found = asked.goal(P3, "net-revenue", q3)
            assert found is not None
            assert found.target is not None
            assert rational(found.target) == wanted * 10_000
            assert {of for of, *_ in asked.grades_of(P3, None)} == {by}
            assert asked.above == grounds.above


def test_grades_are_those_of_a_rule_and_of_results_that_are_seen() -> None:
    library = site({"content/rules/other.yml": BASE["content/rules/scorecard.yml"]}).library
    rule, other = library.get(ScoringRule, "scorecard"), library.get(ScoringRule, "other")
    grades = [grade for _, _, grade, _ in Grounds(library).grades_of(P3, rule)]
    assert grades == [grade for _, _, grade, _ in Grounds(library).grades_of(P3, None)] == ["B"]
    assert Grounds(library).grades_of(P3, other) == []
    # Whom readers do not see by name they learn nothing of from what rests on it.
    masked = Grounds(library, frozenset({"award-result/2026-q3-quarterly-bonus"}))
    assert masked.grades_of(P3, None) == []
