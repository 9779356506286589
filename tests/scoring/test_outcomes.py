"""Published results computed anew: the base of the tests with one thing changed, and the whole sample."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import pytest

from perfsite.diagnostics import Severity
from perfsite.pipeline import load
from perfsite.project import Project
from perfsite.records.period import Period
from perfsite.records.references import Ref
from perfsite.records.result import AwardResult
from perfsite.records.reward import Reward
from perfsite.scoring.cases import case_of
from perfsite.scoring.grounds import Grounds
from perfsite.scoring.groups import Groups
from perfsite.scoring.outcomes import recompute, recompute_all
from perfsite.scoring.positions import count_months
from perfsite.scoring.published import BASIS
from perfsite.scoring.recomputed import Recomputation, Recomputed
from perfsite.scoring.workings import Inputs
from tests.site_builder import BASE, changed, problems, site, words, wrong

RESULT = "content/results/2026-q3/quarterly-bonus.yml"
REWARD = "content/rewards/quarterly-bonus.yml"
RULE = "content/rules/scorecard.yml"
PEOPLE = "content/people/people.yml"
GOAL = "content/goals/zhejiang-revenue.yml"
CONDUCT = "content/actuals/2026-q3-conduct.yml"
THIRD = '{person: p-3, total: 85.00, grade: B, amount: "CNY 30,000.00"}'
ELIGIBILITY = "eligibility: {all: [{tenure: {at_least: 3 months}}, {grade: {at_least: C}}]}\n"


def differences(files: dict[str, str | None]) -> list[str]:
    """What is said of outcomes: code, place and English words."""
    return [
        f"{p.code} {p.span.place} {words(p, 'en')}" for p in problems(files) if p.code in ("PS731", "PS732", "PS733")
    ]


def recomputed(files: dict[str, str | None], index: int = 1) -> Recomputed:
    library = site(files).library
    award = library.get(AwardResult, "2026-q3-quarterly-bonus")
    assert award is not None
    return recompute(Grounds(library), award).recipients[index]


def computed(files: dict[str, str | None], name: str) -> Fraction | str | None:
    return next(figure.computed for figure in recomputed(files).figures if figure.name == name)


def test_a_cent_is_found_with_its_step() -> None:
    files, place = wrong(RESULT, '"CNY 36,000.00"', '‹"CNY 36,000.01"›')
    (said,) = differences(files)
    assert said.startswith(
        f"PS731 {place} amount of `p-2` is published as CNY 36,000.01; the standard gives CNY 36,000.00"
    )
    assert "36,000 → 2 decimals, half up" in said


def test_only_the_first_figure_that_differs_is_named() -> None:
    files, place = wrong(RESULT, THIRD, '{person: p-3, total: ‹95.00›, grade: A, amount: "CNY 36,000.00"}')
    (said,) = differences(files)
    assert said.startswith(f"PS731 {place} total of `p-3` is published as 95.00; the standard gives 85 ")


EXCEPTION = "exception: {from: grades, reason: {zh: 客户破产, en: Bankruptcy}, approved_by: p-1, on: 2026-10-11}"


def test_an_exception_covers_its_clause_and_nothing_else() -> None:
    lifted = f'{{person: p-3, total: 85.00, grade: A, amount: "CNY 36,000.00", {EXCEPTION}}}'
    assert differences(changed(RESULT, THIRD, lifted)) == []
    (said,) = differences(changed(RESULT, THIRD, lifted.replace("36,000", "37,000")))
    assert "the standard gives CNY 36,000.00" in said
    (said,) = differences(changed(RESULT, THIRD, lifted.replace("85.00", "85.10")))
    assert "total of `p-3`" in said


def test_a_correction_counts_and_hides_nothing() -> None:
    correction = "corrections:\n  - {on: 2026-10-20, about: p-3, field: amount, was: %s, now: %s, reason: {zh: 更正, en: Corrected}}\n"
    right, kept = BASE[RESULT], changed(RESULT, THIRD, THIRD.replace("30,000.00", "29,000.00"))[RESULT] or ""
    assert differences({RESULT: right + correction % ('"CNY 29,000.00"', '"CNY 30,000.00"')}) == []
    (said,) = differences({RESULT: kept + correction % ('"CNY 30,000.00"', '"CNY 29,000.00"')})
    assert "the standard gives CNY 30,000.00" in said


# p-3 is in the role from 1 August: 61 of 92 days, 43 of 66 working days.
LATE = changed(PEOPLE, "from: 2025-04-01", "from: 2026-08-01")


@pytest.mark.parametrize(
    ("file", "proration", "name", "expected"),
    [
        (REWARD, "{by: days, of: amount}", "amount", Fraction("19891.30")),
        (REWARD, "{by: working days, of: amount}", "amount", Fraction("19545.45")),
        (RULE, "{by: days, of: total}", "total", Fraction("56.36")),
        (RULE, "{by: days, of: total}", "grade", "C"),
        # 7.6 million on 8 million × 61 ÷ 92 is 143%, so 130 points: 78 + 28.
        (RULE, "{by: days, of: target}", "total", Fraction(106)),
    ],
)
def test_proration(file: str, proration: str, name: str, expected: Fraction | str) -> None:
    before = "basis:" if file == REWARD else "components:"
    files = LATE | changed(file, before, f"proration: {proration}\n{before}")
    assert computed(files, name) == expected


@pytest.mark.parametrize(
    ("since", "part", "expected"),
    [
        # All of August and September: two months of three, whichever way a part counts.
        ("2026-08-01", "nothing", Fraction(20000)),
        ("2026-08-17", "whole", Fraction(20000)),
        ("2026-08-17", "nothing", Fraction(10000)),
        # 15 of 31 days of August, and September: 46 of 93.
        ("2026-08-17", "days", Fraction("14838.71")),
        ("2026-07-01", "days", Fraction(30000)),
    ],
)
def test_proration_by_months(since: str, part: str, expected: Fraction) -> None:
    files = changed(PEOPLE, "from: 2025-04-01", f"from: {since}")
    files |= changed(REWARD, "basis:", f"proration: {{by: months, of: amount, part_of_month: {part}}}\nbasis:")
    assert computed(files, "amount") == expected


def test_months_are_those_of_the_calendar() -> None:
    day = dt.date.fromisoformat
    year = (day("2026-01-01"), day("2026-12-31"))
    assert count_months([(day("2026-01-31"), day("2026-03-01"))], *year, "days") == (33, 12 * 31)
    assert count_months(
        [(day("2026-02-01"), day("2026-02-10")), (day("2026-02-20"), day("2026-02-28"))], *year, "whole"
    ) == (1, 12)
    assert count_months([year], day("2026-01-05"), year[1], "whole") is None
    assert count_months([year], *year, None) is None


BROKEN_TEAM = {"content/teams/broken.yml": "title: {zh: 坏, en: Broken}\nparent: [east\n"}
IN_A_TEAM = "{role: regional-manager, team: [east]}"
BY_METRIC = changed(REWARD, "basis: {rule: scorecard}", "basis: {metric: net-revenue}")[REWARD] or ""
FLAT = BY_METRIC.replace('{base: "CNY 30,000", times: coefficient', '{flat: "CNY 30,000"').split("examples:")[0]


@pytest.mark.parametrize(
    ("files", "trouble"),
    [
        ({REWARD: None}, "unknown: reward/quarterly-bonus"),
        ({"content/periods/2026-q3.yml": None}, "unknown: period/2026-q3"),
        ({RULE: None}, "rule: quarterly-bonus"),
        # Who is in a team is asked of the rule and of the reward; where neither asks, teams do not matter.
        ({**BROKEN_TEAM, RULE: BASE[RULE].replace("{role: regional-manager}", IN_A_TEAM)}, "evidence: teams"),
        ({**BROKEN_TEAM, REWARD: BASE[REWARD].replace("{role: regional-manager}", IN_A_TEAM)}, "evidence: teams"),
        (BROKEN_TEAM, "None"),
        ({**BROKEN_TEAM, REWARD: FLAT.replace(ELIGIBILITY, "")}, "None"),
    ],
)
def test_a_result_of_which_nothing_can_be_told(files: dict[str, str | None], trouble: str) -> None:
    library = site(files).library
    award = library.get(AwardResult, "2026-q3-quarterly-bonus")
    assert award is not None
    found = recompute(Grounds(library), award)
    assert str(found.trouble) == trouble
    assert (found.recipients == ()) == (trouble != "None")


def test_a_correction_that_is_no_figure_leaves_nothing_to_compare() -> None:
    correction = "corrections:\n  - {on: 2026-10-20, about: p-3, field: amount, was: CNY 30000, now: later, reason: {zh: 待定, en: Open}}\n"
    one = recomputed({RESULT: (BASE[RESULT] or "") + correction})
    assert [figure.name for figure in one.figures] == ["total", "grade"]


def test_what_the_standard_gives_is_told_of_what_is_excepted_alone() -> None:
    one = recomputed(
        changed(RESULT, THIRD, f'{{person: p-3, total: 85.00, grade: A, amount: "CNY 36,000.00", {EXCEPTION}}}')
    )
    assert {name: step.value for name, step in one.otherwise.items()} == {"grade": "B"}
    assert one.given == {"grade": "A"}
    assert recomputed({}).otherwise == {}


def test_what_is_known_of_someone_is_looked_up_once_and_listed() -> None:
    library = site(changed(CONDUCT, "  - {person: p-3, metric: collection-rate, value: 90%}\n", "")).library
    award, period = library.get(AwardResult, "2026-q3-quarterly-bonus"), library.get(Period, "2026-q3")
    reward = library.get(Reward, "quarterly-bonus")
    assert award is not None
    assert period is not None
    assert reward is not None
    workings = Groups(Grounds(library)).workings(award, period, case_of(library, reward))
    inputs = Inputs(workings, Ref("person", "p-3"), {"total": Fraction(85)})
    assert (list(inputs), len(inputs)) == (["total"], 1)
    assert inputs.get("net-revenue/actual") == Fraction(7_600_000)
    assert "collection-rate/actual" not in inputs
    assert "grade" not in inputs
    assert (list(inputs), len(inputs)) == (["total", "net-revenue/actual"], 2)


def test_what_no_standard_says_is_not_guessed() -> None:
    """How a part of a month counts is nowhere said."""
    one = recomputed(LATE | changed(REWARD, "basis:", "proration: {by: months, of: amount}\nbasis:"))
    assert [figure.name for figure in one.figures] == ["total", "grade"]
    assert one.trouble is not None
    assert (one.trouble.reason, one.trouble.name) == ("proration", "months")


def test_the_target_in_force_on_the_last_day_counts() -> None:
    revision = "revisions:\n  - {on: 2026-08-10, target: CNY 760万, reason: {zh: 洪涝, en: Floods}, approved_by: p-4}\n"
    # 100 points for revenue: 60 + 28.
    assert computed({GOAL: BASE[GOAL] + revision}, "total") == 88
    assert computed({GOAL: BASE[GOAL] + revision.replace("2026-08-10", "2026-10-10")}, "total") == 85


def test_a_missing_target_is_not_a_difference() -> None:
    one = recomputed({GOAL: None})
    assert one.figures == ()
    assert one.trouble is not None
    assert one.first_difference is None


@pytest.mark.parametrize(
    ("share", "counts", "group", "minimum", "winners"),
    [
        # Two are eligible, one of whom reaches 100 points.
        ("75%", "down", "eligible", 0, ["p-2"]),
        ("75%", "up", "eligible", 0, ["p-2", "p-3"]),
        ("75%", "half-up", "eligible", 0, ["p-2", "p-3"]),
        ("70%", "half-up", "eligible", 0, ["p-2"]),
        ("50%", "down", "eligible", 100, ["p-2"]),
        ("50%", "down", "qualified", 100, []),
    ],
)
def test_a_share_of_winners(share: str, counts: str, group: str, minimum: int, winners: list[str]) -> None:
    words_ = f"{{share: {share}, counts: {counts}, group: {group}, by: [total descending], ties: shared, minimum: {{total: {minimum}}}}}"
    library = site(changed(REWARD, ELIGIBILITY, f"winners: {words_}\n")).library
    award = library.get(AwardResult, "2026-q3-quarterly-bonus")
    assert award is not None
    found = recompute(Grounds(library), award)
    assert found.ranking is None
    taken_in = {found.recipients[index].who.id for index in found.taken_in}
    assert [one.who.id for one in found.recipients if one.who.id not in taken_in] == winners


def test_who_is_not_among_the_winners() -> None:
    ranked = changed(REWARD, ELIGIBILITY, "winners: {top: 1, by: [total descending], ties: shared}\n")
    (said,) = differences(ranked)
    assert said.startswith("PS733")
    assert "`p-3` is not among the winners" in said
    alone = changed(RESULT, f"  - {THIRD}\n", "", "about: p-3", "about: p-2")
    assert differences(ranked | alone) == []
    second = changed(RESULT, '  - {person: p-2, total: 109.00, grade: A, amount: "CNY 36,000.00"}\n', "")
    said_of = differences(ranked | second)
    assert [said.split()[0] for said in said_of] == ["PS732", "PS733"]


@pytest.fixture(scope="module")
def sample() -> dict[str, Recomputation]:
    library = load(Project(Path(__file__).parents[2])).library
    return {found.award.id: found for found in recompute_all(library)}


def test_the_whole_sample_follows_from_its_standards(sample: dict[str, Recomputation]) -> None:
    assert {id: found.differences for id, found in sample.items() if found.differences} == {}
    assert [id for id, found in sample.items() if found.trouble or found.ranking] == []
    assert [one.who for found in sample.values() for one in found.recipients if one.trouble] == []
    assert sum(len(one.figures) for found in sample.values() for one in found.recipients) > 4000


def one_of(sample: dict[str, Recomputation], award: str, person: str) -> Recomputed:
    return next(one for one in sample[award].recipients if one.who.id == person)


def test_a_year_is_computed_anew_less_what_it_has_paid(sample: dict[str, Recomputation]) -> None:
    """11,144,847.47 at 0.5%, less the 20,716.54 of the first quarter."""
    one = one_of(sample, "2026-q2-key-account-commission", "p-1022")
    figures = {figure.name: figure.computed for figure in one.figures}
    assert figures == {BASIS: Fraction("11144847.47"), "amount": Fraction("35007.70")}
    assert one.inputs["paid/actual"].value == Fraction("20716.54")


def test_a_score_of_the_year_so_far_adds_up_actuals_and_targets(sample: dict[str, Recomputation]) -> None:
    one = one_of(sample, "2026-q2-quarterly-bonus-sales-director", "p-1001")
    assert len(one.inputs["net-revenue/actual"].parts) == len(one.inputs["net-revenue/target"].parts) == 2


def test_key_results_make_an_okr_score(sample: dict[str, Recomputation]) -> None:
    """3/3, 11/12 and 2/4 at 40%, 30% and 30%."""
    one = one_of(sample, "2026-q2-quarterly-bonus-solution-team", "p-1061")
    assert one.inputs["okr/actual"].value == Fraction(825, 1000)
    assert one.steps["okr"].value == Fraction("112.5")


@pytest.mark.parametrize("line", ["owner: person/p-3\n", "period: 2026-q3\n", "metric: net-revenue\n"])
def test_one_of_two_goals_that_cannot_be_read_makes_no_figure_wrong(line: str) -> None:
    """Which of them counts nobody knows then, least of all that it is the other one."""
    goal = "content/goals/zhejiang-revenue.yml"
    other = BASE[goal].replace("800万", "650万")
    found = problems({goal: BASE[goal].replace(line, ""), "content/goals/zhejiang-part.yml": other})

    assert {problem.span.file for problem in found if problem.severity is Severity.ERROR} == {goal}
