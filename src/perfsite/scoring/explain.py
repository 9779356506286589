"""Steps of a calculation to words: what each is called, and what is done with which numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.records.fields import shape_of
from perfsite.records.library import Library
from perfsite.records.metric import Metric
from perfsite.records.period import Period
from perfsite.records.record import title
from perfsite.records.requirement import Requirement
from perfsite.records.result import PROMOTION_OUTCOMES
from perfsite.records.rule import ROUNDINGS
from perfsite.scoring.cases import PAID, PART_OF_PRIZE, REMAINDER, SHARE_OF_AMOUNT, SHARE_OF_TOTAL, Case
from perfsite.scoring.compile import AMOUNT, COEFFICIENT, GRADE, SHARE, TOTAL, WHOLE
from perfsite.scoring.evaluate import CannotScoreError, Step, Value, holds, reached
from perfsite.scoring.exact import write_exact
from perfsite.scoring.limits import EARNED, PEOPLE
from perfsite.scoring.program import Edge
from perfsite.scoring.published import BASIS, PART, RANK

NAMES = {
    TOTAL: Phrase("总分", "total"),
    GRADE: Phrase("等级", "grade"),
    COEFFICIENT: Phrase("系数", "coefficient"),
    AMOUNT: Phrase("金额", "amount"),
    BASIS: Phrase("计提基数", "basis"),
    RANK: Phrase("名次", "rank"),
    PAID: Phrase("本年已发", "paid this year"),
    SHARE_OF_TOTAL: Phrase("在岗比例", "part of the period in the role"),
    SHARE_OF_AMOUNT: Phrase("在岗比例", "part of the period in the role"),
    EARNED: Phrase("按总分的等级", "grade by the total"),
    PEOPLE: Phrase("同组人数", "people in the group"),
    PART_OF_PRIZE: Phrase("并列者的份额", "share of those who are tied"),
    WHOLE: Phrase("总额", "the whole"),
    SHARE: Phrase("份额", "share"),
    PART: Phrase("份额", "share"),
    REMAINDER: Phrase("尾差", "remainder"),
}
# Units of what is no number, and of a time in a role; the values of a verdict.
VERDICT, OUTCOME, MONTHS = "verdict", "outcome", "months"
MET, NOT_MET = "met", "not met"
_VERDICTS = {MET: Phrase("满足", "met"), NOT_MET: Phrase("未满足", "not met")}
_PARTS = {
    "actual": Phrase("{}（实际）", "{}, actual"),
    "target": Phrase("{}（目标）", "{}, target"),
    "baseline": Phrase("{}（基线）", "{}, baseline"),
    "attainment": Phrase("{}达成率", "{}, attainment"),
    "progress": Phrase("{}进度", "{}, progress"),
    "inverse": Phrase("{}反向达成率", "{}, inverse attainment"),
}
_OF_GRADES = {
    "allowed": Phrase("{} 至多几人", "how many may hold {}"),
    "place": Phrase("在达到 {} 的人中的名次", "place among those who have reached {}"),
}
_TESTS = {"at_least": "≥", "above": ">", "at_most": "≤", "below": "<", "is": "="}
_SIGNS = {"add": " + ", "subtract": " − ", "multiply": " × ", "divide": " ÷ "}
REASONS = {
    "missing": Phrase("没有{name}的数据", "there is no figure for {name}"),
    "divisor": Phrase("{name}的除数不是正数", "the divisor of {name} is not positive"),
    "below": Phrase("{name}低于最低一档", "{name} lies below the lowest tier"),
    "circle": Phrase("{name}取决于自己", "{name} depends on itself"),
    "unknown": Phrase("没有{name}，或它没有写全", "{name} is not there, or not in full"),
    "rule": Phrase("{name}的评分规则读不出来", "the scoring rule of {name} cannot be read"),
    "evidence": Phrase("{name}没有全部读出来", "{name} could not be read in full"),
    "several": Phrase("{name}有几个数，不知道取哪个", "there are several figures for {name} and nothing says which counts"),
    "rate": Phrase("{name}是比率，不能相加", "{name} is a rate, and rates cannot be added up"),
    "proration": Phrase("按{name}折算不出来：缺工作日历，没有写明不足一个月怎么算，或周期不是整月", "parts cannot be counted by {name}: a calendar is lacking, nothing says how a part of a month counts, or the period is not made of whole months"),
    "splits": Phrase("{name}分给几个人，没有写明怎么分", "{name} is shared among people, and nothing says how"),
    "own-team": Phrase("{name}在本期不只在一个团队，或不在任何团队，没有写明按哪个团队算", "{name} was in several teams in the period, or in none, and nothing says which counts"),
    "holder": Phrase("没有人得{name}的份额，没有写明归谁", "nobody holds the share of {name}, and nothing says to whom it falls"),
    "shares": Phrase("{name}符合几项份额，没有写明取哪一项", "several shares fit {name}, and nothing says which counts"),
    "accumulation": Phrase("{name}的金额全年累计，评分却逐期，没有写明重算什么", "the amount of {name} spans the year and its rule does not, and nothing says what is computed anew"),
    "eligibility": Phrase("要由人判断{name}是否符合条件", "people have to decide whether {name} meet the conditions"),
    "group": Phrase("等级有人数上限，而同组的{name}没有总分", "the grade is limited by the group, and there is no total for {name}, who is in it"),
    "tie": Phrase("{name}的名额只够一部分总分相同的人，没有写明怎么办", "the count for {name} would part people with the same total, and nothing says what happens then"),
    "share": Phrase("前{name}不是整数人，没有写明怎么取整", "{name} is no whole number of people, and nothing says how to round it"),
    "currency": Phrase("{name}换了币种，前后的金额不能相比", "the currency of {name} is another one, and the amounts cannot be compared"),
}  # fmt: skip


def reason_said(trouble: CannotScoreError) -> Phrase:
    """Why a figure cannot be computed, with the name by which authors know what is lacking."""
    words, code = REASONS[trouble.reason], f"`{trouble.name}`"
    # A space stands between Chinese and code, except beside punctuation and at either end.
    zh = words.zh.format(name=f" {code} ").strip().replace("` ，", "`，")
    return Phrase(zh, words.en.format(name=code))


_FIXED = Phrase("标准定下的数", "a figure that the standard sets")
_MISSING = {
    "zero": Phrase("没有数据，按零计", "no figure, which counts as nothing"),
    "renormalise": Phrase("没有数据，权重由其余各项分摊", "no figure: the others share its weight"),
}


def telling(step: Step) -> Step:
    """The step that tells how a figure came about, beneath those that only hand it on: a gate that stays shut, too."""
    while True:
        if step.operation == "result" or passes_on(step):
            step = step.of[0]
        elif step.operation == "choose" and not step.data["strict"] and not _is_met(step):
            step = step.of[1]
        else:
            return step


def passes_on(step: Step) -> bool:
    """Whether a step leaves a figure as it is: it would be a line that says nothing."""
    if step.operation == "limit":
        return len(step.of) == 1 or any(part.value is None for part in step.of)
    return step.operation == "required" and step.of[0].value is not None


def _is_met(choice: Step) -> bool:
    return holds(choice.of[0].value, choice.data["test"], choice.data["against"])


class Wording:
    """The words for the steps of one case: titles of its components and metrics, and figures in their units.

    Without a case, what metrics are called and what is measured in which unit.
    """

    def __init__(self, library: Library, case: Case | None = None) -> None:
        self.library, self.rule = library, case.rule if case is not None else None
        self.components = dict(self.rule.components) if self.rule is not None else {}

    def label(self, name: str) -> Phrase:
        if name in NAMES:
            return NAMES[name]
        if name in self.components:
            component = self.components[name]
            if component.title is not None:
                return Phrase(component.title.best("zh")[1], component.title.best("en")[1])
            return self._metric(component.metric.id if component.metric is not None else name)
        name, _, within = name.partition(" (")
        if within:
            words, period = self.label(name), self._period(within.removesuffix(")"))
            return Phrase(f"{period.zh}的{words.zh}", f"{words.en} ({period.en})")
        metric, _, part = name.rpartition("/")
        pattern = _PARTS.get(part)
        if part in _OF_GRADES and self.rule is not None:
            grade = self.rule.grades[int(metric.removeprefix("grades."))].grade
            return Phrase(_OF_GRADES[part].zh.format(grade), _OF_GRADES[part].en.format(grade))
        if pattern is None:
            return self._metric(name)
        if metric in self.components:
            words = self.label(metric)
        else:
            words = self._metric(metric)
        return Phrase(pattern.zh.format(words.zh), pattern.en.format(words.en))

    def _metric(self, id: str) -> Phrase:
        metric = self.library.get(Metric, id)
        return Phrase(id, id) if metric is None else titled(metric)

    def _period(self, id: str) -> Phrase:
        period = self.library.get(Period, id)
        return Phrase(id, id) if period is None else titled(period)

    def value(self, step: Step) -> str:
        """A figure as a formula has it. What goes by no name of its own stands there as it is computed."""
        if not step.name and step.operation in _SIGNS:
            inner = self._formula(step, [self.value(part) for part in step.of])
            return inner if step.operation == "multiply" else f"({inner})"
        return (
            self.figure(step.name, step.value)
            if step.operation in ("given", "divide", "progress")
            else shown(step.value)
        )

    def figure(self, name: str, value: Value) -> str:
        """A figure with the unit of its metric: a rate as a percentage."""
        metric, _, part = name.rpartition("/")
        record = self.library.get(Metric, metric) if part in ("actual", "target", "baseline") else None
        if (
            name in (SHARE, PART)
            or part in ("attainment", "progress", "inverse")
            or (record is not None and record.unit == "percent")
        ):
            return percent(value)
        return shown(value)

    def operation(self, step: Step) -> Phrase:
        """What is done, with the numbers that it is done with."""
        of = [self.value(part) for part in step.of]
        if step.operation == "round":
            places, mode = step.data["places"], ROUNDINGS.choices[step.data["mode"]]
            return Phrase(
                f"{of[0]} → {places} 位小数，{mode.zh}",
                f"{of[0]} → {places} decimal{'' if places == 1 else 's'}, {mode.en}",
            )
        if step.operation == "number":
            return _FIXED
        if step.operation == "required":
            return _MISSING[step.data["missing"]]
        if step.operation == "choose":
            return self._choice(step, of)
        if step.operation == "limit":
            return _limit(step)
        if step.operation in ("least", "most"):
            of = [text.removeprefix("(").removesuffix(")") if text.startswith("(") else text for text in of]
            return Phrase(
                f"{'、'.join(of)} 取{'小' if step.operation == 'least' else '大'}",
                f"the {'lesser' if step.operation == 'least' else 'greater'} of {' and '.join(of)}",
            )
        text = self._formula(step, of)
        return Phrase(text.replace(": ", "：").replace(", ", "、"), text)

    def _choice(self, step: Step, of: Sequence[str]) -> Phrase:
        tested, test, against = step.of[0], _TESTS[step.data["test"]], step.data["against"]
        bound = self.figure(tested.name, against)
        met = holds(tested.value, step.data["test"], against)
        words = self.label(tested.name)
        return Phrase(
            f"{words.zh} {of[0]} {test} {bound}：{'是' if met else '否'}",
            f"{words.en} {of[0]} {test} {bound}: {'yes' if met else 'no'}",
        )

    def _formula(self, step: Step, of: Sequence[str]) -> str:
        name = step.operation
        if name in _SIGNS:
            return _SIGNS[name].join(of)
        if name == "progress":
            return f"({of[0]} − {of[1]}) ÷ ({of[2]} − {of[1]})"
        if name in ("weigh", "slices"):
            return _weighed(step) if name == "weigh" else _sliced(step)
        if name in ("steps", "grade"):
            return self._tier(step, of[0])
        if name == "line":
            return self._on_line(step, of[0])
        return f"{', '.join(of)} → {shown(step.value)}" if name in ("lookup", "grid", "grade_at_most") else ""

    def _tier(self, step: Step, measured: str) -> str:
        value, edges = step.of[0].value, step.data["edges"]
        position = reached(value, edges) if isinstance(value, Fraction) else None
        if position is None:
            return measured
        edge: Edge = edges[position]
        bound = self.figure(step.of[0].name, edge.at)
        worth = step.data["grades" if step.operation == "grade" else "yields"][position]
        text = f"{measured} {'≥' if edge.closed else '>'} {bound}"
        return f"{text}: {measured} × {percent(worth)}" if step.data.get("rate") else f"{text}: {shown(worth)}"

    def _on_line(self, step: Step, measured: str) -> str:
        points, value, name = step.data["points"], step.of[0].value, step.of[0].name
        if not isinstance(value, Fraction):
            return measured
        beyond = "below" if value < points[0][0] else "above" if value > points[-1][0] else ""
        if beyond and step.data[beyond] != "extrapolate":
            end, sign = (points[0][0], "<") if beyond == "below" else (points[-1][0], ">")
            return f"{measured} {sign} {self.figure(name, end)}: {shown(step.value)}"
        index = next((i for i in range(len(points) - 2) if value <= points[i + 1][0]), len(points) - 2)
        (x0, y0), (x1, y1) = points[index], points[index + 1]
        low, high = self.figure(name, x0), self.figure(name, x1)
        return f"{shown(y0)} + ({measured} − {low}) ÷ ({high} − {low}) × ({shown(y1)} − {shown(y0)})"


def _limit(step: Step) -> Phrase:
    """How many of the group may hold the grade, and as which someone counts; only the grade where nothing limits it."""
    grade, *rest = (part.value for part in step.of)
    if len(rest) < 3 or None in rest:
        return Phrase(shown(grade), shown(grade))
    place, most, people = (shown(value) for value in rest)
    share, end = percent(step.data["share"]), f" → {shown(step.value)}"
    return Phrase(
        f"{people} 人 × {share}：{grade} 至多 {most} 人，第 {place} 名{end}",
        f"{people} people × {share}: at most {most} with {grade}, place {place}{end}",
    )


def _weighed(step: Step) -> str:
    pairs = list(zip(step.data["weights"], step.of, strict=True))
    there = [(weight, part) for weight, part in pairs if part.value is not None]
    text = " + ".join(f"{shown(part.value)} × {percent(weight)}" for weight, part in there)
    if len(there) == len(pairs):
        return text
    counted, whole = sum(weight for weight, _ in there), sum(weight for weight, _ in pairs)
    return f"({text}) × {percent(whole)} ÷ {percent(counted)}"


def _sliced(step: Step) -> str:
    value, edges, rates = step.of[0].value, step.data["edges"], step.data["yields"]
    if not isinstance(value, Fraction):
        return ""
    parts = []
    for index, edge in enumerate(edges):
        top = min(value, edges[index + 1].at) if index + 1 < len(edges) else value
        if top > edge.at:
            parts.append(f"{shown(top - edge.at)} × {percent(rates[index])}")
    return " + ".join(parts) or "0"


def titled(thing: Any) -> Phrase:
    """The title of a record, or of a part of one, in both languages."""
    return Phrase(title(thing, "zh"), title(thing, "en"))


def called(requirement: Requirement) -> Phrase:
    """What people call a requirement: its title, or else what it is about."""
    return (
        titled(requirement)
        if requirement.title is not None
        else shape_of(Requirement).fields[requirement.subject].label
    )


def shown(value: Value) -> str:
    return write_exact(value).replace("-", "−") if isinstance(value, Fraction) else write_exact(value)


def in_unit(value: Value, unit: str) -> str:
    """A figure with its unit, "%", a currency or "", as a terminal and both languages have it."""
    if unit == "%":
        return percent(value)
    return f"{unit} {shown(value)}" if unit and isinstance(value, Fraction) else shown(value)


def worded(value: Value, unit: str) -> Phrase:
    """A figure as `in_unit` has it, and what is none in words: a verdict, an outcome, or a time in months."""
    if unit == VERDICT and isinstance(value, str):
        return _VERDICTS[value]
    if unit == OUTCOME and isinstance(value, str):
        return Phrase(*PROMOTION_OUTCOMES[value])
    text = in_unit(value, unit if unit != MONTHS else "")
    if unit == MONTHS:
        return Phrase(f"{text} 个月", f"{text} month" if value == 1 else f"{text} months")
    return Phrase(text, text)


def percent(value: Value) -> str:
    return f"{shown(value * 100)}%" if isinstance(value, Fraction) else shown(value)
