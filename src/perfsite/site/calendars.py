"""The view of a calendar: for each year the days off and the make-up days, so that anyone can count along."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.records.calendar import WEEKDAYS, Calendar
from perfsite.records.texts import Text
from perfsite.site.edition import Edition
from perfsite.site.sentences import Column, Days, Fact, Row, Said, Sheet, joined, say
from perfsite.site.standing import Standing, view_standing


@dataclass(frozen=True, slots=True)
class YearView:
    id: str
    title: str
    days_off: Sheet | None
    workdays: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class CalendarView:
    kind: str
    title: str
    id: str
    summary: Text | None
    said: Said | None
    facts: tuple[Fact, ...]
    years: tuple[YearView, ...]
    body: Text | None
    standing: Standing


def view_calendar(calendar: Calendar, edition: Edition) -> CalendarView:
    used = edition.library.site.calendar
    return CalendarView(
        kind=edition.words(calendar.noun),
        title=edition.title(calendar),
        id=calendar.id,
        summary=calendar.summary,
        said=say("calendar.used") if used == calendar.ref else None,
        facts=_facts(calendar, edition),
        years=tuple(_year(calendar, year, edition) for year in sorted(calendar.years, reverse=True)),
        body=calendar.body,
        standing=view_standing(calendar, edition),
    )


def _facts(calendar: Calendar, edition: Edition) -> tuple[Fact, ...]:
    week = [edition.words(Phrase(*WEEKDAYS[day])) for day in WEEKDAYS if day in calendar.working_week]
    years = [str(year) for year in sorted(calendar.years)]
    return (
        Fact("calendar.week", joined(*week)),
        Fact("calendar.years", joined(*years), say("calendar.unknown-years")),
    )


def _year(calendar: Calendar, year: int, edition: Edition) -> YearView:
    rows = []
    for holiday in sorted(calendar.holidays, key=lambda h: h.from_):
        last = holiday.to or holiday.from_
        if holiday.from_.year <= year <= last.year:
            count = (last - holiday.from_).days + 1
            rows.append(Row((holiday.title, Days(holiday.from_, last), count)))
    columns = (Column("calendar.holiday"), Column("calendar.days"), Column("calendar.count", "number"))
    sheet = Sheet(say("calendar.table", year=str(year)), columns, tuple(rows)) if rows else None
    workdays = tuple(_workday(day, edition) for day in sorted(calendar.workdays) if day.year == year)
    return YearView(f"year-{year}", edition.words(Phrase(f"{year}年", str(year))), sheet, workdays)


def _workday(day: dt.date, edition: Edition) -> Said:
    return say("calendar.workday", date=day, weekday=edition.words(Phrase(*tuple(WEEKDAYS.values())[day.weekday()])))


__all__ = ["CalendarView", "YearView", "view_calendar"]
