"""Commands and options with their words in both languages, and help that is laid out for either."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from typing import Any

import click

from perfsite.cli.exits import RefusalError, say
from perfsite.diagnostics import Phrase, closest
from perfsite.reporters.width import pad, width, wrap

EMPTY = Phrase("", "")
_USAGE = Phrase("用法：", "Usage: ")
_ARGUMENTS = Phrase("参数：", "Arguments:")
_OPTIONS = Phrase("选项：", "Options:")
_EXAMPLES = Phrase("例子：", "Examples:")
_ANY_OPTIONS = Phrase("[选项]", "[OPTIONS]")
HELP = Phrase("显示这份说明。", "Show this help.")
MOST_COLUMNS = 96


def language(ctx: click.Context) -> str:
    """The language of the command line, which is chosen before anything is parsed."""
    lang: str = ctx.obj.lang
    return lang


class Option(click.Option):
    def __init__(self, *args: Any, words: Phrase = EMPTY, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.words = words

    def row(self, ctx: click.Context) -> tuple[str, str]:
        names = ", ".join(self.opts)
        value = "" if self.is_flag else f" {self.make_metavar(ctx)}"
        return f"{names}{value}", self.words(language(ctx))


class Argument(click.Argument):
    def __init__(self, *args: Any, words: Phrase = EMPTY, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.words = words

    def row(self, ctx: click.Context) -> tuple[str, str]:
        return self.make_metavar(ctx), self.words(language(ctx))


class Command(click.Command):
    """A command with its help. Each example is a command line and what it does."""

    def __init__(
        self,
        *args: Any,
        about: Phrase = EMPTY,
        more: Phrase = EMPTY,
        examples: Sequence[tuple[str, Phrase]] = (),
        **attributes: Any,
    ) -> None:
        super().__init__(*args, **attributes)
        self.about = about
        self.more = more
        self.examples = tuple(examples)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return help_option(self, ctx)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True
        rest = _parsed(super().parse_args, ctx, args)
        if ctx.args and not ctx.resilient_parsing:
            extra = " ".join(str(word) for word in ctx.args)
            raise RefusalError(
                say("`{extra}` 是多余的参数", "there is no place for `{extra}`", extra=extra), look_up(ctx)
            )
        return rest

    def get_help(self, ctx: click.Context) -> str:
        lang = language(ctx)
        sections = [
            self._usage(ctx),
            *(_paragraph(text(lang)) for text in (self.about, self.more) if text(lang)),
            _table(_ARGUMENTS(lang), [param.row(ctx) for param in self.params if isinstance(param, Argument)]),
            self.listing(ctx),
            _table(_EXAMPLES(lang), [(line, words(lang)) for line, words in self.examples]),
            _table(_OPTIONS(lang), self._option_rows(ctx)),
        ]
        return "\n\n".join(section for section in sections if section)

    def listing(self, ctx: click.Context) -> str:  # noqa: ARG002 - a group lists its commands here
        return ""

    def _usage(self, ctx: click.Context) -> str:
        lang = language(ctx)
        arguments = [param.make_metavar(ctx) for param in self.params if isinstance(param, Argument)]
        return _USAGE(lang) + " ".join([ctx.command_path, _ANY_OPTIONS(lang), *arguments, *self.usage_tail(lang)])

    def usage_tail(self, lang: str) -> list[str]:  # noqa: ARG002
        return []

    def _option_rows(self, ctx: click.Context) -> list[tuple[str, str]]:
        rows = [param.row(ctx) for param in self.get_params(ctx) if isinstance(param, Option) and not param.hidden]
        return [*rows, ("--help", HELP(language(ctx)))]


class Group(Command, click.Group):
    """A command of commands. What they are is decided by whoever derives from it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return _parsed(super(Command, self).parse_args, ctx, args)

    def usage_tail(self, lang: str) -> list[str]:
        return [Phrase("命令 …", "COMMAND ...")(lang)]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        command = self.get_command(ctx, name)
        if command is None and not ctx.resilient_parsing:
            near = closest(name, self.list_commands(ctx))
            advice = say("是不是想用 `{near}`？", "did you mean `{near}`?", near=near) if near else look_up(ctx)
            raise RefusalError(say("没有 `{name}` 这个命令", "there is no command `{name}`", name=name), advice)
        return (name if command else None), command, args[1:]


def _parsed(parse: Callable[[click.Context, list[str]], list[str]], ctx: click.Context, args: list[str]) -> list[str]:
    """Lets what is wrong with the arguments know which command they are for, so that its help can be named."""
    try:
        return parse(ctx, args)
    except click.UsageError as error:
        error.ctx = error.ctx or ctx
        raise


def help_option(command: click.Command, ctx: click.Context) -> click.Option | None:
    """`--help`, which prints as it is written here, without colour."""
    if not command.get_help_option_names(ctx):
        return None

    def show(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: ARG001
        if value and not ctx.resilient_parsing:
            ctx.obj.write(f"{ctx.get_help()}\n")
            ctx.exit()

    return click.Option(["--help"], is_flag=True, is_eager=True, expose_value=False, callback=show)


def look_up(ctx: click.Context) -> Phrase:
    """Where the options and arguments of a command are explained."""
    return say("见 `{path} --help`", "see `{path} --help`", path=ctx.command_path)


def _columns() -> int:
    return min(shutil.get_terminal_size((80, 24)).columns, MOST_COLUMNS)


def _paragraph(text: str) -> str:
    return "\n".join(line for part in text.split("\n") for line in wrap(part, _columns()))


def table(heading: str, rows: Sequence[tuple[str, str]]) -> str:
    """Names beside what they mean, or above it where a name is too long."""
    return _table(heading, rows)


def _table(heading: str, rows: Sequence[tuple[str, str]]) -> str:
    if not rows:
        return ""
    longest = min(max(width(name) for name, _ in rows), 40)
    lines = [heading]
    for name, words in rows:
        wrapped = wrap(words, max(_columns() - longest - 4, 24))
        if width(name) > longest:
            lines.append(f"  {name}")
        else:
            lines.append(f"  {pad(name, longest)}  {wrapped.pop(0)}".rstrip())
        lines += [f"{' ' * (longest + 4)}{line}" for line in wrapped if line]
    return "\n".join(lines)
