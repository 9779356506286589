"""An impact for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from perfsite.diagnostics import Phrase
from perfsite.history.sentences import sentence
from perfsite.impact.compare import Bearing
from perfsite.impact.shown import Shown, ShownMove, ShownResult, ShownStandard, Someone
from perfsite.reporters.colors import paint
from perfsite.reporters.impact import words
from perfsite.reporters.impact.state import Compared
from perfsite.reporters.words import visible

_STYLES = {Bearing.MORE: "good", Bearing.LESS: "error", Bearing.MIXED: "warning", Bearing.UNDECIDED: "warning"}
_STANDARDS, _RESULTS = Phrase("标准的变化", "Standards"), Phrase("已公布的奖励结果", "Published award results")
_PROMOTIONS = Phrase("已公布的晋升结果", "Published promotion results")


def impact_text(shown: Shown, compared: Compared, lang: str, *, color: bool) -> str:
    """Every line stands on its own, so that it can be searched."""
    lines = [paint(words.headline(shown)(lang), "strong", color)]
    for state, after in ((compared.base, False), (compared.head, True)):
        lines += [paint(said(lang), "warning", color) for said in words.state_said(state, after=after)]
    for heading, blocks in (
        (_STANDARDS, [_standard(one, shown, lang, color) for one in shown.standards]),
        (_RESULTS, [_result(one, shown, lang, color) for one in shown.results]),
        (_PROMOTIONS, [
            [_head(one.record.address, words.named(one.record)(lang), color),
             *(f"    {said(lang)}" for said in words.promotion_said(one, shown))]
            for one in shown.promotions
        ]),
    ):  # fmt: skip
        if blocks:
            lines += ["", paint(heading(lang), "strong", color)]
            lines += [line for block in blocks for line in block]
    others = words.others_said(shown)
    return "\n".join([*lines, *([] if others is None else ["", paint(others(lang), "quiet", color)])]) + "\n"


def _head(address: str, name: str, color: bool) -> str:
    return f"  {paint(address, 'place', color)}  {name}"


def _standard(one: ShownStandard, shown: Shown, lang: str, color: bool) -> Iterator[str]:
    style = _STYLES.get(one.bearing, "quiet") if one.bearing is not None else "quiet"
    yield f"{_head(one.record.address, words.named(one.record)(lang), color)}  {paint(words.bearing_said(one)(lang), style, color)}"
    if one.former is not None:
        yield "    " + Phrase(f"取代 {one.former.address}", f"replaces {one.former.address}")(lang)
    for change in one.changes:
        yield f"    · {visible(sentence(change, lang))}"
    colon = "：" if lang == "zh" else ": "
    for said in words.rests_on(one, shown) if one.bearing is not None else ():
        yield "    " + paint(f"{Phrase('依据', 'grounds')(lang)}{colon}{said(lang)}", "quiet", color)
    if one.timing is not None:
        yield "    " + paint(
            f"{words.timing_named(one.timing)(lang)}{colon}{words.timing_said(one.timing, shown)(lang)}",
            "warning",
            color,
        )


def _result(one: ShownResult, shown: Shown, lang: str, color: bool) -> Iterator[str]:
    yield _head(one.record.address, words.named(one.record)(lang), color)
    for said in (*words.result_said(one, shown), *words.people_said(one, shown)):
        yield f"    {said(lang)}"
    if one.over_budget:
        yield "    " + paint(Phrase("超出预算", "over budget")(lang), "error", color)
    for move in one.moves or ():
        yield f"    · {_name(move.who, lang)}  {_figures(one, move, lang)}"


def _name(who: Someone, lang: str) -> str:
    name = visible(who.name(lang))
    return f"{who.id} {name}" if who.id and who.id != name else name


def _figures(one: ShownResult, move: ShownMove, lang: str) -> str:
    cells = []
    for name in words.columns_of(one):
        said = words.cell(name, move.before, move.after, one.currency)(lang)
        label = words.LABELS[name](lang)
        cells.append(f"{label} {said}")
    return ("；" if lang == "zh" else "; ").join(cells)


__all__ = ["impact_text"]
