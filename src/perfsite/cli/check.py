"""`perfsite check`: every problem of a project, or of some of its files."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from perfsite.cli.bilingual import Argument, Command, Option
from perfsite.cli.exits import Exit, RefusalError, say
from perfsite.cli.options import as_of_option, shared_options, strict_option
from perfsite.cli.project import need_project, today
from perfsite.cli.reporting import Reporting, reporting_for, reporting_options
from perfsite.cli.terminal import Terminal
from perfsite.cli.wordings import by_history
from perfsite.diagnostics import Diagnostic, Phrase
from perfsite.pipeline import Loaded, examine, load, stops_build
from perfsite.project import Project
from perfsite.reporters.colors import paint
from perfsite.reporters.summary import summarise

if TYPE_CHECKING:
    from perfsite.mending import Mending


@click.command(
    "check",
    cls=Command,
    about=Phrase(
        "检查所有记录，一次列出全部问题：在哪里、为什么、怎么改。",
        "Checks all records and lists every problem at once: where, why, and what to write instead.",
    ),
    more=Phrase(
        "没有问题时退出码为 0；有错误时为 1，加上 --strict 时有警告也为 1。用 --fix 时按改好之后算；用 --diff 时只要有可改的也为 1。",
        "The exit code is 0 if all is well, and 1 if there are errors; with --strict, warnings count too. With --fix it "
        "is that of what is left; with --diff it is also 1 if there is anything to mend.",
    ),
    examples=(
        ("perfsite check", Phrase("检查整个仓库", "check the whole repository")),
        ("perfsite check content/goals", Phrase("只看这个文件夹里的问题", "show only what is wrong in this folder")),
        ("perfsite check --diff", Phrase("看看哪些能自动改、怎么改", "see what can be mended, and how")),
        ("perfsite check --fix", Phrase("把有把握的改好", "mend what is certain")),
        ("perfsite check --strict --format json", Phrase("给 CI 用", "for CI")),
    ),
)
@click.argument(
    "paths",
    cls=Argument,
    nargs=-1,
    metavar="[PATH]...",
    type=click.Path(),
    words=Phrase(
        "只报告这些文件或文件夹里的问题。整个仓库总是都读。",
        "Report only what is wrong in these files or folders. The whole repository is read all the same.",
    ),
)
@click.option(
    "--fix",
    cls=Option,
    is_flag=True,
    words=Phrase(
        "把有把握的地方直接改好，其余照常列出。注释、顺序、引号和换行都不动。",
        "Mend what is certain in the files, and list the rest. Comments, order, quotes and line ends stay.",
    ),
)
@click.option(
    "--diff",
    cls=Option,
    is_flag=True,
    words=Phrase(
        "只显示 --fix 会怎么改，什么都不写；可以交给 git apply。",
        "Show what --fix would change, for git apply, and write nothing.",
    ),
)
@reporting_options
@strict_option
@as_of_option
@shared_options
@click.pass_obj
def command(
    terminal: Terminal,
    paths: tuple[str, ...],
    fix: bool,
    diff: bool,
    form: str | None,
    output: str | None,
    strict: bool,
    as_of: dt.date | None,
) -> Exit:
    if diff and (fix or form is not None or output is not None):
        raise RefusalError(
            Phrase(
                "`--diff` 不能与 `--fix`、`--format`、`--output` 同用",
                "`--diff` stands alone, without `--fix`, `--format` or `--output`",
            ),
            Phrase("它只输出改动本身。", "all it prints is the changes."),
        )
    reporting = reporting_for(terminal, form, output)
    asked = [terminal.path(path) for path in paths]
    project = need_project(terminal, _folder_of(asked[0]) if asked else None, any_schema=True)
    reporting.spare_records(project)
    wanted = [_within(project, path) for path in asked]
    loaded = load(project, jobs=os.cpu_count() or 1)
    day = as_of or today(terminal, loaded.library.site.timezone)
    loaded = by_history(terminal, loaded, day, jobs=os.cpu_count() or 1)
    problems: Sequence[Diagnostic] = examine(loaded, day)
    mending: Mending | None = None
    if fix or diff:
        loaded, problems, mending = _mend(terminal, loaded, problems, day, wanted, reporting, show=diff)
    shown = [problem for problem in problems if not wanted or _is_in(problem.span.file, wanted)]
    stops = stops_build(shown, strict=strict)
    if diff:
        _say_what_is_left(terminal, shown)
        return Exit.PROBLEMS if stops or (mending is not None and mending.texts) else Exit.FINE
    if shown or reporting.wants_all:
        more = _mended_as_data(mending) if reporting.is_one_document else None
        reporting.write(loaded, shown, more, closing="" if fix else _what_can_be_mended(terminal, loaded, shown))
    if not shown and not reporting.speaks_to_programs:
        terminal.write(paint(_all_well(loaded)(terminal.lang), "good", terminal.colors_out) + "\n")
    return Exit.PROBLEMS if stops else Exit.FINE


def _mend(
    terminal: Terminal,
    loaded: Loaded,
    problems: Sequence[Diagnostic],
    day: dt.date,
    wanted: Sequence[str],
    reporting: Reporting,
    *,
    show: bool,
) -> tuple[Loaded, Sequence[Diagnostic], Mending]:
    """The project with what is certain mended; with `show` on the screen alone."""
    from perfsite.cli import mending as mender

    mending = mender.mend_project(loaded, problems, day, lambda file: not wanted or _is_in(file, wanted))
    if show:
        mender.show_diff(terminal, loaded, mending)
        return mending.loaded, mending.problems, mending
    if mender.write(terminal, loaded, mending):
        # What is on disk now is neither what was read nor what was made of it.
        loaded = by_history(terminal, load(loaded.project, jobs=os.cpu_count() or 1), day, tell=False)
        return loaded, examine(loaded, day), mending
    if not reporting.speaks_to_programs:
        mender.list_mended(terminal, mending)
    return mending.loaded, mending.problems, mending


def _what_can_be_mended(terminal: Terminal, loaded: Loaded, problems: Sequence[Diagnostic]) -> str:
    certain = [problem for problem in problems if problem.fix is not None and problem.fix.certain]
    if not certain:
        return ""
    from perfsite.cli.mending import offer

    return offer(terminal, loaded, certain, among=len(problems))


def _say_what_is_left(terminal: Terminal, problems: Sequence[Diagnostic]) -> None:
    if problems:
        alone = len(problems) == 1
        terminal.note(
            Phrase(
                f"还剩下要由你决定的：{summarise(problems, 'zh')}。用 `perfsite check` 查看。",
                f"{summarise(problems, 'en')} {'is' if alone else 'are'} left to you: see `perfsite check`.",
            )
        )


def _mended_as_data(mending: Mending | None) -> dict[str, Any] | None:
    if mending is None:
        return None
    from perfsite.cli.mending import as_data

    return as_data(mending)


def _all_well(loaded: Loaded) -> Phrase:
    records = sum(1 for _ in loaded.library.all())
    files = len(loaded.library.documents.sources)
    return say(
        "没有问题：检查了 {files} 个文件里的 {records} 条记录。",
        "No problems in {records} record{s} of {files} file{t}.",
        records=records,
        files=files,
        s="" if records == 1 else "s",
        t="" if files == 1 else "s",
    )


def _folder_of(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _within(project: Project, path: Path) -> str:
    """A path that was asked for, as problems name it: relative to the project's root."""
    if not path.exists():
        raise RefusalError(say("没有 `{path}` 这个文件或文件夹", "there is no file or folder `{path}`", path=path))
    resolved = path.resolve()
    if not resolved.is_relative_to(project.root):
        raise RefusalError(
            say(
                "`{path}` 不在 `{root}` 这个仓库里",
                "`{path}` is not in the repository `{root}`",
                path=path,
                root=project.root,
            ),
            say("一次只检查一个仓库。", "check one repository at a time."),
        )
    return project.relative(resolved)


def _is_in(file: str, wanted: Sequence[str]) -> bool:
    return any(path in (".", file) or file.startswith(f"{path}/") for path in wanted)
