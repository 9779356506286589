"""From when a change counts, and whether it reaches back."""

from __future__ import annotations

import datetime as dt

import pytest

from perfsite.impact.reach import Reach
from tests.impact.test_classes import GOAL, REWARD, RULE, Files, impact, only
from tests.site_builder import BASE, changed

DAY = dt.date(2026, 8, 20)
Q4 = {
    "content/periods/2026-q4.yml": "title: {zh: 第四季度, en: Q4}\ntype: quarter\nfrom: 2026-10-01\nto: 2026-12-31\nparent: 2026\n"
}
MORE = ("CNY 30,000", "CNY 31,000")
NOTE = "changes: [{on: %s, note: {zh: 提高基数, en: A higher base}}]\nevery:"


def reach(files: Files, day: dt.date = DAY, base: Files | None = None) -> Reach | None:
    return only(impact(files, {**Q4, **(base or {})}, day)).reach


def test_a_change_that_names_no_day_counts_from_the_first_day_of_the_standard() -> None:
    found = reach(changed(REWARD, *MORE))

    assert found is not None
    assert (found.effect, found.stated) == (dt.date(2026, 1, 1), True)
    assert [period.id for period in found.periods] == ["2026-q3"]


@pytest.mark.parametrize(
    ("on", "touched"),
    [
        ("2026-07-15", ["2026-q3"]),  # before the comparison
        ("2026-08-20", ["2026-q3"]),  # today, in a quarter that has begun
        ("2026-09-01", ["2026-q3"]),  # later, in a quarter that has begun
        ("2026-10-01", None),  # with the next quarter
    ],
)
def test_a_change_counts_from_the_day_of_its_note(on: str, touched: list[str] | None) -> None:
    found = reach(changed(REWARD, *MORE, "every:", NOTE % on))

    assert (None if found is None else [period.id for period in found.periods]) == touched


def test_on_the_day_a_period_begins_it_does_not_reach_back() -> None:
    assert reach(changed(REWARD, *MORE, "every:", NOTE % "2026-10-01"), dt.date(2026, 10, 1)) is None
    assert reach(changed(REWARD, *MORE, "every:", NOTE % "2026-10-01"), dt.date(2026, 10, 2)) is not None


def test_texts_never_reach_back() -> None:
    assert reach(changed(RULE, "大区经理季度评分,", "大区经理的季度评分,")) is None


def test_a_target_reaches_back_once_its_period_has_begun() -> None:
    target = ("target: CNY 800万", "target: CNY 900万")

    assert reach(changed(GOAL, *target), dt.date(2026, 6, 30)) is None
    found = reach(changed(GOAL, *target))
    assert found is not None
    assert (found.effect, [period.id for period in found.periods]) == (dt.date(2026, 7, 1), ["2026-q3"])


def test_a_revision_of_a_target_counts_from_its_own_day() -> None:
    revised = BASE[GOAL] + "revisions: [{on: 2026-08-25, effective: 2026-09-01, target: CNY 700万, reason: {zh: 停产, en: Plant closed}, approved_by: p-1}]\n"  # fmt: skip

    found = reach({GOAL: revised})

    assert found is not None
    assert found.effect == dt.date(2026, 9, 1)


def test_an_end_that_is_moved_into_the_past_reaches_back() -> None:
    found = reach(changed(REWARD, "in_force: {from: 2026-01-01}", "in_force: {from: 2026-01-01, until: 2026-06-30}"))
    assert found is not None
    assert found.effect == dt.date(2026, 7, 1)
    ahead = changed(REWARD, "in_force: {from: 2026-01-01}", "in_force: {from: 2026-01-01, until: 2026-09-30}")
    assert reach(ahead) is None


def test_days_off_ahead_touch_no_period_before_them() -> None:
    calendar, day_off = "content/calendars/cn.yml", "  - {title: {zh: 店庆, en: Anniversary}, from: %s}\nworkdays:"

    assert reach(changed(calendar, "workdays:", day_off % "2026-12-24")) is None
    assert reach(changed(calendar, "workdays:", day_off % "2026-08-03")) is not None
