"""Working days of a Chinese calendar, and lengths of time from a day."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from decimal import Decimal

import pytest

from perfsite.publication.durations import add_duration, count_days
from perfsite.publication.working_days import NoDay, WorkingCalendar, site_calendar
from perfsite.records.quantities import Quantity, parse_duration
from tests.site_builder import changed, site


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture(scope="module")
def cn() -> WorkingCalendar:
    found = site_calendar(site().library)
    assert found is not None
    return found


def test_five_working_days_over_the_national_holiday(cn: WorkingCalendar) -> None:
    """Published on a Friday: Sunday the 28th is a make-up day, the holiday lasts until the 8th, the 11th is a make-up day."""
    assert cn.add(day("2025-09-26"), 5) == day("2025-10-10")


@pytest.mark.parametrize(
    ("text", "working"),
    [
        ("2025-09-26", True),  # a Friday
        ("2025-09-27", False),  # a Saturday
        ("2025-09-28", True),  # a Sunday on which people make up for the holiday
        ("2025-10-01", False),
        ("2025-10-08", False),  # the last day of the holiday, a Wednesday
        ("2025-10-09", True),
        ("2025-10-11", True),  # a Saturday, made up
    ],
)
def test_whether_a_day_is_worked(cn: WorkingCalendar, text: str, working: bool) -> None:
    assert cn.is_working(day(text)) is working


def test_the_first_day_is_not_counted(cn: WorkingCalendar) -> None:
    assert cn.add(day("2026-10-13"), 1) == day("2026-10-14")
    assert cn.add(day("2026-10-13"), 0) == day("2026-10-13")
    assert cn.add(day("2026-10-09"), 1) == day("2026-10-10")  # a make-up Saturday


def test_days_between_match_days_added(cn: WorkingCalendar) -> None:
    first = day("2025-09-26")
    for count in range(60):
        last = cn.add(first, count)
        assert isinstance(last, dt.date)
        assert cn.between(first, last) == count
    assert cn.between(day("2026-10-20"), day("2026-10-12")) == 0


def test_a_year_that_is_not_covered_is_no_guess(cn: WorkingCalendar) -> None:
    assert cn.add(day("2026-12-30"), 1) == day("2026-12-31")
    assert cn.add(day("2026-12-30"), 2) == NoDay("year", 2027)
    assert cn.is_working(day("2027-01-04")) == NoDay("year", 2027)
    assert cn.between(day("2026-12-30"), day("2027-01-04")) == NoDay("year", 2027)
    with pytest.raises(TypeError):
        bool(cn.is_working(day("2027-01-04")))


NATIONAL = "title: {zh: 中国工作日历, en: Chinese working days}\ncountry: CN\n"


def national(more: str = "") -> WorkingCalendar:
    found = site_calendar(site({"content/calendars/cn.yml": NATIONAL + more}).library)
    assert found is not None
    return found


def test_the_library_has_the_days_that_were_announced(cn: WorkingCalendar) -> None:
    """The base has them typed from the State Council's notices of the two years."""
    china = national()
    first = day("2025-01-01")
    days = [first + dt.timedelta(days=n) for n in range(730)]
    assert [d for d in days if china.is_working(d) is not cn.is_working(d)] == []
    assert china.add(day("2025-09-26"), 5) == day("2025-10-10")


def test_what_is_not_announced_is_not_known() -> None:
    """Other libraries compute the next year's holidays from their rules, without the make-up days that come with them."""
    last = max(national().years)
    assert national().is_working(dt.date(last, 12, 31)) in (True, False)
    assert national().is_working(dt.date(last + 1, 1, 4)) == NoDay("year", last + 1)
    typed = national(
        f"years: [{last + 1}]\nholidays:\n  - {{title: {{zh: 元旦, en: New Year}}, from: {last + 1}-01-01}}\n"
    )
    assert typed.is_working(dt.date(last + 1, 1, 1)) is False
    assert typed.is_working(day("2025-09-28")) is True


def test_a_sites_own_days_come_before_the_countrys() -> None:
    own = national(
        "holidays:\n  - {title: {zh: 司庆, en: Anniversary}, from: 2025-10-10, to: 2025-10-11}\nworkdays: [2025-10-08]\n"
    )
    assert own.is_working(day("2025-10-08")) is True  # worked though the country is off
    assert own.is_working(day("2025-10-10")) is False  # a Friday, closed
    assert own.is_working(day("2025-10-11")) is False  # closed though the country makes up for the holiday
    assert own.add(day("2025-09-26"), 5) == day("2025-10-09")


def test_the_library_is_loaded_only_where_a_calendar_asks_for_it() -> None:
    script = "import sys, perfsite.publication.states, perfsite.pipeline; print('chinese_calendar' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


def test_a_week_can_be_another() -> None:
    files = changed(
        "content/calendars/cn.yml",
        "years: [2025, 2026]\n",
        "years: [2025, 2026]\nworking_week: [sun, mon, tue, wed, thu]\n",
    )
    found = site_calendar(site(files).library)
    assert found is not None
    assert found.is_working(day("2026-11-06")) is False  # a Friday
    assert found.is_working(day("2026-11-08")) is True  # a Sunday


def test_a_site_without_a_calendar_has_none() -> None:
    assert site_calendar(site({"content/calendars/cn.yml": None}).library) is None


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        ("2026-01-31", "1 month", "2026-02-28"),
        ("2028-01-31", "1 month", "2028-02-29"),
        ("2026-01-31", "13 months", "2027-02-28"),
        ("2026-11-30", "1 quarter", "2027-02-28"),
        ("2024-02-29", "2 years", "2026-02-28"),
        ("2026-10-13", "10 days", "2026-10-23"),
        ("2026-10-13", "2 weeks", "2026-10-27"),
        ("2025-09-26", "5 working days", "2025-10-10"),
        ("2026-12-31", "0 months", "2026-12-31"),
    ],
)
def test_lengths_of_time(cn: WorkingCalendar, start: str, duration: str, end: str) -> None:
    length = parse_duration(duration)
    assert isinstance(length, Quantity)
    assert add_duration(day(start), length, cn) == day(end)


@pytest.mark.parametrize(
    ("value", "unit", "why"),
    [
        ("3", "hours", "unit"),
        ("2", "periods", "unit"),
        ("1.5", "months", "fraction"),
        ("9999", "years", "range"),
        ("9999999999", "days", "range"),
        ("999999", "days", "range"),
        ("99999999", "weeks", "range"),
    ],
)
def test_lengths_that_lead_to_no_day(cn: WorkingCalendar, value: str, unit: str, why: str) -> None:
    assert add_duration(day("2026-10-13"), Quantity(Decimal(value), unit), cn) == NoDay(why)


def test_working_days_without_a_calendar() -> None:
    assert add_duration(day("2026-10-13"), Quantity(Decimal(5), "working days"), None) == NoDay("calendar")
    assert count_days(day("2026-10-13"), day("2026-10-20"), "working days", None) == NoDay("calendar")
    assert count_days(day("2026-10-13"), day("2026-10-20"), "days", None) == 7
