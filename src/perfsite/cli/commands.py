"""Every command, once: its name, the module it lives in, and one line about it, so that help need not import them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import NamedTuple

import click

from perfsite.cli.bilingual import Group, language, table
from perfsite.diagnostics import Phrase


class Entry(NamedTuple):
    module: str
    about: Phrase


COMMANDS: Mapping[str, Entry] = {
    "check": Entry("check", Phrase("检查所有记录", "check all records")),
    "explain": Entry(
        "explain", Phrase("说明一种问题：为什么错，怎么写才对", "explain a problem: why it is wrong, and what is right")
    ),
}
_COMMANDS = Phrase("命令：", "Commands:")


class CommandLine(Group):
    """`perfsite`. A command's module is imported when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        command: click.Command = import_module(f"perfsite.cli.{entry.module}").command
        return command

    def listing(self, ctx: click.Context) -> str:
        lang = language(ctx)
        return table(_COMMANDS(lang), [(name, entry.about(lang)) for name, entry in COMMANDS.items()])
