"""What click finds wrong with a command line, in perfsite's own words and in both languages."""

from __future__ import annotations

import click

from perfsite.cli.bilingual import look_up
from perfsite.cli.exits import say
from perfsite.diagnostics import Phrase, closest


def sentence_of(error: click.UsageError) -> tuple[Phrase, Phrase | None]:
    """What is wrong, and what to do about it."""
    advice = look_up(error.ctx) if error.ctx is not None else None
    if isinstance(error, click.NoSuchOption):
        name = error.option_name
        known = (
            []
            if error.ctx is None
            else [opt for param in error.ctx.command.get_params(error.ctx) for opt in param.opts]
        )
        near = closest(name, [option for option in known if option.startswith("--")])
        if near is not None:
            advice = say("是不是想写 `{near}`？", "did you mean `{near}`?", near=near)
        return say("没有 `{name}` 这个选项", "there is no option `{name}`", name=name), advice
    if isinstance(error, click.BadOptionUsage):
        return say("`{name}` 后面要有值", "`{name}` needs a value", name=error.option_name), advice
    if isinstance(error, click.MissingParameter) and error.param is not None:
        param = error.param
        name = param.opts[-1] if isinstance(param, click.Option) else param.metavar or (param.name or "").upper()
        return say("缺少 `{name}`", "`{name}` is missing", name=name), advice
    return say("{text}", "{text}", text=error.format_message()), advice
