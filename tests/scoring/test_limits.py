"""Share limits of grades: counts, places, and published results whose grades depend on those of others."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest

from perfsite.records.library import Library
from perfsite.records.period import Period
from perfsite.records.references import Ref
from perfsite.records.result import AwardResult, Recipient
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.scoring.evaluate import CannotScoreError
from perfsite.scoring.explain import Wording
from perfsite.scoring.grounds import Grounds
from perfsite.scoring.groups import Groups
from perfsite.scoring.limits import Group, Member, as_group, counts_of, form_group, is_limited, largest_remainder
from perfsite.scoring.outcomes import recompute
from perfsite.scoring.proposal import Wanted
from perfsite.scoring.propose import propose
from perfsite.scoring.recomputed import Recomputation
from tests.scoring.test_grounds import Before
from tests.site_builder import BASE, changed, problems, site, words

RESULT = "content/results/2026-q3/quarterly-bonus.yml"
RULE = "content/rules/scorecard.yml"
PEOPLE = "content/people/people.yml"
ACTUALS = "content/actuals/2026-q3-conduct.yml"
REVENUE = "content/actuals/2026-q3-revenue.csv"
LISTED = BASE[RESULT][BASE[RESULT].index("  - {person: p-2") : BASE[RESULT].index("notice:")]
GRADES = BASE[RULE][BASE[RULE].index("grades:") : BASE[RULE].index("examples:")]
LIMITED = """\
grades:
  - {grade: A, from: 100, coefficient: 1.2, at_most: 20%}
  - {grade: B, from: 80, coefficient: 1.0, at_most: 40%}
  - {grade: C, from: 0, coefficient: 0.5}
"""


def share(percent: int) -> Fraction:
    return Fraction(percent, 100)


@pytest.mark.parametrize(
    ("shares", "people", "counts"),
    [
        # 15 people by 1:4:3:2 are 2, 6, 4 and 3: of the equal remainders of 1.5 and 4.5, the better grade's goes first.
        ((10, 40, 30), 15, [2, 6, 4]),
        ((10, 40, 30, 20), 15, [2, 6, 4, 3]),
        ((10,), 4, [0]),
        ((10,), 5, [1]),
        ((20, 20), 7, [2, 1]),
        ((0, 50), 3, [0, 2]),
        ((100,), 9, [9]),
    ],
)
def test_counts_by_largest_remainder(shares: tuple[int, ...], people: int, counts: list[int]) -> None:
    assert largest_remainder([share(percent) for percent in shares], people) == counts


def rule(ties: str | None = "keep", minimum: int = 1, grades: str = LIMITED) -> ScoringRule:
    limits = f"grade_limits: {{minimum_group: {minimum}, counts: largest remainder, ties: keep}}\n"
    found = site(changed(RULE, GRADES, grades + limits)).library.records["rule"]["scorecard"]
    assert isinstance(found, ScoringRule)
    assert found.grade_limits is not None
    return replace(found, grade_limits=replace(found.grade_limits, ties=ties))


def group(limited: ScoringRule, *totals: int, excepted: int = 0) -> Group:
    members = {}
    for number, total in enumerate(totals):
        grade = "A" if total >= 100 else "B" if total >= 80 else "C"
        members[Ref("person", str(number))] = Member(Fraction(total), grade, number < excepted)
    return form_group(limited, members)


def places(found: Group) -> list[dict[int, int]]:
    return [dict(one) for one in found.places.values()]


def test_those_beyond_the_count_compete_for_the_next_grade() -> None:
    """Five people: one A, two B. Of three with A's total, two fall to B, and there leave no place for a B."""
    found = group(rule(), 120, 110, 105, 90, 50)
    assert dict(found.counts) == {0: 1, 1: 2}
    assert places(found) == [{0: 1}, {0: 2, 1: 1}, {0: 3, 1: 2}, {1: 3}, {}]


@pytest.mark.parametrize(("ties", "expected"), [("keep", [1, 2, 2, 4]), ("lower", [1, 3, 3, 4])])
def test_a_tie_at_the_limit(ties: str, expected: list[int]) -> None:
    found = group(rule(ties), 120, 110, 110, 101, *(60,) * 6)
    assert found.counts[0] == 2
    assert [one.get(0) for one in places(found)[:4]] == expected


