"""`perfsite impact BASE [HEAD]`: what changed standards do to people, before they are merged."""

from __future__ import annotations

import datetime as dt

import click
from click.shell_completion import CompletionItem

from perfsite.checks import run_checks
from perfsite.cli.bilingual import Argument, Command, Option
from perfsite.cli.build import choose_audience
from perfsite.cli.exits import Exit, say
from perfsite.cli.gaps import refusal
from perfsite.cli.options import Number, OneOf, as_of_option, audience_option, shared_options
from perfsite.cli.project import need_project, today
from perfsite.cli.revision import load_revision
from perfsite.cli.revisions import Revision
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import Phrase, Severity
from perfsite.history.git import HistoryError, check_whole, find_commit
from perfsite.impact.compare import Bearing, Impact, compare
from perfsite.impact.shown import Sight, show
from perfsite.pipeline import Loaded, judge_by, load, load_history, settle
from perfsite.project import Project
from perfsite.records.fields import SENSITIVITIES
from perfsite.records.site import AudienceRule
from perfsite.reporters.impact import IMPACT_FORMATS, Compared
from perfsite.reporters.impact.state import State

# What may fail a pull request, by the word that asks for it.
FAILURES = {
    "less-favourable": Phrase("有标准更不利", "a standard is less favourable"),
    "mixed": Phrase("有标准有利有弊", "a standard is mixed"),
    "undecided": Phrase("有标准的影响算不出来", "of a standard no computing can tell"),
    "reaching-back": Phrase("有标准溯及既往", "a standard reaches back"),
    "mid-period": Phrase("有标准在周期中途变更", "a standard changes in the middle of a period"),
    "losses": Phrase("有人所得减少，或不再符合", "somebody gets less or no longer qualifies"),
    "over-budget": Phrase("有结果超出预算", "a result goes over its budget"),
    "not-computed": Phrase("有结果算不出来", "a result cannot be computed"),
}


class SomeOf(click.ParamType[tuple[str, ...]]):
    """Several of a few words, with commas between them."""

    name = "words"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        return "WORD,…"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        one = OneOf(tuple(FAILURES))
        return tuple(one.convert(word.strip(), param, ctx) for word in str(value).split(",") if word.strip())

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        done, comma, last = incomplete.rpartition(",")
        return [
            CompletionItem(f"{done}{comma}{word}", help=words(ctx.obj.lang))
            for word, words in FAILURES.items()
            if word.startswith(last) and word not in done.split(",")
        ]


@click.command(
    "impact",
    cls=Command,
    about=Phrase(
        "比较两个版本，说明改了的标准对人有什么影响：改了什么，是更有利还是更不利，是否溯及既往；上期已公布的结果按新写法会怎样："
        "谁多得、谁少得、合计多少、超不超预算，谁的等级、名次、资格会变。",
        "Compares two commits in people's terms: which standards changed and how, whether that is more or less favourable "
        "and reaches back; and what last period's published results would be under the new wording: who gains, who loses, "
        "how much in total against the budget, whose grade, rank or eligibility moves.",
    ),
    more=Phrase(
        "归类靠计算，不靠字段名：按前后两种写法重算结果，并在各档边界上下试算。依据的数据、人员和结果取 BASE 的。"
        "只显示受众看得到的；人数太少的数不显示。",
        "Classes come from computing, not from the names of fields: results are computed under both wordings, and inputs "
        "tried around every edge. Evidence, people and results are those of BASE. Only what the audience may see is shown, "
        "and no figure about too few people.",
    ),
    examples=(
        ("perfsite impact origin/main", Phrase("还没有提交的修改有什么影响", "what the files on disk do")),
        ("perfsite impact origin/main HEAD --format markdown", Phrase("写成合并请求的评论", "as a comment of a pull request")),
        ("perfsite impact HEAD~1 --audience hr --periods 4", Phrase("看到每个人，最近四个周期", "every person, the last four periods")),
        (
            "perfsite impact origin/main --fail-on less-favourable,reaching-back",
            Phrase("有这样的变化时退出码为 1", "exit code 1 where there is such a change"),
        ),
    ),
)  # fmt: skip
@click.argument(
    "base",
    cls=Argument,
    metavar="BASE",
    type=Revision(),
    words=Phrase("和哪个版本比较：提交、标签或分支。", "What to compare with: a commit, a tag or a branch."),
)
@click.argument(
    "head",
    cls=Argument,
    metavar="[HEAD]",
    required=False,
    type=Revision(),
    words=Phrase("比较哪个版本；不写就是磁盘上的文件。", "What is compared; without it, the files on disk."),
)
@click.option(
    "--periods",
    cls=Option,
    type=Number(1, 100),
    default=1,
    words=Phrase("每种奖励重算最近几个周期的结果。默认 1。", "Of how many last periods of each reward. By default 1."),
)
@click.option(
    "--format",
    "form",
    cls=Option,
    type=OneOf(tuple(IMPACT_FORMATS)),
    default="text",
    words=Phrase(
        "text 给终端，markdown 给合并请求，json 给程序。",
        "text for terminals, markdown for pull requests, json for programs.",
    ),
)
@click.option(
    "--fail-on",
    cls=Option,
    type=SomeOf(),
    default=(),
    words=Phrase(
        f"有这些情况时退出码为 1，用逗号隔开：{'、'.join(FAILURES)}。",
        f"Where the exit code is 1, with commas between: {', '.join(FAILURES)}.",
    ),
)
@audience_option
@as_of_option
@shared_options
@click.pass_obj
def command(
    terminal: Terminal,
    base: str,
    head: str | None,
    periods: int,
    form: str,
    fail_on: tuple[str, ...],
    audience: str | None,
    as_of: dt.date | None,
) -> Exit:
    project = need_project(terminal)
    old = _load_commit(terminal, project, base)
    new = load(project) if head is None else _load_commit(terminal, project, head)
    day = as_of or today(terminal, new.library.site.timezone)
    rule = choose_audience(old, audience)
    sight = Sight(old.library, new.library, rule, day)
    impact = compare(old.library, new.library, day, periods, sight.seen)
    compared = Compared(_state(old, base, rule, day), _state(new, head or "", rule, day))
    shown = show(impact, sight)
    write = IMPACT_FORMATS[form]
    terminal.write(write(shown, compared, terminal.lang, color=terminal.colors_out))
    # A policy holds for all that is there, whatever the audience may see of it.
    true = failures(compare(old.library, new.library, day, periods)) if fail_on else frozenset()
    failed = [word for word in fail_on if word in true]
    for word in failed:
        terminal.note(
            say("--fail-on {word}：{why.zh}", "--fail-on {word}: {why.en}", word=word, why=FAILURES[word]), "error"
        )
    return Exit.PROBLEMS if failed else Exit.FINE


