"""A revision on the command line: whatever git understands; branches and tags are completed by the shell."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from perfsite.diagnostics import Phrase

_KINDS = {
    "heads": Phrase("分支", "branch"),
    "remotes": Phrase("远端分支", "remote branch"),
    "tags": Phrase("标签", "tag"),
}
_TIP = Phrase("当前提交", "the commit that is checked out")


class Revision(click.ParamType[str]):
    name = "revision"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002
        return str(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        # Only who presses Tab waits for git.
        from perfsite.history.git import named_commits

        named = ((name, _KINDS[kind]) for name, kind in named_commits(ctx.obj.folder))
        return [
            CompletionItem(name, help=words(ctx.obj.lang))
            for name, words in (("HEAD", _TIP), *named)
            if name.startswith(incomplete)
        ]


__all__ = ["Revision"]