def test_a_tie_that_nothing_decides_is_no_guess() -> None:
    with pytest.raises(CannotScoreError, match="tie: A"):
        group(rule(None), 120, 110, 110, 101, *(60,) * 6)
    # Inside the count, or beyond it, the tie parts nobody.
    assert places(group(rule(None), 120, 120, 110, 101, *(60,) * 6))[:3] == [{0: 1}, {0: 1}, {0: 3, 1: 1}]


def test_an_exception_counts_among_the_people_and_takes_no_place() -> None:
    found = group(rule(), 130, 120, 110, 60, 60, excepted=1)
    assert (found.people, found.counts[0]) == (5, 1)
    assert places(found)[:3] == [{}, {0: 1}, {0: 2, 1: 1}]


def test_a_small_group_is_not_limited() -> None:
    assert counts_of(rule(minimum=10), 9) == {}
    assert counts_of(rule(minimum=10), 10) == {0: 2, 1: 4}
    assert places(group(rule(minimum=10), 120, 110, 105)) == [{}, {}, {}]


def test_a_worked_example_can_be_of_someone_among_others() -> None:
    assert as_group(rule(), 10, 3) == {
        "group/people": 10,
        "grades.0/allowed": 2,
        "grades.0/place": 3,
        "grades.1/allowed": 4,
        "grades.1/place": 1,
    }


def company(*, ties: str = "keep", minimum: int = 5) -> dict[str, str | None]:
    """Five regional managers: p-2 at 109, p-3 at 85, and three more at 107.20, 100 and 0; 20% of five may have an A."""
    limits = f"grade_limits: {{minimum_group: {minimum}, counts: largest remainder, ties: {ties}}}\n"
    limited = LIMITED.replace(", at_most: 40%", "")
    more, rows, revenue, listed, goals = "", "", "", "", {}
    for id, collection, sales, row in (
        ("p-5", "96%", "10,800,000", 'total: 107.20, grade: B, amount: "CNY 30,000.00"'),
        ("p-6", "96%", "10,000,000", 'total: 100.00, grade: B, amount: "CNY 30,000.00"'),
        ("p-7", "0%", "0", 'total: 0.00, grade: C, amount: "CNY 15,000.00"'),
    ):
        more += (
            f"- id: {id}\n  name: {{zh: 王{id}, en: Wang {id}}}\n  joined: 2021-06-01\n  positions:\n"
            "    - {role: regional-manager, team: east, level: m1, from: 2024-01-01}\n"
        )
        rows += f"  - {{person: {id}, metric: collection-rate, value: {collection}}}\n"
        rows += f"  - {{person: {id}, metric: compliance-breaches, value: 0}}\n"
        revenue += f'{id},"CNY {sales}"\n'
        listed += f"  - {{person: {id}, {row}}}\n"
        goals[f"content/goals/{id}.yml"] = (
            f"title: {{zh: 一千万, en: Ten million}}\nowner: person/{id}\nperiod: 2026-q3\nmetric: net-revenue\n"
            "target: CNY 1,000万\nachievable: {zh: 测算, en: Estimate}\nsupports: east-revenue\n"
        )
    return {
        **changed(RULE, GRADES, limited + limits),
        PEOPLE: BASE[PEOPLE] + more,
        ACTUALS: BASE[ACTUALS] + rows,
        REVENUE: BASE[REVENUE] + revenue,
        **changed(RESULT, LISTED, LISTED + listed),
        "content/rewards/quarterly-bonus.yml": BASE["content/rewards/quarterly-bonus.yml"].replace(
            "budget: CNY 100,000", "budget: CNY 200,000"
        ),
        **goals,
    }


def recomputed(files: dict[str, str | None]) -> tuple[Recomputation, Wording]:
    library = site(files).library
    award = library.get(AwardResult, "2026-q3-quarterly-bonus")
    assert award is not None
    found = recompute(Grounds(library), award)
    assert found.case is not None
    return found, Wording(library, found.case)


def said(files: dict[str, str | None]) -> list[str]:
    return [f"{p.code} {words(p, 'en')}" for p in problems(files) if p.code in ("PS731", "PS732", "PS733")]


