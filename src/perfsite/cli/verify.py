"""`perfsite verify`: every published result computed or judged anew, one line each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click

from perfsite.cli.bilingual import Command
from perfsite.cli.exits import Exit, say
from perfsite.cli.options import shared_options, text_or_json_option
from perfsite.cli.project import need_project, today
from perfsite.cli.terminal import Terminal
from perfsite.cli.wordings import by_history
from perfsite.diagnostics import Phrase
from perfsite.pipeline import load
from perfsite.records.library import Library
from perfsite.records.result import AwardResult, Outcome, PromotionResult, RequirementMet
from perfsite.reporters.colors import paint
from perfsite.scoring.evaluate import CannotScoreError
from perfsite.scoring.exact import write_exact
from perfsite.scoring.explain import Wording, reason_said, telling
from perfsite.scoring.outcomes import recompute_all
from perfsite.scoring.promotions import ATTESTED, Judged, Judgement, judge_all
from perfsite.scoring.recomputed import Recomputation


@click.command(
    "verify",
    cls=Command,
    about=Phrase(
        "按标准重新计算所有已公布的奖励结果，并重新判断所有晋升结果，每个结果一行：核对了几项，有几处例外，哪些由人认定，"
        "哪些算不出来、为什么。",
        "Computes every award result anew and judges every promotion result, one line each: how much was compared, "
        "how many exceptions there are, what people attest, and what cannot be computed and why.",
    ),
    more=Phrase(
        "全部一致时退出码为 0，有任何不同时为 1。", "The exit code is 0 if all figures agree, and 1 if any differs."
    ),
    examples=(
        ("perfsite verify", Phrase("核对所有结果", "compare all results")),
        ("perfsite verify --format json", Phrase("给程序用", "for programs")),
    ),
)
@text_or_json_option
@shared_options
@click.pass_obj
def command(terminal: Terminal, form: str) -> Exit:
    loaded = load(need_project(terminal))
    library = by_history(terminal, loaded, today(terminal, loaded.library.site.timezone)).library
    found = [_result(library, one, terminal.lang) | _by(library, one.award) for one in recompute_all(library)]
    found += [_unread(award, terminal.lang) for award in library.of(AwardResult, incomplete=True) if award.incomplete]
    found += [_judged(one, terminal.lang) | _by(library, one.promotion) for one in judge_all(library)]
    promotions = library.of(PromotionResult, incomplete=True)
    found += [_unread(promotion, terminal.lang) for promotion in promotions if promotion.incomplete]
    if form == "json":
        terminal.write(json.dumps({"results": found}, ensure_ascii=False, indent=2) + "\n")
    else:
        terminal.write("".join(f"{line}\n" for one in found for line in _lines(one, terminal)))
        terminal.write(_sum(found)(terminal.lang) + "\n")
    return Exit.PROBLEMS if any(_differs(one) for one in found) else Exit.FINE


def _result(library: Library, found: Recomputation, lang: str) -> dict[str, Any]:
    """One result as JSON has it, in a language where it has words."""
    entry = _entry(found.award) | {
        "figures": sum(len(one.figures) for one in found.recipients),
        "exceptions": [one.who.id for one in found.recipients if one.exception is not None],
        "left_out": [who.id for who in found.left_out],
        "not_eligible": [found.recipients[index].who.id for index in found.taken_in],
    }
    wording = Wording(library, found.case) if found.case is not None else None
    for one in found.recipients:
        figure = one.first_difference
        if figure is not None and wording is not None:
            currencies = figure.currencies or ()
            entry["differences"].append(
                {
                    "who": one.who.id,
                    "figure": figure.name,
                    "label": wording.label(figure.name)(lang),
                    "published": " ".join((*currencies[:1], write_exact(figure.published))),
                    "computed": " ".join((*currencies[1:], write_exact(figure.computed))),
                    "step": wording.operation(telling(figure.step))(lang) if figure.step is not None else "",
                }
            )
        if one.eligible is None and one.unmet is not None:
            entry["attested" if one.unmet.subject in ATTESTED else "undecided"].append(
                {"who": one.who.id, "requirement": one.unmet.name}
            )
        if one.trouble is not None:
            entry["not_computable"].append({"who": one.who.id, "reason": reason_said(one.trouble)(lang)})
    for trouble in (found.trouble, found.ranking):
        if trouble is not None:
            entry["not_computable"].append({"who": "", "reason": reason_said(trouble)(lang)})
    return entry


def _by(library: Library, result: Outcome) -> dict[str, Any]:
    """The standards that have changed since and by whose earlier wording a result was compared, each with the version."""
    earlier = {} if library.wordings is None else library.wordings.of(library, result)
    found = sorted((str(ref), record.origin.version) for ref, record in earlier.items())
    return {"by": [{"record": record, "version": version} for record, version in found]}


def _judged(found: Judgement, lang: str) -> dict[str, Any]:
    """A promotion result: the requirements that the records decide are its figures."""
    candidates = found.promotion.candidates
    entry = _entry(found.promotion) | {
        "exceptions": [one.person.id for one in candidates if one.exception is not None],
        "left_out": [*(who.id for who in found.left_out), *(candidates[index].person.id for index in found.held_back)],
    }
    for one in found.candidates:
        for judged in one.requirements:
            named = {"who": one.who.id, "requirement": judged.id}
            if judged.requirement.subject in ATTESTED:
                entry["attested"].append(named)
            elif judged.found.met is None:
                entry["undecided"].append(named)
            elif judged.recorded is not None:
                entry["figures"] += 1
            if judged.differs and judged.recorded is not None:
                entry["differences"].append(_requirement(one.who.id, judged, judged.recorded, lang))
        if one.contradicts and one.first_difference is None:
            entry["not_eligible"].append(one.who.id)
    if found.trouble is not None:
        entry["not_computable"].append({"who": "", "reason": reason_said(found.trouble)(lang)})
    return entry


def _requirement(who: str, judged: Judged, recorded: RequirementMet, lang: str) -> dict[str, Any]:
    met = {True: say("满足", "met")(lang), False: say("未满足", "not met")(lang)}
    found, title = judged.found, judged.requirement.title
    said = found.said(lang) if found.said is not None else ""
    of_value = recorded.met == found.met
    return {
        "who": who,
        "figure": judged.id,
        "label": title.best(lang)[1] if title is not None else judged.id,
        "published": recorded.value if of_value else met[recorded.met],
        "computed": said if of_value else met[bool(found.met)],
        "step": "" if of_value else said,
    }


def _entry(result: Outcome) -> dict[str, Any]:
    """What JSON says of a result of which nothing is known yet."""
    return {
        "result": result.id,
        "kind": result.kind,
        "figures": 0,
        "exceptions": [],
        "differences": [],
        "left_out": [],
        "not_eligible": [],
        "not_computable": [],
        "attested": [],
        "undecided": [],
        "by": [],
    }


def _unread(result: Outcome, lang: str) -> dict[str, Any]:
    reason = reason_said(CannotScoreError("evidence", result.id))(lang)
    return _entry(result) | {"not_computable": [{"who": "", "reason": reason}]}


def _differs(entry: dict[str, Any]) -> bool:
    return bool(entry["differences"] or entry["left_out"] or entry["not_eligible"])


def _lines(entry: dict[str, Any], terminal: Terminal) -> Iterator[str]:
    lang, color = terminal.lang, terminal.colors_out
    mark = paint("✗", "error", color) if _differs(entry) else paint("✓" if entry["figures"] else "–", "good", color)
    if entry["kind"] == PromotionResult.kind:
        parts = [say("核对 {n} 项要求", "{n} requirements compared", n=entry["figures"])(lang)]
    else:
        parts = [say("核对 {n} 个数", "{n} figures compared", n=entry["figures"])(lang)]
    if entry["exceptions"]:
        parts.append(say("例外：{who}", "exceptions: {who}", who=", ".join(entry["exceptions"]))(lang))
    if entry["attested"]:
        parts.append(say("由人认定：{ids}", "attested by people: {ids}", ids=_ids(entry["attested"], lang))(lang))
    if entry["undecided"]:
        parts.append(
            say("记录不足以判断：{ids}", "not decided by the records: {ids}", ids=_ids(entry["undecided"], lang))(lang)
        )
    if entry["by"]:
        each = [say("{record} 第 {version} 版", "{record} version {version}", **one)(lang) for one in entry["by"]]
        listed = ("、" if lang == "zh" else ", ").join(each)
        parts.append(say("按作出决定时的 {by}", "by {by}, as decided under", by=listed)(lang))
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


def _ids(entries: list[dict[str, str]], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(dict.fromkeys(entry["requirement"] for entry in entries))


def _sum(found: list[dict[str, Any]]) -> Phrase:
    figures, wrong = sum(one["figures"] for one in found), sum(1 for one in found if _differs(one))
    return say(
        "{results} 个结果，核对 {figures} 处，{wrong} 个结果有不同。",
        "{results} result{s}, {figures} figures compared, {wrong} with differences.",
        results=len(found),
        s="" if len(found) == 1 else "s",
        figures=figures,
        wrong=wrong,
    )
