"""Results: what was awarded and who was promoted, the notice that they stood under, objections and their answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from perfsite.diagnostics import Phrase
from perfsite.records.fields import EVERYONE, MANAGERS, Choice, Struct, field
from perfsite.records.forms import (
    DATE,
    FLAG,
    ID_FORM,
    MONEY,
    NUMBER,
    PERCENT,
    PLAIN,
    PROSE,
    QUANTITY,
    TEXT,
    ListOf,
    MapOf,
    Plain,
    Reference,
    Whole,
    Word,
)
from perfsite.records.quantities import Quantity
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.texts import Text

if TYPE_CHECKING:
    from perfsite.records.library import Library

OBJECTION_OUTCOMES = {
    "upheld": ("异议成立", "upheld"), "rejected": ("异议不成立", "rejected"), "corrected": ("异议成立，结果已更正", "corrected"),
}
PROMOTION_OUTCOMES = {"promoted": ("晋升", "promoted"), "not promoted": ("未晋升", "not promoted"), "deferred": ("延至下轮", "deferred")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    on: dt.date = field(DATE, "日期", "On", audience=EVERYONE, required=True)
    by: tuple[Ref, ...] = field(ListOf(Reference("person"), single=True), "决定人", "By", audience=EVERYONE, required=True, default=())
    note: Text | None = field(TEXT, "说明", "Note", audience=EVERYONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The end of a notice is counted in working days, never typed."""

    from_: dt.date = field(DATE, "从", "From", "公示的第一天，即公布日。", "The day of publication.", audience=EVERYONE, required=True, also=("开始", "起", "公布日期"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredException:
    """A declared, approved departure from a standard."""

    from_: str = field(PLAIN, "偏离的条款", "From", "偏离了标准的哪一条，如 `grades`。", "The clause that it departs from, such as `grades`.", audience=EVERYONE, required=True, also=("条款",))
    reason: Text = field(PROSE, "理由", "Reason", audience=EVERYONE, required=True, also=("原因",))
    approved_by: Ref = field(Reference("person"), "批准人", "Approved by", audience=EVERYONE, required=True)
    on: dt.date = field(DATE, "批准日期", "On", audience=EVERYONE, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    choices: ClassVar[tuple[Choice, ...]] = (Choice(("person", "team")),)
    person: Ref | None = field(Reference("person"), "人员", "Person", audience=MANAGERS, also=("员工", "工号", "获奖人"))
    team: Ref | None = field(Reference("team"), "团队", "Team", audience=MANAGERS, also=("部门",))
    components: tuple[tuple[str, Decimal], ...] = field(MapOf(NUMBER), "各项得分", "Components", audience=MANAGERS, default=(), also=("分项",))
    total: Decimal | None = field(NUMBER, "总分", "Total", audience=MANAGERS, also=("得分",))
    grade: str | None = field(Plain(), "等级", "Grade", audience=MANAGERS)
    rank: int | None = field(Whole(1, 100_000), "名次", "Rank", audience=MANAGERS)
    basis: Quantity | None = field(QUANTITY, "计提基数", "Basis", audience=MANAGERS)
    share: Quantity | None = field(PERCENT, "份额", "Share", audience=MANAGERS)
    amount: Quantity | None = field(MONEY, "金额", "Amount", audience=MANAGERS, also=("奖金",))
    award: Text | None = field(TEXT, "授予", "Award", audience=MANAGERS)
    note: Text | None = field(TEXT, "备注", "Note", audience=MANAGERS)
    exception: DeclaredException | None = field(Struct(DeclaredException), "例外", "Exception", audience=MANAGERS, also=("破格",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """That there is an objection and whether it is answered is for everyone: no result is called final before."""

    received: dt.date = field(DATE, "收到日期", "Received", audience=EVERYONE, required=True)
    about: Ref | None = field(Reference("person"), "关于", "About", audience=MANAGERS, also=("对象",))
    grounds: Text = field(PROSE, "理由", "Grounds", audience=MANAGERS, required=True, also=("异议理由", "事由"))
    answered: dt.date | None = field(DATE, "答复日期", "Answered", audience=EVERYONE)
    outcome: str | None = field(Word.of(OBJECTION_OUTCOMES), "处理结果", "Outcome", audience=EVERYONE, also=("结论",))
    answer: Text | None = field(PROSE, "答复", "Answer", audience=MANAGERS)
    remedy: Text | None = field(PROSE, "补救", "Remedy", audience=MANAGERS, also=("补救措施",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A published figure that was changed afterwards, with what it was."""

    on: dt.date = field(DATE, "日期", "On", audience=EVERYONE, required=True)
    about: Ref | None = field(Reference("person"), "关于", "About", audience=MANAGERS)
    field_: str = field(ID_FORM, "字段", "Field", "更正了哪个字段。", "Which field was corrected.", audience=MANAGERS, required=True)
    was: str = field(PLAIN, "原值", "Was", audience=MANAGERS, required=True)
    now: str = field(PLAIN, "现值", "Now", audience=MANAGERS, required=True)
    reason: Text = field(PROSE, "原因", "Reason", audience=EVERYONE, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    on: dt.date = field(DATE, "日期", "On", audience=EVERYONE, required=True)
    reason: Text = field(PROSE, "原因", "Reason", audience=EVERYONE, required=True, also=("理由",))


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Someone to whom the standard applies and who is not among the recipients, with the reason."""

    person: Ref = field(Reference("person"), "人员", "Person", audience=MANAGERS, required=True)
    reason: Text = field(PROSE, "原因", "Reason", audience=MANAGERS, required=True, also=("理由",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Record):
    """What award results and promotion results share."""

    part: ClassVar[str] = "outcome"

    period: Ref = field(Reference("period"), "考核周期", "Period", audience=EVERYONE, required=True, also=("周期",))
    decided: Decision = field(Struct(Decision), "决定", "Decided", audience=EVERYONE, required=True)
    evidence: tuple[Ref, ...] = field(ListOf(Reference("actuals")), "依据数据", "Evidence", audience=EVERYONE, default=(), also=("数据", "依据"))
    notice: Notice | None = field(Struct(Notice), "公示", "Notice", "终止日由工作日历推算。", "The end is counted, not typed.", audience=EVERYONE)
    published: dt.date | None = field(DATE, "公布日期", "Published", "不经公示的结果在哪天公布。", "The day of publication where there is no notice.", audience=EVERYONE)
    objections: tuple[Objection, ...] = field(ListOf(Struct(Objection)), "异议", "Objections", audience=EVERYONE, default=(), also=("申诉",))
    corrections: tuple[Correction, ...] = field(ListOf(Struct(Correction)), "更正", "Corrections", audience=EVERYONE, default=())
    withdrawn: Withdrawal | None = field(Struct(Withdrawal), "撤回", "Withdrawn", audience=EVERYONE)
    left_out: tuple[LeftOut, ...] = field(ListOf(Struct(LeftOut)), "未入选", "Left out", audience=MANAGERS, default=())

    @property
    def published_on(self) -> dt.date | None:
        """The day of publication: the first day of notice, or the day stated."""
        return self.notice.from_ if self.notice is not None else self.published


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardResult(Outcome):
    kind: ClassVar[str] = "award-result"
    folder: ClassVar[str] = "results"
    noun: ClassVar[Phrase] = Phrase("奖励结果", "award result")
    plural: ClassVar[Phrase] = Phrase("奖励结果", "award results")
    rows: ClassVar[str] = "recipients"

    reward: Ref = field(Reference("reward"), "奖励方案", "Reward", audience=EVERYONE, required=True, also=("方案",))
    recipients: tuple[Recipient, ...] = field(ListOf(Struct(Recipient)), "获奖人", "Recipients", audience=MANAGERS, required=True, default=(), also=("名单", "获奖名单"))
    budget: Quantity | None = field(MONEY, "预算", "Budget", audience=MANAGERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    reason: Text = field(PROSE, "理由", "Reason", audience=MANAGERS, required=True, also=("原因",))
    approved_by: Ref = field(Reference("person"), "批准人", "Approved by", audience=MANAGERS, required=True)
    on: dt.date | None = field(DATE, "日期", "On", audience=MANAGERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementMet:
    """How one requirement was met; a bare `true` or `false` says only whether."""

    met: bool = field(FLAG, "满足", "Met", audience=MANAGERS, required=True, also=("是否满足",))
    value: str | None = field(PLAIN, "值", "Value", audience=MANAGERS)
    evidence: Text | None = field(PROSE, "依据", "Evidence", audience=MANAGERS, also=("证据",))
    waived: Waiver | None = field(Struct(Waiver), "豁免", "Waived", audience=MANAGERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    person: Ref = field(Reference("person"), "人员", "Person", audience=MANAGERS, required=True, also=("员工", "候选人", "工号"))
    outcome: str = field(Word.of(PROMOTION_OUTCOMES), "结果", "Outcome", audience=MANAGERS, required=True, also=("结论",))
    effective: dt.date | None = field(DATE, "生效日期", "Effective", audience=MANAGERS, also=("生效",))
    requirements: tuple[tuple[str, RequirementMet], ...] = field(MapOf(Struct(RequirementMet, shorthand="met")), "各项要求", "Requirements", audience=MANAGERS, required=True, default=(), also=("要求",))
    reason: Text | None = field(PROSE, "说明", "Reason", audience=MANAGERS, also=("理由",))
    exception: DeclaredException | None = field(Struct(DeclaredException), "例外", "Exception", audience=MANAGERS, also=("破格",))


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionResult(Outcome):
    kind: ClassVar[str] = "promotion-result"
    folder: ClassVar[str] = "results"
    noun: ClassVar[Phrase] = Phrase("晋升结果", "promotion result")
    plural: ClassVar[Phrase] = Phrase("晋升结果", "promotion results")
    rows: ClassVar[str] = "candidates"

    criteria: Ref = field(Reference("criteria"), "晋升标准", "Criteria", audience=EVERYONE, required=True, also=("标准",))
    candidates: tuple[Candidate, ...] = field(ListOf(Struct(Candidate)), "候选人", "Candidates", audience=MANAGERS, required=True, default=(), also=("名单",))


def outcomes_of(library: Library) -> tuple[Outcome, ...]:
    """All results that a library has, of awards first."""
    return (*library.of(AwardResult), *library.of(PromotionResult))