def test_a_published_grade_beyond_the_limit_is_found_with_its_step() -> None:
    """One of five may have an A: p-2 with 109.00. The grades of p-5 and p-6 are B, and their amounts follow."""
    files = company()
    found, wording = recomputed(files)
    assert found.differences == 0
    steps = {one.who.id: one.steps["grade"] for one in found.recipients}
    assert {who: step.value for who, step in steps.items()} == {
        "p-2": "A", "p-3": "B", "p-5": "B", "p-6": "B", "p-7": "C",
    }  # fmt: skip
    assert wording.operation(steps["p-5"]).en == "5 people × 20%: at most 1 with A, place 2 → B"
    assert wording.operation(steps["p-5"]).zh == "5 人 × 20%：A 至多 1 人，第 2 名 → B"
    assert [part.name for part in steps["p-5"].of] == [
        "grade/earned", "grades.0/place", "grades.0/allowed", "group/people",
    ]  # fmt: skip
    # Nothing is said of a limit to those whom it does not touch.
    assert [part.name for part in steps["p-3"].of] == ["grade/earned"]

    text = files[RESULT] or ""
    wrong = text.replace(
        'total: 107.20, grade: B, amount: "CNY 30,000.00"', 'total: 107.20, grade: A, amount: "CNY 36,000.00"'
    )
    (problem,) = said({**files, RESULT: wrong})
    assert "grade of `p-5` is published as A; the standard gives B (5 people × 20%" in problem


def test_below_the_smallest_group_the_totals_alone_decide() -> None:
    steps = {one.who.id: one.steps["grade"].value for one in recomputed(company(minimum=6))[0].recipients}
    assert steps == {"p-2": "A", "p-3": "B", "p-5": "A", "p-6": "A", "p-7": "C"}


def test_the_group_has_those_whom_no_list_names() -> None:
    """p-7 is scored and not on the list: five people all the same."""
    files = company()
    unlisted = (files[RESULT] or "").replace('  - {person: p-7, total: 0.00, grade: C, amount: "CNY 15,000.00"}\n', "")
    found, _ = recomputed({**files, RESULT: unlisted})
    assert [who.id for who in found.left_out] == ["p-7"]
    assert {one.who.id: one.steps["grade"].value for one in found.recipients}["p-5"] == "B"


def test_someone_of_the_group_without_a_total_leaves_it_open() -> None:
    files = company()
    lost = (files[ACTUALS] or "").replace("  - {person: p-6, metric: collection-rate, value: 96%}\n", "")
    found, _ = recomputed({**files, ACTUALS: lost})
    first = next(one for one in found.recipients if one.who.id == "p-2")
    assert first.trouble is not None
    assert (first.trouble.reason, first.trouble.name) == ("group", "p-6")
    assert first.first_difference is None


def test_an_example_of_someone_among_others() -> None:
    example = (
        "  - title: {zh: 第二名, en: Second}\n"
        "    given: {revenue: {target: CNY 1000万, actual: CNY 1100万}, collection: 96%%, compliance-breaches: 0, group: 5, place: 2}\n"
        "    expect: {total: 109.00, grade: %s}\n"
    )
    files = company()
    differs = {
        grade: [
            words(p, "en")
            for p in problems({**files, RULE: (files[RULE] or "") + example % grade})
            if p.code == "PS627"
        ]
        for grade in "AB"
    }
    assert differs["B"] == []
    (said_of,) = differs["A"]
    assert "the standard gives B" in said_of


OTHER = "content/rewards/extra-bonus.yml"
# A reward that rests on no rule, and before the others in the order of the ids.
FLAT: dict[str, str | None] = {
    "content/rewards/allowance.yml": (BASE["content/rewards/quarterly-bonus.yml"] or "")
    .replace("basis: {rule: scorecard}\n", "")
    .replace('{base: "CNY 30,000", times: coefficient', '{flat: "CNY 1,000"')
    .split("budget:")[0]
}
ROWS = {
    who: f"  - {{person: {who}, {row}}}\n"
    for who, row in {
        "p-2": 'total: 109.00, grade: A, amount: "CNY 36,000.00"',
        "p-3": 'total: 85.00, grade: B, amount: "CNY 30,000.00"',
        "p-5": 'total: 107.20, grade: B, amount: "CNY 30,000.00"',
        "p-6": 'total: 100.00, grade: B, amount: "CNY 30,000.00"',
        "p-7": 'total: 0.00, grade: C, amount: "CNY 15,000.00"',
    }.items()
}
LIFTED = (
    '  - {person: p-2, total: 109.00, grade: A, amount: "CNY 36,000.00", exception: {from: grades, '
    "reason: {zh: 特批, en: Granted}, approved_by: p-1, on: 2026-10-11}}\n"
)


