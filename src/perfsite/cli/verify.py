"""`perfsite verify`: every published award result computed anew, one line each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click

from perfsite.cli.bilingual import Command, Option
from perfsite.cli.exits import Exit, say
from perfsite.cli.options import OneOf, shared_options
from perfsite.cli.project import need_project
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import Phrase
from perfsite.pipeline import load
from perfsite.records.library import Library
from perfsite.records.result import AwardResult
from perfsite.reporters.colors import paint
from perfsite.scoring.evaluate import CannotScoreError
from perfsite.scoring.exact import write_exact
from perfsite.scoring.explain import Wording, reason_said
from perfsite.scoring.outcomes import Recomputation, recompute_all


@click.command(
    "verify",
    cls=Command,
    about=Phrase(
        "按标准重新计算所有已公布的奖励结果，每个结果一行：核对了几个数，有几处例外，哪些算不出来、为什么。",
        "Computes every award result anew, one line each: how many figures were compared, how many exceptions there are, "
        "and what cannot be computed and why.",
    ),
    more=Phrase(
        "全部一致时退出码为 0，有任何不同时为 1。", "The exit code is 0 if all figures agree, and 1 if any differs."
    ),
    examples=(
        ("perfsite verify", Phrase("核对所有结果", "compare all results")),
        ("perfsite verify --format json", Phrase("给程序用", "for programs")),
    ),
)
@click.option(
    "--format",
    "form",
    cls=Option,
    type=OneOf(("text", "json")),
    default="text",
    words=Phrase("text 给人看，json 给程序用。", "text for people, json for programs."),
)
@shared_options
@click.pass_obj
def command(terminal: Terminal, form: str) -> Exit:
    library = load(need_project(terminal)).library
    found = [_result(library, one, terminal.lang) for one in recompute_all(library)]
    unread = sorted(award.id for award in library.of(AwardResult, incomplete=True) if award.incomplete)
    found += [_unread(id, terminal.lang) for id in unread]
    if form == "json":
        terminal.write(json.dumps({"results": found}, ensure_ascii=False, indent=2) + "\n")
    else:
        terminal.write("".join(f"{line}\n" for one in found for line in _lines(one, terminal)))
        terminal.write(_sum(found)(terminal.lang) + "\n")
    return Exit.PROBLEMS if any(_differs(one) for one in found) else Exit.FINE


def _result(library: Library, found: Recomputation, lang: str) -> dict[str, Any]:
    """One result as JSON has it, in a language where it has words."""
    entry: dict[str, Any] = {
        "result": found.award.id,
        "figures": sum(len(one.figures) for one in found.recipients),
        "exceptions": [one.who.id for one in found.recipients if one.exception is not None],
        "differences": [],
        "left_out": [who.id for who in found.left_out],
        "not_eligible": [found.recipients[index].who.id for index in found.taken_in],
        "not_computable": [],
    }
    wording = Wording(library, found.case) if found.case is not None else None
    for one in found.recipients:
        figure = one.first_difference
        if figure is not None and wording is not None:
            entry["differences"].append(
                {
                    "who": one.who.id,
                    "figure": figure.name,
                    "label": wording.label(figure.name)(lang),
                    "published": write_exact(figure.published),
                    "computed": write_exact(figure.computed),
                    "step": wording.operation(figure.step)(lang) if figure.step is not None else "",
                }
            )
        if one.trouble is not None:
            entry["not_computable"].append({"who": one.who.id, "reason": reason_said(one.trouble)(lang)})
    for trouble in (found.trouble, found.ranking):
        if trouble is not None:
            entry["not_computable"].append({"who": "", "reason": reason_said(trouble)(lang)})
    return entry


def _unread(id: str, lang: str) -> dict[str, Any]:
    reason = reason_said(CannotScoreError("evidence", id))(lang)
    return {
        "result": id,
        "figures": 0,
        "exceptions": [],
        "differences": [],
        "left_out": [],
        "not_eligible": [],
        "not_computable": [{"who": "", "reason": reason}],
    }


def _differs(entry: dict[str, Any]) -> bool:
    return bool(entry["differences"] or entry["left_out"] or entry["not_eligible"])


def _lines(entry: dict[str, Any], terminal: Terminal) -> Iterator[str]:
    lang, color = terminal.lang, terminal.colors_out
    mark = paint("✗", "error", color) if _differs(entry) else paint("✓" if entry["figures"] else "–", "good", color)
    parts = [say("核对 {n} 个数", "{n} figures compared", n=entry["figures"])(lang)]
    if entry["exceptions"]:
        parts.append(say("例外：{who}", "exceptions: {who}", who=", ".join(entry["exceptions"]))(lang))
    yield f"{mark} {paint(entry['result'], 'strong', color)}  {('；' if lang == 'zh' else '; ').join(parts)}"
    for one in entry["differences"]:
        yield "    " + say(
            "{who} 的{label}：公布 {published}，应为 {computed}（{step}）",
            "{label} of {who}: published {published}, computed {computed} ({step})",
            **one,
        )(lang).replace("（）", "").replace(" ()", "")
    for who in entry["left_out"]:
        yield "    " + say("{who} 符合条件，不在名单里", "{who} is eligible and not on the list", who=who)(lang)
    for who in entry["not_eligible"]:
        yield "    " + say("{who} 不符合条件，却在名单里", "{who} is on the list and not eligible", who=who)(lang)
    for one in entry["not_computable"]:
        head = say("算不出来", "not computable")(lang) + (f" {one['who']}" if one["who"] else "")
        yield f"    {head}{'：' if lang == 'zh' else ': '}{one['reason']}"


def _sum(found: list[dict[str, Any]]) -> Phrase:
    figures, wrong = sum(one["figures"] for one in found), sum(1 for one in found if _differs(one))
    return say(
        "{results} 个结果，核对 {figures} 个数，{wrong} 个结果有不同。",
        "{results} result{s}, {figures} figures compared, {wrong} with differences.",
        results=len(found),
        s="" if len(found) == 1 else "s",
        figures=figures,
        wrong=wrong,
    )
