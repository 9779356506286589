"""An impact as a comment of a pull request: the sum first, then tables, then details to unfold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from perfsite.diagnostics import Phrase
from perfsite.history.sentences import sentence
from perfsite.impact.shown import Shown, ShownResult, ShownStandard
from perfsite.reporters.impact import words
from perfsite.reporters.impact.state import Compared
from perfsite.reporters.words import visible

# Comments are bounded, 65,536 characters on GitHub: so many standards and so many people of one result are listed.
_MOST_STANDARDS, _MOST_PEOPLE = 60, 100
# Content is untrusted: it must neither mark up, nor call anybody, nor refer to anything.
_SPECIAL = re.compile(r"[\\`*_\[\]<>|~#@&!]")
_CODES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "&#64;", "#": "&#35;", "|": "&#124;"}


def impact_markdown(shown: Shown, compared: Compared, lang: str, *, color: bool) -> str:  # noqa: ARG001
    """It begins with a comment by which a pipeline finds the one that it wrote before."""
    return "\n".join([*_lines(shown, compared, lang)]).rstrip("\n") + "\n"


def _lines(shown: Shown, compared: Compared, lang: str) -> Iterator[str]:
    def say(zh: str, en: str) -> str:
        return Phrase(zh, en)(lang)

    base, head = compared.base.said(lang), compared.head.said(lang)
    yield "<!-- perfsite impact -->"
    yield f"### {say('标准变化的影响', 'What the changed standards do')}"
    yield ""
    yield f"**{_escaped(words.headline(shown)(lang))}**"
    yield ""
    for state, after in ((compared.base, False), (compared.head, True)):
        for said in words.state_said(state, after=after):
            yield f"> ⚠ {said(lang)}  "
    if any(state.errors for state in (compared.base, compared.head)):
        yield ""
    if shown.standards:
        yield from _standards(shown, lang)
    for one in shown.results:
        yield from _result(one, shown, lang)
    for promotion in shown.promotions:
        yield f"#### {_escaped(words.named(promotion.record)(lang))}"
        yield ""
        yield from _listed(words.promotion_said(promotion, shown), lang)
    others = words.others_said(shown)
    if others is not None:
        yield _escaped(others(lang))
        yield ""
    audience = shown.audience.title
    who = shown.audience.id if audience is None else audience.best(lang)[1]
    yield "<sub>" + say(
        f"{base} → {head}，{shown.day}；每种奖励取最近 {shown.periods} 个周期的结果，依据不变；按“{_escaped(who)}”可见的范围显示。",
        f"{base} → {head}, {shown.day}; results of the latest {shown.periods} period{'' if shown.periods == 1 else 's'} "
        f"of each reward, on the same evidence; as {_escaped(who)} may see it.",
    ) + "</sub>"  # fmt: skip


def _standards(shown: Shown, lang: str) -> Iterator[str]:
    listed = shown.standards[:_MOST_STANDARDS]
    heads = (Phrase("标准", "Standard"), Phrase("种类", "Kind"), Phrase("变化", "Change"), Phrase("影响", "Effect"))
    rows = [
        [
            _escaped(words.named(one.record)(lang)),
            _escaped(one.record.noun(lang)),
            words.EVENTS[one.event](lang),
            words.bearing_said(one)(lang),
        ]
        for one in listed
    ]
    yield from _table([head(lang) for head in heads], rows)
    if len(shown.standards) > len(listed):
        rest = len(shown.standards) - len(listed)
        yield Phrase(f"另有 {rest} 条，见 `--format json`。", f"{rest} more: see `--format json`.")(lang)
        yield ""
    yield f"<details><summary>{Phrase('改了什么，依据什么归类', 'What changed, and on what the classes rest')(lang)}</summary>"
    yield ""
    for one in listed:
        yield f"**{_escaped(words.named(one.record)(lang))}** (`{one.record.address}`)"
        yield ""
        yield from _details(one, shown, lang)
    yield "</details>"
    yield ""


def _details(one: ShownStandard, shown: Shown, lang: str) -> Iterator[str]:
    colon = "：" if lang == "zh" else ": "
    if one.former is not None:
        yield "- " + Phrase(f"取代 `{one.former.address}`", f"replaces `{one.former.address}`")(lang)
    for change in one.changes:
        yield f"- {_escaped(sentence(change, lang))}"
    for said in words.rests_on(one, shown) if one.bearing is not None else ():
        yield f"- _{Phrase('依据', 'grounds')(lang)}{colon}{_escaped(said(lang))}_"
    if one.timing is not None:
        yield f"- ⟲ {words.timing_named(one.timing)(lang)}{colon}{_escaped(words.timing_said(one.timing, shown)(lang))}"
    yield ""


def _result(one: ShownResult, shown: Shown, lang: str) -> Iterator[str]:
    yield f"#### {_escaped(words.named(one.record)(lang))}"
    yield ""
    yield from _listed((*words.result_said(one, shown), *words.people_said(one, shown)), lang)
    if one.over_budget:
        yield f"**⚠ {Phrase('超出预算', 'Over budget')(lang)}**"
        yield ""
    if one.moves:
        yield from _moves(one, lang)


def _moves(one: ShownResult, lang: str) -> Iterator[str]:
    moves, columns = (one.moves or ())[:_MOST_PEOPLE], words.columns_of(one)
    pays = any(move.difference for move in moves)
    heads = [Phrase("姓名", "Who")(lang), *(words.LABELS[name](lang) for name in columns)]
    heads += [Phrase("差额", "Difference")(lang)] if pays else []
    rows = []
    for move in moves:
        name = (
            f"{move.who.name(lang)} ({move.who.id})"
            if move.who.id and move.who.id != move.who.name(lang)
            else move.who.name(lang)
        )
        cells = [words.cell(column, move.before, move.after, one.currency)(lang) for column in columns]
        if pays:
            cells.append("—" if move.difference is None else words.money(move.difference, one.currency, signed=True))
        rows.append([_escaped(cell) for cell in (name, *cells)])
    many = len(one.moves or ())
    yield f"<details><summary>{Phrase(f'结果不同的 {many} 人', f'The {many} whose outcome differs')(lang)}</summary>"
    yield ""
    yield from _table(heads, rows, right=range(1, len(heads)))
    if many > len(moves):
        yield Phrase(
            f"另有 {many - len(moves)} 人，见 `--format json`。", f"{many - len(moves)} more: see `--format json`."
        )(lang)
        yield ""
    yield "</details>"
    yield ""


def _listed(said: Iterable[Phrase], lang: str) -> Iterator[str]:
    yield from (f"- {_escaped(one(lang))}" for one in said)
    yield ""


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], right: Iterable[int] = ()) -> Iterator[str]:
    aligned = set(right)
    yield f"| {' | '.join(heads)} |"
    yield f"| {' | '.join('---:' if place in aligned else '---' for place in range(len(heads)))} |"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda match: _CODES.get(match[0], f"\\{match[0]}"), visible(text))


__all__ = ["impact_markdown"]
