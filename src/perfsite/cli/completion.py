"""`perfsite completion`: the lines by which a shell completes commands, options, kinds and codes."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from perfsite.cli.bilingual import Argument, Command
from perfsite.cli.exits import Exit
from perfsite.cli.options import OneOf, shared_options
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import Phrase

SHELLS = ("bash", "zsh", "fish")


@click.command(
    "completion",
    cls=Command,
    about=Phrase(
        "输出让 shell 按 Tab 补全 perfsite 的脚本。",
        "Prints the script by which a shell completes perfsite on the Tab key.",
    ),
    examples=(
        ('eval "$(perfsite completion bash)"', Phrase("写进 ~/.bashrc", "in ~/.bashrc")),
        ('eval "$(perfsite completion zsh)"', Phrase("写进 ~/.zshrc", "in ~/.zshrc")),
        (
            "perfsite completion fish > ~/.config/fish/completions/perfsite.fish",
            Phrase("运行一次即可", "once is enough"),
        ),
    ),
)
@click.argument(
    "shell", cls=Argument, metavar="bash|zsh|fish", type=OneOf(SHELLS), words=Phrase("哪种 shell。", "Which shell.")
)
@shared_options
@click.pass_context
def command(ctx: click.Context, shell: str) -> Exit:
    terminal: Terminal = ctx.obj
    kind = get_completion_class(shell)
    assert kind is not None
    script = kind(ctx.find_root().command, {}, "perfsite", "_PERFSITE_COMPLETE")
    # The version of the shell is looked at by `source`; the script is the same for all that have completion.
    terminal.write(f"{script.source_template % script.source_vars()}\n")
    return Exit.FINE
