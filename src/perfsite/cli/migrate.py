"""`perfsite migrate`: the records of an older version of the record language, rewritten for this one."""

from __future__ import annotations

import click

from perfsite.cli.bilingual import Command, Option
from perfsite.cli.exits import Exit, RefusalError, say
from perfsite.cli.options import shared_options
from perfsite.cli.project import need_project, other_schema
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import Phrase
from perfsite.mending import diff_of, write_mended
from perfsite.migrations import MIGRATIONS, Migrated, migrate
from perfsite.pipeline import load
from perfsite.records.site import SCHEMA
from perfsite.reporters.words import visible


@click.command(
    "migrate",
    cls=Command,
    about=Phrase(
        "把旧版记录语言写的记录改写成这个 perfsite 读的版本。只显示会怎么改；加上 --write 才写入。",
        "Rewrites the records of an older version of the record language for this perfsite. It shows what would change; "
        "--write changes it.",
    ),
    more=Phrase(
        "只改语言变了的地方：注释、顺序、引号和换行都不动。拿不准的列出来，什么都不写。先提交，再改写，好核对。",
        "Only what the language has changed is rewritten: comments, order, quotes and line ends stay. What it cannot decide "
        "is listed, and nothing is written. Commit before, so that you can compare.",
    ),
    examples=(
        ("perfsite migrate", Phrase("看看会怎么改，可以交给 git apply", "see what would change, for git apply")),
        ("perfsite migrate --write", Phrase("写入", "change it")),
    ),
)
@click.option("--write", cls=Option, is_flag=True, words=Phrase("写入文件。", "Write the files."))
@shared_options
@click.pass_obj
def command(terminal: Terminal, write: bool) -> Exit:
    project = need_project(terminal, any_schema=True)
    loaded = load(project)
    found = loaded.library.site.schema
    if found == SCHEMA:
        terminal.note(
            say(
                "这份仓库已经是第 {schema} 版，也是最新的一版。",
                "This repository is in schema {schema}, which is the newest.",
                schema=SCHEMA,
            ),
            "good",
        )
        return Exit.FINE
    if found > SCHEMA:
        raise other_schema(found)
    before = loaded.library.documents.sources
    migrated = migrate(before, found, MIGRATIONS)
    if migrated.doubts:
        _tell_doubts(terminal, migrated)
        return Exit.PROBLEMS
    if not write:
        terminal.write(diff_of(before, migrated.texts, project.prefix))
        terminal.note(
            Phrase("什么都没有写；加上 --write 写入。", "Nothing was written; add --write to change it."), "quiet"
        )
        return Exit.FINE
    left = write_mended(project, before, migrated.texts)
    if left:
        raise RefusalError(
            say("`{file}` 在改写期间被改过", "`{file}` was changed meanwhile", file=visible(left[0])),
            say("用 git 恢复，然后再运行一次。", "restore the files with git, then run it again."),
            Exit.MACHINE,
        )
    for step in migrated.steps:
        terminal.note(say("第 {to} 版：{about.zh}", "schema {to}: {about.en}", to=step.to, about=step.about))
    terminal.note(
        say(
            "已改写 {count} 个文件。运行 `perfsite check`，再提交。",
            "Rewrote {count} file{s}. Run `perfsite check`, then commit.",
            count=len(migrated.texts),
            s="" if len(migrated.texts) == 1 else "s",
        ),
        "good",
    )
    return Exit.FINE


def _tell_doubts(terminal: Terminal, migrated: Migrated) -> None:
    colon = Phrase("：", ": ")(terminal.lang)
    for doubt in migrated.doubts:
        terminal.write(f"{visible(doubt.span.place)}{colon}{doubt.sentence(terminal.lang)}\n")
    terminal.note(
        say(
            "有 {count} 处要先由你决定；什么都没有写。",
            "{count} place{s} to decide first; nothing was written.",
            count=len(migrated.doubts),
            s="" if len(migrated.doubts) == 1 else "s",
        ),
        "error",
    )
