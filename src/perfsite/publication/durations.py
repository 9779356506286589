"""A day and a length of time to the day at its end."""

from __future__ import annotations

import calendar
import datetime as dt

from perfsite.publication.working_days import NoDay, WorkingCalendar
from perfsite.records.quantities import Quantity

_MONTHS = {"months": 1, "quarters": 3, "years": 12}
_DAYS = {"days": 1, "weeks": 7}
LAST_YEAR = 2999


def add_duration(day: dt.date, duration: Quantity, working: WorkingCalendar | None) -> dt.date | NoDay:
    """The day that lies `duration` after `day`, the first day not counted.

    A month after 31 January is the last day of February. `working` is needed for working days alone.
    """
    if duration.value != duration.value.to_integral_value():
        return NoDay("fraction")
    count = int(duration.value)
    if duration.unit == "working days":
        return NoDay("calendar") if working is None else working.add(day, min(count, 100_000))
    try:
        if duration.unit in _DAYS:
            return _within(day + dt.timedelta(days=count * _DAYS[duration.unit]))
        if duration.unit in _MONTHS:
            return add_months(day, count * _MONTHS[duration.unit])
    except OverflowError:
        return NoDay("range")
    return NoDay("unit")


def subtract_duration(day: dt.date, duration: Quantity) -> dt.date | NoDay:
    """The day from which `duration` leads to `day`: a stretch of two years that ends on the eve of 1 January begins on one.

    Not for working days: nothing is judged over so many of them.
    """
    if duration.value != duration.value.to_integral_value():
        return NoDay("fraction")
    count = int(duration.value)
    try:
        if duration.unit in _DAYS:
            return day - dt.timedelta(days=count * _DAYS[duration.unit])
        if duration.unit in _MONTHS:
            return add_months(day, -count * _MONTHS[duration.unit])
    except (OverflowError, ValueError):
        return NoDay("range")
    return NoDay("unit")


def add_months(day: dt.date, count: int) -> dt.date | NoDay:
    """The same day of a later month, or that month's last day where it is shorter."""
    years, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if years > LAST_YEAR:
        return NoDay("range")
    return dt.date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))


def count_days(first: dt.date, last: dt.date, unit: str, working: WorkingCalendar | None) -> int | NoDay:
    """The days after `first` up to and with `last`: working days where `unit` says so, else days of the calendar."""
    if unit != "working days":
        return max((last - first).days, 0)
    return NoDay("calendar") if working is None else working.between(first, last)


def _within(day: dt.date) -> dt.date | NoDay:
    return day if day.year <= LAST_YEAR else NoDay("range")
