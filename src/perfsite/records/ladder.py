"""Ladders with levels and competencies, and the criteria for moving from one level to another."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from perfsite.diagnostics import Phrase
from perfsite.records.fields import EVERYONE, Struct, field
from perfsite.records.forms import (
    DURATION,
    FLAG,
    ID_FORM,
    NUMBER,
    PROSE,
    TEXT,
    ListOf,
    MapOf,
    Reference,
    Whole,
    Word,
)
from perfsite.records.quantities import Quantity
from perfsite.records.record import STATUS, Link, Record
from perfsite.records.references import Ref
from perfsite.records.requirement import Requirement
from perfsite.records.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A step of the career. Two levels may stand on one rank, on different tracks."""

    id: str = field(ID_FORM, "编号", "Id", audience=EVERYONE, required=True)
    title: Text = field(TEXT, "标题", "Title", audience=EVERYONE, required=True, also=("名称", "职级名称"))
    rank: int = field(Whole(0, 1000), "级次", "Rank", audience=EVERYONE, required=True, also=("层级",))
    track: str | None = field(ID_FORM, "通道", "Track", audience=EVERYONE, also=("序列",))
    summary: Text | None = field(PROSE, "摘要", "Summary", audience=EVERYONE, also=("简介",))
    status: str = field(STATUS, "状态", "Status", audience=EVERYONE, default="active")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What a competency looks like at a level; a bare text is the descriptor."""

    id: str | None = field(ID_FORM, "编号", "Id", audience=EVERYONE)
    descriptor: Text = field(PROSE, "描述", "Descriptor", audience=EVERYONE, required=True, also=("行为描述", "要求"))
    examples: tuple[Text, ...] = field(ListOf(PROSE), "例子", "Examples", audience=EVERYONE, default=(), also=("示例", "举例"))
    links: tuple[Link, ...] = field(ListOf(Struct(Link)), "链接", "Links", audience=EVERYONE, default=())
    proficiency: str | None = field(ID_FORM, "熟练度", "Proficiency", audience=EVERYONE)
    points: Decimal | None = field(NUMBER, "分值", "Points", audience=EVERYONE, also=("分数",))
    status: str = field(STATUS, "状态", "Status", audience=EVERYONE, default="active")


@dataclass(frozen=True, slots=True, kw_only=True)
class Competency:
    title: Text = field(TEXT, "标题", "Title", audience=EVERYONE, required=True, also=("名称", "能力项名称"))
    area: str | None = field(ID_FORM, "领域", "Area", audience=EVERYONE, also=("类别",))
    track: str | None = field(ID_FORM, "通道", "Track", audience=EVERYONE, also=("序列",))
    summary: Text | None = field(PROSE, "摘要", "Summary", audience=EVERYONE, also=("简介", "定义"))
    levels: tuple[tuple[str, tuple[Expectation, ...]], ...] = field(
        MapOf(ListOf(Struct(Expectation, shorthand="descriptor"), single=True)), "各职级要求", "Levels", "每个职级上的表现；可以是一条或几条。", "What it looks like at each level; one or several.", audience=EVERYONE, required=True, default=(), also=("职级",),
    )
    status: str = field(STATUS, "状态", "Status", audience=EVERYONE, default="active")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder(Record):
    kind: ClassVar[str] = "ladder"
    folder: ClassVar[str] = "ladders"
    noun: ClassVar[Phrase] = Phrase("职级体系", "ladder")
    plural: ClassVar[Phrase] = Phrase("职级体系", "ladders")
    part: ClassVar[str] = "standard"

    title: Text = field(TEXT, "标题", "Title", audience=EVERYONE, required=True, also=("名称",))
    tracks: tuple[tuple[str, Text], ...] = field(MapOf(TEXT), "通道", "Tracks", audience=EVERYONE, default=(), also=("序列",))
    areas: tuple[tuple[str, Text], ...] = field(MapOf(TEXT), "领域", "Areas", "能力项的分类。", "Groups of competencies.", audience=EVERYONE, default=(), also=("类别",))
    scale: tuple[tuple[str, Text], ...] = field(MapOf(TEXT), "熟练度等级", "Scale", audience=EVERYONE, default=())
    levels: tuple[Level, ...] = field(ListOf(Struct(Level)), "职级", "Levels", audience=EVERYONE, required=True, default=())
    competencies: tuple[tuple[str, Competency], ...] = field(MapOf(Struct(Competency)), "能力项", "Competencies", audience=EVERYONE, default=(), also=("能力",))

    def level(self, id: str) -> Level | None:
        return next((level for level in self.levels if level.id == id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waivers:
    """Who may declare that a requirement need not be met, and what they owe in return."""

    approved_by: tuple[Ref, ...] = field(ListOf(Reference("person", "role"), single=True), "批准人", "Approved by", audience=EVERYONE, required=True, default=())
    reason: str = field(Word.of({"required": ("必填", "required"), "optional": ("选填", "optional")}), "理由", "Reason", audience=EVERYONE, default="required")
    requirements: tuple[str, ...] = field(ListOf(ID_FORM), "可豁免的要求", "Requirements", "不写即全部。", "All of them where left out.", audience=EVERYONE, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionCriteria(Record):
    kind: ClassVar[str] = "criteria"
    folder: ClassVar[str] = "promotion"
    noun: ClassVar[Phrase] = Phrase("晋升标准", "promotion criteria")
    plural: ClassVar[Phrase] = Phrase("晋升标准", "promotion criteria")
    part: ClassVar[str] = "standard"

    ladder: Ref = field(Reference("ladder"), "职级体系", "Ladder", audience=EVERYONE, required=True)
    from_: str = field(ID_FORM, "从职级", "From", audience=EVERYONE, required=True, also=("从", "原职级"))
    to: str = field(ID_FORM, "到职级", "To", audience=EVERYONE, required=True, also=("到", "目标职级"))
    necessary_not_sufficient: bool = field(FLAG, "必要而不充分", "Necessary, not sufficient", "满足了也不保证晋升。", "Meeting them does not guarantee promotion.", audience=EVERYONE, default=False)
    requires: Requirement = field(Struct(Requirement), "要求", "Requires", audience=EVERYONE, required=True, also=("条件", "晋升条件"))
    waivers: Waivers | None = field(Struct(Waivers), "豁免", "Waivers", audience=EVERYONE, also=("破格",))
    notice: Quantity | None = field(DURATION, "公示期", "Notice", audience=EVERYONE, also=("公示",))
    rounds: Text | None = field(PROSE, "评审安排", "Rounds", audience=EVERYONE)
    quota: Text | None = field(PROSE, "名额", "Quota", audience=EVERYONE)
