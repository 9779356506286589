"""Working days: what a country announces for each year, and the days off and working days that a site adds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from perfsite.diagnostics import Phrase
from perfsite.records.fields import EVERYONE, Choice, Struct, field
from perfsite.records.forms import DATE, TEXT, ListOf, Whole, Word
from perfsite.records.record import Record
from perfsite.records.texts import Text

WEEKDAYS = {
    "mon": ("周一", "Monday"), "tue": ("周二", "Tuesday"), "wed": ("周三", "Wednesday"), "thu": ("周四", "Thursday"),
    "fri": ("周五", "Friday"), "sat": ("周六", "Saturday"), "sun": ("周日", "Sunday"),
}


# Countries whose yearly announcements are known without anyone typing them.
COUNTRIES = {"CN": ("中国", "China")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """Days off, both ends inclusive; a single day has no `to`."""

    title: Text = field(TEXT, "名称", "Title", audience=EVERYONE, required=True, also=("标题",))
    from_: dt.date = field(DATE, "从", "From", audience=EVERYONE, required=True, also=("开始", "起"))
    to: dt.date | None = field(DATE, "到", "To", audience=EVERYONE, also=("结束", "止", "至"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar(Record):
    kind: ClassVar[str] = "calendar"
    folder: ClassVar[str] = "calendars"
    noun: ClassVar[Phrase] = Phrase("日历", "calendar")
    plural: ClassVar[Phrase] = Phrase("日历", "calendars")

    country: str | None = field(Word.of(COUNTRIES), "国家", "Country", "写 `CN`，国务院办公厅已经公布的放假和调休就不用录入。", "With `CN` the days off and make-up days that the State Council has announced need not be typed.", audience=EVERYONE)
    years: tuple[int, ...] = field(ListOf(Whole(1900, 2199)), "年份", "Years", "放假安排已经录入的年份。", "The years whose days off are typed below.", audience=EVERYONE, default=())
    working_week: tuple[str, ...] = field(ListOf(Word.of(WEEKDAYS)), "工作周", "Working week", audience=EVERYONE, default=("mon", "tue", "wed", "thu", "fri"))
    holidays: tuple[Holiday, ...] = field(ListOf(Struct(Holiday)), "放假", "Days off", "本站自己的放假；没有写 `country` 时是全部放假。", "The site's own days off; without `country`, all of them.", audience=EVERYONE, default=(), also=("节假日", "假期"))
    workdays: tuple[dt.date, ...] = field(ListOf(DATE), "调休上班", "Make-up working days", "原本不上班、这天要上班的日子。", "Days that would be free and are worked.", audience=EVERYONE, default=(), also=("调休", "补班"))
    choices: ClassVar[tuple[Choice, ...]] = ()
