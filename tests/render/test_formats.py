"""Dates, numbers and money as each language writes them: every digit kept."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from perfsite.render.formats import NO_BREAK, Formats, language_tag, strip_zeros

ZH = Formats("zh")
EN = Formats("en")
JULY = dt.date(2026, 7, 1)
SEPTEMBER = dt.date(2026, 9, 30)


@pytest.mark.parametrize(
    ("form", "zh", "en"),
    [
        ("long", "2026年7月1日", "1 July 2026"),
        ("short", "2026-07-01", "1 Jul 2026"),
        ("day", "7月1日", "1 July"),
        ("month", "2026年7月", "July 2026"),
        ("weekday", "2026年7月1日 星期三", "Wednesday 1 July 2026"),
    ],
)
def test_dates(form: str, zh: str, en: str) -> None:
    assert (ZH.date(JULY, form), EN.date(JULY, form)) == (zh, en)


def test_a_moment_keeps_its_own_clock() -> None:
    moment = dt.datetime(2026, 10, 8, 9, 5, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    assert ZH.moment(moment) == "2026年10月8日 09:05"
    assert EN.moment(moment) == "8 October 2026, 09:05"
    assert EN.date(moment) == "8 October 2026"


@pytest.mark.parametrize(
    ("start", "end", "zh", "en"),
    [
        (JULY, SEPTEMBER, "2026年7月1日至9月30日", "1 July to 30 September 2026"),
        (JULY, dt.date(2027, 1, 2), "2026年7月1日至2027年1月2日", "1 July 2026 to 2 January 2027"),
        (JULY, JULY, "2026年7月1日", "1 July 2026"),
        (JULY, None, "自2026年7月1日起", "from 1 July 2026"),
        (None, JULY, "至2026年7月1日", "until 1 July 2026"),
        (None, None, "", ""),
    ],
)
def test_stretches_of_time(start: dt.date | None, end: dt.date | None, zh: str, en: str) -> None:
    assert (ZH.stretch(start, end), EN.stretch(start, end)) == (zh, en)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("0", "0"),
        ("1.10", "1.10"),
        ("1234567.890", "1,234,567.890"),
        ("-12.5", "−12.5"),
        ("1E+6", "1,000,000"),
        ("-0.5", "−0.5"),
    ],
)
def test_numbers_keep_every_digit(written: str, shown: str) -> None:
    assert ZH.number(Decimal(written)) == EN.number(Decimal(written)) == shown


def test_whole_numbers() -> None:
    assert EN.number(1284375) == "1,284,375"
    assert EN.number(-3) == "−3"


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        ("11960000", "1,196万元", "CNY 11,960,000"),
        ("1.196E+7", "1,196万元", "CNY 11,960,000"),
        ("30000", "3万元", "CNY 30,000"),
        ("36000.00", "36,000.00元", "CNY 36,000.00"),
        ("12500", "1.25万元", "CNY 12,500"),
        ("12345", "12,345元", "CNY 12,345"),
        ("12345678", "12,345,678元", "CNY 12,345,678"),
        ("115000000", "1.15亿元", "CNY 115,000,000"),
        ("200000000", "2亿元", "CNY 200,000,000"),
        ("115500000", "11,550万元", "CNY 115,500,000"),
        ("123456789.01", "123,456,789.01元", "CNY 123,456,789.01"),
        ("9999", "9,999元", "CNY 9,999"),
        ("0", "0元", "CNY 0"),
        ("-30000", "−3万元", "CNY −30,000"),
    ],
)
def test_money(amount: str, zh: str, en: str) -> None:
    assert ZH.money(Decimal(amount)) == zh
    assert EN.money(Decimal(amount)) == en.replace(" ", NO_BREAK)


def test_other_currencies_are_named() -> None:
    assert ZH.money(Decimal(50000), "USD") == "5万美元"
    assert EN.money(Decimal(50000), "USD") == f"USD{NO_BREAK}50,000"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**16), max_value=10**16))
def test_what_is_written_is_the_same_amount(value: Decimal) -> None:
    for shown in (ZH.amount(value), ZH.amount(strip_zeros(value)), EN.amount(value)):
        size = Decimal(100_000_000) if "亿" in shown else Decimal(10_000) if "万" in shown else Decimal(1)
        digits = shown.strip("万亿").replace(",", "").replace("−", "-")
        assert Decimal(digits) * size == value


@pytest.mark.parametrize(
    ("fraction", "shown"), [("0.15", "15%"), ("1", "100%"), ("0.12345", "12.345%"), ("0.1500", "15%"), ("0", "0%")]
)
def test_percentages(fraction: str, shown: str) -> None:
    assert ZH.percent(Decimal(fraction)) == EN.percent(Decimal(fraction)) == shown


def test_long_numbers_are_not_rounded() -> None:
    digits = "123456789012345678901234567890123456.5"
    assert EN.percent(Decimal(digits)).replace(",", "") == "12345678901234567890123456789012345650%"
    assert strip_zeros(Decimal(100)) == Decimal(100)
    assert str(strip_zeros(Decimal("1E+2"))) == "100"


def test_lists_of_words() -> None:
    assert ZH.listing(["甲", "乙", "丙"]) == "甲、乙和丙"
    assert EN.listing(["A", "B", "C"]) == "A, B and C"
    assert EN.listing(["A"]) == "A"
    assert EN.listing([]) == ""


def test_lists_of_links_escape_the_rest() -> None:
    listed = EN.listing([Markup("<a>A</a>"), "<b>"])
    assert isinstance(listed, Markup)
    assert listed == "<a>A</a> and &lt;b&gt;"


def test_languages_beyond_the_two_follow_their_own_conventions() -> None:
    german = Formats("de")
    assert german.number(Decimal("1234567.50")) == "1.234.567,50"
    assert german.date(JULY) == "1. Juli 2026"
    assert (language_tag("zh"), language_tag("en"), language_tag("de")) == ("zh-CN", "en", "de")