def two_lists(quarterly: str, extra: str, old: str = "", new: str = "", reward: str = "") -> dict[str, str | None]:
    """The five managers on the lists of two rewards that rest on one rule; that of the extra bonus is the first by its id.

    A text of its result can be replaced, and something can be added to the reward.
    """
    files = company() | FLAT
    files[OTHER] = (files["content/rewards/quarterly-bonus.yml"] or "") + reward
    text = files[RESULT] or ""
    listed = "".join(ROWS.values())
    assert listed in text
    files[RESULT] = text.replace(listed, quarterly)
    head = text.split("recipients:")[0].replace("reward: quarterly-bonus", "reward: extra-bonus")
    assert old in head
    head = head.replace(old, new)
    files["content/results/2026-q3/extra-bonus.yml"] = f"{head}recipients:\n{extra}"
    return files


def counted(files: dict[str, str | None]) -> tuple[str, Fraction | str | None, int | None]:
    """Of the one on the quarterly list who comes after p-2: who it is, the grade, and how many are counted."""
    found, _ = recomputed(files)
    one = next(one for one in found.recipients if one.who.id in ("p-5", "p-6"))
    if one.trouble is not None:
        return one.who.id, str(one.trouble), None
    people = one.inputs.get("group/people")
    return one.who.id, one.steps["grade"].value, int(people.value) if people is not None else None


REST = "".join(ROWS[who] for who in ("p-5", "p-6"))


def test_everyone_on_a_list_of_the_rule_is_of_the_group() -> None:
    """p-2 with the best total is on the other list, and takes the one place of five."""
    second = ROWS["p-2"] + ROWS["p-3"] + ROWS["p-7"]
    assert counted(two_lists(REST, second)) == ("p-5", "B", 5)
    # A list of another period is of another group, and so is one of which nothing can be computed.
    elsewhere = two_lists(REST, second, "period: 2026-q3", "period: 2026")
    assert counted(elsewhere) == ("p-5", "B", 5)
    untold = two_lists(REST, LIFTED, reward="accumulation: {over: year, true_up: true}\n")
    assert counted(untold) == ("p-5", "B", 5)


def test_someone_on_two_lists_counts_once_by_the_first() -> None:
    """On the list of the extra bonus the grade of p-2 is excepted, and takes nobody's place; the second changes nothing."""
    assert counted(two_lists(ROWS["p-2"] + REST, LIFTED + ROWS["p-3"] + ROWS["p-7"])) == ("p-5", "A", 5)
    assert counted(two_lists(LIFTED + REST, ROWS["p-2"] + ROWS["p-3"] + ROWS["p-7"])) == ("p-5", "B", 5)


def test_whom_no_list_names_is_scored_by_any_that_has_their_figures() -> None:
    """The extra bonus cites no conduct: of p-7, who is on neither list, only the quarterly one has a total."""
    listed = "".join(ROWS[who] for who in ("p-2", "p-3"))
    files = two_lists(listed + REST, "", "2026-q3-revenue, 2026-q3-conduct", "2026-q3-revenue")
    files["content/results/2026-q3/extra-bonus.yml"] = (files["content/results/2026-q3/extra-bonus.yml"] or "").replace(
        "recipients:\n", "recipients: []\n"
    )
    assert counted(files) == ("p-5", "B", 5)


def test_who_is_on_no_list_and_has_several_figures_leaves_it_open() -> None:
    goal = "content/goals/p-7.yml"
    files = company()
    files[RESULT] = (files[RESULT] or "").replace(ROWS["p-7"], "")
    files["content/goals/p-7-again.yml"] = files[goal]
    assert counted(files)[1] == "group: p-7"
    # One who has no goal has no score, and is not of the group; four are too few for a limit.
    assert counted({**files, goal: None, "content/goals/p-7-again.yml": None}) == ("p-5", "A", 4)


