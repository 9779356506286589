"""`perfsite check`: every problem of a project, or of some of its files."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path

import click

from perfsite.cli.bilingual import Argument, Command
from perfsite.cli.exits import Exit, RefusalError, say
from perfsite.cli.options import as_of_option, shared_options, strict_option
from perfsite.cli.project import need_project, today
from perfsite.cli.reporting import reporting_for, reporting_options
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import Diagnostic, Phrase
from perfsite.pipeline import Loaded, examine, load, stops_build
from perfsite.project import Project
from perfsite.reporters.colors import paint


@click.command(
    "check",
    cls=Command,
    about=Phrase(
        "检查所有记录，一次列出全部问题：在哪里、为什么、怎么改。",
        "Checks all records and lists every problem at once: where, why, and what to write instead.",
    ),
    more=Phrase(
        "没有问题时退出码为 0；有错误时为 1，加上 --strict 时有警告也为 1。",
        "The exit code is 0 if all is well, and 1 if there are errors; with --strict, warnings count too.",
    ),
    examples=(
        ("perfsite check", Phrase("检查整个仓库", "check the whole repository")),
        ("perfsite check content/goals", Phrase("只看这个文件夹里的问题", "show only what is wrong in this folder")),
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
@reporting_options
@strict_option
@as_of_option
@shared_options
@click.pass_obj
def command(
    terminal: Terminal,
    paths: tuple[str, ...],
    form: str | None,
    output: str | None,
    strict: bool,
    as_of: dt.date | None,
) -> Exit:
    reporting = reporting_for(terminal, form, output)
    asked = [terminal.path(path) for path in paths]
    project = need_project(terminal, _folder_of(asked[0]) if asked else None)
    wanted = [_within(project, path) for path in asked]
    loaded = load(project, jobs=os.cpu_count() or 1)
    problems = examine(loaded, as_of or today(terminal, loaded.library.site.timezone))
    shown = [problem for problem in problems if not wanted or _is_in(problem, wanted)]
    if shown or reporting.wants_all:
        reporting.write(loaded, shown)
    if not shown and not reporting.speaks_to_programs:
        terminal.write(paint(_all_well(loaded)(terminal.lang), "good", terminal.colors_out) + "\n")
    return Exit.PROBLEMS if stops_build(shown, strict=strict) else Exit.FINE


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


def _is_in(problem: Diagnostic, wanted: Sequence[str]) -> bool:
    return any(path in (".", problem.span.file) or problem.span.file.startswith(f"{path}/") for path in wanted)
