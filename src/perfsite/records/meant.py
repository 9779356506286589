"""Figures and days with something around them, `≥85%`, `70分`, `-`: what was meant, where a quantity cannot be read.

The parsers of quantities.py say what is wrong inside a figure; here is what people write beside one.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from perfsite.records.quantities import Trouble, fold_width

# What people write where there is nothing, so that a cell is not empty.
_NOTHING = frozenset(
    ("-", "--", "—", "——", "–", "/", "\\", "n/a", "na", "#n/a", "none", "nil", "无", "暂无", "没有", "空", "待定", "未定", "tbd", "?", "？")
)  # fmt: skip
_FAILED = frozenset(("#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!", "#spill!", "#calc!", "#getting_data"))
_BEFORE = re.compile(
    r"(?:>=|<=|[≥≤≧≦><＞＜]|大于等于|小于等于|不低于|不少于|不超过|不高于|大于|小于|高于|低于|超过|至少|达到|at least|over|above|below|under)\s*"
)
_AFTER = re.compile(r"\s*(?:\(含\)|（含）|及以上|及以下|以上|以下|or more|or less|起)\Z")
_BETWEEN = re.compile(r"\s*(?:-|~|～|〜|–|—|至|到|\bto\b|\buntil\b)\s*")
_COUNTED = re.compile(r"\s*(?:分|个|家|人|次|单|台|票|points?|pts)\Z", re.IGNORECASE)


def is_nothing(text: str) -> bool:
    """`none`, `无`, `-`: what people write where there is nothing."""
    return fold_width(text).strip().casefold() in _NOTHING


def told_by(text: str, parser: Callable[[str], object]) -> Trouble | None:
    """What is around a figure that the parser would read, with that figure as the mended text; None where nothing is.

    None of it is certain but a comment: what `≥` adds to a figure is for the author to drop.
    """
    folded = fold_width(text).strip()
    if is_nothing(text):
        return Trouble("PS405", "word", arguments=(("text", text),))
    if folded.casefold() in _FAILED:
        return Trouble("PS421", "failed")
    if folded.startswith("="):
        return Trouble("PS421", "formula")
    for hint, found in (
        ("comparison", _BEFORE.sub("", folded, count=1) if _BEFORE.match(folded) else ""),
        ("comparison", _AFTER.sub("", folded)),
        ("counted", _COUNTED.sub("", folded)),
    ):
        if found and found != folded and _is_read(found, parser):
            return Trouble("PS421", hint, found)
    for match in _BETWEEN.finditer(folded):
        first, last = folded[: match.start()], folded[match.end() :]
        if _is_read(first, parser) and _is_read(last, parser):
            return Trouble("PS421", "range", first)
    return None


def _is_read(text: str, parser: Callable[[str], object]) -> bool:
    return bool(text) and not isinstance(parser(text), Trouble)
