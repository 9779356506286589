"""By which wording of its standards a result is judged, in repositories with a past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import pytest

from perfsite.diagnostics import Diagnostic
from perfsite.pipeline import Loaded, examine, find_audience, judge_by, load, load_history, set_type
from perfsite.project import Project
from perfsite.publication.decided import Wordings
from perfsite.records.references import Ref
from perfsite.records.result import AwardResult, PromotionResult
from perfsite.scoring.outcomes import recompute_all
from perfsite.site.outcomes import shared_parts
from perfsite.site.promises import view_promises
from tests.history.repository import Repository
from tests.site_builder import AS_OF, BASE

RULE = "content/rules/scorecard.yml"
REWARD = "content/rewards/quarterly-bonus.yml"
CRITERIA = "content/promotion/m1-to-m2.yml"
GOAL = "content/goals/shanghai-revenue.yml"
RESULT = "content/results/2026-q3/quarterly-bonus.yml"
# With these weights p-2 and p-3 have totals of 107.50 and 82.50 where 109.00 and 85.00 are published.
WEIGHTS = BASE[RULE].replace("weight: 60%", "weight: 50%").replace("weight: 40%", "weight: 50%")
WEIGHTS = WEIGHTS[: WEIGHTS.index("examples:")] + (
    "examples:\n"
    "  - title: {zh: 略超目标, en: Just above target}\n"
    "    given: {revenue: {target: CNY 1000万, actual: CNY 1100万}, collection: 96%, compliance-breaches: 0}\n"
    "    expect: {revenue: 115, collection: 100, total: 107.50, grade: A}\n"
)
APPROVED = ", reaching_back: {approved_by: p-4, reason: {zh: 工会同意, en: Agreed with the works council}}"


def note(on: str, effective: str = "", more: str = "") -> str:
    from_ = f", effective: {effective}" if effective else ""
    return f"changes:\n  - {{on: {on}, note: {{zh: 改权重, en: Weights}}, major: true{from_}{more}}}\n"


@pytest.fixture
def company(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "site")
    at(repository, "2026-06-01")
    results = {name: text for name, text in BASE.items() if name.startswith("content/results/")}
    repository.commit("标准", {name: text for name, text in BASE.items() if name not in results})
    at(repository, "2026-10-13")
    repository.commit("结果", {**results})
    return repository


def at(repository: Repository, day: str) -> None:
    repository.time = int(dt.datetime.fromisoformat(f"{day}T10:00+08:00").timestamp())


def change(repository: Repository, day: str, files: dict[str, str | bytes | None]) -> None:
    at(repository, day)
    repository.commit("改", files)


def judged(repository: Repository, day: dt.date = AS_OF) -> Loaded:
    loaded = load(Project(repository.root))
    history = load_history(loaded)
    assert history is not None
    return judge_by(loaded, history, day)


def found(repository: Repository) -> list[Diagnostic]:
    """What is wrong with results, as far as it depends on a standard."""
    return [one for one in examine(judged(repository), AS_OF) if one.code in _OF_RESULTS]


def codes(problems: Iterable[Diagnostic]) -> list[str]:
    return [problem.code for problem in problems if problem.code in _OF_RESULTS]


_OF_RESULTS = ("PS706", "PS708", "PS731", "PS732", "PS733", "PS734", "PS735")
WRONG = ["PS731", "PS731"]


def versions(repository: Repository, kind: str = "award-result") -> dict[str, int]:
    """The standards that are judged by an earlier version, with its number."""
    library = judged(repository).library
    noun = AwardResult if kind == AwardResult.kind else PromotionResult
    (outcome,) = library.of(noun)
    assert library.wordings is not None
    return {str(ref): record.origin.version for ref, record in library.wordings.of(library, outcome).items()}


def test_a_standard_that_never_changed_is_taken_as_it_is(company: Repository) -> None:
    library = judged(company).library
    (award,) = library.of(AwardResult)

    assert library.under(award) is library
    assert found(company) == []


def test_a_change_after_the_decision_makes_no_result_wrong(company: Repository) -> None:
    change(company, "2026-10-20", {RULE: WEIGHTS})

    assert versions(company) == {"rule/scorecard": 1}
    assert found(company) == []
    # By the wording of now alone it would be wrong.
    assert codes(examine(load(Project(company.root)), AS_OF)) == WRONG


def test_a_change_before_the_decision_counts(company: Repository) -> None:
    change(company, "2026-09-20", {RULE: WEIGHTS})
    assert [problem.arguments["computed"] for problem in found(company)] == ["107.5", "82.5"]
    assert versions(company) == {}


def test_on_the_day_of_the_decision_a_change_still_counts(company: Repository) -> None:
    change(company, "2026-10-12", {RULE: WEIGHTS})

    assert codes(found(company)) == WRONG


@pytest.mark.parametrize(("effective", "counts"), [("2026-09-30", True), ("2026-10-01", False), ("2027-01-01", False)])
def test_a_change_that_counts_after_the_period_does_not_count_for_it(
    company: Repository, effective: str, counts: bool
) -> None:
    change(company, "2026-09-20", {RULE: WEIGHTS + note("2026-09-20", effective)})

    assert bool(found(company)) is counts
    assert versions(company) == ({} if counts else {"rule/scorecard": 1})


def test_a_change_that_reaches_back_by_approval_makes_old_results_wrong(company: Repository) -> None:
    change(company, "2026-10-20", {RULE: WEIGHTS + note("2026-10-20", "2026-07-01", APPROVED)})

    assert [problem.arguments["computed"] for problem in found(company)] == ["107.5", "82.5"]
    assert versions(company) == {}


@pytest.mark.parametrize(
    ("effective", "more"),
    [
        ("2026-07-01", ""),  # nobody approved it
        ("2026-10-01", APPROVED),  # approved, and of the time after the quarter
    ],
)
def test_a_change_that_does_not_reach_the_result_leaves_it(company: Repository, effective: str, more: str) -> None:
    change(company, "2026-10-20", {RULE: WEIGHTS + note("2026-10-20", effective, more)})

    assert found(company) == []
    assert versions(company) == {"rule/scorecard": 1}


def test_that_a_change_reaches_back_may_be_approved_later(company: Repository) -> None:
    change(company, "2026-10-20", {RULE: WEIGHTS})
    assert found(company) == []

    change(company, "2026-10-27", {RULE: WEIGHTS + note("2026-10-27", "2026-07-01", APPROVED)})
    assert codes(found(company)) == WRONG


def test_what_follows_a_change_that_reaches_back_does_not_come_with_it(company: Repository) -> None:
    back = note("2026-10-20", "2026-07-01", APPROVED)
    change(company, "2026-10-20", {RULE: BASE[RULE].replace("98%", "97%") + back})
    change(company, "2026-10-27", {RULE: WEIGHTS + back})

    assert versions(company) == {"rule/scorecard": 2}
    assert found(company) == []


def test_a_wording_that_does_not_parse_is_passed_over(company: Repository) -> None:
    change(company, "2026-09-20", {RULE: "components: [\n"})
    change(company, "2026-10-20", {RULE: WEIGHTS})

    assert versions(company) == {"rule/scorecard": 1}
    assert found(company) == []


def test_who_is_eligible_is_judged_as_it_was_decided(company: Repository) -> None:
    stricter = BASE[REWARD].replace("at_least: 3 months", "at_least: 10 years")
    change(company, "2026-10-20", {REWARD: stricter})

    assert versions(company) == {"reward/quarterly-bonus": 1}
    assert found(company) == []


def test_days_in_force_are_those_of_the_wording(company: Repository) -> None:
    change(
        company, "2026-12-20", {RULE: WEIGHTS.replace("in_force: {from: 2026-01-01}", "in_force: {from: 2027-01-01}")}
    )

    assert found(company) == []


def test_an_earlier_reward_may_rest_on_a_rule_that_is_gone(company: Repository) -> None:
    later = WEIGHTS.replace("title: {zh: 大区经理", "title: {zh: 新的大区经理")
    criteria = BASE[CRITERIA].replace("rule: scorecard", "rule: points")
    change(
        company,
        "2026-10-20",
        {RULE: None, "content/rules/points.yml": later, REWARD: BASE[REWARD].replace("rule: scorecard", "rule: points"), CRITERIA: criteria},
    )  # fmt: skip

    assert versions(company) == {"reward/quarterly-bonus": 1, "rule/scorecard": 1}
    assert found(company) == []


def test_a_target_that_was_changed_afterwards_does_not_count(company: Repository) -> None:
    change(company, "2026-10-20", {GOAL: BASE[GOAL].replace("CNY 1,200万", "CNY 1,100万")})

    assert versions(company) == {"goal/shanghai-revenue": 1}
    assert found(company) == []


@pytest.mark.parametrize(("on", "published", "counts"), [
    ("2026-09-28", "2026-10-20", False),  # of the quarter, and published after the decision
    ("2026-09-28", "2026-09-28", True),
    ("2026-10-08", "2026-10-08", False),  # after the quarter
])  # fmt: skip
def test_a_revision_counts_by_its_day_and_by_that_of_its_publication(
    company: Repository, on: str, published: str, counts: bool
) -> None:
    revised = (
        f"revisions:\n  - {{on: {on}, target: CNY 1,100万, reason: {{zh: 停产, en: A standstill}}, approved_by: p-1}}\n"
    )
    change(company, published, {GOAL: BASE[GOAL] + revised})

    assert bool(found(company)) is counts


def test_facts_are_as_they_are_known_now(company: Repository) -> None:
    figures = "content/actuals/2026-q3-revenue.csv"
    change(company, "2026-10-20", {figures: BASE[figures].replace("13,200,000", "12,000,000")})

    assert versions(company) == {}
    assert [problem.arguments["computed"] for problem in found(company)] == ["100"]


def test_a_promotion_is_judged_by_the_criteria_of_the_day(company: Repository) -> None:
    later = BASE[CRITERIA].replace("at_least: 12 months", "at_least: 20 years")
    change(company, "2026-10-25", {CRITERIA: later})

    assert versions(company, "promotion-result") == {"criteria/m1-to-m2": 1}
    assert found(company) == []


def test_criteria_that_begin_after_the_period_and_before_the_decision_count(company: Repository) -> None:
    later = BASE[CRITERIA].replace("at_least: 12 months", "at_least: 20 years") + note("2026-09-01", "2026-10-01")
    change(company, "2026-09-01", {CRITERIA: later})

    assert [problem.code for problem in found(company)] == ["PS734"]


def test_a_result_from_before_there_was_a_repository_is_judged_by_what_stood_when_it_came(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "young")
    at(repository, "2026-10-25")
    results = {name: text for name, text in BASE.items() if name.startswith("content/results/")}
    repository.commit("标准", {**{n: t for n, t in BASE.items() if n not in results}, RULE: WEIGHTS})
    change(repository, "2026-10-26", {RULE: BASE[RULE], **results})
    change(repository, "2026-10-28", {RULE: WEIGHTS})

    assert versions(repository) == {"rule/scorecard": 2}
    assert found(repository) == []


def test_a_record_that_moved_keeps_what_it_said(company: Repository) -> None:
    change(company, "2026-10-20", {RULE: None, "content/rules/2026/scorecard.yml": "id: scorecard\n" + WEIGHTS})

    assert versions(company) == {"rule/scorecard": 1}
    assert found(company) == []


def test_what_is_not_committed_counts_as_published_today(company: Repository) -> None:
    company.write({RULE: WEIGHTS})

    loaded = judged(company)
    assert isinstance(loaded.library.wordings, Wordings)
    assert loaded.library.wordings.pending == {Ref("rule", "scorecard")}
    assert versions(company) == {"rule/scorecard": 1}
    assert found(company) == []

    company.write({RULE: WEIGHTS + note("2026-11-02", "2026-07-01", APPROVED)})
    assert codes(found(company)) == WRONG


def test_line_ends_of_a_working_tree_change_nothing(company: Repository) -> None:
    change(company, "2026-10-20", {RULE: WEIGHTS})
    company.write({RULE: WEIGHTS.replace("\n", "\r\n")})

    loaded = judged(company)
    assert isinstance(loaded.library.wordings, Wordings)
    assert loaded.library.wordings.pending == set()
    assert versions(company) == {"rule/scorecard": 1}


def test_results_of_one_wording_are_judged_together(company: Repository) -> None:
    change(company, "2026-10-20", {RULE: WEIGHTS})
    library = judged(company).library
    (found,) = recompute_all(library)
    (award,) = library.of(AwardResult)

    assert library.under(award) is library.under(award)
    assert found.case is not None
    assert found.case.rule is not None
    assert found.case.rule.origin.version == 1
    assert found.differences == 0


LATER: dict[str, str | bytes | None] = {
    RESULT: BASE[RESULT]
    .replace("notice: {from: 2026-10-13}", "notice: {from: 2026-10-20}")
    .replace("received: 2026-10-15", "received: 2026-10-21")
    .replace("answered: 2026-10-19", "answered: 2026-10-26")
}


def promising(publish_within: int, answer_within: int) -> dict[str, str | bytes | None]:
    """The site with other promises, in working days."""
    text = BASE["perfsite.yml"].replace("publish_within: 10", f"publish_within: {publish_within}")
    return {"perfsite.yml": text.replace("answer_within: 10", f"answer_within: {answer_within}")}


def late(problems: Iterable[Diagnostic]) -> list[str]:
    return [problem.code for problem in problems if problem.code in ("PS712", "PS714")]


def test_a_promise_that_is_shortened_later_makes_nothing_late(company: Repository) -> None:
    """Published after 6 working days and answered after 3, when 10 of each were promised."""
    change(company, "2026-10-27", LATER)
    change(company, "2026-10-28", promising(2, 1))

    assert late(examine(judged(company), AS_OF)) == []
    # By what is promised now alone both would be late.
    assert late(examine(load(Project(company.root)), AS_OF)) == ["PS712", "PS714"]


def test_a_promise_that_is_lengthened_later_excuses_nothing(company: Repository) -> None:
    change(company, "2026-09-01", promising(2, 1))
    change(company, "2026-10-27", LATER)
    change(company, "2026-10-28", promising(10, 10))

    problems = [problem for problem in examine(judged(company), AS_OF) if problem.code in ("PS712", "PS714")]
    assert [(problem.code, str(problem.arguments["due"])) for problem in problems] == [
        ("PS712", "2026-10-14"),
        ("PS714", "2026-10-22"),
    ]


def test_a_promise_counts_from_the_day_on_which_it_is_published(company: Repository) -> None:
    """Shortened between the decision and the objection, on the day of the latter."""
    change(company, "2026-10-21", {**promising(2, 1), **LATER})

    assert late(examine(judged(company), AS_OF)) == ["PS714"]


def test_a_result_that_is_older_than_the_repository_is_measured_by_what_it_came_with(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "site")
    at(repository, "2026-10-27")
    repository.commit("全部", {**BASE, **LATER})
    change(repository, "2026-10-28", promising(2, 1))

    assert late(examine(judged(repository), AS_OF)) == []


def test_a_promise_that_is_not_committed_counts_from_today(company: Repository) -> None:
    change(company, "2026-10-27", LATER)
    company.write(promising(2, 1))
    loaded = judged(company)

    assert late(examine(loaded, AS_OF)) == []
    assert isinstance(loaded.library.wordings, Wordings)
    assert loaded.library.wordings.pending == {Ref("site", "site")}


@pytest.mark.parametrize("audience", ["hr", "managers", "everyone"])
def test_pages_measure_by_the_promise_of_the_day(company: Repository, audience: str) -> None:
    change(company, "2026-10-27", LATER)
    change(company, "2026-10-28", promising(2, 1))
    loaded = judged(company)
    rule = find_audience(loaded, audience)
    assert rule is not None
    for history in (load_history(loaded), None):
        edition = set_type(loaded, audience=rule, as_of=AS_OF, history=history).editions[0]
        view = view_promises(edition)
        (award,) = edition.library.of(AwardResult)

        assert view.late is None
        assert [sentence.key for sentence in view.promises] == [
            "promptness.promise", "promptness.promise-answer", "promptness.as-promised",
        ]  # fmt: skip
        assert shared_parts(award, edition)["late"] is None
        assert not [step for step in shared_parts(award, edition)["course"] if step.tone == "warning"]


def test_without_a_history_the_promise_of_today_counts(company: Repository) -> None:
    company.write({**LATER, **promising(2, 1)})
    loaded = load(Project(company.root))
    rule = find_audience(loaded, "hr")
    assert rule is not None

    assert late(examine(loaded, AS_OF)) == ["PS712", "PS714"]
    view = view_promises(set_type(loaded, audience=rule, as_of=AS_OF).editions[0])
    assert view.late is not None
    assert len(view.promises) == 2
