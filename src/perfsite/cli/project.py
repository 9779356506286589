"""The project that a command works on, and the day that counts as today: the only look at a clock."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from pathlib import Path

from perfsite.cli.exits import Exit, RefusalError, say
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import CODES
from perfsite.project import SITE_FILE, Project, find_project, find_zone


def need_project(terminal: Terminal, start: Path | None = None, *, any_schema: bool = False) -> Project:
    """The project at or above a folder; a sentence for who is outside of one.

    With `any_schema`, a project in another version of the record language too: the caller tells of it.
    """
    project = find_project(start or terminal.folder)
    if project is None:
        raise RefusalError(
            say(
                "这里没有 `perfsite.yml`，上级文件夹里也没有", "there is no `perfsite.yml` here, nor in a folder above"
            ),
            say(
                "进入你的仓库再运行，或用 `-C` 指定它；要新建一个，运行 `perfsite init 文件夹`。",
                "go to your repository, or name it with `-C`; `perfsite init FOLDER` makes a new one.",
            ),
        )
    if not any_schema:
        _refuse_other_schema(project)
    return project


def _refuse_other_schema(project: Project) -> None:
    """Figures and records are not read in a version of the language in which they may mean something else."""
    from perfsite.records.load import load_site
    from perfsite.records.site import SCHEMA

    found = load_site(SITE_FILE, project.site_file.read_bytes())[0].schema
    if found != SCHEMA:
        raise other_schema(found)


def other_schema(found: int) -> RefusalError:
    """That a project is in another version of the record language, in the words of the problem that `check` tells."""
    from perfsite.checks.schema import CODE, age_of
    from perfsite.records.site import SCHEMA

    code, age = CODES[CODE], age_of(found)
    message = code.message_for(age)
    return RefusalError(say(message.zh, message.en, found=found, read=SCHEMA), code.help_for(age), Exit.PROBLEMS)


def zone_of(terminal: Terminal, timezone: str) -> dt.tzinfo:
    """A site's time zone, or UTC where the machine does not know it."""
    zone = find_zone(timezone)
    if zone is not None:
        return zone
    terminal.note(
        say(
            "这台机器上没有时区 `{name}`，“今天”按 UTC 计；可以用 `--as-of` 指定。",
            "this machine knows no time zone `{name}`; today is that of UTC, unless `--as-of` says which day.",
            name=timezone,
        ),
        "warning",
    )
    return dt.UTC


def today(terminal: Terminal, timezone: str) -> dt.date:
    """The current day in a site's time zone, or the day of SOURCE_DATE_EPOCH."""
    from perfsite.records.quantities import parse_date

    zone = zone_of(terminal, timezone)
    epoch = terminal.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return dt.datetime.now(zone).date()
    with suppress(ValueError, OverflowError, OSError):
        day = dt.datetime.fromtimestamp(int(epoch), zone).date()
        if isinstance(parse_date(day.isoformat()), dt.date):
            return day
    raise RefusalError(
        say(
            "环境变量 SOURCE_DATE_EPOCH 的值 `{value}` 不是时间",
            "SOURCE_DATE_EPOCH is `{value}`, which is not a time",
            value=epoch,
        ),
        say(
            "它应当是自 1970 年起的秒数；或用 `--as-of` 指定日期。",
            "it should be seconds since 1970; `--as-of` names a day instead.",
        ),
    )
