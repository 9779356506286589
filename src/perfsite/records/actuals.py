"""Actuals: what happened, as exported from a source system, frozen with its source."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from perfsite.diagnostics import Phrase
from perfsite.records.fields import EVERYONE, HR, MANAGERS, Choice, Struct, field
from perfsite.records.forms import DATE, MOMENT, PLAIN, QUANTITY, TEXT, ListOf, Plain, Reference, Whole
from perfsite.records.quantities import Quantity
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSource:
    system: str = field(PLAIN, "系统", "System", "如 `zoho-crm`。", "Such as `zoho-crm`.", audience=EVERYONE, required=True)
    report: Text | None = field(TEXT, "报表", "Report", audience=EVERYONE)
    exported: dt.datetime = field(MOMENT, "导出时间", "Exported", audience=EVERYONE, required=True)
    by: Ref | None = field(Reference("person"), "导出人", "By", audience=HR)
    sha256: str | None = field(Plain(Phrase("64 位十六进制摘要", "a digest of 64 hexadecimal digits"), r"[0-9a-f]{64}"), "文件摘要", "SHA-256", "导出文件的摘要。", "The digest of the exported file.", audience=EVERYONE)
    file: str | None = field(PLAIN, "文件", "File", "导出文件的名字。", "The name of the exported file.", audience=HR)
    rows: int | None = field(Whole(0, 1_000_000), "行数", "Rows", "计入了文件里的多少行。", "How many rows of the file counted.", audience=HR)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActualValue:
    """One row: whose, of which metric, how much."""

    choices: ClassVar[tuple[Choice, ...]] = (Choice(("person", "team")),)
    person: Ref | None = field(Reference("person"), "人员", "Person", audience=MANAGERS, also=("员工", "工号"))
    team: Ref | None = field(Reference("team"), "团队", "Team", audience=MANAGERS, also=("部门",))
    metric: Ref | None = field(Reference("metric"), "指标", "Metric", audience=MANAGERS)
    value: Quantity = field(QUANTITY, "数值", "Value", audience=MANAGERS, required=True, also=("值", "实际值"))
    on: dt.date | None = field(DATE, "日期", "On", audience=MANAGERS)
    note: str | None = field(Plain(), "备注", "Note", audience=HR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actuals(Record):
    kind: ClassVar[str] = "actuals"
    folder: ClassVar[str] = "actuals"
    noun: ClassVar[Phrase] = Phrase("业绩数据", "actuals")
    plural: ClassVar[Phrase] = Phrase("业绩数据", "actuals")
    rows: ClassVar[str] = "values"

    source: ExportSource = field(Struct(ExportSource), "来源", "Source", audience=EVERYONE, required=True, also=("数据来源",))
    period: Ref = field(Reference("period"), "考核周期", "Period", audience=EVERYONE, required=True, also=("周期",))
    metric: Ref | None = field(Reference("metric"), "指标", "Metric", "各行相同时写在这里。", "Stated here where all rows share it.", audience=EVERYONE)
    date_field: Text | None = field(TEXT, "日期口径", "Date field", "按哪个日期归期。", "The date that decides what counts.", audience=EVERYONE)
    values: tuple[ActualValue, ...] = field(ListOf(Struct(ActualValue)), "数据", "Values", audience=MANAGERS, required=True, default=(), also=("数值",))
