"""A goal: who should reach what, by when. A KPI target, or an objective with key results."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import ClassVar

from perfsite.diagnostics import Phrase
from perfsite.records.fields import EVERYONE, Choice, Struct, field
from perfsite.records.forms import DATE, PERCENT, PROSE, QUANTITY, TEXT, ListOf, Reference, Word
from perfsite.records.quantities import Quantity
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.texts import Text

OBJECTIVES = {"committed": ("承诺型", "committed"), "aspirational": ("挑战型", "aspirational")}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyResult:
    title: Text = field(TEXT, "标题", "Title", audience=EVERYONE, required=True, also=("名称", "关键结果"))
    metric: Ref | None = field(Reference("metric"), "指标", "Metric", audience=EVERYONE)
    from_: Quantity = field(QUANTITY, "起点", "From", audience=EVERYONE, required=True, also=("从", "基线"))
    to: Quantity = field(QUANTITY, "目标", "To", audience=EVERYONE, required=True, also=("到", "目标值"))
    weight: Quantity | None = field(PERCENT, "权重", "Weight", "全部写或全部不写；写了就合计 100%。", "All or none; together 100%.", audience=EVERYONE)
    actual: Quantity | None = field(QUANTITY, "实际", "Actual", audience=EVERYONE, also=("实际值", "完成值"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A change of target within the period, agreed and dated."""

    on: dt.date = field(DATE, "日期", "On", "决定调整的日期。", "The day it was decided.", audience=EVERYONE, required=True)
    effective: dt.date | None = field(DATE, "生效日期", "Effective", audience=EVERYONE, also=("生效",))
    target: Quantity = field(QUANTITY, "目标", "Target", "调整后的目标。", "The target from then on.", audience=EVERYONE, required=True, also=("目标值",))
    reason: Text = field(TEXT, "原因", "Reason", audience=EVERYONE, required=True, also=("理由",))
    approved_by: Ref = field(Reference("person"), "批准人", "Approved by", audience=EVERYONE, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    on: dt.date = field(DATE, "日期", "On", audience=EVERYONE, required=True)
    actual: Quantity | None = field(QUANTITY, "实际", "Actual", "到这天为止的实际值。", "The actual up to that day.", audience=EVERYONE, also=("实际值", "完成值"))
    feedback: Text = field(PROSE, "反馈", "Feedback", audience=EVERYONE, required=True, also=("点评",))
    by: Ref | None = field(Reference("person"), "反馈人", "By", audience=EVERYONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Record):
    kind: ClassVar[str] = "goal"
    folder: ClassVar[str] = "goals"
    noun: ClassVar[Phrase] = Phrase("目标", "goal")
    plural: ClassVar[Phrase] = Phrase("目标", "goals")
    part: ClassVar[str] = "standard"
    choices: ClassVar[tuple[Choice, ...]] = (Choice(("target", "key_results")), Choice(("metric", "key_results")))

    title: Text = field(TEXT, "标题", "Title", "一句话说清要达到什么。", "What is to be reached, in one line.", audience=EVERYONE, required=True, also=("名称", "目标名称"))
    owner: Ref = field(Reference("person", "team"), "负责人", "Owner", "`person/…` 或 `team/…`。", "`person/…` or `team/…`.", audience=EVERYONE, required=True, also=("责任人",))
    period: Ref = field(Reference("period"), "考核周期", "Period", audience=EVERYONE, required=True, also=("周期",))
    metric: Ref | None = field(Reference("metric"), "指标", "Metric", "用什么衡量。", "What it is measured by.", audience=EVERYONE, also=("考核指标",))
    baseline: Quantity | None = field(QUANTITY, "基线", "Baseline", "起点，如去年同期。", "Where we start, for example the year before.", audience=EVERYONE, also=("起点", "基准"))
    target: Quantity | None = field(QUANTITY, "目标值", "Target", audience=EVERYONE, also=("目标", "指标值"))
    weight: Quantity | None = field(PERCENT, "权重", "Weight", audience=EVERYONE)
    achievable: Text | None = field(PROSE, "可达成的依据", "Achievable", "凭什么认为做得到。", "On what grounds it can be reached.", audience=EVERYONE, also=("依据", "可行性"))
    supports: Ref | None = field(Reference("goal"), "支撑的上级目标", "Supports", "它支撑哪个目标。", "The goal above, which it supports.", audience=EVERYONE, also=("上级目标", "支撑"))
    objective: str | None = field(Word.of(OBJECTIVES), "目标类型", "Objective", "OKR：`committed` 承诺型，`aspirational` 挑战型。", "OKR: `committed` or `aspirational`.", audience=EVERYONE)
    key_results: tuple[KeyResult, ...] = field(ListOf(Struct(KeyResult)), "关键结果", "Key results", audience=EVERYONE, default=())
    revisions: tuple[Revision, ...] = field(ListOf(Struct(Revision)), "调整", "Revisions", audience=EVERYONE, default=(), also=("目标调整", "修订"))
    reviews: tuple[Review, ...] = field(ListOf(Struct(Review)), "回顾", "Reviews", audience=EVERYONE, default=(), also=("复盘", "评审"))

    def target_on(self, day: dt.date) -> Quantity | None:
        """The target that counts on a day: the last revision in effect by then, or the original one."""
        due = [r for r in self.revisions if (r.effective or r.on) <= day]
        return max(due, key=lambda revision: revision.effective or revision.on).target if due else self.target

    def with_progress_of(self, other: Goal) -> Goal:
        """What this wording asks, with what another says has been reached: that is evidence and no part of the wording."""
        known = {part.title: part.actual for part in other.key_results}
        parts = tuple(replace(part, actual=known.get(part.title, part.actual)) for part in self.key_results)
        return replace(self, key_results=parts, reviews=other.reviews)
