"""What must be true of a person: the trees of promotion criteria and of eligibility for a reward."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from perfsite.diagnostics import Phrase
from perfsite.records.fields import EVERYONE, Choice, Struct, field
from perfsite.records.forms import (
    DURATION,
    ID_FORM,
    NUMBER,
    PROSE,
    QUANTITY,
    TEXT,
    Form,
    ListOf,
    MapOf,
    Plain,
    Reference,
    Scalarlike,
    Word,
)
from perfsite.records.quantities import Quantity, fold_width
from perfsite.records.reader import Reader
from perfsite.records.references import Ref
from perfsite.records.texts import Text
from perfsite.sources import Node


@dataclass(frozen=True, slots=True)
class PeriodCount:
    """So many of the last so many periods."""

    count: int
    last: int

    def __str__(self) -> str:
        return f"{self.count} of last {self.last} periods"


class PeriodCountForm(Scalarlike[PeriodCount]):
    name = Phrase("`2 of last 4 periods` 这样的写法", "words such as `2 of last 4 periods`")
    _english = re.compile(r"(\d+) of (?:the )?last (\d+) periods?\Z", re.ASCII)
    _chinese = re.compile(r"(?:最近|近)\s*(\d+)\s*(?:个周期|期)中?(?:的)?\s*(\d+)\s*(?:个|期|次)?\Z", re.ASCII)

    def parse(self, text: str, node: Node, reader: Reader) -> PeriodCount | None:
        folded = fold_width(text)
        match = self._english.match(folded)
        count, last = (int(match.group(1)), int(match.group(2))) if match else (0, 0)
        if match is None and (chinese := self._chinese.match(folded)) is not None:
            count, last = int(chinese.group(2)), int(chinese.group(1))
        if not 1 <= count <= last <= 40:
            reader.report("PS404", node, {"text": text, "expected": self.name})
            return None
        return PeriodCount(count, last)


PERIOD_COUNT: Form[PeriodCount] = PeriodCountForm()
EVIDENCE = Word.of({
    "records": ("记录可证", "decided from the records"), "panel": ("评审会", "panel"), "manager": ("上级评定", "manager"),
    "certificate": ("证书", "certificate"), "customer": ("客户反馈", "customer feedback"),
})
BOUNDS = ("at_least", "above", "at_most", "below")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """Time in a level, or in the role where no level is named."""

    in_: str | None = field(ID_FORM, "职级", "In", "在哪个职级。", "In which level.", audience=EVERYONE, also=("在",))
    at_least: Quantity = field(DURATION, "至少", "At least", audience=EVERYONE, required=True, also=("不少于",))
    until: str | None = field(
        Word.of({"period end": ("周期最后一天", "the last day of the period"), "decision": ("决定当天", "the day of the decision")}),
        "截至", "Until", "计算到哪一天；不写即周期最后一天。", "The day up to which it counts; the last day of the period where left out.", audience=EVERYONE, also=("计算至",),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeNeeded:
    at_least: str = field(Plain(), "至少", "At least", "等级，如 `A`。", "A grade such as `A`.", audience=EVERYONE, required=True, also=("不低于",))
    in_: PeriodCount | None = field(PERIOD_COUNT, "在", "In", "如 `2 of last 4 periods`；不写即本期。", "Such as `2 of last 4 periods`; without it, this period.", audience=EVERYONE)
    rule: Ref | None = field(Reference("rule"), "评分规则", "Rule", audience=EVERYONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttainmentNeeded:
    """Actual divided by target, summed over a stretch of time or in this period."""

    choices: ClassVar[tuple[Choice, ...]] = (Choice(BOUNDS),)
    metric: Ref = field(Reference("metric"), "指标", "Metric", audience=EVERYONE, required=True)
    over: Quantity | None = field(DURATION, "期间", "Over", "如 `2 years`；不写即本期。", "Such as `2 years`; without it, this period.", audience=EVERYONE)
    at_least: Quantity | None = field(QUANTITY, "至少", "At least", "含该值。", "The value itself is enough.", audience=EVERYONE, also=("不低于",))
    above: Quantity | None = field(QUANTITY, "高于", "Above", "不含该值。", "The value itself is not enough.", audience=EVERYONE, also=("超过",))
    at_most: Quantity | None = field(QUANTITY, "至多", "At most", audience=EVERYONE, also=("不超过",))
    below: Quantity | None = field(QUANTITY, "低于", "Below", audience=EVERYONE)

    @property
    def bound(self) -> tuple[str, Quantity]:
        """Which of the four it is, and the figure. A record that has none is not whole."""
        return next((test, value) for test in BOUNDS if (value := getattr(self, test)) is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoneOf:
    """That something counted by a metric has not happened."""

    metric: Ref = field(Reference("metric"), "指标", "Metric", audience=EVERYONE, required=True)
    over: Quantity | None = field(DURATION, "期间", "Over", audience=EVERYONE)


LEAVES = ("tenure", "grade", "attainment", "actual", "total", "competency", "completed", "none", "judgement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One requirement, or several of which all or any must be met."""

    choices: ClassVar[tuple[Choice, ...]] = (Choice(("all", "any", *LEAVES)),)

    id: str | None = field(ID_FORM, "编号", "Id", "结果按它逐项说明。", "Results refer to it, one by one.", audience=EVERYONE)
    title: Text | None = field(TEXT, "标题", "Title", audience=EVERYONE, also=("名称",))
    all_: tuple[Requirement, ...] = field(lambda: ListOf(Struct(Requirement)), "全部满足", "All", audience=EVERYONE, default=(), also=("全部",))
    any_: tuple[Requirement, ...] = field(lambda: ListOf(Struct(Requirement)), "满足其一", "Any", audience=EVERYONE, default=(), also=("任一",))
    tenure: Tenure | None = field(Struct(Tenure), "任职时间", "Tenure", audience=EVERYONE, also=("年限", "任职年限"))
    grade: GradeNeeded | None = field(Struct(GradeNeeded), "绩效等级", "Grade", audience=EVERYONE, also=("等级",))
    attainment: AttainmentNeeded | None = field(Struct(AttainmentNeeded), "达成率", "Attainment", audience=EVERYONE)
    actual: AttainmentNeeded | None = field(Struct(AttainmentNeeded), "实际值", "Actual", audience=EVERYONE)
    total: Decimal | None = field(NUMBER, "总分至少", "Total", "总分的下限（含）。", "The least total, inclusive.", audience=EVERYONE, also=("总分",))
    competency: tuple[tuple[str, str], ...] = field(MapOf(ID_FORM), "能力项", "Competency", "`能力项: 职级`。", "`competency: level`.", audience=EVERYONE, default=(), also=("能力",))
    completed: tuple[Ref, ...] = field(ListOf(Reference("training")), "完成培训", "Completed", audience=EVERYONE, default=(), also=("培训",))
    none: NoneOf | None = field(Struct(NoneOf), "没有发生", "None", audience=EVERYONE)
    judgement: Text | None = field(PROSE, "评议", "Judgement", "由人判断的要求。", "What people decide.", audience=EVERYONE, also=("评价",))
    evidence: str | None = field(EVIDENCE, "依据", "Evidence", "由谁、凭什么认定。", "Who attests it, and on what.", audience=EVERYONE, also=("证据",))

    def leaves(self) -> tuple[Requirement, ...]:
        """The requirements below this one that are not groups, in order."""
        if not self.all_ and not self.any_:
            return (self,)
        return tuple(leaf for part in (*self.all_, *self.any_) for leaf in part.leaves())

    @property
    def bounded(self) -> AttainmentNeeded | None:
        """What bounds a figure of a metric, where the requirement is one that does."""
        return self.attainment or self.actual

    @property
    def measured(self) -> AttainmentNeeded | NoneOf | None:
        """What names the metric whose records decide the requirement, where there is one."""
        return self.bounded or self.none

    @property
    def name(self) -> str:
        """What results call it: its id, or where it has none the form that it is."""
        return self.id or self.subject

    @property
    def subject(self) -> str:
        """Which of the forms this requirement is."""
        for name, value in (("all", self.all_), ("any", self.any_)):
            if value:
                return name
        return next((name for name in LEAVES if getattr(self, name) not in (None, ())), "")
