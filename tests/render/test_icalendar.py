"""The calendar file: read back by another library, line by line as RFC 5545 has it, and only what the audience sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfsite.project import SITE_FILE as SITE
from perfsite.render.icalendar import Event, write_calendar
from tests.privacy.repositories import AUDIENCES, press
from tests.site_builder import BASE

BONUS = "content/results/2026-q3/quarterly-bonus.yml"
PERIOD = "content/periods/2026-q3.yml"
DEADLINES = """\
deadlines:
  - {title: {zh: 回款截止, en: "Payments, due"}, on: 2026-09-25}
  - {title: {zh: 回款截止, en: "Payments, due"}, on: 2026-08-25}
"""
RICH: dict[str, str | None] = {**BASE, PERIOD: BASE[PERIOD] + DEADLINES}


def raw(
    day: str = "2026-10-14", language: str = "en", audience: str = "managers", files: Mapping[str, str | None] = RICH
) -> bytes:
    content = press(files, audience, dt.date.fromisoformat(day)).file(f"{language}/calendar.ics")
    assert content is not None
    return content


def read(content: bytes) -> list[Any]:
    """The events, by a library that is not ours."""
    calendar = icalendar.Calendar.from_ical(content)
    assert calendar.errors == []
    return list(calendar.walk("VEVENT"))


def said(content: bytes) -> dict[str, dt.date]:
    return {str(event["SUMMARY"]): event.decoded("DTSTART") for event in read(content)}


def test_another_library_reads_what_is_due() -> None:
    assert said(raw()) == {
        "2026 begins": dt.date(2026, 1, 1),
        "2026 ends": dt.date(2026, 12, 31),
        "Third quarter of 2026 begins": dt.date(2026, 7, 1),
        "Third quarter of 2026 ends": dt.date(2026, 9, 30),
        "Payments, due (Third quarter of 2026)": dt.date(2026, 9, 25),
        "“Regional manager's quarterly scorecard” comes into force": dt.date(2026, 1, 1),
        "“Quarterly bonus” comes into force": dt.date(2026, 1, 1),
        "“Sales ladder” comes into force": dt.date(2022, 1, 1),
        "“From regional manager to sales director” comes into force": dt.date(2026, 1, 1),
        "Bonus for the third quarter of 2026: notice ends": dt.date(2026, 10, 20),
        "Bonus for the third quarter of 2026: last day for objections": dt.date(2026, 10, 22),
    }


def test_what_is_settled_is_nobodys_appointment() -> None:
    assert "Bonus for the third quarter of 2026: an objection is due an answer" in said(raw("2026-10-15"))
    assert not any("answer" in key for key in said(raw("2026-10-19")))
    assert not any(key.startswith("Bonus") for key in said(raw("2026-10-23")))


def test_every_event_is_a_whole_day_that_takes_nobodys_time() -> None:
    for event in read(raw()):
        assert event.decoded("DTEND") - event.decoded("DTSTART") == dt.timedelta(days=1)
        assert event["TRANSP"] == "TRANSPARENT"
        assert event.decoded("DTSTAMP") == dt.datetime(2026, 10, 14, tzinfo=dt.UTC)


def test_the_same_thing_is_the_same_event_in_every_build() -> None:
    first, later = ({str(event["UID"]): event for event in read(raw(day))} for day in ("2026-10-14", "2026-10-20"))
    assert len(first) == len(read(raw()))
    assert set(later) - set(first) == {uid for uid, e in later.items() if "Promotions in 2026" in str(e["SUMMARY"])}
    put_off = {**RICH, PERIOD: (RICH[PERIOD] or "").replace("2026-09-25", "2026-09-28")}
    assert {str(event["UID"]) for event in read(raw(files=put_off))} == set(first)
    assert {str(event["UID"]) for event in read(raw(language="zh"))} == set(first)


def test_events_lead_to_their_page_where_the_site_knows_its_address() -> None:
    assert all("URL" not in event for event in read(raw()))
    files = {**RICH, SITE: BASE[SITE] + "base_url: https://hr.example.internal/standards/\n"}
    urls = {str(event["SUMMARY"]): str(event["URL"]) for event in read(raw(files=files))}
    assert urls["2026 ends"] == "https://hr.example.internal/standards/en/periods/2026.html"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_hidden_result_leaves_no_day(audience: str) -> None:
    hidden = {**RICH, BONUS: BASE[BONUS] + "audience: managers\n"}
    assert any(key.startswith("Bonus") for key in said(raw(audience=audience, files=hidden))) is (
        audience != "everyone"
    )


def test_lines_are_short_and_end_as_the_standard_has_it() -> None:
    long = {
        **RICH,
        PERIOD: (RICH[PERIOD] or "").replace("回款截止", "第三季度各大区回款确认单提交财务共享中心的截止日期"),
    }
    content = raw(language="zh", files=long)
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()
    assert any(line.startswith(b" ") for line in lines)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=200))
def test_any_words_come_back_as_they_were(words: str) -> None:
    content = write_calendar(words, "zh", [Event("k", dt.date(2026, 1, 1), words)], site="", stamp=dt.date(2026, 1, 1))
    (event,) = read(content)
    assert str(event["SUMMARY"]) == words
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_a_line_break_is_written_as_one_and_other_controls_are_not_written() -> None:
    event = Event("k", dt.date(2026, 1, 1), "one\r\ntwo; three, \\four\x07")
    content = write_calendar("n", "en", [event], site="", stamp=dt.date(2026, 1, 1))
    assert b"SUMMARY;LANGUAGE=en:one\\ntwo\\; three\\, \\\\four\r\n" in content
    assert str(read(content)[0]["SUMMARY"]) == "one\ntwo; three, \\four"
