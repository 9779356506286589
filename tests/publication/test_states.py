"""Where standards and results stand on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from perfsite.publication.states import Stretch, days_in_force, promptness, result_state, standard_state
from perfsite.publication.working_days import NoDay, site_calendar
from perfsite.records.goal import Goal
from perfsite.records.library import Library
from perfsite.records.period import Period
from perfsite.records.result import AwardResult
from perfsite.records.rule import ScoringRule
from tests.site_builder import BASE, changed, problems, site

RESULT = "content/results/2026-q3/quarterly-bonus.yml"
RULE = "content/rules/scorecard.yml"
NOTICE = "notice: {from: 2026-10-13}\n"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def bonus(library: Library) -> AwardResult:
    found = library.get(AwardResult, "2026-q3-quarterly-bonus")
    assert found is not None
    return found


def state_on(text: str, files: Mapping[str, str | None] | None = None) -> tuple[str, object]:
    library = site(files).library
    state = result_state(bonus(library), day(text), library.site.policy, site_calendar(library))
    return state.name, state.days_left


@pytest.mark.parametrize(
    ("on", "name", "left"),
    [
        ("2026-10-11", "decided", None),  # before it was decided there is nothing better to say of it
        ("2026-10-12", "decided", None),
        ("2026-10-13", "open", 7),
        ("2026-10-16", "open", 4),
        ("2026-10-18", "open", 4),  # a Sunday
        ("2026-10-22", "open", 0),
        ("2026-10-23", "final", None),
    ],
)
def test_a_result_from_decision_to_final(on: str, name: str, left: int | None) -> None:
    assert state_on(on) == (name, left)


def test_the_last_days_of_notice_and_of_objection() -> None:
    library = site().library
    state = result_state(bonus(library), day("2026-10-14"), library.site.policy, site_calendar(library))
    assert (state.notice_end, state.object_until, state.open_until) == (
        day("2026-10-20"),
        day("2026-10-22"),
        day("2026-10-22"),
    )
    assert state.unit == "working days"


def test_the_worked_figure_of_a_notice_over_the_national_holiday() -> None:
    files = changed(RESULT, NOTICE, "notice: {from: 2025-09-26}\n")
    library = site(files).library
    state = result_state(bonus(library), day("2025-09-29"), library.site.policy, site_calendar(library))
    assert state.notice_end == day("2025-10-10")


def test_an_unanswered_objection_keeps_a_result_from_being_final() -> None:
    files = changed(RESULT, "    answered: 2026-10-19\n    outcome: rejected\n", "")
    assert state_on("2026-10-22", files) == ("open", 0)
    assert state_on("2026-10-23", files) == ("being answered", None)
    answered_late = changed(RESULT, "answered: 2026-10-19", "answered: 2026-10-26")
    assert state_on("2026-10-25", answered_late) == ("being answered", None)
    assert state_on("2026-10-26", answered_late) == ("final", None)


def test_a_correction_starts_the_clock_again() -> None:
    files = changed(
        RESULT,
        NOTICE,
        NOTICE
        + "corrections:\n  - {on: 2026-10-21, about: p-3, field: total, was: '84.00', now: '85.00', reason: {zh: 更正, en: Corrected}}\n",
    )
    assert state_on("2026-10-20", files) == ("open", 2)
    assert state_on("2026-10-21", files) == ("corrected", 7)
    assert state_on("2026-10-30", files) == ("corrected", 0)
    assert state_on("2026-10-31", files) == ("final", None)


def test_a_result_can_be_withdrawn() -> None:
    files = changed(RESULT, NOTICE, NOTICE + "withdrawn: {on: 2026-10-16, reason: {zh: 数据有误, en: Wrong data}}\n")
    assert state_on("2026-10-15", files)[0] == "open"
    assert state_on("2026-10-16", files) == ("withdrawn", None)


def test_a_result_whose_clock_cannot_be_counted_is_not_final() -> None:
    files = changed(RESULT, NOTICE, "notice: {from: 2026-12-30}\n")
    assert state_on("2027-02-01", files) == ("open", NoDay("year", 2027))


def test_a_site_without_policy_has_no_clock() -> None:
    files = {"perfsite.yml": "title: {zh: 站点, en: Site}\ncalendar: cn\n"}
    assert state_on("2026-10-13", files) == ("final", None)


def test_promptness_counts_the_days_of_the_promise() -> None:
    library = site(changed(RESULT, NOTICE, "notice: {from: 2026-10-27}\n")).library
    found = promptness(bonus(library), day("2026-11-02"), library.site.policy, site_calendar(library))
    assert (found.days, found.unit, found.due, found.late) == (11, "working days", day("2026-10-26"), True)
    waiting = promptness(bonus(library), day("2026-10-20"), library.site.policy, site_calendar(library))
    assert (waiting.days, waiting.late) == (6, False)


def test_promptness_without_a_promise_counts_days() -> None:
    library = site({"perfsite.yml": "title: {zh: 站点, en: Site}\n"}).library
    found = promptness(bonus(library), day("2026-11-02"), library.site.policy, None)
    assert (found.days, found.unit, found.due, found.late) == (1, "days", None, False)


def test_promptness_that_cannot_be_known() -> None:
    library = site(changed(RESULT, NOTICE, "notice: {from: 2027-01-20}\n")).library
    found = promptness(bonus(library), day("2027-02-01"), library.site.policy, site_calendar(library))
    assert found.late is True  # the last day was in a year that is known
    assert found.days == NoDay("year", 2027)


SECOND = BASE[RULE].replace("in_force: {from: 2026-01-01}", "in_force: {from: 2026-07-01}\nreplaces: scorecard")


@pytest.mark.parametrize(
    ("on", "first", "second"),
    [
        ("2025-12-01", "draft", "draft"),
        ("2025-12-20", "approved", "approved"),
        ("2026-01-01", "in force", "approved"),
        ("2026-06-30", "in force", "approved"),
        ("2026-07-01", "superseded", "in force"),
    ],
)
def test_a_standard_and_the_one_that_replaces_it(on: str, first: str, second: str) -> None:
    library = site({"content/rules/scorecard-2.yml": SECOND}).library
    old, new = library.get(ScoringRule, "scorecard"), library.get(ScoringRule, "scorecard-2")
    assert old is not None
    assert new is not None
    assert standard_state(old, day(on), replaced_by=new).name == first
    assert standard_state(new, day(on)).name == second
    assert days_in_force(old, new) == Stretch(day("2026-01-01"), day("2026-06-30"))


def test_a_standard_that_ends_and_one_without_dates() -> None:
    library = site(
        changed(RULE, "in_force: {from: 2026-01-01}", "in_force: {from: 2026-01-01, until: 2026-09-30}")
    ).library
    rule = library.get(ScoringRule, "scorecard")
    assert rule is not None
    assert standard_state(rule, day("2026-09-30")).name == "in force"
    assert standard_state(rule, day("2026-10-01")).name == "superseded"
    undated = site(changed(RULE, "in_force: {from: 2026-01-01}\n", "")).library.get(ScoringRule, "scorecard")
    assert undated is not None
    assert standard_state(undated, day("2026-09-30")).name == "approved"


def test_a_goal_counts_through_its_period() -> None:
    library = site().library
    goal, period = library.get(Goal, "east-revenue"), library.get(Period, "2026-q3")
    assert goal is not None
    assert standard_state(goal, day("2026-06-30"), period=period).name == "approved"
    assert standard_state(goal, day("2026-07-01"), period=period).name == "in force"
    assert standard_state(goal, day("2026-10-01"), period=period).name == "superseded"


RETENTION = changed("perfsite.yml", "  notice: 5 working days\n", "  notice: 5 working days\n  retention: 3 months\n")


def test_a_replaced_standard_whose_day_cannot_be_read_is_no_fault_of_ours() -> None:
    newer = BASE[RULE].replace("from: 2026-01-01", "from: 2026-10-01") + "replaces: scorecard\n"
    files = {"content/rules/scorecard-2.yml": newer, RULE: BASE[RULE].replace("from: 2026-01-01", "from: soon")}

    assert [problem.code for problem in problems(files) if problem.span.file == RULE] == ["PS411"]


CORRECTION = "corrections:\n  - {on: 2026-10-21, about: p-3, field: total, was: '84.00', now: '85.00', reason: {zh: 更正, en: Corrected}}\n"
WITHDRAWAL = "withdrawn: {on: 2026-10-16, reason: {zh: 数据有误, en: Wrong data}}\n"


@pytest.mark.parametrize(
    ("more", "kept", "last", "then"),
    [
        ("", "2027-01-13", "final", "archived"),
        (CORRECTION, "2027-01-21", "final", "archived"),
        (WITHDRAWAL, "2027-01-16", "withdrawn", "archived"),
    ],
)
def test_a_result_is_archived_after_its_retention(more: str, kept: str, last: str, then: str) -> None:
    files = RETENTION | changed(RESULT, NOTICE, NOTICE + more)
    assert state_on(kept, files)[0] == last
    assert state_on(str(day(kept) + dt.timedelta(days=1)), files)[0] == then


def test_what_is_open_or_being_answered_is_not_archived() -> None:
    unanswered = changed(RESULT, "    answered: 2026-10-19\n    outcome: rejected\n", "")
    assert state_on("2027-06-01", RETENTION | unanswered)[0] == "being answered"
    short = changed("perfsite.yml", "  notice: 5 working days\n", "  notice: 5 working days\n  retention: 3 days\n")
    assert state_on("2026-10-20", short)[0] == "open"
    assert state_on("2026-10-23", short)[0] == "archived"
    unpublished = changed(RESULT, NOTICE, "", BASE[RESULT][BASE[RESULT].index("objections:") :], "")
    assert state_on("2027-06-01", RETENTION | unpublished)[0] == "decided"


@pytest.mark.parametrize(
    ("on", "name"),
    [("2025-12-14", "draft"), ("2025-12-15", "approved"), ("2025-12-31", "approved"), ("2026-01-01", "in force")],
)
def test_a_standard_on_the_days_at_which_it_changes(on: str, name: str) -> None:
    rule = site().library.get(ScoringRule, "scorecard")
    assert rule is not None
    assert standard_state(rule, day(on)).name == name


def test_an_objection_received_after_the_clock_makes_a_result_unsettled_again() -> None:
    files = changed(
        RESULT, "received: 2026-10-15", "received: 2026-10-26", "answered: 2026-10-19", "answered: 2026-10-30"
    )
    assert [state_on(f"2026-10-{n}", files)[0] for n in (25, 26, 29, 30)] == [
        "final",
        "being answered",
        "being answered",
        "final",
    ]
