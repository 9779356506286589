"""Kinds of records as people name them: `goal`, `goals`, 目标, `scoring rule`."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from perfsite.cli.exits import RefusalError, say
from perfsite.diagnostics import Phrase, closest
from perfsite.records.kinds import KINDS


class KindName(click.ParamType[str]):
    """The kind that a word stands for. `also` are further words that stand for themselves."""

    name = "kind"

    def __init__(self, *also: str) -> None:
        self.also = also

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002
        names = kind_names(self.also)
        found = names.get(value.strip().casefold())
        if found is not None:
            return found
        near = closest(value, names)
        listed = [*KINDS, *self.also]
        advice = Phrase(f"可以是 {'、'.join(listed)}。", f"it can be {', '.join(listed)}.")
        raise RefusalError(
            say("没有叫 `{value}` 的记录种类", "there is no kind of record called `{value}`", value=value),
            say("是不是想写 `{near}`？", "did you mean `{near}`?", near=near) if near else advice,
        )

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        lang = "en" if ctx.obj is None else ctx.obj.lang
        kinds = [
            CompletionItem(kind, help=noun.noun(lang)) for kind, noun in KINDS.items() if kind.startswith(incomplete)
        ]
        return [*kinds, *(CompletionItem(word) for word in self.also if word.startswith(incomplete))]


def kind_names(also: tuple[str, ...] = ()) -> dict[str, str]:
    """Every word for a kind. Where two kinds share one, as the folder of results, the first kind has it."""
    names: dict[str, str] = {word: word for word in also}
    for kind, noun in KINDS.items():
        for word in (kind, f"{kind}s", noun.noun.zh, noun.noun.en, noun.plural.en, noun.plural.zh, noun.folder):
            names.setdefault(word.casefold(), kind)
    return names
