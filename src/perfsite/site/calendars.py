"""The view of a calendar: for each year the days off and the make-up days, so that anyone can count along."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.publication.announced import announced
from perfsite.publication.working_days import WorkingCalendar
from perfsite.records.calendar import COUNTRIES, WEEKDAYS, Calendar
from perfsite.records.period import Period
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
        years=tuple(_year(calendar, year, edition) for year in sorted(_years(calendar, edition), reverse=True)),
        body=calendar.body,
        standing=view_standing(calendar, edition),
    )


def _facts(calendar: Calendar, edition: Edition) -> tuple[Fact, ...]:
    week = [edition.words(Phrase(*WEEKDAYS[day])) for day in WEEKDAYS if day in calendar.working_week]
    known = sorted(announced(calendar.country or "").years | set(calendar.years))
    facts = [Fact("calendar.week", joined(*week))]
    if calendar.country is not None:
        name = edition.words(Phrase(*COUNTRIES[calendar.country]))
        facts.append(Fact("calendar.country", name, say("calendar.country-how")))
    if known:
        facts.append(Fact("calendar.years", _stretches_of(known), say("calendar.unknown-years")))
    return tuple(facts)


def _stretches_of(years: list[int]) -> Any:
    """2004–2026, or each year that stands alone."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return joined(*(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs))


def _years(calendar: Calendar, edition: Edition) -> set[int]:
    """The years of which days are shown: those that are typed, and from the site's first period on what is announced."""
    first = min((period.from_.year for period in edition.library.of(Period)), default=0)
    return set(calendar.years) | {year for year in announced(calendar.country or "").years if year >= first}


def _year(calendar: Calendar, year: int, edition: Edition) -> YearView:
    rows = []
    base = announced(calendar.country or "")
    for holiday in sorted((*base.holidays, *calendar.holidays), key=lambda h: h.from_):
        last = holiday.to or holiday.from_
        if holiday.from_.year <= year <= last.year:
            count = (last - holiday.from_).days + 1
            rows.append(Row((holiday.title, Days(holiday.from_, last), count)))
    columns = (Column("calendar.holiday"), Column("calendar.days"), Column("calendar.count", "number"))
    sheet = Sheet(say("calendar.table", year=str(year)), columns, tuple(rows)) if rows else None
    worked = sorted(day for day in WorkingCalendar.from_record(calendar).workdays if day.year == year)
    workdays = tuple(_workday(day, edition) for day in worked)
    return YearView(f"year-{year}", edition.words(Phrase(f"{year}年", str(year))), sheet, workdays)


def _workday(day: dt.date, edition: Edition) -> Said:
    return say("calendar.workday", date=day, weekday=edition.words(Phrase(*tuple(WEEKDAYS.values())[day.weekday()])))


__all__ = ["CalendarView", "YearView", "view_calendar"]
