"""From when a change counts, whether it reaches back, and which periods it meets in the middle."""

from __future__ import annotations

import datetime as dt

import pytest

from perfsite.impact.reach import Timing
from perfsite.publication.reaching_back import reach_of
from perfsite.records.reward import Reward
from tests.impact.test_classes import GOAL, REWARD, RULE, Files, impact, only
from tests.site_builder import BASE, changed, site

DAY = dt.date(2026, 8, 20)
Q4 = {
    "content/periods/2026-q4.yml": "title: {zh: 第四季度, en: Q4}\ntype: quarter\nfrom: 2026-10-01\nto: 2026-12-31\nparent: 2026\n"
}
MORE = ("CNY 30,000", "CNY 31,000")
NOTE = "changes: [{on: 2026-08-20, note: {zh: 提高基数, en: A higher base}%s}]\nevery:"
APPROVED = ", reaching_back: {approved_by: p-4, reason: {zh: 已说好, en: Agreed}}"


def timing(files: Files, day: dt.date = DAY, base: Files | None = None) -> Timing | None:
    return only(impact(files, {**Q4, **(base or {})}, day)).timing


def test_a_change_that_names_no_day_counts_at_once_and_does_not_reach_back() -> None:
    for note in ("every:", NOTE % ""):
        found = timing(changed(REWARD, *MORE, "every:", note))

        assert found is not None
        assert (found.effect, found.stated, found.back) == (DAY, False, None)
        assert [period.id for period in found.periods] == ["2026-q3"]


@pytest.mark.parametrize(
    ("effective", "back", "touched"),
    [
        ("2026-07-15", True, ["2026-q3"]),  # before the comparison
        ("2026-08-20", False, ["2026-q3"]),  # today, in a quarter that has begun
        ("2026-09-01", False, ["2026-q3"]),  # later, in a quarter that has begun
        ("2026-10-01", None, None),  # with the next quarter
    ],
)
def test_a_change_counts_from_the_day_that_its_note_states(
    effective: str, back: bool | None, touched: list[str] | None
) -> None:
    found = timing(changed(REWARD, *MORE, "every:", NOTE % f", effective: {effective}"))

    assert (None if found is None else [period.id for period in found.periods]) == touched
    assert (None if found is None else found.back is not None) == back


def test_it_is_the_definition_of_the_pages_and_the_check() -> None:
    files = changed(REWARD, *MORE, "every:", NOTE % f", effective: 2026-07-15{APPROVED}")
    found = timing(files)
    before, after = (site(one).library.get(Reward, "quarterly-bonus") for one in ({}, files))
    assert before is not None
    assert after is not None

    assert found is not None
    assert found.back == reach_of(before, after, DAY)
    assert found.back is not None
    assert found.back.approved is not None


def test_on_the_day_a_period_begins_it_meets_no_period_in_the_middle() -> None:
    files = changed(REWARD, *MORE, "every:", NOTE % ", effective: 2026-10-01")
    assert timing(files, dt.date(2026, 10, 1)) is None
    late = timing(files, dt.date(2026, 10, 2))
    assert late is not None
    assert late.back is not None


def test_texts_never_reach_back() -> None:
    assert timing(changed(RULE, "大区经理季度评分,", "大区经理的季度评分,")) is None


def test_a_target_that_is_changed_once_its_period_has_begun_meets_it_in_the_middle() -> None:
    target = ("target: CNY 800万", "target: CNY 900万")

    assert timing(changed(GOAL, *target), dt.date(2026, 6, 30)) is None
    found = timing(changed(GOAL, *target))
    assert found is not None
    assert (found.effect, found.back, [period.id for period in found.periods]) == (DAY, None, ["2026-q3"])


def test_a_revision_of_a_target_counts_from_its_own_day() -> None:
    revised = BASE[GOAL] + "revisions: [{on: 2026-08-25, effective: 2026-09-01, target: CNY 700万, reason: {zh: 停产, en: Plant closed}, approved_by: p-1}]\n"  # fmt: skip

    found = timing({GOAL: revised})

    assert found is not None
    assert found.effect == dt.date(2026, 9, 1)


def test_a_revision_without_a_day_of_effect_counts_from_its_decision() -> None:
    revised = (
        BASE[GOAL]
        + "revisions: [{on: 2026-08-05, target: CNY 700万, reason: {zh: 停产, en: Plant closed}, approved_by: p-1}]\n"
    )

    found = timing({GOAL: revised})

    assert found is not None
    assert found.effect == dt.date(2026, 8, 5)
    assert found.back is not None


def test_an_end_that_is_moved_into_the_past_reaches_back() -> None:
    found = timing(changed(REWARD, "in_force: {from: 2026-01-01}", "in_force: {from: 2026-01-01, until: 2026-06-30}"))
    assert found is not None
    assert found.back is not None
    assert found.effect == dt.date(2026, 6, 30)
    ahead = changed(REWARD, "in_force: {from: 2026-01-01}", "in_force: {from: 2026-01-01, until: 2026-09-30}")
    assert timing(ahead) is None


def test_days_off_ahead_touch_no_period_before_them() -> None:
    calendar, day_off = "content/calendars/cn.yml", "  - {title: {zh: 店庆, en: Anniversary}, from: %s}\nworkdays:"

    assert timing(changed(calendar, "workdays:", day_off % "2026-12-24")) is None
    assert timing(changed(calendar, "workdays:", day_off % "2026-08-03")) is not None
