"""A period: a stretch of time that is judged as one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from perfsite.diagnostics import Phrase
from perfsite.records.fields import EVERYONE, Struct, field
from perfsite.records.forms import DATE, TEXT, ListOf, Reference, Word
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.texts import Text

PERIOD_TYPES = {
    "month": ("月度", "month"), "quarter": ("季度", "quarter"), "half": ("半年度", "half-year"),
    "year": ("年度", "year"), "campaign": ("专项", "campaign"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    title: Text = field(TEXT, "名称", "Title", audience=EVERYONE, required=True, also=("标题",))
    on: dt.date = field(DATE, "日期", "On", audience=EVERYONE, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period(Record):
    kind: ClassVar[str] = "period"
    folder: ClassVar[str] = "periods"
    noun: ClassVar[Phrase] = Phrase("考核周期", "period")
    plural: ClassVar[Phrase] = Phrase("考核周期", "periods")

    type: str = field(Word.of(PERIOD_TYPES), "类型", "Type", "同一类型的周期不重叠、不留空档。", "Periods of one type neither overlap nor leave a gap.", audience=EVERYONE, required=True)
    from_: dt.date = field(DATE, "从", "From", "第一天。", "The first day.", audience=EVERYONE, required=True, also=("开始", "起", "开始日期"))
    to: dt.date = field(DATE, "到", "To", "最后一天（含）。", "The last day, inclusive.", audience=EVERYONE, required=True, also=("结束", "止", "至", "结束日期"))
    parent: Ref | None = field(Reference("period"), "上级周期", "Parent", "它所属的更长的周期。", "The longer period that it is part of.", audience=EVERYONE)
    deadlines: tuple[Deadline, ...] = field(ListOf(Struct(Deadline)), "关键日期", "Deadlines", audience=EVERYONE, default=(), also=("截止日期",))
