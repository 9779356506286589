"""A scoring rule: how actuals become points, a total and a grade."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from perfsite.diagnostics import Phrase
from perfsite.records.fields import EVERYONE, Choice, Struct, field
from perfsite.records.forms import (
    FLAG,
    ID_FORM,
    NUMBER,
    PERCENT,
    QUANTITY,
    TEXT,
    Form,
    ListOf,
    MapOf,
    Plain,
    Reference,
    Scalarlike,
    Whole,
    Word,
    report_width,
)
from perfsite.records.quantities import Quantity, Trouble, parse_quantity
from perfsite.records.reader import Reader
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.texts import Text
from perfsite.sources import Node

MEASURES = {
    "actual": ("实际值", "actual"), "attainment": ("达成率", "attainment"), "progress": ("进度", "progress"),
    "inverse": ("反向达成率", "inverse"), "okr": ("OKR 得分", "OKR score"),
}
ENDS = Word.of({"clamp": ("封顶或保底", "clamp"), "zero": ("记零分", "zero"), "extrapolate": ("按末段延伸", "extrapolate")})
ROUNDINGS = Word.of({
    "half-up": ("四舍五入", "half up"), "half-even": ("四舍六入五成双", "half even"), "down": ("舍去", "down"), "up": ("进位", "up"),
})
MISSING = Word.of({"error": ("报错", "an error"), "zero": ("按零计", "zero"), "renormalise": ("其余权重分摊", "the other weights share it")})


class FigureForm(Scalarlike["Quantity | str"]):
    """A quantity, or a word such as a grade."""

    name = Phrase("数字或等级", "a figure or a grade")

    def parse(self, text: str, node: Node, reader: Reader) -> Quantity | str | None:
        value = parse_quantity(text)
        if not isinstance(value, Trouble):
            report_width(text, node, reader)
            return value
        if value.hint:
            # It was meant as a figure, only its form is wrong; a grade has nothing of one.
            self.trouble(value, text, node, reader)
            return None
        return text


FIGURE: Form[Quantity | str] = FigureForm()


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliesTo:
    """Whom a standard is for. Several fields narrow each other down; a list widens."""

    role: tuple[Ref, ...] = field(ListOf(Reference("role"), single=True), "岗位", "Role", audience=EVERYONE, default=())
    team: tuple[Ref, ...] = field(ListOf(Reference("team"), single=True), "团队", "Team", audience=EVERYONE, default=(), also=("部门",))
    level: tuple[str, ...] = field(ListOf(ID_FORM, single=True), "职级", "Level", audience=EVERYONE, default=())
    person: tuple[Ref, ...] = field(ListOf(Reference("person"), single=True), "人员", "Person", audience=EVERYONE, default=())


# Words for where something begins or ends that leave open whether the value itself belongs to it; see checks/edges.py.
BEGINS = ("at", "edge", "threshold", "start", "begin", "value", "分界", "分界点", "界限", "临界值", "临界点", "分数线", "门槛")
ENDS_AT = ("to", "until", "up_to", "end", "max", "range", "between", "至", "到", "止", "以内", "以下", "上限", "区间", "范围")
_EDGE_READINGS: dict[str, tuple[str, ...]] = dict.fromkeys((*BEGINS, *ENDS_AT), ("from", "above"))
REACHES, STAYS_UNDER = ("threshold", "over", "阈值", "临界值"), ("under", "up_to", "以内", "以下")
_BOUND_READINGS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(REACHES, ("at_least", "above")), **dict.fromkeys(STAYS_UNDER, ("at_most", "below")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One step or slice. `from` belongs to it, `above` does not; it ends where the next begins."""

    readings: ClassVar[dict[str, tuple[str, ...]]] = _EDGE_READINGS
    choices: ClassVar[tuple[Choice, ...]] = (Choice(("from", "above")), Choice(("points", "rate", "amount")))
    from_: Quantity | None = field(QUANTITY, "起（含）", "From", "含该值。", "The value itself belongs to this tier.", audience=EVERYONE, also=("从", "起"))
    above: Quantity | None = field(QUANTITY, "高于（不含）", "Above", "不含该值。", "The value itself does not belong to this tier.", audience=EVERYONE, also=("高于", "超过"))
    points: Decimal | None = field(NUMBER, "得分", "Points", audience=EVERYONE, also=("分数", "分值"))
    rate: Quantity | None = field(PERCENT, "比例", "Rate", audience=EVERYONE, also=("提成比例", "费率"))
    amount: Quantity | None = field(QUANTITY, "金额", "Amount", audience=EVERYONE)

    @property
    def edge(self) -> Quantity | None:
        return self.from_ if self.from_ is not None else self.above

    @property
    def yields(self) -> Any:
        return next((v for v in (self.points, self.rate, self.amount) if v is not None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A point of a line; between two of them the points run straight."""

    at: Quantity = field(QUANTITY, "在", "At", audience=EVERYONE, required=True, also=("位置",))
    points: Decimal = field(NUMBER, "得分", "Points", audience=EVERYONE, required=True, also=("分数",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    below: str = field(ENDS, "低于首点", "Below", audience=EVERYONE, required=True)
    above: str = field(ENDS, "高于末点", "Above", audience=EVERYONE, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassMark:
    readings: ClassVar[dict[str, tuple[str, ...]]] = _BOUND_READINGS
    choices: ClassVar[tuple[Choice, ...]] = (Choice(("at_least", "above", "at_most", "below")),)
    at_least: Quantity | None = field(QUANTITY, "至少", "At least", audience=EVERYONE)
    above: Quantity | None = field(QUANTITY, "高于", "Above", audience=EVERYONE)
    at_most: Quantity | None = field(QUANTITY, "至多", "At most", audience=EVERYONE)
    below: Quantity | None = field(QUANTITY, "低于", "Below", audience=EVERYONE)
    points: Decimal = field(NUMBER, "得分", "Points", audience=EVERYONE, required=True)
    otherwise: Decimal = field(NUMBER, "否则", "Otherwise", audience=EVERYONE, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduct:
    """Points off for each event, down to a floor."""

    start: Decimal = field(NUMBER, "起始分", "Start", audience=EVERYONE, required=True)
    each: Decimal = field(NUMBER, "每次扣", "Each", "每发生一次扣多少分。", "Points off for each event.", audience=EVERYONE, required=True)
    floor: Decimal = field(NUMBER, "最低分", "Floor", audience=EVERYONE, required=True, also=("保底",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    readings: ClassVar[dict[str, tuple[str, ...]]] = _EDGE_READINGS
    choices: ClassVar[tuple[Choice, ...]] = (Choice(("from", "above")),)
    from_: Quantity | None = field(QUANTITY, "起（含）", "From", audience=EVERYONE)
    above: Quantity | None = field(QUANTITY, "高于（不含）", "Above", audience=EVERYONE)

    @property
    def edge(self) -> Quantity | None:
        return self.from_ if self.from_ is not None else self.above


@dataclass(frozen=True, slots=True, kw_only=True)
class GridColumns:
    metric: Ref = field(Reference("metric"), "指标", "Metric", audience=EVERYONE, required=True)
    measure: str = field(Word.of(MEASURES), "衡量方式", "Measure", audience=EVERYONE, required=True)
    tiers: tuple[Edge, ...] = field(ListOf(Struct(Edge)), "档", "Tiers", audience=EVERYONE, required=True, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Two measures and a table of points: rows by this component's measure, columns by another's."""

    rows: tuple[Edge, ...] = field(ListOf(Struct(Edge)), "行", "Rows", audience=EVERYONE, required=True, default=())
    columns: GridColumns = field(Struct(GridColumns), "列", "Columns", audience=EVERYONE, required=True)
    points: tuple[tuple[Decimal, ...], ...] = field(ListOf(ListOf(NUMBER)), "得分表", "Points", "每行一个列表。", "One list for each row.", audience=EVERYONE, required=True, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    readings: ClassVar[dict[str, tuple[str, ...]]] = _BOUND_READINGS
    choices: ClassVar[tuple[Choice, ...]] = (
        Choice(("metric", "component", "grade", "total")), Choice(("at_least", "above", "at_most", "below", "is")),
    )
    metric: Ref | None = field(Reference("metric"), "指标", "Metric", audience=EVERYONE)
    component: str | None = field(ID_FORM, "评分项", "Component", audience=EVERYONE)
    grade: bool | None = field(FLAG, "等级", "Grade", audience=EVERYONE)
    total: bool | None = field(FLAG, "总分", "Total", audience=EVERYONE)
    measure: str | None = field(Word.of(MEASURES), "衡量方式", "Measure", "默认 `actual`。", "`actual` unless stated.", audience=EVERYONE)
    at_least: Quantity | None = field(QUANTITY, "至少", "At least", audience=EVERYONE, also=("不低于",))
    above: Quantity | None = field(QUANTITY, "高于", "Above", audience=EVERYONE, also=("超过",))
    at_most: Quantity | None = field(QUANTITY, "至多", "At most", audience=EVERYONE, also=("不超过",))
    below: Quantity | None = field(QUANTITY, "低于", "Below", audience=EVERYONE)
    is_: Quantity | str | None = field(FIGURE, "等于", "Is", audience=EVERYONE)


EFFECTS = ("total", "total_at_most", "grade", "grade_at_most", "amount", "amount_at_most", "component", "disqualify")


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a gate does, and to what: set, cap, or disqualify."""

    choices: ClassVar[tuple[Choice, ...]] = (Choice(EFFECTS),)
    total: Decimal | None = field(NUMBER, "总分定为", "Total", audience=EVERYONE)
    total_at_most: Decimal | None = field(NUMBER, "总分至多", "Total at most", audience=EVERYONE)
    grade: str | None = field(Plain(), "等级定为", "Grade", audience=EVERYONE)
    grade_at_most: str | None = field(Plain(), "等级至多", "Grade at most", audience=EVERYONE)
    amount: Quantity | None = field(QUANTITY, "金额定为", "Amount", audience=EVERYONE)
    amount_at_most: Quantity | None = field(QUANTITY, "金额至多", "Amount at most", audience=EVERYONE)
    component: tuple[tuple[str, Decimal], ...] = field(MapOf(NUMBER), "评分项定为", "Component", audience=EVERYONE, default=())
    disqualify: bool | None = field(FLAG, "取消资格", "Disqualify", audience=EVERYONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    title: Text = field(TEXT, "标题", "Title", audience=EVERYONE, required=True, also=("名称",))
    when: Condition = field(Struct(Condition), "当", "When", audience=EVERYONE, required=True, also=("条件",))
    then: Effect = field(Struct(Effect), "则", "Then", audience=EVERYONE, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Modifier:
    """Adds to or multiplies a component, the total or the amount, before or after its cap and floor."""

    choices: ClassVar[tuple[Choice, ...]] = (Choice(("add", "multiply")),)
    title: Text = field(TEXT, "标题", "Title", audience=EVERYONE, required=True, also=("名称",))
    when: Condition | None = field(Struct(Condition), "当", "When", audience=EVERYONE, also=("条件",))
    add: Decimal | None = field(NUMBER, "加", "Add", audience=EVERYONE, also=("加分",))
    multiply: Quantity | None = field(QUANTITY, "乘", "Multiply", audience=EVERYONE)
    order: str = field(
        Word.of({"before caps": ("封顶保底之前", "before caps"), "after caps": ("封顶保底之后", "after caps")}),
        "次序", "Order", "在封顶保底之前还是之后。", "Before or after caps and floors.", audience=EVERYONE, required=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    places: int = field(Whole(0, 8), "小数位", "Places", audience=EVERYONE, required=True)
    rounding: str = field(ROUNDINGS, "取舍方式", "Rounding", audience=EVERYONE, required=True, also=("舍入",))


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalSpec:
    places: int = field(Whole(0, 8), "小数位", "Places", audience=EVERYONE, required=True)
    rounding: str = field(ROUNDINGS, "取舍方式", "Rounding", audience=EVERYONE, required=True, also=("舍入",))
    cap: Decimal | None = field(NUMBER, "封顶", "Cap", audience=EVERYONE)
    floor: Decimal | None = field(NUMBER, "保底", "Floor", audience=EVERYONE)


CURVES = ("flat", "steps", "slices", "line", "pass", "deduct", "grid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One weighted part of a rule: a metric, how it is measured, and the curve from measure to points."""

    # Words for a curve that some take to jump from tier to tier and others to run from one to the next.
    readings: ClassVar[dict[str, tuple[str, ...]]] = dict.fromkeys(
        ("tiers", "brackets", "bands", "scale", "rates", "tiered", "阶梯", "累进", "区间", "对照表", "评分表"), ("steps", "slices", "line")
    )
    choices: ClassVar[tuple[Choice, ...]] = (Choice(CURVES),)
    title: Text | None = field(TEXT, "标题", "Title", "不写时用指标名。", "The metric's title where it is left out.", audience=EVERYONE, also=("名称",))
    metric: Ref | None = field(Reference("metric"), "指标", "Metric", audience=EVERYONE, also=("考核指标",))
    weight: Quantity = field(QUANTITY, "权重", "Weight", audience=EVERYONE, required=True, also=("比重", "占比"))
    measure: str = field(Word.of(MEASURES), "衡量方式", "Measure", "`attainment` = 实际 ÷ 目标。", "`attainment` is actual ÷ target.", audience=EVERYONE, required=True, also=("度量", "计算方式"))
    flat: Decimal | None = field(NUMBER, "固定分", "Flat", audience=EVERYONE)
    steps: tuple[Tier, ...] = field(ListOf(Struct(Tier)), "分档（全额）", "Steps", "达到哪档，全部按该档计。", "The whole counts at the tier that is reached.", audience=EVERYONE, default=(), also=("分档", "档位"))
    slices: tuple[Tier, ...] = field(ListOf(Struct(Tier)), "分段（超额累进）", "Slices", "每段按各自的比例计。", "Each slice counts at its own rate.", audience=EVERYONE, default=(), also=("分段", "超额累进"))
    line: tuple[Anchor, ...] = field(ListOf(Struct(Anchor)), "折线", "Line", "各点之间按直线计。", "Straight between anchors.", audience=EVERYONE, default=(), also=("线性",))
    pass_: PassMark | None = field(Struct(PassMark), "达标", "Pass", audience=EVERYONE)
    deduct: Deduct | None = field(Struct(Deduct), "扣分", "Deduct", audience=EVERYONE)
    grid: Grid | None = field(Struct(Grid), "矩阵", "Grid", audience=EVERYONE)
    beyond: Beyond | None = field(Struct(Beyond), "两端之外", "Beyond", "折线两端之外如何计。", "What counts beyond the ends of a line.", audience=EVERYONE, also=("超出范围",))
    missing: str = field(MISSING, "缺数据时", "Missing", "没有数据时怎么办。", "What happens where there is no actual.", audience=EVERYONE, required=True, also=("缺失", "无数据"))
    cap: Decimal | None = field(NUMBER, "封顶", "Cap", audience=EVERYONE)
    floor: Decimal | None = field(NUMBER, "保底", "Floor", audience=EVERYONE)
    modifiers: tuple[Modifier, ...] = field(ListOf(Struct(Modifier)), "加减项", "Modifiers", audience=EVERYONE, default=())
    round: Rounding | None = field(Struct(Rounding), "取舍", "Round", audience=EVERYONE)
    definition: Text | None = field(TEXT, "说明", "Definition", audience=EVERYONE)

    @property
    def curve(self) -> str:
        """Which of the curves this component uses."""
        return next((name for name in CURVES if getattr(self, "pass_" if name == "pass" else name) not in (None, ())), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    readings: ClassVar[dict[str, tuple[str, ...]]] = _EDGE_READINGS
    choices: ClassVar[tuple[Choice, ...]] = (Choice(("from", "above")),)
    grade: str = field(Plain(Phrase("等级，如 `A`", "a grade such as `A`"), r"\S{1,12}"), "等级", "Grade", audience=EVERYONE, required=True)
    title: Text | None = field(TEXT, "名称", "Title", audience=EVERYONE)
    from_: Decimal | None = field(NUMBER, "起（含）", "From", audience=EVERYONE, also=("起",))
    above: Decimal | None = field(NUMBER, "高于（不含）", "Above", audience=EVERYONE, also=("高于",))
    coefficient: Decimal | None = field(NUMBER, "系数", "Coefficient", audience=EVERYONE)
    at_most: Quantity | None = field(PERCENT, "至多占", "At most", "占全体的比例上限。", "The largest share of the group.", audience=EVERYONE, also=("比例上限",))

    @property
    def edge(self) -> Decimal | None:
        return self.from_ if self.from_ is not None else self.above


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeLimits:
    minimum_group: int = field(Whole(1, 10_000), "最小人数", "Minimum group", "少于这么多人时不限比例。", "Below this many people no share applies.", audience=EVERYONE, required=True)
    counts: str = field(Word.of({"largest remainder": ("最大余数法", "largest remainder")}), "取整方法", "Counts", audience=EVERYONE, required=True)
    ties: str | None = field(
        Word.of({"keep": ("一起保留，可以超出人数", "they keep the grade together, beyond the count"), "lower": ("一起降到下一等", "they go down together")}),
        "并列", "Ties", "名额只够一部分总分相同的人时怎么办。", "What happens where the count would part people with the same total.", audience=EVERYONE, also=("并列时",),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Proration:
    by: str = field(
        Word.of({"days": ("自然日", "days"), "months": ("月", "months"), "working days": ("工作日", "working days")}),
        "按", "By", audience=EVERYONE, required=True,
    )
    of: str = field(
        Word.of({"target": ("目标值", "the target"), "total": ("总分", "the total"), "amount": ("金额", "the amount")}),
        "折算对象", "Of", audience=EVERYONE, required=True,
    )
    part_of_month: str | None = field(
        Word.of({"whole": ("计整月", "counts as a whole month"), "nothing": ("不计", "does not count"), "days": ("按天数计", "counts by its days")}),
        "不足一个月", "Part of a month", "按月折算时，不足一个月的怎么算。", "How a part of a month counts, where it is by months.", audience=EVERYONE, also=("不满一个月",),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Accumulation:
    over: str = field(Word.of({"period": ("逐期", "each period"), "year": ("全年累计", "over the year")}), "累计", "Over", audience=EVERYONE, required=True)
    true_up: bool | None = field(FLAG, "年末多退少补", "True-up", "全年重算，与已付的相抵。", "The year is computed anew, less what was paid.", audience=EVERYONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What an example starts from for one component or metric; a bare value is the actual."""

    actual: Quantity | str | None = field(FIGURE, "实际", "Actual", audience=EVERYONE, also=("实际值",))
    target: Quantity | None = field(QUANTITY, "目标", "Target", audience=EVERYONE, also=("目标值",))
    baseline: Quantity | None = field(QUANTITY, "基线", "Baseline", audience=EVERYONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    title: Text = field(TEXT, "标题", "Title", audience=EVERYONE, required=True, also=("名称",))
    given: tuple[tuple[str, Given], ...] = field(MapOf(Struct(Given, shorthand="actual")), "已知", "Given", audience=EVERYONE, required=True, default=(), also=("假设",))
    expect: tuple[tuple[str, Quantity | str], ...] = field(MapOf(FIGURE), "应得", "Expect", audience=EVERYONE, required=True, default=(), also=("期望", "结果"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringRule(Record):
    kind: ClassVar[str] = "rule"
    folder: ClassVar[str] = "rules"
    noun: ClassVar[Phrase] = Phrase("评分规则", "scoring rule")
    plural: ClassVar[Phrase] = Phrase("评分规则", "scoring rules")
    part: ClassVar[str] = "standard"

    title: Text = field(TEXT, "标题", "Title", audience=EVERYONE, required=True, also=("名称", "规则名称"))
    applies_to: AppliesTo = field(Struct(AppliesTo), "适用对象", "Applies to", "给谁用。", "Whom it is for.", audience=EVERYONE, required=True, also=("适用范围", "适用"))
    components: tuple[tuple[str, Component], ...] = field(MapOf(Struct(Component)), "评分项", "Components", audience=EVERYONE, required=True, default=(), also=("考核项", "指标项"))
    weights: str = field(Word.of({"100%": ("合计100%", "sum to 100%"), "raw": ("原始权重", "raw")}), "权重方式", "Weights", "写 `raw` 时权重不必合计 100%。", "With `raw` the weights need not sum to 100%.", audience=EVERYONE, default="100%")
    gates: tuple[Gate, ...] = field(ListOf(Struct(Gate)), "门槛", "Gates", audience=EVERYONE, default=(), also=("一票否决", "红线"))
    modifiers: tuple[Modifier, ...] = field(ListOf(Struct(Modifier)), "加减项", "Modifiers", audience=EVERYONE, default=(), also=("加分项", "加减分"))
    proration: Proration | None = field(Struct(Proration), "折算", "Proration", "任职不满整期时如何折算。", "How a part of the period in the role counts.", audience=EVERYONE)
    accumulation: Accumulation | None = field(Struct(Accumulation), "累计", "Accumulation", audience=EVERYONE)
    total: TotalSpec = field(Struct(TotalSpec), "总分", "Total", audience=EVERYONE, required=True)
    grades: tuple[Grade, ...] = field(ListOf(Struct(Grade)), "等级", "Grades", audience=EVERYONE, default=(), also=("绩效等级",))
    grade_limits: GradeLimits | None = field(Struct(GradeLimits), "等级比例", "Grade limits", audience=EVERYONE)
    examples: tuple[Example, ...] = field(ListOf(Struct(Example)), "示例", "Examples", audience=EVERYONE, default=(), also=("例子", "算例"))
