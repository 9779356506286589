"""`perfsite next`: on which day the site says something else though nobody changed a record, and whether that day has come."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

import click

from perfsite.cli.bilingual import Command, Option
from perfsite.cli.build import choose_audience
from perfsite.cli.exits import Exit, RefusalError, say
from perfsite.cli.options import OneOf, as_of_option, audience_option, shared_options
from perfsite.cli.project import need_project, today
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import Phrase
from perfsite.output import Manifest, read_manifest
from perfsite.pipeline import Loaded, load
from perfsite.privacy import project
from perfsite.publication.transitions import Outlook, look_ahead
from perfsite.records.quantities import parse_date
from perfsite.reporters.outlook import outlook_as_data, outlook_as_lines, outlook_in_words


@click.command(
    "next",
    cls=Command,
    about=Phrase(
        "没有人改记录，站点也会变：公示期满、标准生效、剩余天数。这个命令说出下一次是哪天，不生成站点。",
        "A site changes though nobody changes a record: a notice ends, a standard comes into force, days run out. This says "
        "on which day it does next, without building it.",
    ),
    more=Phrase(
        "加上 --published 时，从已发布的那份站点的日期算起，并说明今天该不该重新生成；定时任务可以先问一句再生成。",
        "With --published it counts from the day of the site that is published, and says whether it should be built anew "
        "today, so that a schedule can ask before it builds.",
    ),
    examples=(
        ("perfsite next", Phrase("今天之后，哪天变化", "the next day after today")),
        ("perfsite next --published public", Phrase("public 里的站点今天还对不对", "whether the site in public still holds today")),
        ('perfsite next --published public --format env >> "$GITHUB_OUTPUT"', Phrase("给 GitHub 的下一步用", "for the next step on GitHub")),
    ),
)  # fmt: skip
@click.option(
    "--published",
    cls=Option,
    metavar="DIR",
    words=Phrase(
        "已发布的站点，或只有它的 perfsite-manifest.json 的文件夹。没有就算该生成。",
        "The site that is published, or a folder with its perfsite-manifest.json alone. Where there is none, a build is due.",
    ),
)
@audience_option
@click.option(
    "--format",
    "form",
    cls=Option,
    type=OneOf(("text", "json", "env")),
    default="text",
    words=Phrase(
        "text 给人看，json 给程序用，env 每行一个 `名字=值`，给 shell 和 CI 用。",
        "text for people, json for programs, env for one `name=value` a line, as shells and CI read them.",
    ),
)
@as_of_option
@shared_options
@click.pass_obj
def command(terminal: Terminal, published: str | None, audience: str | None, form: str, as_of: dt.date | None) -> Exit:
    loaded = load(need_project(terminal))
    day = as_of or today(terminal, loaded.library.site.timezone)
    manifest = None if published is None else _manifest(terminal.path(published))
    if published is None:
        outlook: Outlook | None = _outlook(loaded, audience, day)
        due = None
    elif manifest is None:
        outlook, due = None, True
    else:
        outlook = _outlook(loaded, audience or manifest.audience, _day_of(manifest, published))
        due = outlook.change is not None and outlook.change <= day
    terminal.write(_SHOWN[form](_Answer(outlook, due), terminal.lang))
    return Exit.FINE


@dataclass(frozen=True, slots=True)
class _Answer:
    """`outlook` is None where nothing is published; `due` where nobody asked."""

    outlook: Outlook | None
    due: bool | None


def _outlook(loaded: Loaded, audience: str | None, day: dt.date) -> Outlook:
    """By what this audience sees: a day told by what it does not see would tell of it."""
    return look_ahead(project(loaded.library, choose_audience(loaded, audience), day).library, day)


def _manifest(folder: Path) -> Manifest | None:
    return read_manifest(folder) if folder.is_dir() else None


def _day_of(manifest: Manifest, published: str) -> dt.date:
    day = parse_date(manifest.as_of)
    if isinstance(day, dt.date):
        return day
    raise RefusalError(
        say("`{folder}` 里的站点没有写明日期", "the site in `{folder}` does not say of which day it is", folder=published),
        say("重新生成一次。", "build it anew."),
    )  # fmt: skip


def _as_text(answer: _Answer, lang: str) -> str:
    outlook = answer.outlook
    if outlook is None:
        return Phrase("还没有发布过：该生成了。\n", "Nothing is published: a build is due.\n")(lang)
    if outlook.change is None:
        words = Phrase("没有记录改动，站点就不会再变。", "Nothing is ahead: the site changes only with its records.")(
            lang
        )
    else:
        words = Phrase("下次变化：", "Next change: ")(lang) + outlook_in_words(outlook, lang)
    if answer.due is None:
        return f"{words}\n"
    verdict = Phrase("该重新生成了。", "A build is due.") if answer.due else Phrase("还不用生成。", "No build is due.")
    return f"{words}\n{verdict(lang)}\n"


def _as_json(answer: _Answer, lang: str) -> str:  # noqa: ARG001
    ahead = None if answer.outlook is None else outlook_as_data(answer.outlook)
    return json.dumps({"version": 1, "due": answer.due, "next": ahead}, ensure_ascii=False, indent=2) + "\n"


def _as_env(answer: _Answer, lang: str) -> str:  # noqa: ARG001
    lines = [] if answer.due is None else [f"due={'true' if answer.due else 'false'}"]
    lines += outlook_as_lines(answer.outlook or Outlook(None, ()))
    return "".join(f"{line}\n" for line in lines)


_SHOWN = {"text": _as_text, "json": _as_json, "env": _as_env}
