"""Quantities as people write them: exact, or refused with what to write instead."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfsite.diagnostics import CODES
from perfsite.records.quantities import (
    DURATION_UNITS,
    Quantity,
    Trouble,
    fold_width,
    parse_date,
    parse_duration,
    parse_moment,
    parse_money,
    parse_number,
    parse_percent,
    parse_quantity,
)


def trouble(found: object) -> tuple[str, str, str | None]:
    assert isinstance(found, Trouble), found
    return found.code, found.hint, found.mended


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("007", "7"),
        ("1.10", "1.10"),
        ("-3.5", "-3.5"),
        ("+3", "3"),
        ("−3", "-3"),
        ("1,200", "1200"),
        ("1,200,000.05", "1200000.05"),
        ("120万", "1200000"),
        ("1.5 亿", "150000000"),
        ("3千", "3000"),
        ("2百万", "2000000"),
        ("2千万", "20000000"),
        ("0.0001万", "1"),
        ("１，２００．５０", "1200.50"),
        (" 15 ", "15"),
        ("999,999,999,999,999,999.999999", "999999999999999999.999999"),
    ],
)
def test_numbers(text: str, value: str) -> None:
    found = parse_number(text)
    assert isinstance(found, Decimal)
    assert str(found) in (value, str(Decimal(value)))
    assert "E" not in str(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("٣", ("PS421", "", None)),
        ("१२", ("PS421", "", None)),
        ("²", ("PS421", "", None)),
        ("½", ("PS421", "", None)),
        ("二十", ("PS421", "", None)),
        ("NaN", ("PS421", "", None)),
        ("Infinity", ("PS421", "", None)),
        ("-inf", ("PS421", "", None)),
        ("0x10", ("PS421", "", None)),
        ("1 200", ("PS421", "", None)),
        ("--5", ("PS421", "", None)),
        ("", ("PS421", "", None)),
        ("1_0", ("PS421", "underscore", "10")),
        ("１_０", ("PS421", "underscore", "10")),
        ("1e5", ("PS421", "exponent", "100000")),
        ("1e99", ("PS421", "exponent", None)),
        ("1,23", ("PS421", "grouping", "123")),
        ("1,0", ("PS421", "decimal", "1.0")),
        ("1,234,5", ("PS421", "decimal", "1,234.5")),
        ("1,2000", ("PS421", "grouping", "12,000")),
        ("12,34万", ("PS421", "grouping", "1,234万")),
        ("3:30", ("PS421", "time", None)),
        ("30k", ("PS421", "magnitude", None)),
        ("3w", ("PS421", "magnitude", None)),
        (".5", ("PS421", "mended", "0.5")),
        ("5.", ("PS421", "mended", "5")),
        ("15；", ("PS421", "mended", "15")),
        ("9" * 25, ("PS421", "too-long", None)),
        ("9" * 100_000, ("PS421", "too-long", None)),
        ("9," * 100_000, ("PS421", "too-long", None)),
    ],
)
def test_what_is_no_number(text: str, expected: tuple[str, str, str | None]) -> None:
    assert trouble(parse_number(text)) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [("15%", "15"), ("15 %", "15"), ("0.15%", "0.15"), ("-5%", "-5"), ("１５％", "15"), ("1,000%", "1000")],
)
def test_percentages(text: str, value: str) -> None:
    found = parse_percent(text)
    assert found == Quantity(Decimal(value), "%")
    assert isinstance(found, Quantity)
    assert found.fraction == Decimal(value) / 100


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15", ("PS422", "sign", "15%")),
        ("１５", ("PS422", "sign", "15%")),
        ("1.5", ("PS422", "sign", "1.5%")),
        ("0.15", ("PS422", "fraction", "15%")),
        ("0.125", ("PS422", "fraction", "12.5%")),
        ("1.0", ("PS422", "fraction", "100%")),
        ("%15", ("PS422", "mended", "15%")),
        ("百分之15", ("PS422", "mended", "15%")),
        ("15 percent", ("PS422", "mended", "15%")),
        ("15%%", ("PS422", "mended", "15%")),
        ("15,%", ("PS421", "grouping", "15%")),
        ("一半", ("PS422", "", None)),
        ("1e1%", ("PS421", "exponent", "10%")),
    ],
)
def test_what_is_no_percentage(text: str, expected: tuple[str, str, str | None]) -> None:
    assert trouble(parse_percent(text)) == expected


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("CNY 30,000", "30000", "CNY"),
        ("CNY 3万", "30000", "CNY"),
        ("CNY3万", "30000", "CNY"),
        ("ＣＮＹ　３万", "30000", "CNY"),
        ("USD 1,200.50", "1200.50", "USD"),
        ("CNY -300", "-300", "CNY"),
        ("CNY 1.5亿", "150000000", "CNY"),
    ],
)
def test_amounts(text: str, value: str, unit: str) -> None:
    assert parse_money(text, "CNY") == Quantity(Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("300", ("PS423", "missing", "CNY 300")),
        ("3万", ("PS423", "missing", "CNY 3万")),
        ("¥3万", ("PS423", "sign", "CNY 3万")),
        ("￥300", ("PS423", "sign", "CNY 300")),
        ("3万元", ("PS423", "sign", "CNY 3万")),
        ("300块", ("PS423", "sign", "CNY 300")),
        ("人民币3万元", ("PS423", "sign", "CNY 3万")),
        ("3 万元人民币", ("PS423", "sign", "CNY 3 万")),
        ("RMB 300", ("PS423", "rmb", "CNY 300")),
        ("RMB3万元", ("PS423", "rmb", "CNY 3万")),
        ("cny 300", ("PS423", "sign", "CNY 300")),
        ("300 CNY", ("PS423", "order", "CNY 300")),
        ("300美元", ("PS423", "sign", "USD 300")),
        ("US$300", ("PS423", "sign", "USD 300")),
        ("€5", ("PS423", "sign", "EUR 5")),
        ("$300", ("PS423", "", None)),
        ("CNY 3万元", ("PS423", "mended", "CNY 3万")),
        ("CNY ¥300", ("PS423", "mended", "CNY 300")),
        ("CNY USD 300", ("PS423", "", None)),
        ("XXX 300", ("PS423", "unknown-currency", None)),
        ("CNY", ("PS423", "", None)),
        ("CNY 1,23", ("PS421", "grouping", "CNY 123")),
        ("CNY 3e4", ("PS421", "exponent", "CNY 30000")),
        ("CNY ٣", ("PS423", "", None)),
        ("三万", ("PS423", "", None)),
    ],
)
def test_what_is_no_amount(text: str, expected: tuple[str, str, str | None]) -> None:
    assert trouble(parse_money(text, "CNY")) == expected


def test_without_a_currency_of_the_site_none_is_offered() -> None:
    assert trouble(parse_money("300")) == ("PS423", "missing", None)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("12 months", "12", "months"),
        ("1 month", "1", "months"),
        ("12个月", "12", "months"),
        ("5 working days", "5", "working days"),
        ("10 个工作日", "10", "working days"),
        ("2年", "2", "years"),
        ("1.5 years", "1.5", "years"),
        ("3周", "3", "weeks"),
        ("30天", "30", "days"),
        ("16学时", "16", "hours"),
        ("2个季度", "2", "quarters"),
        ("２ Years", "2", "years"),
    ],
)
def test_lengths_of_time(text: str, value: str, unit: str) -> None:
    assert parse_duration(text) == Quantity(Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", ("PS424", "unit", None)),
        ("6月", ("PS424", "mended", "6 months")),
        ("5 business days", ("PS424", "mended", "5 working days")),
        ("10个工作日内", ("PS424", "mended", "10 working days")),
        ("3 moths", ("PS424", "mended", "3 months")),
        ("3 yrs", ("PS424", "mended", "3 years")),
        ("3 fortnights", ("PS424", "", None)),
        ("半年", ("PS424", "", None)),
        ("-3 months", ("PS424", "", None)),
        ("9" * 30 + " days", ("PS421", "too-long", None)),
    ],
)
def test_what_is_no_length_of_time(text: str, expected: tuple[str, str, str | None]) -> None:
    found = parse_duration(text)
    assert trouble(found) == expected
    assert isinstance(found, Trouble)
    assert found.code != "PS424" or dict(found.arguments)["number"]


@pytest.mark.parametrize("text", [word for words in DURATION_UNITS.values() for word in words])
def test_every_unit_is_understood(text: str) -> None:
    assert isinstance(parse_duration(f"3 {text}"), Quantity)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026/7/1", ("PS411", "form", "2026-07-01")),
        ("2026-7-1", ("PS411", "form", "2026-07-01")),
        ("2026.07.01", ("PS411", "form", "2026-07-01")),
        ("20260701", ("PS411", "form", "2026-07-01")),
        ("2026年7月1日", ("PS411", "form", "2026-07-01")),
        ("2026 年 7 月 1 号", ("PS411", "form", "2026-07-01")),
        ("2026—07—01", ("PS411", "form", "2026-07-01")),
        ("2026-07-01，", ("PS411", "form", "2026-07-01")),
        ("２０２６/７/１", ("PS411", "form", "2026-07-01")),
        ("2026-06-31", ("PS412", "day", "2026-06-30")),
        ("2026/2/30", ("PS412", "day", "2026-02-28")),
        ("2028-02-30", ("PS412", "day", "2028-02-29")),
        ("2026-13-01", ("PS412", "month", None)),
        ("2026-00-01", ("PS412", "month", None)),
        ("1026-07-01", ("PS412", "year", None)),
        ("2026-07-00", ("PS411", "", None)),
        ("7/1/2026", ("PS411", "two", None)),
        ("7/7/2026", ("PS411", "form", "2026-07-07")),
        ("9.20.2026", ("PS411", "form", "2026-09-20")),
        ("20-9-2026", ("PS411", "form", "2026-09-20")),
        ("31/9/2026", ("PS411", "", None)),
        ("Oct. 1, 2026", ("PS411", "form", "2026-10-01")),
        ("1st october 2026", ("PS411", "form", "2026-10-01")),
        ("30-Sep-2026", ("PS411", "form", "2026-09-30")),
        ("26-7-1", ("PS411", "short", "2026-07-01")),
        ("26年7月1日", ("PS411", "short", "2026-07-01")),
        ("46204", ("PS411", "serial", "2026-07-01")),
        ("2026-07", ("PS411", "day", None)),
        ("2026年7月", ("PS411", "day", None)),
        ("7月1日", ("PS411", "year", None)),
        ("7/1", ("PS411", "year", None)),
        ("٢٠٢٦-٠٧-٠١", ("PS411", "", None)),
        ("2026-07-01T00:00", ("PS411", "form", "2026-07-01")),
        ("2026/7/1 0:00:00", ("PS411", "form", "2026-07-01")),
        ("2026-07-01 09:30", ("PS411", "", None)),
    ],
)
def test_what_is_no_date(text: str, expected: tuple[str, str, str | None]) -> None:
    assert trouble(parse_date(text)) == expected


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)))
def test_dates(day: dt.date) -> None:
    assert parse_date(day.isoformat()) == day
    # In any other form the mended text is the date itself.
    for text in (f"{day.year}/{day.month}/{day.day}", f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}"):
        assert trouble(parse_date(text)) == ("PS411", "form", day.isoformat())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10-08T09:30", ("PS413", "offset", "2026-10-08T09:30+08:00")),
        ("2026-10-08 09:30", ("PS413", "offset", "2026-10-08T09:30+08:00")),
        ("2026/10/8 9:30", ("PS413", "mended", "2026-10-08T09:30+08:00")),
        ("2026-10-08T09:30+0800", ("PS413", "mended", "2026-10-08T09:30+08:00")),
        ("2026-10-08", ("PS413", "", None)),
        ("2026-10-08T24:30+08:00", ("PS413", "", None)),
        ("2026-10-08T09:60+08:00", ("PS413", "", None)),
        ("2026-10-08T09:30+15:00", ("PS413", "", None)),
        ("2026-06-31T09:30+08:00", ("PS412", "day", "2026-06-30")),
    ],
)
def test_what_is_no_moment(text: str, expected: tuple[str, str, str | None]) -> None:
    assert trouble(parse_moment(text)) == expected


@pytest.mark.parametrize("text", ["2026-10-08T09:30+08:00", "2026-10-08T09:30:15-03:30", "2026-10-08T01:30Z"])
def test_moments(text: str) -> None:
    assert parse_moment(text) == dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "unit"),
    [("15%", "%"), ("1,200", ""), ("CNY 3万", "CNY"), ("12 months", "months"), ("10个工作日", "working days")],
)
def test_a_quantity_says_itself_what_it_is(text: str, unit: str) -> None:
    found = parse_quantity(text)
    assert isinstance(found, Quantity)
    assert found.unit == unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("300元", ("PS423", "sign", "CNY 300")),
        ("CNY 3万元", ("PS423", "mended", "CNY 3万")),
        ("3:30", ("PS421", "time", None)),
        ("abc", ("PS421", "", None)),
        ("", ("PS421", "", None)),
        ("0.15%%", ("PS422", "mended", "0.15%")),
        ("1_000", ("PS421", "underscore", "1000")),
    ],
)
def test_what_is_no_quantity(text: str, expected: tuple[str, str, str | None]) -> None:
    assert trouble(parse_quantity(text)) == expected


decimals = st.decimals(min_value=-(10**15), max_value=10**15, places=4, allow_nan=False, allow_infinity=False)


@given(decimals)
def test_no_digit_is_lost(value: Decimal) -> None:
    for text in (f"{value:f}", f"{value:,f}"):
        assert parse_number(text) == value
        assert parse_percent(f"{text}%") == Quantity(value, "%")
        assert parse_money(f"CNY {text}") == Quantity(value, "CNY")
    assert parse_number(f"{value:f}万") == value * 10_000


@given(st.text(max_size=30))
def test_any_text_is_a_value_or_a_trouble(text: str) -> None:
    money = partial(parse_money, currency="CNY")
    for parse in (parse_number, parse_percent, money, parse_quantity, parse_duration, parse_date, parse_moment):
        found = parse(text)
        if isinstance(found, Trouble) and found.mended is not None and found.code != "PS412":
            # What is offered in place of it is right.
            assert not isinstance(parse(found.mended), Trouble), (parse, text, found)
        if isinstance(found, Trouble) and found.mended is None:
            # And nothing is said to be written where nothing is offered.
            said = CODES[found.code]
            assert "{mended}" not in f"{said.message_for(found.hint)} {said.help_for(found.hint)}", (parse, text, found)


@given(st.text(alphabet="0123456789.,%¥元万亿千CNYRMB -+eE_：:年月日/", max_size=14))
def test_any_medley_of_figures_is_a_value_or_a_trouble(text: str) -> None:
    test_any_text_is_a_value_or_a_trouble.hypothesis.inner_test(text)  # type: ignore[attr-defined]


def test_folding_changes_nothing_but_width() -> None:
    assert fold_width("１５％　净，额") == "15% 净,额"
    assert fold_width("plain") == "plain"


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (Quantity(Decimal("1200.50"), "CNY"), "CNY 1,200.50"),
        (Quantity(Decimal(15), "%"), "15%"),
        (Quantity(Decimal(12), "months"), "12 months"),
        (Quantity(Decimal(12000)), "12,000"),
    ],
)
def test_a_quantity_is_shown_as_it_is_written(quantity: Quantity, text: str) -> None:
    assert str(quantity) == text
    assert parse_quantity(text) == quantity
