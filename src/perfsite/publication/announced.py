"""What a country has announced of its days off and make-up days, by the library that keeps account of it.

Only years that are announced are known: the library refuses every other, and so does this.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from perfsite.records.calendar import Holiday
from perfsite.records.texts import Text

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Announced:
    """The years known of a country, the stretches of days off, and the days that are worked in exchange."""

    years: frozenset[int]
    holidays: tuple[Holiday, ...]
    workdays: frozenset[dt.date]


@cache
def announced(country: str) -> Announced:
    """By the country's code; a country that is not known has announced nothing."""
    if country != "CN":
        return Announced(frozenset(), (), frozenset())
    # Imported where a calendar asks for it: most commands never do.
    from chinese_calendar import constants

    chinese = {kind.value: kind.chinese for kind in constants.Holiday}
    stretches = tuple(_stretches(constants.holidays, chinese))
    return Announced(frozenset(day.year for day in constants.holidays), stretches, frozenset(constants.workdays))


def _stretches(days: dict[dt.date, str], chinese: dict[str, str]) -> Iterator[Holiday]:
    """Days off that follow one another, as one; a day of the Mid-Autumn Festival may lie within National Day."""
    run: list[dt.date] = []
    for day in sorted(days):
        if run and day != run[-1] + _DAY:
            yield _stretch(run, days, chinese)
            run = []
        run.append(day)
    if run:
        yield _stretch(run, days, chinese)


def _stretch(run: list[dt.date], days: dict[dt.date, str], chinese: dict[str, str]) -> Holiday:
    names = list(dict.fromkeys(days[day] for day in run))
    title = Text((("zh", "、".join(chinese[name] for name in names)), ("en", " and ".join(names))))
    return Holiday(title=title, from_=run[0], to=run[-1] if len(run) > 1 else None)


__all__ = ["Announced", "announced"]
