"""`perfsite explain RESULT PERSON`: how each figure came about, as text, Markdown or JSON."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from perfsite.cli.exits import Exit, RefusalError, say
from perfsite.cli.project import need_project, today
from perfsite.cli.terminal import Terminal
from perfsite.cli.wordings import by_history
from perfsite.diagnostics import Phrase, closest
from perfsite.pipeline import load
from perfsite.records.library import Library
from perfsite.records.people import Person
from perfsite.records.record import title
from perfsite.records.references import Ref
from perfsite.records.result import AwardResult, Outcome, PromotionResult, outcomes_of
from perfsite.reporters.colors import paint
from perfsite.scoring.explain import reason_said, worded
from perfsite.scoring.explained import explain
from perfsite.scoring.explained_promotions import explain_promotion
from perfsite.scoring.grounds import Grounds, Place
from perfsite.scoring.lines import Approval, Explanation, Line
from perfsite.scoring.outcomes import recompute
from perfsite.scoring.promotions import judge

_AGREES = Phrase("与公布的一致", "as published")
_STEP, _WORKING = Phrase("步骤", "Step"), Phrase("算式", "Working")
_FIGURE, _SAID_IN = Phrase("结果", "Figure"), Phrase("出处", "Said in")
_CANNOT = Phrase("算不出来", "cannot be computed")


def explain_result(
    terminal: Terminal, name: str, who: str | None, form: str, near_code: Callable[[str], Phrase]
) -> Exit:
    loaded = load(need_project(terminal))
    library = by_history(terminal, loaded, today(terminal, loaded.library.site.timezone)).library
    award = library.get(AwardResult, name.removeprefix(f"{AwardResult.kind}/"))
    promotion = library.get(PromotionResult, name.removeprefix(f"{PromotionResult.kind}/"))
    # Results of either kind may have the same id; the kind before it says which is meant.
    outcome = award or promotion
    if outcome is None:
        ids = [outcome.id for outcome in outcomes_of(library)]
        near = closest(name, ids)
        advice = say("是不是想看 `{near}`？", "did you mean `{near}`?", near=near) if near else near_code(name)
        if who is not None and near is None:
            advice = say("`perfsite verify` 列出所有结果。", "`perfsite verify` lists all results.")
        sentence = (
            say("没有 `{name}` 这个编码或结果", "there is no code or result `{name}`", name=name)
            if who is None
            else say("没有 `{name}` 这个结果", "there is no result `{name}`", name=name)
        )
        raise RefusalError(sentence, advice)
    found = _explain(library, outcome)
    if who is None:
        terminal.write(_list(library, outcome, found, form, terminal))
        return Exit.FINE
    one = _find(library, outcome, found, who)
    written = {"text": _text, "markdown": _markdown, "json": _json}[form](library, one, terminal)
    terminal.write(written)
    return Exit.PROBLEMS if one.differs else Exit.FINE


def _explain(library: Library, outcome: Outcome) -> tuple[Explanation, ...]:
    grounds = Grounds(library)
    if isinstance(outcome, PromotionResult):
        return explain_promotion(library, judge(grounds, outcome))
    assert isinstance(outcome, AwardResult)
    return explain(library, recompute(grounds, outcome))


# Who is meant


def _find(library: Library, outcome: Outcome, found: tuple[Explanation, ...], who: str) -> Explanation:
    by_id = {one.who.id: one for one in found} | {str(one.who): one for one in found}
    if who in by_id:
        return by_id[who]
    wanted = _folded(who)
    named = [one for one in found if wanted in {_folded(name) for name in _names(library, one.who)}]
    if len(named) == 1:
        return named[0]
    if named:
        ids = [f"`{one.who.id}`" for one in named]
        raise RefusalError(
            say("叫 `{who}` 的不止一个", "`{who}` is the name of more than one", who=who),
            Phrase(f"用编号指明是哪一个：{'、'.join(ids)}。", f"say which by the id: {', '.join(ids)}."),
        )
    names = {name: one.who.id for one in found for name in (one.who.id, *_names(library, one.who))}
    # Somebody who is known but not among them is meant as written.
    known = who in library.records[Person.kind]
    near = None if known else closest(who, names)
    raise RefusalError(
        say("`{who}` 不在 `{result}` 的名单里", "`{who}` is not in `{result}`", who=who, result=outcome.id),
        say("是不是想问 `{near}`？", "did you mean `{near}`?", near=near)
        if near
        else say(
            "`perfsite explain {result}` 列出名单。", "`perfsite explain {result}` lists who is.", result=outcome.id
        ),
    )


def _names(library: Library, ref: Ref) -> tuple[str, ...]:
    record = library.find(ref)
    if isinstance(record, Person):
        return (*(text for _, text in record.name or ()), *record.aliases)
    return tuple(text for _, text in record.title or ()) if record is not None else ()


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _called(library: Library, ref: Ref, lang: str) -> str:
    record = library.find(ref)
    return ref.id if record is None else title(record, lang)


def _list(library: Library, outcome: Outcome, found: tuple[Explanation, ...], form: str, terminal: Terminal) -> str:
    """Whom one may ask about."""
    people = [(one.who.id, _called(library, one.who, terminal.lang)) for one in found]
    if form == "json":
        entries = [{"who": id, "name": name} for id, name in people]
        return json.dumps({"result": outcome.id, outcome.rows: entries}, ensure_ascii=False, indent=2) + "\n"
    bullet = "- " if form == "markdown" else "  "
    lines = [_head(f"{outcome.id}  {title(outcome, terminal.lang)}", form, terminal)]
    lines += [f"{bullet}{id}  {name}" for id, name in people]
    return "\n".join(lines) + "\n"


def _head(text: str, form: str, terminal: Terminal) -> str:
    return f"## {text}\n" if form == "markdown" else paint(text, "strong", terminal.colors_out)


# The three formats


def _text(library: Library, one: Explanation, terminal: Terminal) -> str:
    lang, color = terminal.lang, terminal.colors_out
    lines = [
        _head(f"{one.outcome.id}  {title(one.outcome, lang)}", "text", terminal),
        f"{one.who.id}  {_called(library, one.who, lang)}",
        paint(_place(library, _own_place(one), lang), "place", color),
    ]
    for part, label in one.parts:
        lines += ["", paint(label(lang), "strong", color)]
        for line in one.lines_of(part):
            lines += _text_of(library, line, terminal)
    return "\n".join([*lines, "", *_closing(one, lang)]) + "\n"


def _text_of(library: Library, line: Line, terminal: Terminal) -> Iterator[str]:
    lang, color = terminal.lang, terminal.colors_out
    mark = ""
    if line.published is not None:
        mark = "  " + paint("✗" if line.differs else "✓", "error" if line.differs else "good", color)
        mark += " " + _compared(line, lang)
    value = f"  {worded(line.counts, line.unit)(lang)}" if line.counts is not None else ""
    yield f"  {line.label(lang)}{value}{mark}"
    working = _working(line, lang)
    if working:
        yield f"      {working}"
    for place in _places(line):
        yield "      " + paint(_place(library, place, lang), "place", color)


def _markdown(library: Library, one: Explanation, terminal: Terminal) -> str:
    lang = terminal.lang
    lines = [
        f"## {_called(library, one.who, lang)} · {title(one.outcome, lang)}",
        "",
        f"`{one.outcome.id}` `{one.who.id}` · `{_place(library, _own_place(one), lang)}`",
    ]
    for part, label in one.parts:
        name = label(lang)
        lines += ["", f"### {name[:1].upper()}{name[1:]}", ""]
        lines.append("| " + " | ".join(words(lang) for words in (_STEP, _WORKING, _FIGURE, _SAID_IN)) + " |")
        lines.append("| --- | --- | ---: | --- |")
        for line in one.lines_of(part):
            value = worded(line.counts, line.unit)(lang) if line.counts is not None else ""
            if line.published is not None:
                value = f"**{value}** {'✗' if line.differs else '✓'} {_compared(line, lang)}"
            said = "<br>".join(f"`{_place(library, place, lang)}`" for place in _places(line))
            cells = (line.label(lang), _working(line, lang), value, said)
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join([*lines, "", *_closing(one, lang)]) + "\n"


def _json(library: Library, one: Explanation, terminal: Terminal) -> str:
    lang, exception = terminal.lang, one.exception
    value = {
        "result": one.outcome.id,
        "who": one.who.id,
        "name": _called(library, one.who, lang),
        "place": _place(library, _own_place(one), lang),
        "steps": [_json_of(library, line, lang) for line in one.lines],
        "exception": None
        if exception is None
        else {
            "from": exception.from_,
            "reason": exception.reason.best(lang)[1],
            "approved_by": exception.approved_by.id,
            "on": exception.on.isoformat(),
        },
        "compared": one.compared,
        "differs": one.differs,
        "complete": one.is_complete,
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _json_of(library: Library, line: Line, lang: str) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "part": line.part,
        "name": line.name,
        "operation": line.operation,
        "label": line.label(lang),
        "working": line.working(lang) if line.working is not None else "",
        "exact": None if line.value is None else str(line.value),
        "figure": worded(line.value, line.unit)(lang) if line.value is not None else None,
        "unit": line.unit,
    }
    if line.rounded is not None and line.rounding is not None:
        entry |= {"rounded": str(line.rounded), "rounding": line.rounding(lang)}
    if line.published is not None:
        entry |= {"published": str(line.published.published), "differs": line.differs}
    if line.clause is not None:
        entry["clause"] = _json_place(library, line.clause)
    entry["evidence"] = [
        _json_place(library, Place(part.record, part.route))
        | {"exact": str(part.value)}
        | ({"days": part.days, "of": part.whole} if part.whole else {})
        for part in line.evidence
    ] + [_json_place(library, place) for place in line.places]
    if line.approval is not None:
        by, on = line.approval
        entry["approval"] = {"approved_by": by.id, "on": on.isoformat() if on is not None else None}
    if line.trouble is not None:
        entry["reason"] = reason_said(line.trouble)(lang)
    return entry


def _json_place(library: Library, place: Place) -> dict[str, Any]:
    version = place.record.origin.version
    where = place.record.origin.file if version else _place(library, place, "")
    entry = {"record": place.record.address, "route": list(place.route), "place": where}
    return entry | ({"version": version} if version else {})


# What they share


def _working(line: Line, lang: str) -> str:
    if line.trouble is not None:
        colon = "：" if lang == "zh" else ": "
        return f"{_CANNOT(lang)}{colon}{reason_said(line.trouble)(lang)}"
    working = line.working(lang) if line.working is not None else ""
    if line.approval is not None:
        working = _approved(working, line.approval)(lang)
    if line.rounding is None or line.rounded == line.value:
        return working
    value = worded(line.value, line.unit)(lang)
    return f"{working} = {value} → {line.rounding(lang)}" if working else f"{value} → {line.rounding(lang)}"


def _compared(line: Line, lang: str) -> str:
    assert line.published is not None
    if not line.differs:
        return _AGREES(lang)
    unit = line.published.currencies[0] if line.published.currencies is not None else line.unit
    return say("公布的是 {n}", "published as {n}", n=worded(line.published.published, unit)(lang))(lang)


def _places(line: Line) -> tuple[Place, ...]:
    clause = () if line.clause is None else (line.clause,)
    return (*clause, *(Place(part.record, part.route) for part in line.evidence), *line.places)


def _approved(words: str, approval: Approval) -> Phrase:
    """Words with who approved what they say, and when where that is known."""
    by, words = approval.by.id, words.rstrip("。.")
    if approval.on is None:
        return Phrase(f"{words}（{by} 批准）", f"{words} (approved by {by})")
    return Phrase(f"{words}（{by} 于 {approval.on} 批准）", f"{words} (approved by {by} on {approval.on})")


def _own_place(one: Explanation) -> Place:
    return Place(one.outcome, (one.outcome.rows, one.index))


def _place(library: Library, place: Place, lang: str) -> str:
    version, file = place.record.origin.version, place.record.origin.file
    if version:
        # What an earlier version says stands in no line of today's files.
        return say("{file}（第 {n} 版）", "{file} (version {n})", file=file, n=version)(lang)
    span = library.span(place.record, *place.route)
    return f"{span.file}:{span.line}"


def _closing(one: Explanation, lang: str) -> Iterator[str]:
    """What came of the comparison, and a declared exception with its reason."""
    exception = one.exception
    if exception is not None:
        approval, reason = Approval(exception.approved_by, exception.on), exception.reason.best(lang)[1].strip()
        why = _approved(reason, approval)(lang)
        yield Phrase(f"例外：偏离 {exception.from_}；{why}", f"exception from {exception.from_}: {why}")(lang)
    wrong = sum(line.differs for line in one.lines)
    if wrong:
        yield say(
            "核对 {n} 个数，{wrong} 个不同。",
            "{n} figures compared, {wrong} not as published.",
            n=one.compared,
            wrong=wrong,
        )(lang)
    else:
        yield say("核对 {n} 个数，全部一致。", "{n} figures compared, all as published.", n=one.compared)(lang)


__all__ = ["explain_result"]
