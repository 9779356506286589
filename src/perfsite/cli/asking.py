"""What a command still needs to know, asked of the person at the terminal. In a script nobody is asked: options say it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

import click

from perfsite.cli.exits import RefusalError
from perfsite.cli.terminal import Terminal
from perfsite.diagnostics import Phrase

T = TypeVar("T")


def may_ask() -> bool:
    """Whether somebody sits at the other end: what is typed and what is said beside it are both a terminal's."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(terminal: Terminal, question: Phrase, read: Callable[[str], T], default: str = "") -> T:
    """Asks until the answer can be read; an empty one is the default. `read` raises `RefusalError` for what it cannot read.

    Raises `click.Abort` where the input ends.
    """
    hint = f" [{default}]" if default else ""
    colon = Phrase("：", ": ")(terminal.lang)
    while True:
        terminal.tell(f"{question(terminal.lang)}{hint}{colon}", end="")
        line = sys.stdin.readline()
        if not line:
            raise click.Abort
        try:
            return read(line.strip() or default)
        except RefusalError as refused:
            terminal.refuse(refused.sentence, refused.advice)
