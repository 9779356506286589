"""The options that every command takes, and the types of values that options and arguments have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from perfsite.cli.bilingual import Option
from perfsite.cli.exits import RefusalError, say
from perfsite.cli.language import LANGUAGES
from perfsite.cli.terminal import COLORS
from perfsite.diagnostics import Phrase, closest

C = TypeVar("C", bound=Callable[..., Any])


class OneOf(click.ParamType[str]):
    """One of a few words. The words that are listed are completed by the shell."""

    name = "word"

    def __init__(self, choices: Sequence[str], metavar: str = "") -> None:
        self.choices = tuple(choices)
        self._metavar = metavar or "|".join(choices)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        return self._metavar

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002
        if value in self.choices:
            return value
        near = closest(value, self.choices)
        listed = "、".join(f"`{choice}`" for choice in self.choices)
        advice = say("是不是想写 `{near}`？", "did you mean `{near}`?", near=near) if near else None
        raise RefusalError(
            say("没有 `{value}` 这个选项", "`{value}` is none of the choices", value=value)
            if param is None
            else say("{name} 不能是 `{value}`", "{name} cannot be `{value}`", name=_named(param), value=value),
            advice or Phrase(f"可以是 {listed}。", f"it can be {listed.replace('、', ', ')}."),
        )

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        return [CompletionItem(choice) for choice in self.choices if choice.startswith(incomplete)]


class Day(click.ParamType[dt.date]):
    name = "day"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        return "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:  # noqa: ARG002
        if isinstance(value, dt.date):
            return value
        # Only who names a day waits for this.
        from perfsite.records.quantities import parse_date

        day = parse_date(value)
        if isinstance(day, dt.date):
            return day
        if day.hint == "year":
            raise RefusalError(
                say(
                    "{name} 不能是 `{value}`：年份要在 1900 到 2199 之间",
                    "{name} cannot be `{value}`: the year should be between 1900 and 2199",
                    name=_named(param),
                    value=value,
                )
            )
        raise RefusalError(
            say(
                "{name} 不能是 `{value}`：这不是日期",
                "{name} cannot be `{value}`, which is not a day",
                name=_named(param),
                value=value,
            ),
            say("写作 `2026-07-01`。", "write it like `2026-07-01`."),
        )


class Number(click.ParamType[int]):
    name = "number"

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        return "N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ARG002
        if isinstance(value, int):
            return value
        if value.isascii() and value.isdigit() and self.least <= int(value) <= self.most:
            return int(value)
        raise RefusalError(
            say("{name} 不能是 `{value}`", "{name} cannot be `{value}`", name=_named(param), value=value),
            say(
                "写 {least} 到 {most} 之间的整数。",
                "write a whole number from {least} to {most}.",
                least=self.least,
                most=self.most,
            ),
        )


def _named(param: click.Parameter | None) -> str:
    """How a parameter is called in a sentence: as it is typed."""
    if param is None:
        return ""
    return f"`{param.opts[-1] if isinstance(param, click.Option) else (param.name or '').upper()}`"


def _set_color(ctx: click.Context, param: click.Parameter, value: str | None) -> None:  # noqa: ARG001
    if value is not None and ctx.obj is not None:
        ctx.obj = ctx.obj.with_color(value)


def _set_folder(ctx: click.Context, param: click.Parameter, value: str | None) -> None:  # noqa: ARG001
    if value is None or ctx.obj is None:
        return
    terminal = ctx.obj.in_folder(Path(value))
    if not terminal.folder.is_dir() and not ctx.resilient_parsing:
        raise RefusalError(say("没有 `{value}` 这个文件夹", "there is no folder `{value}`", value=value))
    ctx.obj = terminal


def shared_options(command: C) -> C:
    """`-C`, `--lang` and `--color`: before the command's name or after it, which is the same."""
    for option in (
        click.option(
            "--color",
            cls=Option,
            type=OneOf(COLORS),
            callback=_set_color,
            expose_value=False,
            is_eager=True,
            words=Phrase(
                "是否用颜色。默认在终端里用，除非 NO_COLOR 或 FORCE_COLOR 另有说明。",
                "Whether to use colours. By default on a terminal, unless NO_COLOR or FORCE_COLOR says otherwise.",
            ),
        ),
        click.option(
            "--lang",
            cls=Option,
            type=OneOf(LANGUAGES),
            expose_value=False,
            is_eager=True,
            words=Phrase(
                "perfsite 说中文还是英文。默认随系统语言。",
                "Whether perfsite speaks Chinese or English. By default as the system does.",
            ),
        ),
        click.option(
            "-C",
            "start",
            cls=Option,
            metavar="DIR",
            callback=_set_folder,
            expose_value=False,
            is_eager=True,
            words=Phrase("在这个文件夹里运行，而不是当前文件夹。", "Run in this folder instead of the current one."),
        ),
    ):
        command = option(command)
    return command


as_of_option = click.option(
    "--as-of",
    cls=Option,
    type=Day(),
    words=Phrase(
        "以哪一天为“今天”。默认取站点时区的今天，或 SOURCE_DATE_EPOCH 所在的那天。",
        "The day that counts as today. By default it is today in the site's time zone, or that of SOURCE_DATE_EPOCH.",
    ),
)
strict_option = click.option(
    "--strict",
    cls=Option,
    is_flag=True,
    words=Phrase("警告也算问题。", "Let warnings count as errors do."),
)
text_or_json_option = click.option(
    "--format",
    "form",
    cls=Option,
    type=OneOf(("text", "json")),
    default="text",
    words=Phrase("text 给人看，json 给程序用。", "text for people, json for programs."),
)
audience_option = click.option(
    "--audience",
    cls=Option,
    metavar="ID",
    words=Phrase(
        "为哪个受众，如 managers；默认是最宽的一个。",
        "For which audience, such as managers; by default for the widest.",
    ),
)
