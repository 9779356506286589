"""Days to times of the working day: when on a day a commit was made, the same on every machine."""

from __future__ import annotations

import datetime as dt
from zlib import crc32

from perfsite.scaffold.demo.texts import StoryError

SHANGHAI = dt.timezone(dt.timedelta(hours=8))
_WEEKEND = (5, 6)


def at(day: dt.date, time: str) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(time), SHANGHAI)


def day_of(text: str) -> dt.date:
    """The day in a record's text. A time of the day after it does not matter."""
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        raise StoryError(f"`{text}` 不是日期", f"`{text}` is not a day") from None


def before(day: dt.date, days: int = 0) -> dt.date:
    """So many days before a day, and further back to a day on which people work if that is a weekend."""
    day -= dt.timedelta(days=days)
    while day.weekday() in _WEEKEND:
        day -= dt.timedelta(days=1)
    return day


class Clock:
    """The times at which somebody who begins at `first` makes one commit after another."""

    def __init__(self, day: dt.date, first: str) -> None:
        self._now = at(day, first)

    def next(self, what: str) -> dt.datetime:
        """`what` is the commit's subject; it decides how long its work took."""
        self._now += dt.timedelta(minutes=3 + crc32(what.encode()) % 9, seconds=crc32(what[::-1].encode()) % 60)
        return self._now
