"""A calendar record to working days: which days count, and the day so many of them later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from perfsite.publication.announced import announced
from perfsite.records.calendar import WEEKDAYS, Calendar, Holiday
from perfsite.records.library import Library

_DAY = dt.timedelta(days=1)
_WEEK = tuple(WEEKDAYS)


@dataclass(frozen=True, slots=True)
class NoDay:
    """Why there is no day to name; neither yes nor no, neither early nor late.

    `why` is "year" (the days off of `year` are not known), "calendar" (working days are asked for and there is no
    calendar), "unit" (hours, or periods, lead to no day), "fraction" (half a month) or "range" (past the last year).
    """

    why: str
    year: int = 0

    def __bool__(self) -> bool:
        raise TypeError("whether this day counts is not known")


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The working days of the years that are known. `week` has Monday as 0."""

    years: frozenset[int]
    week: frozenset[int]
    days_off: frozenset[dt.date]
    workdays: frozenset[dt.date]

    @classmethod
    def from_record(cls, calendar: Calendar) -> WorkingCalendar:
        """What the calendar's country has announced, and over it what the record says itself."""
        base = announced(calendar.country or "")
        closed, opened = frozenset(_days_of(calendar.holidays)), frozenset(calendar.workdays)
        return cls(
            base.years | frozenset(calendar.years),
            frozenset(_WEEK.index(day) for day in calendar.working_week),
            frozenset(_days_of(base.holidays)) | closed,
            (base.workdays - closed) | opened,
        )

    def is_working(self, day: dt.date) -> bool | NoDay:
        """Whether people work on this day. A make-up day counts even where it lies in a holiday."""
        if day.year not in self.years:
            return NoDay("year", day.year)
        return day in self.workdays or (day.weekday() in self.week and day not in self.days_off)

    def add(self, day: dt.date, count: int) -> dt.date | NoDay:
        """The day that is `count` working days after `day`, which itself is not counted.

        A notice published on Friday 2025-09-26 for five Chinese working days ends on 2025-10-10.
        """
        while count > 0:
            day += _DAY
            working = self.is_working(day)
            if isinstance(working, NoDay):
                return working
            count -= working
        return day

    def between(self, first: dt.date, last: dt.date) -> int | NoDay:
        """How many working days follow `first` up to and with `last`; 0 where `last` is not later."""
        count = 0
        while first < last:
            first += _DAY
            working = self.is_working(first)
            if isinstance(working, NoDay):
                return working
            count += working
        return count


def _days_of(holidays: Iterable[Holiday]) -> Iterator[dt.date]:
    for holiday in holidays:
        last = min(holiday.to or holiday.from_, holiday.from_ + 366 * _DAY)
        yield from (holiday.from_ + n * _DAY for n in range((last - holiday.from_).days + 1))


def site_calendar(library: Library) -> WorkingCalendar | None:
    """The calendar that the site names, if it is there and whole."""
    record = library.get(Calendar, library.site.calendar)
    return None if record is None else WorkingCalendar.from_record(record)
