"""Figures and days: what is written is what is read, to the last digit, or it is refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfsite.importers.days import compile_format, read_moment
from perfsite.importers.figures import Figure, Refused, exact_product, exact_sum, read_figure

UTC8 = dt.timezone(dt.timedelta(hours=8))
FIGURES = st.decimals(min_value=Decimal("-1e12"), max_value=Decimal("1e12"), places=2, allow_nan=False)
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))


def value(text: str, decimal: str = "point") -> Decimal:
    found = read_figure(text, decimal)
    assert isinstance(found, Figure), (text, found)
    return found.value


@given(FIGURES)
def test_every_way_to_write_a_figure_is_that_figure(figure: Decimal) -> None:
    grouped = f"{abs(figure):,f}"
    sign = "-" if figure < 0 else ""
    for text in (f"{figure:f}", f"{figure:,f}", f"{sign}¥{grouped}", f"¥{sign}{grouped}", f"CNY {sign}{grouped}"):
        assert value(text) == figure
    assert value(f"{figure:f}".translate({ord(char): ord(char) + 0xFEE0 for char in "0123456789.-"})) == figure
    assert value(f"({grouped})") == -abs(figure)
    swapped = f"{figure:,f}".translate(str.maketrans(",.", ".,"))
    assert value(swapped, "comma") == figure
    assert value(f"{figure:f}万") == exact_product(figure, Decimal(10_000))


@given(st.text(max_size=30))
def test_any_text_is_a_figure_or_refused(text: str) -> None:
    found = read_figure(text)
    if isinstance(found, Figure):
        assert found.value.is_finite()
        assert any(char.isdigit() for char in text)
    for form in ("YYYY-MM-DD", "M/D/YYYY h:mm a", "D MMM YYYY"):
        moment = read_moment(text, (form,), UTC8)
        assert isinstance(moment, (dt.datetime, str))


@given(st.lists(FIGURES, max_size=20))
def test_sums_are_exact_in_any_order(values: list[Decimal]) -> None:
    total = exact_sum(values)
    assert total == exact_sum(reversed(values))
    assert total * 100 == sum(int(value * 100) for value in values)


@pytest.mark.parametrize(
    ("text", "currencies"),
    [
        ("¥5", {"CNY", "JPY"}), ("￥5", {"CNY", "JPY"}), ("5元", {"CNY"}), ("5 RMB", {"CNY"}), ("US$5", {"USD"}), ("€5", {"EUR"}),
        ("5 USD", {"USD"}), ("CN¥5", {"CNY"}), ("RMB ¥5", {"CNY"}), ("5", set()), ("3.5万元", {"CNY"}), ("人民币5元", {"CNY"}),
    ],
)  # fmt: skip
def test_signs_of_currencies(text: str, currencies: set[str]) -> None:
    found = read_figure(text)
    assert isinstance(found, Figure)
    assert found.currencies == currencies


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", ""), ("-", ""), ("n/a", ""), ("12a", ""), ("--5", ""), ("(-5)", ""), ("1.234,56", "decimal"), ("1,5", "decimal"),
        ("1,00,000", "grouping"), ("1.2.3", "grouping"), ("1,2345", "decimal"), ("12,3456.7", "grouping"), ("1E+05", "exponent"),
        ("1.5e3", "exponent"), ("$5 EUR", "marks"), ("¥5%", "marks"), ("9" * 25, "long"), ("٣", ""), ("1_000", ""), ("NaN", ""),
    ],
)  # fmt: skip
def test_what_could_be_read_in_two_ways_is_refused(text: str, hint: str) -> None:
    assert read_figure(text) == Refused(hint)


@given(DAYS)
def test_a_day_is_the_day_that_its_format_says(day: dt.date) -> None:
    written = {
        "YYYY-MM-DD": f"{day.year:04}-{day.month:02}-{day.day:02}",
        "YYYY/M/D": f"{day.year}/{day.month}/{day.day}",
        "M/D/YYYY": f"{day.month}/{day.day}/{day.year}",
        "D/M/YYYY": f"{day.day}/{day.month}/{day.year}",
        "YYYY年M月D日": f"{day.year}年{day.month}月{day.day}日",
        "D MMM YYYY": f"{day.day} {('Jan', 'Feb', 'Mar', 'Apr', 'May', 'June', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec')[day.month - 1]} {day.year}",
        "YYYY-MM-DD HH:mm": f"{day.year:04}-{day.month:02}-{day.day:02} 23:59",
    }
    for form, text in written.items():
        moment = read_moment(text, (form,), UTC8)
        assert isinstance(moment, dt.datetime), (form, text)
        assert moment.date() == day


@given(DAYS)
def test_two_formats_never_choose_between_two_days(day: dt.date) -> None:
    text = f"{day.day}/{day.month}/{day.year}"
    found = read_moment(text, ("D/M/YYYY", "M/D/YYYY"), UTC8)
    if day.day > 12 or day.day == day.month:
        assert isinstance(found, dt.datetime)
        assert found.date() == day
    else:
        assert found == "two"


@pytest.mark.parametrize(
    ("text", "form", "moment"),
    [
        ("2026-09-30T23:30:00Z", "YYYY-MM-DDTHH:mm:ssZ", "2026-10-01T07:30:00"),
        ("2026-09-30T23:30:00+0800", "YYYY-MM-DDTHH:mm:ssZ", "2026-09-30T23:30:00"),
        ("2026-09-30T23:30:00.125-04:00", "YYYY-MM-DDTHH:mm:ssZ", "2026-10-01T11:30:00"),
        ("9/30/2026 12:05 AM", "M/D/YYYY h:mm a", "2026-09-30T00:05:00"),
        ("2026/9/30 下午 3:05", "YYYY/M/D a h:mm", "2026-09-30T15:05:00"),
    ],
)
def test_a_moment_is_told_in_the_time_zone_of_the_site(text: str, form: str, moment: str) -> None:
    assert read_moment(text, (form,), UTC8) == dt.datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    "form",
    ["", "YYYY-MM", "MM/DD/YY", "YYYY-MM-DD-DD", "YYYY-MM-M-DD", "YYYY-MM-DD h:mm", "YYYY-MM-DD HH a", "dd.mm.yyyy"],
)
def test_a_format_without_year_month_and_day_is_none(form: str) -> None:
    assert compile_format(form) is None


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-13-01", "26-01-01", "1899-12-31", "2026-1-1", "2026-01-01 ", "２０２６-01-01"]
)
def test_a_day_that_is_none_is_refused(text: str) -> None:
    found = read_moment(text, ("YYYY-MM-DD",), UTC8)
    assert (found == "") == (text.strip() not in ("2026-01-01", "２０２６-01-01"))
