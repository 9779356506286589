"""One run of `perfsite`: arguments to an exit code. Whatever goes wrong ends in a sentence, never in a traceback."""

from __future__ import annotations

import errno
import gc
import os
import platform
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click
from click.shell_completion import shell_complete

from perfsite import __version__
from perfsite.cli.bilingual import Option
from perfsite.cli.commands import COMMANDS, CommandLine
from perfsite.cli.exits import Exit, RefusalError, say
from perfsite.cli.language import choose_language
from perfsite.cli.options import shared_options
from perfsite.cli.terminal import Terminal, prepare_streams, silence
from perfsite.cli.usage import sentence_of
from perfsite.diagnostics import Phrase

NAME = "perfsite"
COMPLETION = "_PERFSITE_COMPLETE"


def main() -> NoReturn:
    """The command line of this process."""
    prepare_streams()
    # A command makes millions of values, keeps them and ends: to search them for cycles would double its time, and have
    # every process that renders copy them. `serve`, which lives on, asks for the search between two saves.
    gc.disable()
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Runs one command line and returns its exit code."""
    terminal = Terminal(choose_language(arguments, os.environ), os.environ)
    try:
        code = _invoke(list(arguments), terminal)
        sys.stdout.flush()
    except RefusalError as refusal:
        terminal.refuse(refusal.sentence, refusal.advice)
        return refusal.code
    except click.UsageError as error:
        terminal.refuse(*sentence_of(error))
        return Exit.USAGE
    except (KeyboardInterrupt, click.Abort):
        terminal.note(Phrase("\n已中断。", "\nInterrupted."))
        return Exit.INTERRUPTED
    except MemoryError:
        terminal.refuse(Phrase("内存不足", "there is not enough memory"))
        return Exit.MACHINE
    except BrokenPipeError:
        silence(sys.stdout)
        return Exit.PIPE_CLOSED
    except OSError as error:
        return _refused_by_machine(error, terminal)
    except Exception as error:  # noqa: BLE001 - the last resort: a fault of ours is told, not shown
        tell_fault(error, arguments, terminal)
        return Exit.FAULT
    return code


def _invoke(arguments: list[str], terminal: Terminal) -> int:
    instruction = os.environ.get(COMPLETION)
    if instruction:
        return shell_complete(command_line, {"obj": terminal}, NAME, COMPLETION, instruction)
    try:
        with command_line.make_context(NAME, arguments or ["--help"], obj=terminal) as ctx:
            return int(command_line.invoke(ctx) or 0)
    except click.exceptions.Exit as ended:
        return ended.exit_code


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: ARG001
    if value and not ctx.resilient_parsing:
        ctx.obj.write(f"{NAME} {__version__}\n")
        ctx.exit()


@click.command(
    NAME,
    cls=CommandLine,
    about=Phrase(
        "把仓库里的目标、评分规则、晋升标准和奖励，发布成一个人人看得懂的双语站点。",
        "Publishes the goals, scoring rules, promotion criteria and rewards of a repository as a bilingual site.",
    ),
    examples=(
        ("perfsite init standards", Phrase("新建一个可以直接用的仓库", "make a repository that works")),
        ("perfsite check", Phrase("检查所有记录", "check all records")),
        ("perfsite serve", Phrase("边改边看", "look at the site while you edit")),
        ("perfsite build --out public", Phrase("生成站点", "build the site")),
    ),
)
@shared_options
@click.option(
    "--version",
    cls=Option,
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    words=Phrase("显示版本。", "Show the version."),
)
def command_line() -> None:
    """The group itself does nothing."""


def _refused_by_machine(error: OSError, terminal: Terminal) -> int:
    if error.errno == errno.EPIPE:
        silence(sys.stdout)
        return Exit.PIPE_CLOSED
    where = f"`{error.filename}`" if error.filename else ""
    reason = error.strerror or type(error).__name__
    terminal.refuse(
        say("系统拒绝了 {where}：{reason}", "the system refused {where}: {reason}", where=where, reason=reason)
        if where
        else say("系统出错：{reason}", "the system failed: {reason}", reason=reason),
        say(
            "检查磁盘空间和文件权限，然后再运行。", "look at the space on the disk and the permissions, then run again."
        ),
    )
    if terminal.environ.get("PERFSITE_DEBUG"):
        traceback.print_exception(error)
    return Exit.MACHINE


def _place_of(error: BaseException) -> str:
    """Where in the program an error arose, as in `site/goals.py:120`."""
    from perfsite.render.html import RenderError

    if isinstance(error, RenderError):
        # Raised in a worker perhaps, of which nothing but the error itself has come here.
        return f"{error.template}:{error.line}, {error.origin}"
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).parent.name}/{Path(last.filename).name}:{last.lineno}"


def tell_fault(error: BaseException, arguments: Sequence[str], terminal: Terminal) -> None:
    """Tells a bug without any of the data that it met: types, places in the program, names of options."""
    place = _place_of(error)
    words = [word.partition("=")[0] for word in arguments if word.startswith("-")]
    named = next((word for word in arguments if word in COMMANDS), "")
    facts = (
        f"perfsite {__version__}, Python {platform.python_version()}, {platform.system()}",
        " ".join([NAME, *([named] if named else []), *words]),
        f"{type(error).__name__}, {place}",
    )
    terminal.refuse(
        say("perfsite 自身出错，与你的记录无关。", "a fault of perfsite itself, not of your records"),
        say(
            "请把下面几行报告给我们；设置 PERFSITE_DEBUG=1 再运行可以看到全部经过。",
            "please report the lines below. Run again with PERFSITE_DEBUG=1 to see where it happened.",
        ),
    )
    for fact in facts:
        terminal.note(Phrase(f"    {fact}", f"    {fact}"))
    if terminal.environ.get("PERFSITE_DEBUG"):
        traceback.print_exception(error)