def failures(impact: Impact) -> frozenset[str]:
    """Which of the words are true."""
    bearings = {one.verdict.bearing.value for one in impact.standards if one.verdict is not None}
    found = bearings & {Bearing.LESS, Bearing.MIXED, Bearing.UNDECIDED}
    worse = any(move.is_felt and move.direction < 0 for award in impact.awards for move in award.moves)
    short = any(
        one.not_eligible
        or any(move.direction < 0 for move in one.verdicts)
        or any(move.direction < 0 for move in one.candidates)
        for one in impact.promotions
    )
    timings = [one.timing for one in impact.standards if one.timing is not None]
    facts = {
        "reaching-back": any(timing.back is not None for timing in timings),
        "mid-period": any(timing.back is None for timing in timings),
        "losses": worse or short or any(one.not_eligible for one in impact.awards),
        "over-budget": any(one.over_budget for one in impact.awards),
        "not-computed": any(one.doubts for one in impact.awards)
        or any(one.trouble is not None for one in impact.promotions),
    }
    return frozenset(found | {word for word, is_so in facts.items() if is_so})


def _load_commit(terminal: Terminal, project: Project, revision: str) -> Loaded:
    """The records of a commit. One that a shallow clone does not have is told as that."""
    if find_commit(project.root, revision) is None and find_commit(project.root, "HEAD") is not None:
        try:
            check_whole(project.root)
        except HistoryError as error:
            raise refusal(error, terminal.environ) from error
    return load_revision(terminal, project, revision)


def _judged(loaded: Loaded, day: dt.date) -> Loaded:
    try:
        history = load_history(loaded)
        return loaded if history is None else judge_by(loaded, history, day)
    except HistoryError:
        return loaded


def _state(loaded: Loaded, name: str, audience: AudienceRule, day: dt.date) -> State:
    """What is wrong with one side: it is compared as far as it could be read. Results are judged as `check` does."""
    loaded = _judged(loaded, day)
    found = settle((*loaded.problems, *run_checks(loaded.library, day, loaded.problems)), loaded.library)
    errors = [problem.code for problem in found if problem.severity is Severity.ERROR]
    broken = [record for record in loaded.library.all() if record.incomplete]
    all_seen = audience.sees == SENSITIVITIES[-1]
    # Not even the id of an outcome or a person is for everyone.
    left_out = (one.address if all_seen or one.part == "standard" else f"{one.kind}/…" for one in broken)
    return State(name, len(errors), tuple(sorted(set(errors))), tuple(dict.fromkeys(left_out)))


__all__ = ["FAILURES", "command", "failures"]
