"""Ids of records on the command line: typed with or without their kind, completed by the shell, found or refused."""

from __future__ import annotations

from typing import TypeVar

import click
from click.shell_completion import CompletionItem

from perfsite.cli.exits import Exit, RefusalError, say
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import Phrase, closest
from perfsite.pipeline import load
from perfsite.project import find_project
from perfsite.records.library import Library
from perfsite.records.record import Record

R = TypeVar("R", bound=Record)


class RecordId(click.ParamType[str]):
    """The id of a record of one kind, with or without the kind before it. The shell completes those of the site."""

    name = "id"

    def __init__(self, noun: type[Record]) -> None:
        self.noun = noun

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        return self.noun.noun.en.upper()

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002
        return value.removeprefix(f"{self.noun.kind}/")

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        terminal: Terminal = ctx.obj
        project = find_project(terminal.folder)
        if project is None:
            return []
        records = load(project).library.of(self.noun)
        return [
            CompletionItem(record.id, help=record.title.best(terminal.lang)[1] if record.title is not None else None)
            for record in records
            if record.id.startswith(incomplete)
        ]


def find_record(library: Library, noun: type[R], id: str) -> R:
    """The record that an argument names; a refusal where there is none, or where it could not be read."""
    record = library.get(noun, id)
    if record is not None:
        return record
    if id in library.records[noun.kind]:
        raise RefusalError(
            say(
                "{noun.zh} `{id}` 没有全部读出来",
                "the {noun.en} `{id}` could not be read in full",
                noun=noun.noun,
                id=id,
            ),
            Phrase("先运行 `perfsite check`，改好它。", "run `perfsite check` first, and mend it."),
            Exit.PROBLEMS,
        )
    near = closest(id, [record.id for record in library.of(noun)])
    raise RefusalError(
        say("没有叫 `{id}` 的{noun.zh}", "there is no {noun.en} `{id}`", noun=noun.noun, id=id),
        say("是不是想写 `{near}`？", "did you mean `{near}`?", near=near) if near else None,
    )
