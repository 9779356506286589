"""`perfsite init`: a folder to a repository that works."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from perfsite import __version__
from perfsite.cli.bilingual import Argument, Command, Option
from perfsite.cli.exits import Exit, RefusalError, say
from perfsite.cli.options import as_of_option, shared_options
from perfsite.cli.project import today
from perfsite.cli.schema import refresh_schemas
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import Phrase
from perfsite.pipeline import load
from perfsite.project import SITE_FILE, Project
from perfsite.scaffold import SCHEMAS, Starter, Written, starter_files, write_new

TIMEZONE = "Asia/Shanghai"
LONGEST_TITLE = 200


@click.command(
    "init",
    cls=Command,
    about=Phrase(
        "新建一个中英双语的仓库：一套能通过检查、能生成站点的例子，外加 CI、编辑器和说明文件。",
        "Makes a bilingual repository: a small set of records that checks clean and builds, with files for CI, editors and people.",
    ),
    more=Phrase(
        "--lang 也决定站点的第一种语言。已有的文件不会被改动。",
        "--lang also decides the first language of the site. Files that exist are never touched.",
    ),
    examples=(
        ("perfsite init standards", Phrase("在文件夹 standards 里新建", "in the folder standards")),
        (
            'perfsite init --title "华东销售标准"',
            Phrase("在当前文件夹里新建，并取名", "in the current folder, with a title"),
        ),
        ("perfsite init --lang en standards", Phrase("英文在先", "with English first")),
    ),
)
@click.argument(
    "folder",
    cls=Argument,
    metavar="[DIR]",
    default=".",
    words=Phrase(
        "文件夹，默认是当前文件夹；没有就新建。",
        "The folder, by default the current one; it is made if it is not there.",
    ),
)
@click.option("--title", cls=Option, metavar="TEXT", default="", words=Phrase("站点的名称。", "The title of the site."))
@as_of_option
@shared_options
@click.pass_obj
def command(terminal: Terminal, folder: str, title: str, as_of: dt.date | None) -> Exit:
    root = terminal.path(folder)
    _check(root, title)
    day = as_of or today(terminal, TIMEZONE)
    written = write_new(root, starter_files(Starter(terminal.lang, day, __version__, title.strip())))
    project = Project(root.resolve())
    refresh_schemas(load(project).library, project.root / SCHEMAS, terminal.lang)
    _tell(terminal, root, written)
    return Exit.FINE


def _check(root: Path, title: str) -> None:
    if root.exists() and not root.is_dir():
        raise RefusalError(say("`{root}` 不是文件夹", "`{root}` is not a folder", root=root))
    if (root / SITE_FILE).exists():
        raise RefusalError(
            say("`{root}` 已经是一个仓库", "`{root}` is a repository already", root=root),
            say(
                "用 `perfsite new` 新建记录，或换一个文件夹。",
                "start a record with `perfsite new`, or choose another folder.",
            ),
        )
    if len(title) > LONGEST_TITLE or not title.isprintable():
        raise RefusalError(
            say(
                "`--title` 要在一行之内，最长 {limit} 个字符",
                "`--title` should be one line of at most {limit} characters",
                limit=LONGEST_TITLE,
            )
        )


def _tell(terminal: Terminal, root: Path, written: Written) -> None:
    """What was made, and the three commands that come next."""
    where = terminal.shown(root)
    terminal.note(
        say(
            "已在 {where} 新建 {count} 个文件。",
            "Made {count} files in {where}.",
            where=where,
            count=len(written.created),
        ),
        "good",
    )
    for name in written.kept:
        terminal.note(say("  原有的 {name} 没有改动", "  left {name} as it was", name=name))
    first = "" if where == "." else f"  cd {where}\n"
    terminal.note(
        Phrase(
            f"接下来：\n{first}  perfsite check    检查记录\n  perfsite serve    在浏览器里看站点",
            f"Next:\n{first}  perfsite check    check the records\n  perfsite serve    look at the site in a browser",
        )
    )
