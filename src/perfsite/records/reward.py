"""A reward: who is eligible, on what basis, how much."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from perfsite.diagnostics import Phrase
from perfsite.records.fields import EVERYONE, MANAGERS, Choice, Struct, field
from perfsite.records.forms import (
    FLAG,
    MONEY,
    NUMBER,
    PERCENT,
    PROSE,
    QUANTITY,
    TEXT,
    Form,
    ListOf,
    Reference,
    Scalarlike,
    Whole,
    Word,
)
from perfsite.records.period import PERIOD_TYPES
from perfsite.records.quantities import Quantity
from perfsite.records.reader import Reader
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.requirement import Requirement
from perfsite.records.rule import (
    ROUNDINGS,
    Accumulation,
    AppliesTo,
    Example,
    Gate,
    Modifier,
    Proration,
    Tier,
)
from perfsite.records.texts import Text
from perfsite.sources import Node

REWARD_TYPES = {
    "bonus": ("奖金", "bonus"), "commission": ("提成", "commission"), "spiff": ("专项激励", "SPIFF"),
    "honour": ("荣誉", "honour"), "training": ("培训名额", "training place"),
}
TIES = {
    "shared": ("并列占位（1、1、3），末位并列的全取", "shared (1, 1, 3), and all on the last place win"),
    "dense": ("并列不占位（1、1、2），末位并列的全取", "dense (1, 1, 2), and all on the last place win"),
    "split": ("并列者平分", "split between them"),
}
# All who are tied win by `shared` as well: a second word for it would be read as another meaning.
_SAME_TIES = {"all": "shared"}


@dataclass(frozen=True, slots=True)
class SortKey:
    """What a ranking goes by: "total", "amount", a component or a metric, and in which direction."""

    by: str
    descending: bool


class SortKeyForm(Scalarlike[SortKey]):
    name = Phrase("排序依据，如 `total descending`", "a key such as `total descending`")

    def parse(self, text: str, node: Node, reader: Reader) -> SortKey | None:
        words = text.split()
        if len(words) != 2 or words[1] not in ("ascending", "descending"):
            mended = f"{words[0]} {'ascending' if words[1][:3] in ('asc', '升序') else 'descending'}" if len(words) == 2 and words[1][:3] in ("asc", "des", "升序", "降序") else None
            reader.report("PS404", node, {"text": text, "expected": self.name}, mended=mended)
            return None
        return SortKey(words[0], words[1] == "descending")


SORT_KEY: Form[SortKey] = SortKeyForm()


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    rule: Ref | None = field(Reference("rule"), "评分规则", "Rule", audience=EVERYONE)
    metric: Ref | None = field(Reference("metric"), "指标", "Metric", audience=EVERYONE)
    choices: ClassVar[tuple[Choice, ...]] = (Choice(("rule", "metric")),)


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountSpec:
    """How much: a flat sum, a base times a factor, or a rate by slices or steps of a metric."""

    choices: ClassVar[tuple[Choice, ...]] = (Choice(("flat", "base", "slices", "steps")),)
    # Words for tiers that people take to mean either form, though the sums differ; see checks/readings.py.
    readings: ClassVar[dict[str, tuple[str, ...]]] = dict.fromkeys(
        ("tiers", "brackets", "bands", "rates", "tiered", "阶梯", "阶梯提成", "累进", "分档", "档位", "档"), ("steps", "slices")
    )
    flat: Quantity | None = field(MONEY, "固定金额", "Flat", audience=EVERYONE)
    base: Quantity | None = field(MONEY, "基数", "Base", audience=EVERYONE)
    times: str | None = field(
        Word.of({"coefficient": ("等级系数", "the grade's coefficient"), "total": ("总分 ÷ 100", "the total ÷ 100"), "attainment": ("达成率", "attainment"), "count": ("数量", "the count")}),
        "乘以", "Times", audience=EVERYONE,
    )
    slices: tuple[Tier, ...] = field(ListOf(Struct(Tier)), "分段（超额累进）", "Slices", "每段按各自的比例计。", "Each slice at its own rate.", audience=EVERYONE, default=(), also=("超额累进",))
    steps: tuple[Tier, ...] = field(ListOf(Struct(Tier)), "分档（全额累进）", "Steps", "全额按达到的档计。", "The whole amount at the rate of the tier reached.", audience=EVERYONE, default=(), also=("全额累进",))
    of: Ref | None = field(Reference("metric"), "计提基数", "Of", audience=EVERYONE)
    cap: Quantity | None = field(MONEY, "封顶", "Cap", audience=EVERYONE)
    floor: Quantity | None = field(MONEY, "保底", "Floor", audience=EVERYONE)
    places: int = field(Whole(0, 4), "小数位", "Places", audience=EVERYONE, required=True)
    rounding: str = field(ROUNDINGS, "取舍方式", "Rounding", audience=EVERYONE, required=True, also=("舍入",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Minimum:
    total: Decimal | None = field(NUMBER, "总分至少", "Total", audience=EVERYONE)
    attainment: Quantity | None = field(PERCENT, "达成率至少", "Attainment", audience=EVERYONE)
    actual: Quantity | None = field(QUANTITY, "实际值至少", "Actual", audience=EVERYONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Winners:
    choices: ClassVar[tuple[Choice, ...]] = (Choice(("top", "share")),)
    top: int | None = field(Whole(1, 10_000), "前几名", "Top", audience=EVERYONE)
    share: Quantity | None = field(PERCENT, "前百分之几", "Share", audience=EVERYONE)
    counts: str | None = field(
        Word.of({"down": ("舍去", "down"), "up": ("进位", "up"), "half-up": ("四舍五入", "half up")}),
        "人数取整", "Counts", "`share` 算出来不是整数人时怎么取。", "How the people of a `share` are rounded.", audience=EVERYONE, also=("取整方法",),
    )
    group: str | None = field(
        Word.of({"eligible": ("所有符合资格的人", "everyone who is eligible"), "qualified": ("达到最低要求的人", "those who reach the minimum")}),
        "基数", "Group", "`share` 是哪些人的百分之几。", "Of whom a `share` is.", audience=EVERYONE, also=("占哪些人",),
    )
    by: tuple[SortKey, ...] = field(ListOf(SORT_KEY), "排序依据", "By", audience=EVERYONE, required=True, default=())
    ties: str = field(Word.of(TIES, _SAME_TIES), "并列", "Ties", "并列时怎么办。", "What happens in a tie.", audience=EVERYONE, required=True)
    minimum: Minimum | None = field(Struct(Minimum), "最低要求", "Minimum", audience=EVERYONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    role: Ref | None = field(Reference("role"), "岗位", "Role", audience=EVERYONE)
    person: Ref | None = field(Reference("person"), "人员", "Person", audience=EVERYONE)
    share: Quantity = field(PERCENT, "份额", "Share", audience=EVERYONE, required=True)
    choices: ClassVar[tuple[Choice, ...]] = (Choice(("role", "person")),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """Whose figures the whole is computed on, and how its parts come to it. What is left out is told of by a check."""

    choices: ClassVar[tuple[Choice, ...]] = (Choice(("whole", "whole_of"), required=False),)
    whole: str | None = field(
        Word.of({"own team": ("各自所在的团队", "each recipient's own team")}),
        "总额按", "Whole", "按谁的数据算总额；每个团队各有一份总额。", "On whose figures the whole is computed; each team has a whole of its own.", audience=EVERYONE, also=("总额",),
    )
    whole_of: Ref | None = field(Reference("team", "person"), "总额按某团队或某人", "Whole of", "总额只有一份，按这个团队或这个人的数据算。", "There is one whole, computed on the figures of this team or person.", audience=EVERYONE)
    same_role: str | None = field(
        Word.of({"equally": ("平分该岗位的份额", "they share it equally"), "each": ("每人各得该份额", "each of them gets it")}),
        "同岗多人", "Same role", "同一岗位有几个人时，份额怎么算。", "How a share falls to several people in one role.", audience=EVERYONE, also=("同岗位多人",),
    )
    remainder: str | None = field(
        Word.of({
            "largest share": ("归份额最大的人", "to the largest share"), "first": ("归排在最前的人", "to the first"), "last": ("归排在最后的人", "to the last"),
        }),
        "尾差", "Remainder", "各人取舍后合计与总额的差额归谁；先后按 `splits` 的次序，同一项内按编号。",
        "To whom falls what rounding leaves of the whole; the order is that of `splits`, and of ids within one of them.", audience=EVERYONE, also=("尾数", "余额"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reward(Record):
    kind: ClassVar[str] = "reward"
    folder: ClassVar[str] = "rewards"
    noun: ClassVar[Phrase] = Phrase("奖励方案", "reward")
    plural: ClassVar[Phrase] = Phrase("奖励方案", "rewards")
    part: ClassVar[str] = "standard"

    title: Text = field(TEXT, "标题", "Title", audience=EVERYONE, required=True, also=("名称", "方案名称"))
    type: str = field(Word.of(REWARD_TYPES), "类型", "Type", audience=EVERYONE, required=True, also=("奖励类型",))
    applies_to: AppliesTo = field(Struct(AppliesTo), "适用对象", "Applies to", audience=EVERYONE, required=True, also=("适用范围", "适用"))
    every: str | None = field(Word.of(PERIOD_TYPES), "周期", "Every", "多久发一次。", "How often it is awarded.", audience=EVERYONE, also=("发放周期",))
    basis: Basis | None = field(Struct(Basis), "依据", "Basis", audience=EVERYONE)
    eligibility: Requirement | None = field(Struct(Requirement), "资格", "Eligibility", audience=EVERYONE, also=("申领条件", "条件"))
    amount: AmountSpec | None = field(Struct(AmountSpec), "金额", "Amount", audience=EVERYONE)
    winners: Winners | None = field(Struct(Winners), "入选", "Winners", audience=EVERYONE, also=("名次",))
    award: Text | None = field(TEXT, "授予", "Award", "荣誉或名额是什么。", "What the honour or place is.", audience=EVERYONE, also=("奖项",))
    training: Ref | None = field(Reference("training"), "培训", "Training", audience=EVERYONE)
    places: int | None = field(Whole(1, 10_000), "名额", "Places", audience=EVERYONE)
    splits: tuple[Split, ...] = field(ListOf(Struct(Split)), "分配", "Splits", audience=EVERYONE, default=())
    overlay: bool = field(FLAG, "叠加", "Overlay", "份额可以超过 100%。", "The shares may exceed 100%.", audience=EVERYONE, default=False)
    sharing: Sharing | None = field(Struct(Sharing), "分配办法", "Sharing", "总额按谁的数据算，同岗几个人怎么分，尾差归谁。", "On whose figures the whole is computed, and how it falls to people.", audience=EVERYONE)
    gates: tuple[Gate, ...] = field(ListOf(Struct(Gate)), "门槛", "Gates", audience=EVERYONE, default=(), also=("红线",))
    modifiers: tuple[Modifier, ...] = field(ListOf(Struct(Modifier)), "加减项", "Modifiers", audience=EVERYONE, default=())
    proration: Proration | None = field(Struct(Proration), "折算", "Proration", audience=EVERYONE)
    accumulation: Accumulation | None = field(Struct(Accumulation), "累计", "Accumulation", audience=EVERYONE)
    budget: Quantity | None = field(MONEY, "预算", "Budget", "每期预算。", "The budget of each period.", audience=MANAGERS)
    paid: Text | None = field(PROSE, "发放", "Paid", "何时、以何种方式发放。", "When and how it is paid.", audience=EVERYONE, also=("发放方式",))
    examples: tuple[Example, ...] = field(ListOf(Struct(Example)), "示例", "Examples", audience=EVERYONE, default=(), also=("例子", "算例"))

    @property
    def paid_on(self) -> Ref | None:
        """The metric that the amount is of: the one that it names, or else the one that the reward rests on."""
        if self.amount is not None and self.amount.of is not None:
            return self.amount.of
        return self.basis.metric if self.basis is not None else None
