"""The parts of an impact to sentences in both languages, which its formats arrange."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from perfsite.diagnostics import Phrase
from perfsite.history.sentences import sentence
from perfsite.impact.compare import Bearing
from perfsite.impact.reach import Timing
from perfsite.impact.results import Figures
from perfsite.impact.shown import Shown, ShownPromotion, ShownResult, ShownStandard, Some
from perfsite.impact.standards import Event
from perfsite.records.kinds import KINDS
from perfsite.records.record import Record, title
from perfsite.reporters.impact.state import State
from perfsite.reporters.words import visible
from perfsite.scoring.exact import as_decimal, write_exact

EVENTS = {
    Event.CHANGED: Phrase("修改", "changed"),
    Event.REPLACED: Phrase("取代", "replaces another"),
    Event.NEW: Phrase("新增", "new"),
    Event.REMOVED: Phrase("删除", "removed"),
}
BEARINGS = {
    Bearing.CLARIFYING: Phrase("只是说明", "clarifying"),
    Bearing.MORE: Phrase("更有利", "more favourable"),
    Bearing.LESS: Phrase("更不利", "less favourable"),
    Bearing.MIXED: Phrase("有利有弊", "mixed"),
    Bearing.NEUTRAL: Phrase("未见影响", "no effect found"),
    Bearing.UNDECIDED: Phrase("算不出来", "cannot be computed"),
}
SIGNS = {
    Bearing.CLARIFYING: "✎", Bearing.MORE: "▲", Bearing.LESS: "▼", Bearing.MIXED: "▲▼", Bearing.NEUTRAL: "=", Bearing.UNDECIDED: "?",
}  # fmt: skip
REACHING_BACK = Phrase("溯及既往", "reaching back")
MID_PERIOD = Phrase("周期中途变更", "in the middle of a period")
# So many periods are named; of more the first and how many there are.
_NAMED_PERIODS = 3


def named(record: Record) -> Phrase:
    return Phrase(visible(title(record, "zh")), visible(title(record, "en")))


def headline(shown: Shown) -> Phrase:
    """The whole in one sentence or two."""
    if not shown.standards:
        return Phrase("没有标准有变化。", "No standard changes.")
    counted: dict[Phrase, int] = {}
    for one in shown.standards:
        words = EVENTS[one.event] if one.bearing is None else BEARINGS[one.bearing]
        counted[words] = counted.get(words, 0) + 1
    for when in (timing_named(one.timing) for one in shown.standards if one.timing is not None):
        counted[when] = counted.get(when, 0) + 1
    zh = "、".join(f"{words.zh} {count}" for words, count in counted.items())
    en = ", ".join(f"{count} {words.en}" for words, count in counted.items())
    many = len(shown.standards)
    first = Phrase(f"{many} 条标准有变化（{zh}）。", f"{many} standard{'' if many == 1 else 's'} changed ({en}).")
    second = _outcomes_said(shown)
    return Phrase(first.zh + second.zh, f"{first.en} {second.en}")


def _outcomes_said(shown: Shown) -> Phrase:
    moved = [one for one in shown.results if one.moved.any]
    if not moved:
        if not shown.compared:
            return Phrase("没有已公布的结果会受影响。", "No published result rests on what changed.")
        if any(not one.is_computed or one.doubts for one in shown.results):
            return Phrase("已公布的结果中，有的算不出来，其余不变。", "Some published results cannot be computed; no other would differ.")  # fmt: skip
        return Phrase("已公布的奖励结果都不变。", "No published award result would differ.")
    better, worse = _total([one.better for one in moved]), _total([one.worse for one in moved])
    if better is None or worse is None:
        said = Phrase("已公布的结果会有不同", "Published results would differ")
    else:
        said = Phrase(
            f"按已公布的结果重算，{better} 人次所得增加，{worse} 人次所得减少",
            f"Computed anew, published results give {better} people more and {worse} less",
        )
    if shown.sums is None:
        return Phrase(
            f"{said.zh}；人数少于 {shown.smallest_group}，不给合计。",
            f"{said.en}; fewer than {shown.smallest_group} people, so no sum is given.",
        )
    sums = [money(after - before, currency, signed=True) for currency, (before, after) in shown.sums.items()]
    listed = Phrase("、".join(sums), ", ".join(sums))
    over = sum(1 for one in moved if one.over_budget)
    tail = Phrase(f"，其中 {over} 个结果超出预算", f", {over} of them over budget") if over else Phrase("", "")
    if not sums:
        return Phrase(f"{said.zh}{tail.zh}。", f"{said.en}{tail.en}.")
    return Phrase(f"{said.zh}，合计 {listed.zh}{tail.zh}。", f"{said.en}, {listed.en} in total{tail.en}.")


def _total(counts: Sequence[int | None]) -> int | None:
    return None if None in counts else sum(count or 0 for count in counts)


# Standards


def bearing_said(one: ShownStandard) -> Phrase:
    """The class, with its sign; of a new or removed standard that."""
    if one.bearing is None:
        return EVENTS[one.event]
    sign, words = SIGNS[one.bearing], BEARINGS[one.bearing]
    zh, en = f"{sign} {words.zh}", f"{sign} {words.en}"
    if one.timing is None:
        return Phrase(zh, en)
    when = timing_named(one.timing)
    return Phrase(f"{zh}，⟲ {when.zh}", f"{en}, ⟲ {when.en}")


def rests_on(one: ShownStandard, shown: Shown) -> Iterator[Phrase]:
    """On what a class rests."""
    if one.bearing is Bearing.CLARIFYING:
        yield Phrase("没有任何数字或要求会因此改变", "no figure and no requirement could change by it")
        return
    if one.results:
        s = "" if one.results == 1 else "s"
        yield Phrase(
            f"按前后两种写法重算了 {one.results} 个已公布的结果",
            f"{one.results} published result{s} computed under both wordings",
        )
    points, better, worse = one.points
    if points:
        yield Phrase(
            f"在各档边界和折点上下取 {points} 组数试算：{better} 组更高，{worse} 组更低",
            f"{points} inputs on, above and below every edge tried: more at {better}, less at {worse}",
        )
    people, gained, lost = one.thought_up
    if people:
        yield Phrase(
            f"设想 {people} 种情况逐一判断要求：{gained} 种变为符合，{lost} 种不再符合",
            f"{people} cases thought up for the requirements: {gained} newly meet them, {lost} no longer do",
        )
    if one.lengths:
        yield Phrase(f"从 {shown.day} 起数期限", f"the lengths of time counted from {shown.day}")
    for some, zh, en in ((one.joined, "多适用于", "more are meant"), (one.dropped, "不再适用于", "fewer are meant")):
        if some is not None:
            count = count_said(some, shown)
            yield Phrase(
                f"{shown.day} 在岗的人中，{zh} {count.zh}", f"of those in a role on {shown.day}, {en}: {count.en}"
            )
    if one.judged:
        words = [Phrase(visible(sentence(c, "zh")), visible(sentence(c, "en"))) for c in one.judged]
        yield Phrase(
            f"由人按文字判断，新写法的影响算不出来：{'；'.join(word.zh for word in words)}",
            f"people decide by these words, and no computing tells what the new ones do: {'; '.join(word.en for word in words)}",
        )
    elif one.bearing is Bearing.UNDECIDED:
        yield Phrase("没有已公布的结果，也没有可以试算的数", "there is no published result and no figure to try")


def timing_named(timing: Timing) -> Phrase:
    """Whether a change reaches back, or meets a period in the middle."""
    return MID_PERIOD if timing.back is None else REACHING_BACK


def timing_said(timing: Timing, shown: Shown) -> Phrase:
    """From when a change counts, whether somebody approved that, and which periods it meets."""
    head = (
        Phrase(f"自 {timing.effect} 起计", f"it counts from {timing.effect}")
        if timing.stated
        else Phrase("没有写明从哪天起，即从现在起", "it names no day, so it counts from now on")
    )
    if timing.back is not None:
        head = Phrase(f"{head.zh}，早于 {shown.day}", f"{head.en}, before {shown.day}")
        approved = Phrase("已写明由谁批准", "with who approved it")
        if timing.back.approved is None:
            approved = Phrase("没有写明由谁批准", "without who approved it")
        head = Phrase(f"{head.zh}，{approved.zh}", f"{head.en}, {approved.en}")
    if not timing.periods:
        return head
    listed = timing.periods[:_NAMED_PERIODS]
    zh, en = ("、".join(named(one).zh for one in listed), ", ".join(named(one).en for one in listed))
    if len(timing.periods) > len(listed):
        zh, en = f"{zh}等 {len(timing.periods)} 个周期", f"{en} … ({len(timing.periods)} periods)"
    return Phrase(f"{head.zh}；触及已经开始或结束的周期：{zh}", f"{head.en}; periods that have begun or ended: {en}")


# Results


def result_said(one: ShownResult, shown: Shown) -> Iterator[Phrase]:
    """Who gets more or less, and what it costs."""
    if not one.is_computed:
        return
    if not one.moved.any:
        yield Phrase("名单和金额都不变", "nobody on the list gets anything else")
    else:
        moved = count_said(one.moved, shown)
        if one.better is not None and one.worse is not None and one.moved.count is not None:
            rest = one.moved.count - one.better - one.worse
            points = (
                Phrase(f"，另有 {rest} 人只是分数或等级不同", f", {rest} in points or grade alone")
                if rest
                else Phrase("", "")
            )
            yield Phrase(
                f"{one.better} 人所得增加，{one.worse} 人所得减少{points.zh}（共 {one.people} 人）",
                f"{one.better} get more, {one.worse} get less{points.en} (of {one.people})",
            )
        else:
            yield Phrase(f"结果不同的：{moved.zh}", f"the outcome differs for {moved.en}")
    yield from _sums_said(one, shown)


def _sums_said(one: ShownResult, shown: Shown) -> Iterator[Phrase]:
    if one.sums is None:
        least = shown.smallest_group
        yield Phrase(
            f"合计不给出：涉及的人少于 {least}", f"no sum is given: it would be about fewer than {least} people"
        )
        return
    before, after = one.sums
    if before == after == 0:
        return
    difference = money(after - before, one.currency, signed=True)
    line = f"{money(before, one.currency)} → {money(after, one.currency)} ({difference})"
    yield Phrase(f"合计 {line}".replace(" (", "（").replace(")", "）"), f"in total {line}")
    if one.gained and one.lost:
        up, down = (money(value, one.currency, signed=True) for value in (one.gained, one.lost))
        yield Phrase(f"其中增加 {up}，减少 {down}", f"of which {up} more and {down} less")
    if one.budget is not None:
        left, budget = one.budget - after, money(one.budget, one.currency)
        if left < 0:
            over = money(-left, one.currency)
            yield Phrase(f"预算 {budget}，超出 {over}", f"the budget is {budget}, exceeded by {over}")
        else:
            rest = money(left, one.currency)
            yield Phrase(f"预算 {budget}，余 {rest}", f"the budget is {budget}, {rest} left")


_UNCOMPUTED = {
    (True, True): Phrase("前后两种写法都算不出来", "cannot be computed under either wording"),
    (True, False): Phrase("按原写法算不出来", "cannot be computed under the old wording"),
    (False, True): Phrase("按新写法算不出来", "cannot be computed under the new wording"),
}


def people_said(one: ShownResult, shown: Shown) -> Iterator[Phrase]:
    """Who would be eligible or not, of whom people would have to judge, whose exception stands, and what is not known."""
    for some, zh, en in (
        (one.eligible, "变为符合资格", "newly eligible"),
        (one.not_eligible, "不再符合资格", "no longer eligible"),
        (one.judged, "新写法下要由人判断资格", "people would have to judge the eligibility of"),
        (
            one.excepted,
            "有已声明的例外，例外定下的数不变",
            "a declared exception stands, and the figures that it sets stay",
        ),
    ):
        if some.any:
            who = who_said(some, shown)
            yield Phrase(f"{zh}：{who.zh}", f"{en}: {who.en}")
    for reason, sides, some in one.doubts:
        side = _UNCOMPUTED[sides]
        if not some.any:
            yield Phrase(f"{side.zh}：{reason.zh}", f"{side.en}: {reason.en}")
        else:
            who = who_said(some, shown)
            yield Phrase(f"{side.zh}：{reason.zh}（{who.zh}）", f"{side.en}: {reason.en} ({who.en})")


def promotion_said(one: ShownPromotion, shown: Shown) -> Iterator[Phrase]:
    if one.trouble is not None:
        yield Phrase(f"算不出来：{one.trouble.zh}", f"cannot be computed: {one.trouble.en}")
    for verdict in one.verdicts:
        for some, zh, en in (
            (verdict.met, "变为满足", "now met by"),
            (verdict.unmet, "不再满足", "no longer met by"),
            (verdict.open, "要由人判断", "for people to judge of"),
        ):
            if some.any:
                who, name = who_said(some, shown), verdict.requirement
                yield Phrase(f"“{name.zh}”{zh}：{who.zh}", f"“{name.en}” {en} {who.en}")
    for some, zh, en in (
        (one.fulfil, "全部要求变为满足", "now meeting all requirements"),
        (one.fall_short, "不再满足全部要求", "no longer meeting all requirements"),
        (one.undecided, "是否满足全部要求，要由人判断", "for people to judge whether all requirements are met"),
        (one.eligible, "不在名单里，按记录变为全部满足", "not among the candidates, and now meeting all by the records"),
        (one.not_eligible, "不在名单里，按记录不再全部满足", "not among the candidates, and no longer meeting all by the records"),
    ):  # fmt: skip
        if some.any:
            who = who_said(some, shown)
            yield Phrase(f"{zh}：{who.zh}", f"{en}: {who.en}")


def count_said(some: Some, shown: Shown) -> Phrase:
    """So many, or that they are too few to be counted."""
    if some.count is None:
        return Phrase(f"少于 {shown.smallest_group} 人", f"fewer than {shown.smallest_group} people")
    return Phrase(f"{some.count} 人", "1 person" if some.count == 1 else f"{some.count} people")


def who_said(some: Some, shown: Shown) -> Phrase:
    """Each by name, with the requirement that it is about, or how many they are."""
    if some.who is None:
        return count_said(some, shown)
    zh, en = [], []
    for someone, about in some.who:
        name, aside = someone.name, someone.id if someone.id != someone.name.en else ""
        told = [[part for part in (aside, about(lang)) if part] for lang in ("zh", "en")]
        zh.append(name.zh + (f"（{'，'.join(told[0])}）" if told[0] else ""))
        en.append(name.en + (f" ({', '.join(told[1])})" if told[1] else ""))
    return Phrase(visible("、".join(zh)), visible(", ".join(en)))


# Figures

COLUMNS = ("amount", "grade", "total", "rank")
LABELS = {
    "amount": Phrase("金额", "Amount"), "grade": Phrase("等级", "Grade"), "total": Phrase("总分", "Total"), "rank": Phrase("名次", "Rank"),
}  # fmt: skip
NOT_LISTED = Phrase("不在名单", "not listed")


def columns_of(one: ShownResult) -> list[str]:
    """The columns in which something is known of somebody."""
    sides = [side for move in one.moves or () for side in (move.before, move.after) if side is not None]
    return [name for name in COLUMNS if any(getattr(side, name) is not None for side in sides)]


def cell(name: str, before: Figures | None, after: Figures | None, currency: str) -> Phrase:
    """One figure, or what it was and what it becomes."""
    old, new = (_figure(name, side, currency) for side in (before, after))
    if old == new:
        return new
    return Phrase(f"{old.zh} → {new.zh}", f"{old.en} → {new.en}")


def _figure(name: str, side: Figures | None, currency: str) -> Phrase:
    if side is None:
        return NOT_LISTED
    value = getattr(side, name)
    if value is None:
        text = "—"
    elif name == "amount":
        text = money(value, currency)
    else:
        text = value if isinstance(value, str) else write_exact(Fraction(value))
    return Phrase(visible(text), visible(text))


def money(value: Fraction, currency: str, *, signed: bool = False) -> str:
    number = as_decimal(value, 2)
    text = write_exact(value) if number is None else f"{number:+,f}" if signed and value else f"{number:,f}"
    return f"{currency} {text}".strip()


# What is left out


def state_said(state: State, *, after: bool) -> Iterator[Phrase]:
    """What is wrong in one of the states, and what could not be part of the comparison for it."""
    if not state.errors:
        return
    side = Phrase("改后", "the changed state") if after else Phrase("原状态", "the base")
    codes = ", ".join(state.codes)
    s = "" if state.errors == 1 else "s"
    yield Phrase(
        f"{side.zh}（{state.said.zh}）有 {state.errors} 个错误（{codes}）",
        f"{side.en}, {state.said.en}, has {state.errors} error{s} ({codes})",
    )
    if state.left_out:
        listed = ", ".join(f"`{address}`" for address in state.left_out)
        yield Phrase(
            f"没有全部读出来、没有参与比较的记录：{listed}", f"could not be read in full and was left out: {listed}"
        )


def others_said(shown: Shown) -> Phrase | None:
    """Changes to what is no standard: the comparison rests on the evidence as it was."""
    if not shown.others:
        return None
    zh = "、".join(f"{KINDS[kind].noun.zh} {count}" for kind, count in shown.others.items())
    en = ", ".join(f"{count} of kind {KINDS[kind].noun.en}" for kind, count in shown.others.items())
    return Phrase(
        f"另有不是标准的记录改了，没有参与比较：{zh}。",
        f"Records that are no standards changed as well and are no part of this: {en}.",
    )
