"""`perfsite build`: a project's records to a published folder."""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from perfsite.cli.bilingual import Command, Option
from perfsite.cli.exits import Exit, RefusalError, say
from perfsite.cli.gaps import refusal
from perfsite.cli.options import Number, as_of_option, audience_option, shared_options, strict_option
from perfsite.cli.project import need_project, today
from perfsite.cli.reporting import reporting_for, reporting_options
from perfsite.cli.revision import day_of, load_revision, read_whole_history_of
from perfsite.cli.revisions import Revision
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import Diagnostic, Phrase, closest, sort_problems
from perfsite.history.git import HistoryError
from perfsite.history.read import History
from perfsite.output import OutputError, Reason
from perfsite.pipeline import (
    Built,
    Loaded,
    TemplateError,
    build,
    examine,
    examine_history,
    find_audience,
    judge_by,
    load,
    stops_build,
)
from perfsite.records.site import AudienceRule
from perfsite.reporters.colors import paint
from perfsite.reporters.outlook import outlook_as_data, outlook_in_words
from perfsite.reporters.width import pad, width

OUT = "public"
# The folder that was named is not one that a site can go to; the rest is the machine's doing.
_MISNAMED = (
    Reason.CURRENT_FOLDER, Reason.AMONG_RECORDS, Reason.FOREIGN_FILES, Reason.NOT_A_FOLDER, Reason.NOT_OURS, Reason.SYMLINK,
    Reason.MOUNT_POINT,
)  # fmt: skip


@click.command(
    "build",
    cls=Command,
    about=Phrase(
        "检查全部记录，然后为一个受众生成整个站点。有错误就不生成，已发布的保持原样。",
        "Checks all records and builds the whole site for one audience. Where there are errors nothing is built, and what is published stays as it is.",
    ),
    more=Phrase(
        "站点先写在旁边，写完整了再一步换上：中途停下也不会留下半个站点。",
        "The site is written beside its folder and put in place in one step: an interrupted run never leaves half a site.",
    ),
    examples=(
        ("perfsite build", Phrase("生成到 public", "build into public")),
        ("perfsite build --audience hr --out public-hr", Phrase("给人力资源的一份", "the one for HR")),
        (
            "perfsite build --strict --as-of 2026-10-01",
            Phrase("以这一天为准，有警告也不生成", "as of that day, if there are no warnings either"),
        ),
        (
            "perfsite build --rev 2026-q2 --out public-q2",
            Phrase("站点在那次提交时的样子", "the site as it stood at that commit"),
        ),
    ),
)
@click.option(
    "--out",
    cls=Option,
    metavar="DIR",
    words=Phrase(
        "站点写到哪个文件夹。默认是仓库里的 public。", "The folder for the site. By default public, in the repository."
    ),
)
@audience_option
@reporting_options
@click.option(
    "--jobs",
    cls=Option,
    type=Number(1, 256),
    words=Phrase(
        "同时用几个进程。默认与处理器数相同。", "How many processes work at once. By default one for each processor."
    ),
)
@click.option(
    "--rev",
    cls=Option,
    metavar="REV",
    type=Revision(),
    words=Phrase(
        "取 git 里这次提交的记录，不取磁盘上的。没有写 `--as-of` 时，以提交那天为准。",
        "Build the records of this commit of git and not those on disk, as of the day of the commit unless `--as-of` says another.",
    ),
)
@strict_option
@as_of_option
@shared_options
@click.pass_obj
def command(
    terminal: Terminal,
    out: str | None,
    audience: str | None,
    form: str | None,
    output: str | None,
    jobs: int | None,
    rev: str | None,
    strict: bool,
    as_of: dt.date | None,
) -> Exit:
    start = time.perf_counter()
    reporting = reporting_for(terminal, form, output)
    project = need_project(terminal, any_schema=True)
    reporting.spare_records(project)
    target = terminal.path(out) if out is not None else project.root / OUT
    processes = jobs or os.cpu_count() or 1
    if rev is None:
        loaded = load(project, jobs=processes)
        day = as_of or today(terminal, loaded.library.site.timezone)
    else:
        loaded = load_revision(terminal, project, rev, jobs=processes)
        day = as_of or day_of(terminal, loaded)
    loaded, history, gap = _with_history(terminal, loaded, day, processes)
    problems = examine(loaded, day)
    if not stops_build(problems, strict=strict):
        try:
            problems = sort_problems((*problems, *_of_history(terminal, loaded, history, gap)))
        except RefusalError:
            if problems or reporting.wants_all:
                reporting.write(loaded, problems)
            raise
    # For programs there is one document, which also says what comes next; so it is written once that is known.
    stops, waits = stops_build(problems, strict=strict), reporting.is_one_document
    if stops or ((problems or reporting.wants_all) and not waits):
        reporting.write(loaded, problems)
    if stops:
        terminal.note(
            Phrase("没有生成站点；已发布的保持原样。", "No site was built; what is published is as it was."), "error"
        )
        return Exit.PROBLEMS
    try:
        built = _publish(terminal, loaded, audience, target, day, history, processes)
    except TemplateError as error:
        told: Sequence[Diagnostic] = () if waits else problems
        reporting.write(loaded, [*problems, error.problem] if waits else [error.problem], told=told)
        return Exit.PROBLEMS
    except RefusalError:
        if waits:
            reporting.write(loaded, problems)
        raise
    if waits:
        reporting.write(loaded, problems, {"next": outlook_as_data(built.outlook)})
    _summarise(terminal, built, target, day, time.perf_counter() - start, on_error=reporting.speaks_to_programs)
    return Exit.FINE


