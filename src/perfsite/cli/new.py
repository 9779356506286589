"""`perfsite new`: the file of a new record, with every field of its kind explained."""

from __future__ import annotations

import datetime as dt

import click

from perfsite.cli.asking import ask, may_ask
from perfsite.cli.bilingual import Argument, Command
from perfsite.cli.exits import Exit, RefusalError, say
from perfsite.cli.kinds import KindName
from perfsite.cli.options import as_of_option, shared_options
from perfsite.cli.project import need_project, today
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import Phrase
from perfsite.pipeline import load
from perfsite.records.forms import DEVICE_NAMES, ID, mended_id
from perfsite.records.kinds import KINDS
from perfsite.scaffold import draft_record, write_new

KIND = KindName()


@click.command(
    "new",
    cls=Command,
    about=Phrase(
        "新建一条记录：字段都在，每个都有说明，必填的已经填上可以改的内容。",
        "Starts a record: all its fields are there and explained, and what is needed is filled in for you to change.",
    ),
    more=Phrase(
        "说明用站点的第一种语言。在终端里，没有写的种类和编号会问。已有的记录不会被改动。",
        "Explanations are in the site's first language. On a terminal it asks for the kind and id that were not named. "
        "Records that exist are never touched.",
    ),
    examples=(
        (
            "perfsite new goal 2026-q4-west",
            Phrase("新建 content/goals/2026-q4-west.yml", "makes content/goals/2026-q4-west.yml"),
        ),
        ("perfsite new goal 2026-q4/west", Phrase("编号相同，放在子文件夹里", "the same id, in a folder of its own")),
        ("perfsite new 评分规则 sales-director", Phrase("种类也可以写中文名", "a kind can be named in Chinese too")),
    ),
)
@click.argument(
    "kind",
    cls=Argument,
    metavar="KIND",
    required=False,
    type=KIND,
    words=Phrase(f"记录的种类：{'、'.join(KINDS)}，或它的中文名。", f"The kind of record: {', '.join(KINDS)}."),
)
@click.argument(
    "name",
    cls=Argument,
    metavar="ID",
    required=False,
    words=Phrase(
        "编号：小写字母、数字和连字符。可以带子文件夹。",
        "The id: lower-case letters, digits and hyphens. It may begin with folders.",
    ),
)
@as_of_option
@shared_options
@click.pass_context
def command(ctx: click.Context, kind: str | None, name: str | None, as_of: dt.date | None) -> Exit:
    terminal: Terminal = ctx.obj
    project = need_project(terminal)
    if (kind is None or name is None) and not may_ask():
        lacking = next(param for param in ctx.command.params if param.name == ("kind" if kind is None else "name"))
        raise click.MissingParameter(ctx=ctx, param=lacking)
    if kind is None:
        listed = Phrase(f"新建什么（{'、'.join(KINDS)}）", f"What to start ({', '.join(KINDS)})")
        kind = ask(terminal, listed, lambda line: KIND.convert(line, None, ctx), "goal")
    if name is None:
        name = ask(terminal, Phrase("编号，如 2026-q4-west", "Its id, such as 2026-q4-west"), _checked_id)
    _check_id(name)
    library = load(project).library
    noun = KINDS[kind]
    existing = library.records[kind].get(name.replace("/", "-"))
    if existing is not None:
        raise RefusalError(
            say(
                "{noun.zh} `{id}` 已经有了，在 {file}",
                "the {noun.en} `{id}` is there already, in {file}",
                noun=noun.noun,
                id=existing.id,
                file=existing.origin.file,
            ),
            say("换一个编号，或直接改那个文件。", "choose another id, or edit that file."),
        )
    day = as_of or today(terminal, library.site.timezone)
    record = draft_record(noun, name, library, day)
    folder = project.relative(project.content)
    written = write_new(project.root, {f"{folder}/{path}": text for path, text in record.files.items()})
    if written.kept:
        raise RefusalError(
            say(
                "`{file}` 已经有了，没有改动它",
                "there is a file `{file}` already, and it is as it was",
                file=written.kept[0],
            ),
            say("换一个编号。", "choose another id."),
        )
    terminal.write("".join(f"{path}\n" for path in written.created))
    terminal.note(Phrase("填好后运行 `perfsite check`。", "Fill it in, then run `perfsite check`."), "quiet")
    return Exit.FINE


def _checked_id(name: str) -> str:
    _check_id(name)
    return name


def _check_id(name: str) -> None:
    parts = name.split("/")
    if all(ID.match(part) and part not in DEVICE_NAMES for part in parts) and ID.match("-".join(parts)):
        return
    mended = "/".join(mended_id(part) or "" for part in parts)
    advice = say("是不是想写 `{mended}`？", "did you mean `{mended}`?", mended=mended)
    raise RefusalError(
        say("`{name}` 不能作编号", "`{name}` cannot be an id", name=name),
        advice
        if mended and all(mended.split("/")) and mended != name
        else say(
            "编号用小写字母、数字和连字符，以字母或数字开头，最长 64 个字符。",
            "an id has lower-case letters, digits and hyphens, begins with a letter or digit, and is at most 64 long.",
        ),
    )
