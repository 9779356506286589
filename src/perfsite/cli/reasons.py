"""Why a figure cannot be computed, as a sentence."""

from __future__ import annotations

from perfsite.diagnostics import Phrase
from perfsite.scoring.evaluate import CannotScoreError

_REASONS = {
    "missing": Phrase("没有 `{name}` 的数据", "there is no figure for `{name}`"),
    "divisor": Phrase("`{name}` 的除数不是正数", "the divisor of `{name}` is not positive"),
    "below": Phrase("`{name}` 低于最低一档", "`{name}` lies below the lowest tier"),
    "circle": Phrase("`{name}` 取决于自己", "`{name}` depends on itself"),
    "unknown": Phrase("没有 `{name}`，或它没有写全", "`{name}` is not there, or not in full"),
    "rule": Phrase("`{name}` 的评分规则读不出来", "the scoring rule of `{name}` cannot be read"),
    "evidence": Phrase("`{name}` 没有全部读出来", "`{name}` could not be read in full"),
    "several": Phrase("`{name}` 有几个数，不知道取哪个", "there are several figures for `{name}` and nothing says which counts"),
    "rate": Phrase("`{name}` 是比率，不能相加", "`{name}` is a rate, and rates cannot be added up"),
    "proration": Phrase("标准没有写明按 `{name}` 折算时零头怎么算，或缺工作日历", "the standard does not say how parts count by `{name}`, or a calendar is lacking"),
    "splits": Phrase("`{name}` 分给几个人，记录没有写明总额是按谁算的", "`{name}` is shared, and the records do not say whose figure the whole is"),
    "accumulation": Phrase("`{name}` 的金额全年累计，评分却逐期，没有写明重算什么", "the amount of `{name}` spans the year and its rule does not, and nothing says what is computed anew"),
    "eligibility": Phrase("要由人判断 {name} 是否符合条件", "people have to decide whether {name} meet the conditions"),
    "group": Phrase("等级有人数上限，而同组的 {name} 没有总分", "the grade is limited by the group, and there is no total for {name}, who is in it"),
    "tie": Phrase("{name} 的名额只够一部分总分相同的人，没有写明怎么办", "the count for {name} would part people with the same total, and nothing says what happens then"),
    "share": Phrase("前 {name} 不是整数人，没有写明怎么取整", "{name} is no whole number of people, and nothing says how to round it"),
}  # fmt: skip


def reason_of(trouble: CannotScoreError, lang: str) -> str:
    return _REASONS[trouble.reason](lang).format(name=trouble.name)
