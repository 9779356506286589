"""A metric: a quantity with a unit and a source system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from perfsite.diagnostics import Phrase
from perfsite.records.fields import EVERYONE, Struct, field
from perfsite.records.forms import PLAIN, PROSE, TEXT, Plain, Whole, Word
from perfsite.records.record import Record
from perfsite.records.texts import Text

UNITS = {
    "money": ("金额", "money"), "percent": ("百分比", "percent"), "rating": ("评分", "rating"),
    "count": ("数量", "count"), "ratio": ("倍数", "ratio"), "days": ("天数", "days"), "points": ("分数", "points"),
}
DIRECTIONS = {"higher": ("越高越好", "higher is better"), "lower": ("越低越好", "lower is better")}


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSource:
    system: str = field(PLAIN, "系统", "System", "数据来自哪个系统。", "The system that the figures come from.", audience=EVERYONE, required=True)
    object: Text | None = field(TEXT, "对象", "Object", "系统中的表或报表。", "The table or report in that system.", audience=EVERYONE, also=("报表", "表"))
    field_: Text | None = field(TEXT, "字段", "Field", audience=EVERYONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric(Record):
    kind: ClassVar[str] = "metric"
    folder: ClassVar[str] = "metrics"
    noun: ClassVar[Phrase] = Phrase("指标", "metric")
    plural: ClassVar[Phrase] = Phrase("指标", "metrics")

    title: Text = field(TEXT, "标题", "Title", "指标名称。", "The name of the metric.", audience=EVERYONE, required=True, also=("名称",))
    unit: str = field(Word.of(UNITS), "单位", "Unit", audience=EVERYONE, required=True)
    currency: str | None = field(Plain(Phrase("币种代码，如 `CNY`", "a currency code such as `CNY`"), r"[A-Z]{3}"), "币种", "Currency", "金额指标的币种。", "The currency, where the unit is money.", audience=EVERYONE)
    direction: str = field(Word.of(DIRECTIONS), "方向", "Direction", "越高越好还是越低越好。", "Whether higher or lower is better.", audience=EVERYONE, required=True)
    places: int = field(Whole(0, 6), "小数位", "Decimal places", audience=EVERYONE, default=2)
    source: MetricSource | None = field(Struct(MetricSource), "数据来源", "Source", audience=EVERYONE, also=("来源",))
    definition: Text | None = field(PROSE, "口径", "Definition", "算什么、不算什么、以哪天为准。", "What counts, what does not, and by which date.", audience=EVERYONE, also=("定义",))
