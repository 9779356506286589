"""Quarters of the calendar, by which changes are gathered on pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from perfsite.site.sentences import Days


@dataclass(frozen=True, slots=True)
class Quarter:
    year: int
    number: int

    @property
    def name(self) -> str:
        return f"{self.year}-q{self.number}"

    @property
    def days(self) -> Days:
        first = dt.date(self.year, 3 * self.number - 2, 1)
        after = dt.date(self.year + self.number // 4, 3 * self.number % 12 + 1, 1)
        return Days(first, after - dt.timedelta(days=1))


def quarter_of(day: dt.date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


__all__ = ["Quarter", "quarter_of"]