def test_a_group_with_teams_is_those_on_the_lists() -> None:
    team = '  - {team: east, total: 109.00, grade: A, amount: "CNY 36,000.00"}\n'
    files = two_lists(ROWS["p-2"] + ROWS["p-3"] + REST, team)
    files[OTHER] = (files[OTHER] or "").replace("applies_to: {role: regional-manager}", "applies_to: {team: [east]}")
    files["content/goals/east-as-a-team.yml"] = (files["content/goals/p-5.yml"] or "").replace(
        "person/p-5", "team/east"
    )
    files[REVENUE] = (files[REVENUE] or "").replace("person,value", "person,team,value").replace('"CNY', ',"CNY')
    files[REVENUE] = (files[REVENUE] or "") + ',east,"CNY 20,000,000"\n'
    files[ACTUALS] = (files[ACTUALS] or "") + "  - {team: east, metric: collection-rate, value: 96%}\n"
    # p-7 is on neither list: four people and a team.
    assert counted(files) == ("p-5", "B", 5)


def test_a_group_that_could_not_be_read_is_not_guessed() -> None:
    files = company()
    unread: dict[str, str | None] = {
        "content/people/more.yml": "- {id: p-9, name: {zh: 某人, en: Someone}, joined: soon}\n"
    }
    assert counted(files | unread)[1] == "evidence: results, people"
    unread = {"content/results/2026-q2.yml": "title: [\n"}
    assert counted(files | unread)[1] == "evidence: results, people"


def test_a_proposal_counts_those_whom_it_would_list() -> None:
    files = company()
    library = site({**files, RESULT: None}).library
    assert [f"{one.person and one.person.id} {one.grade}" for one in proposed(library)] == [
        "p-2 A", "p-3 B", "p-5 B", "p-6 B", "p-7 C",
    ]  # fmt: skip
    # Beside the list of another reward, which has the best of them, and cites less than the proposal does.
    files = two_lists(REST, "", "2026-q3-revenue, 2026-q3-conduct", "2026-q3-revenue")
    extra = "content/results/2026-q3/extra-bonus.yml"
    files[extra] = (files[extra] or "").replace("recipients:\n", "recipients: []\n")
    assert [one.grade for one in proposed(site({**files, RESULT: None}).library)] == ["A", "B", "B", "B", "C"]
    files = two_lists(REST, ROWS["p-2"])
    assert [f"{one.person and one.person.id} {one.grade}" for one in proposed(site({**files, RESULT: None}).library)] == [
        "p-2 A", "p-3 B", "p-5 B", "p-6 B", "p-7 C",
    ]  # fmt: skip


def proposed(library: Library) -> tuple[Recipient, ...]:
    reward, period = library.get(Reward, "quarterly-bonus"), library.get(Period, "2026-q3")
    assert reward is not None
    assert period is not None
    return propose(library, reward, period, Wanted(dt.date(2026, 10, 12))).award.recipients


def test_a_result_is_graded_by_the_limits_that_counted_for_it() -> None:
    """Nobody of two was an A where 20% of them could be one; without the limits of then, p-2 has 109 points and is."""
    then = rule()
    library = replace(site().library, wordings=Before("2026-q3-quarterly-bonus", {then.ref: then}))
    award = library.get(AwardResult, "2026-q3-quarterly-bonus")
    assert award is not None
    grounds = Grounds(library)
    # Asked for twice of the same groups, as by two results of one wording.
    for groups in (None, of_both := Groups(grounds), of_both):
        found = recompute(grounds, award, groups)
        assert [figure.computed for figure in found.recipients[0].figures if figure.name == "grade"] == ["B"]
    assert of_both.under(award) is not of_both
    assert of_both.under(award).grounds is grounds.under(award)
    now = Groups(Grounds(site().library))
    assert now.under(award) is now


def test_limits_that_limit_no_grade_let_nothing_depend_on_others() -> None:
    """They are refused as PS615; a program that asked for places would bring troubles that lead away from it."""
    limits = "grade_limits: {minimum_group: 1, counts: largest remainder, ties: keep}\n"
    found = site(changed(RULE, "examples:", limits + "examples:")).library.records["rule"]["scorecard"]
    assert isinstance(found, ScoringRule)
    assert not is_limited(found)
    assert is_limited(rule())
    assert not is_limited(replace(rule(), grade_limits=None))
