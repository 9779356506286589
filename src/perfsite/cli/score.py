"""`perfsite score`: the result record that a reward has for a period, proposed from standards and actuals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import click

from perfsite.cli.bilingual import Argument, Command, Option
from perfsite.cli.exits import Exit, RefusalError, say
from perfsite.cli.options import Day, OneOf, as_of_option, shared_options
from perfsite.cli.project import need_project, today
from perfsite.cli.record_ids import RecordId, find_record
from perfsite.cli.terminal import Terminal
from perfsite.cli.wordings import by_history
from perfsite.diagnostics import Phrase
from perfsite.pipeline import load
from perfsite.project import Project
from perfsite.publication.states import days_in_force, replacements
from perfsite.records.actuals import Actuals
from perfsite.records.ladder import PromotionCriteria
from perfsite.records.library import Library
from perfsite.records.people import Person
from perfsite.records.period import Period
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.result import AwardResult, LeftOut, PromotionResult
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.records.texts import Text
from perfsite.scaffold import proposal_files, write_new
from perfsite.scoring.comparison import compare, existing_result
from perfsite.scoring.explain import Wording, reason_said
from perfsite.scoring.proposal import Proposal, Wanted
from perfsite.scoring.propose import kind_of_recipients, propose

C = TypeVar("C", bound=Callable[..., object])
_KINDS = {"people": "person", "teams": "team"}


def _several(name: str, noun: type[Record], words: Phrase) -> Callable[[C], C]:
    return click.option(f"--{name}", cls=Option, type=RecordId(noun), multiple=True, words=words)


@click.command(
    "score",
    cls=Command,
    about=Phrase(
        "按目标、业绩数据、评分规则和奖励方案，算出一个奖励在一个周期的结果记录，作为建议：谁、多少、谁没有列入、为什么，"
        "哪些要由人判断。",
        "Proposes the result record of a reward for a period from goals, actuals, rule and reward: who gets how much, who "
        "is not listed and why, and what people have to decide.",
    ),
    more=Phrase(
        "缺的数据逐项指出，不作假设；有缺时退出码为 1，也不写文件。已有的结果不会被改动，只比较不同。"
        "晋升由人决定，不提建议：写好晋升结果后，`perfsite check` 核对，`perfsite explain` 逐项说明。",
        "What is lacking is named one by one and nothing is assumed: the exit code is then 1, and no file is written. A "
        "result that is there is never touched; what differs from it is shown. Promotions are decided by people and not "
        "proposed: `perfsite check` compares a promotion result with the records, `perfsite explain` tells each requirement.",
    ),
    examples=(
        ("perfsite score quarterly-bonus 2026-q3", Phrase("在屏幕上看建议", "look at the proposal")),
        (
            "perfsite score quarterly-bonus 2026-q3 --write",
            Phrase("写到 content/results/2026-q3/quarterly-bonus.yml", "writes content/results/2026-q3/quarterly-bonus.yml"),
        ),
        (
            "perfsite score sales-commission 2026-q3 --format csv --write --decided 2026-10-21 --by p-0007",
            Phrase("名单写成表格，决定也已定", "the list as a table, the decision filled in"),
        ),
    ),
)  # fmt: skip
@click.argument(
    "reward",
    cls=Argument,
    metavar="REWARD",
    type=RecordId(Reward),
    words=Phrase("奖励方案的编号。", "The id of the reward."),
)
@click.argument(
    "period",
    cls=Argument,
    metavar="PERIOD",
    type=RecordId(Period),
    words=Phrase("考核周期的编号。", "The id of the period."),
)
@_several(
    "evidence",
    Actuals,
    Phrase(
        "依据哪些业绩数据，可以写几次。默认取周期内有关指标的全部。",
        "Actuals to rest on; may be given several times. By default all of the period that have the metrics.",
    ),
)
@click.option(
    "--decided",
    cls=Option,
    type=Day(),
    words=Phrase("作出决定的日期。不写则留空待填。", "The day of the decision. Left blank without it."),
)
@_several(
    "by",
    Person,
    Phrase("由谁决定，可以写几次。不写则留空待填。", "Who decides; may be given several times. Left blank without it."),
)
@_several(
    "leave-out",
    Person,
    Phrase(
        "由人决定不列入的人，可以写几次；原因留空待填。",
        "Someone whom people leave out; may be given several times. The reason is left blank.",
    ),
)
@click.option(
    "--for",
    "kind",
    cls=Option,
    type=OneOf(tuple(_KINDS)),
    words=Phrase(
        "给人还是给团队；只在奖励方案只写了团队、又没有以往结果时需要。",
        "Whether people or teams get it; only needed where the reward names teams alone and has no result yet.",
    ),
)
@click.option(
    "--format",
    "form",
    cls=Option,
    type=OneOf(("yaml", "csv")),
    default="yaml",
    words=Phrase(
        "名单写在记录里，还是另写成表格。", "Whether recipients stand in the record, or in a table beside it."
    ),
)
@click.option(
    "--write",
    cls=Option,
    is_flag=True,
    words=Phrase("写到记录该在的地方，不覆盖已有的。", "Write it where it belongs, never in place of what is there."),
)
@click.option(
    "--out",
    cls=Option,
    metavar="FILE",
    words=Phrase("写到这个文件，不覆盖已有的。", "Write it to this file, never in place of one that is there."),
)
@as_of_option
@shared_options
@click.pass_obj
def command(
    terminal: Terminal,
    reward: str,
    period: str,
    evidence: tuple[str, ...],
    decided: dt.date | None,
    by: tuple[str, ...],
    leave_out: tuple[str, ...],
    kind: str | None,
    form: str,
    write: bool,
    out: str | None,
    as_of: dt.date | None,
) -> Exit:  # fmt: skip
    project = need_project(terminal)
    loaded = load(project)
    day = as_of or today(terminal, loaded.library.site.timezone)
    library = by_history(terminal, loaded, day, tell=False).library
    _must_be_computed(library, reward, period)
    plan, span = find_record(library, Reward, reward), find_record(library, Period, period)
    _must_count(library, plan, span)
    there = existing_result(library, plan, span)
    wanted = Wanted(
        as_of=day,
        decided=decided,
        by=tuple(find_record(library, Person, id).ref for id in by),
        evidence=tuple(find_record(library, Actuals, id).ref for id in evidence) or None,
        left_out=_left_out(library, leave_out, there),
        kind=_kind(library, plan, kind),
    )
    proposal = propose(library, plan, span, wanted)
    if span.to >= wanted.as_of:
        terminal.note(
            say(
                "`{period}` 到 {last} 才结束，现在只算到已有的数据。",
                "`{period}` ends on {last}: what is recorded by now counts.",
                period=span.id,
                last=span.to,
            ),
            "warning",
        )
    _tell_lacks(terminal, library, proposal)
    stem = f"{project.relative(project.content)}/{AwardResult.folder}/{span.id}/{plan.id}"
    files = proposal_files(library, proposal, stem, form)
    if write or out is not None:
        return _write(terminal, project, library, proposal, files, there if write else None, out)
    terminal.write(files[f"{stem}.{'csv' if form == 'csv' else 'yml'}"])
    if form == "csv":
        terminal.note(Phrase("这只是名单；`--write` 同时写出它旁边的 .yml。", "This is the list alone; `--write` makes the .yml beside it too."), "quiet")  # fmt: skip
    if there is not None:
        _tell_differences(terminal, library, proposal, there)
    return Exit.PROBLEMS if proposal.lacks else Exit.FINE


def _write(
    terminal: Terminal,
    project: Project,
    library: Library,
    proposal: Proposal,
    files: dict[str, str],
    there: AwardResult | None,
    out: str | None,
) -> Exit:
    if there is not None:
        same = _tell_differences(terminal, library, proposal, there)
        return Exit.PROBLEMS if proposal.lacks or not same else Exit.FINE
    if proposal.lacks:
        terminal.note(Phrase("有缺，没有写文件。", "Nothing was written, since something is lacking."), "error")
        return Exit.PROBLEMS
    root = project.root
    if out is not None:
        target = terminal.path(out)
        root, stem = target.parent, target.name.removesuffix(target.suffix)
        files = {f"{stem}{Path(name).suffix}": text for name, text in files.items()}
    taken = next((name for name in files if (root / name).exists()), None)
    if taken is not None:
        raise RefusalError(
            say("`{file}` 已经有了，没有改动它", "there is a file `{file}` already, and it is as it was", file=terminal.shown(root / taken)),
            say("先移开它，或用 `--out` 写到别处。", "move it away first, or write elsewhere with `--out`."),
        )  # fmt: skip
    written = write_new(root, files)
    terminal.write("".join(f"{terminal.shown(root / path)}\n" for path in written.created))
    terminal.note(
        Phrase("看过、填好空白后运行 `perfsite check`。", "Read it, fill in the blanks, then run `perfsite check`."),
        "quiet",
    )
    return Exit.FINE


def _must_be_computed(library: Library, id: str, period: str) -> None:
    """A reward is computed; who is promoted people decide, and only what the records say of that can be told."""
    if id in library.records[Reward.kind]:
        return
    id = id.removeprefix(f"{PromotionCriteria.kind}/")
    if id not in library.records[PromotionCriteria.kind]:
        return
    there = [one.id for one in library.of(PromotionResult) if one.criteria.id == id and one.period.id == period]
    explain = f"perfsite explain {there[0] if there else f'{period}-{id}'}"
    raise RefusalError(
        say(
            "`{id}` 是晋升标准：`score` 只算奖励；谁晋升由人决定，不提建议",
            "`{id}` are promotion criteria: `score` proposes rewards, and who is promoted people decide",
            id=id,
        ),
        say(
            "用 `perfsite new promotion-result {period}/{id}` 起草结果，写上人选和各项认定；`perfsite check` 核对任职、等级、业绩和培训，"
            "`{explain}` 逐项说明。",
            "begin the result with `perfsite new promotion-result {period}/{id}` and write down candidates and what is attested; "
            "`perfsite check` compares tenure, grades, figures and training with the records, and `{explain}` tells each requirement.",
            period=period, id=id, explain=explain,
        ),
    )  # fmt: skip


def _must_count(library: Library, reward: Reward, period: Period) -> None:
    """A result rests on standards that are in force on some day of its period."""
    rule = library.get(ScoringRule, reward.basis.rule) if reward.basis is not None else None
    replaced = replacements(library)
    for standard in (reward, rule):
        counts = None if standard is None else days_in_force(standard, replaced.get(standard.address))
        if standard is None or counts is None or counts.meets(period.from_, period.to):
            continue
        raise RefusalError(
            say(
                "{noun.zh} `{id}` 在 `{period}` 不生效", "the {noun.en} `{id}` is not in force in `{period}`",
                noun=standard.noun, id=standard.id, period=period.id,
            ),
            say(
                "它生效的日期：{first} 至 {last}。", "it is in force from {first} to {last}.",
                first=counts.first or "…", last=counts.last or "…",
            ),
            Exit.PROBLEMS,
        )  # fmt: skip


def _kind(library: Library, reward: Reward, asked: str | None) -> str:
    if asked is not None:
        return _KINDS[asked]
    found = kind_of_recipients(library, reward)
    if found:
        return found
    raise RefusalError(
        say(
            "`{reward}` 只写了团队：没有写明给团队本身，还是给团队里的人",
            "`{reward}` names teams alone, and nothing says whether the teams get it or their people",
            reward=reward.id,
        ),
        Phrase("用 `--for teams` 或 `--for people` 写明。", "say so with `--for teams` or `--for people`."),
    )


def _left_out(library: Library, ids: tuple[str, ...], there: AwardResult | None) -> tuple[LeftOut, ...]:
    """Whom people leave out: as they say now, and as the result that is there says, with its reasons."""
    declared = {one.person.id: one for one in (there.left_out if there is not None else ())}
    named: dict[str, Ref] = {id: find_record(library, Person, id).ref for id in ids}
    new = (LeftOut(person=ref, reason=Text(())) for id, ref in named.items() if id not in declared)
    return (*declared.values(), *new)


def _tell_lacks(terminal: Terminal, library: Library, proposal: Proposal) -> None:
    """Where something is lacking, of whom, and what; then how to go on."""
    lang = terminal.lang
    wording = Wording(library, proposal.case)
    told: dict[str, list[str]] = {}
    for lack in proposal.lacks:
        label = wording.label(lack.trouble.name)(lang)
        words = "" if label == lack.trouble.name else f"（{label}）" if lang == "zh" else f" ({label})"
        place = library.span(lack.record, *lack.route).place
        of = told.setdefault(f"{place}: {reason_said(lack.trouble)(lang)}{words}", [])
        of += [] if lack.who is None else [lack.who.id]
    for sentence, who in told.items():
        listed = f"{'：' if lang == 'zh' else ': '}{('、' if lang == 'zh' else ', ').join(who)}" if who else ""
        terminal.note(Phrase(*(f"{sentence}{listed}",) * 2), "error")
    names = {lack.trouble.name for lack in proposal.lacks}
    if any(name.endswith(("/target", "/baseline")) or name in proposal.case.okr_inputs for name in names):
        terminal.note(
            Phrase(
                "  目标、基线和 OKR 出自目标记录：`perfsite new goal 编号`。",
                "  Targets, baselines and objectives come from goals: `perfsite new goal ID`.",
            ),
            "help",
        )
    # Where there are actuals, the place is told in them.
    if any(lack.trouble.name.endswith("/actual") and lack.record.kind != "actuals" for lack in proposal.lacks):
        terminal.note(
            Phrase(
                "  实际数出自业绩数据：用 `perfsite import` 读导出文件，或 `perfsite new actuals 编号` 自己写。",
                "  Actuals come from an export, by `perfsite import`, or are written by hand: `perfsite new actuals ID`.",
            ),
            "help",
        )
    if proposal.lacking:
        terminal.note(
            Phrase(
                "  补上数据；确实不列入的人，用 `--leave-out` 写明。",
                "  Add what is lacking, or say with `--leave-out` who is not listed.",
            ),
            "help",
        )


def _tell_differences(terminal: Terminal, library: Library, proposal: Proposal, there: AwardResult) -> bool:
    """What differs from the result that is there, on standard error; whether nothing does."""
    lang = terminal.lang
    found = list(_differences(library, proposal, there))
    head = say(
        "{file} 里已经有这个结果，没有改动它。", "This result is there already, in {file}, and is as it was.",
        file=there.origin.file,
    )  # fmt: skip
    terminal.note(head, "quiet")
    for line, excepted in found:
        terminal.note(Phrase(f"  {line(lang)}", f"  {line(lang)}"), "quiet" if excepted else "error")
    same = all(excepted for _, excepted in found)
    if not found:
        terminal.note(Phrase("名单和每个数都与建议一致。", "List and figures are as proposed."), "good")
    return same


def _differences(library: Library, proposal: Proposal, there: AwardResult) -> Iterator[tuple[Phrase, bool]]:
    """Each in a sentence, and whether the result declares an exception for it."""
    wording = Wording(library, proposal.case)
    for one in compare(there, proposal.award, wording):
        tail = Phrase("（已声明例外）", " (a declared exception)") if one.excepted else Phrase("", "")
        if one.figure == "row":
            where = (
                ("名单里有，建议里没有", "on the list, not proposed")
                if one.there
                else ("建议列入，名单里没有", "proposed, not on the list")
            )
            sentence = say(f"{{who}}：{where[0]}", f"{{who}}: {where[1]}", who=one.who.id)
        else:
            label = wording.label(one.figure)
            sentence = Phrase(
                f"{one.who.id} 的{label.zh}：现在是 {one.there}，建议 {one.proposed}",
                f"{label.en} of {one.who.id}: {one.there} there, {one.proposed} proposed",
            )
        yield Phrase(f"{sentence.zh}{tail.zh}", f"{sentence.en}{tail.en}"), one.excepted
    cited, proposed = {ref.id for ref in there.evidence}, {ref.id for ref in proposal.award.evidence}
    for id in sorted(proposed - cited):
        yield say("依据里没有 {id}", "{id} is not among the evidence", id=id), False
    for id in sorted(cited - proposed):
        yield say("依据里多了 {id}，没有用到", "{id} is among the evidence and is not used", id=id), False


__all__ = ["command"]
