"""Training: what is offered, to whom, and who has completed it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from perfsite.diagnostics import Phrase
from perfsite.records.fields import EVERYONE, MANAGERS, Struct, field
from perfsite.records.forms import DATE, DURATION, ID_FORM, PROSE, TEXT, ListOf, Reference, Whole, Word
from perfsite.records.quantities import Quantity
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.texts import Text

FORMATS = {
    "classroom": ("面授", "classroom"), "online": ("在线", "online"), "blended": ("混合", "blended"), "coaching": ("辅导", "coaching"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    person: Ref = field(Reference("person"), "人员", "Person", audience=MANAGERS, required=True, also=("姓名", "员工"))
    on: dt.date = field(DATE, "日期", "On", audience=MANAGERS, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Training(Record):
    kind: ClassVar[str] = "training"
    folder: ClassVar[str] = "training"
    noun: ClassVar[Phrase] = Phrase("培训", "training")
    plural: ClassVar[Phrase] = Phrase("培训", "training")

    title: Text = field(TEXT, "标题", "Title", audience=EVERYONE, required=True, also=("名称", "课程名称"))
    provider: Text | None = field(TEXT, "提供方", "Provider", audience=EVERYONE, also=("讲师", "机构"))
    format: str | None = field(Word.of(FORMATS), "形式", "Format", audience=EVERYONE)
    duration: Quantity | None = field(DURATION, "时长", "Duration", audience=EVERYONE, also=("学时",))
    levels: tuple[str, ...] = field(ListOf(ID_FORM), "适用职级", "Levels", audience=EVERYONE, default=(), also=("职级",))
    places: int | None = field(Whole(1, 10_000), "名额", "Places", audience=EVERYONE)
    competencies: tuple[str, ...] = field(ListOf(ID_FORM), "能力项", "Competencies", "它帮助发展的能力项。", "The competencies that it helps to develop.", audience=EVERYONE, default=())
    description: Text | None = field(PROSE, "说明", "Description", audience=EVERYONE, also=("课程说明", "内容"))
    completed: tuple[Completion, ...] = field(ListOf(Struct(Completion)), "完成记录", "Completed", audience=MANAGERS, default=(), also=("完成",))