def _with_history(
    terminal: Terminal, loaded: Loaded, day: dt.date, jobs: int
) -> tuple[Loaded, History | None, RefusalError | None]:
    """What was loaded, judged by its history; or why that is not whole, since what is wrong in records is told first."""
    try:
        history = read_whole_history_of(terminal, loaded, jobs=jobs)
        return (loaded if history is None else judge_by(loaded, history, day, whole=True)), history, None
    except RefusalError as error:
        return loaded, None, error
    except HistoryError as error:
        return loaded, None, refusal(error, terminal.environ)


def _of_history(
    terminal: Terminal, loaded: Loaded, history: History | None, gap: RefusalError | None
) -> tuple[Diagnostic, ...]:
    if gap is not None:
        raise gap
    try:
        return () if history is None else examine_history(loaded, history)
    except HistoryError as error:
        raise refusal(error, terminal.environ) from error


def _publish(
    terminal: Terminal,
    loaded: Loaded,
    audience: str | None,
    target: Path,
    day: dt.date,
    history: History | None,
    jobs: int,
) -> Built:
    rule = choose_audience(loaded, audience)
    bar = ProgressBar(terminal)
    try:
        return build(loaded, out=target, audience=rule, as_of=day, history=history, jobs=jobs, progress=bar.show)
    except HistoryError as error:
        raise refusal(error, terminal.environ) from error
    except OutputError as error:
        code = Exit.USAGE if error.reason in _MISNAMED else Exit.MACHINE
        raise RefusalError(
            Phrase(error.sentence("zh"), error.sentence("en")), Phrase(error.help("zh"), error.help("en")), code
        ) from error
    finally:
        bar.clear()


def choose_audience(loaded: Loaded, name: str | None) -> AudienceRule:
    """The audience that a build is for; a sentence where the site has none of that id."""
    rule = find_audience(loaded, name)
    if rule is not None:
        return rule
    ids = [rule.id for rule in loaded.library.site.audience_rules]
    near = closest(name or "", ids)
    raise RefusalError(
        say("没有叫 `{name}` 的受众", "there is no audience `{name}`", name=name),
        say("是不是想写 `{near}`？", "did you mean `{near}`?", near=near)
        if near
        else Phrase(f"这个站点的受众有：{'、'.join(ids)}。", f"this site's audiences are {', '.join(ids)}."),
    )


def _summarise(terminal: Terminal, built: Built, target: Path, day: dt.date, seconds: float, *, on_error: bool) -> None:
    """How many pages, where, for whom, as of when. In formats for programs it keeps out of their way."""
    lang = terminal.lang
    title = built.audience.title
    who = built.audience.id if title is None else f"{built.audience.id} ({title.best(lang)[1]})"
    rows: tuple[tuple[Phrase, str], ...] = (
        (Phrase("位置", "folder"), terminal.shown(target)),
        (Phrase("受众", "audience"), who),
        (Phrase("日期", "as of"), day.isoformat()),
    )
    if built.outlook.change is not None:
        rows += ((Phrase("下次变化", "changes by itself on"), outlook_in_words(built.outlook, lang)),)
    head = say(
        "已生成 {pages:,} 个页面，用时 {seconds:.1f} 秒。", "Built {pages:,} page{s} in {seconds:.1f} s.",
        pages=built.pages, seconds=seconds, s="" if built.pages == 1 else "s",
    )  # fmt: skip
    longest = max(width(name(lang)) for name, _ in rows)
    colors = terminal.colors_err if on_error else terminal.colors_out
    lines = [paint(head(lang), "good", colors), *(f"  {pad(name(lang), longest)}  {value}" for name, value in rows)]
    text = "\n".join(lines)
    if on_error:
        terminal.tell(text)
    else:
        terminal.write(f"{text}\n")


@dataclass
class ProgressBar:
    """How far a build is, on standard error, where that is a terminal."""

    terminal: Terminal
    shown: bool = field(default=False, init=False)

    def show(self, done: int, total: int) -> None:
        if not sys.stderr.isatty() or self.terminal.environ.get("TERM") == "dumb":
            return
        self.shown = True
        filled = 30 * done // max(total, 1)
        words = Phrase("生成页面", "building")(self.terminal.lang)
        sys.stderr.write(f"\r{words} [{'#' * filled}{' ' * (30 - filled)}] {done:,}/{total:,}")
        sys.stderr.flush()

    def clear(self) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
