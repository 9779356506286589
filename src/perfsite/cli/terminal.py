"""Where the command line speaks: in which language, with colours or without, and from which folder it looks."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

import click

from perfsite.diagnostics import Phrase
from perfsite.reporters.colors import paint

COLORS = ("auto", "always", "never")


@dataclass(frozen=True, slots=True)
class Terminal:
    """`folder` is where relative paths begin: the current folder, or that of `-C`."""

    lang: str
    environ: Mapping[str, str]
    color: str = "auto"
    folder: Path = Path()

    def with_color(self, color: str) -> Terminal:
        return replace(self, color=color)

    def in_folder(self, folder: Path) -> Terminal:
        return replace(self, folder=self.folder / folder)

    def path(self, given: str) -> Path:
        return self.folder / given

    def shown(self, path: Path) -> str:
        """A path as a person would type it from here."""
        path, here = path.resolve(), Path.cwd()
        return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)

    @property
    def colors_out(self) -> bool:
        return wants_color(self.color, self.environ, sys.stdout)

    @property
    def colors_err(self) -> bool:
        return wants_color(self.color, self.environ, sys.stderr)

    def write(self, text: str) -> None:
        """What a command was asked for. It goes to standard output, and nothing else does."""
        click.echo(text, nl=False, color=self.colors_out)

    def note(self, phrase: Phrase, style: str = "") -> None:
        """What a person likes to know beside it, on standard error."""
        text = phrase(self.lang)
        self.tell(paint(text, style, self.colors_err) if style else text)

    def refuse(self, sentence: Phrase, advice: Phrase | None = None) -> None:
        """Why the command cannot go on, and what to do."""
        colon = "：" if self.lang == "zh" else ": "
        head = paint("错误" if self.lang == "zh" else "error", "error", self.colors_err)
        self.tell(f"{head}{colon}{sentence(self.lang)}")
        if advice is not None:
            tail = paint("建议" if self.lang == "zh" else "help", "help", self.colors_err)
            self.tell(f"  {tail}{colon}{advice(self.lang)}")

    def tell(self, text: str, *, end: str = "\n") -> None:
        """A text on standard error. Where nobody can read it there, the exit code still says how the command ended."""
        try:
            click.echo(f"{text}{end}", nl=False, err=True, color=self.colors_err)
        except OSError:
            silence(sys.stderr)


def wants_color(chosen: str, environ: Mapping[str, str], stream: TextIO) -> bool:
    """The option decides; then NO_COLOR, then FORCE_COLOR, if they are not empty; then whether it is a terminal."""
    if chosen != "auto":
        return chosen == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return stream.isatty() and environ.get("TERM") != "dumb"


def prepare_streams() -> None:
    """Lets Chinese through wherever the stream can hold it, and keeps the program alive where it cannot.

    A stream that was closed before the start becomes one of nothing: otherwise Python has none at all, and the next file
    that is opened takes its number, for what is printed to go into.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, os.O_RDWR)
            if descriptor != number:
                os.dup2(descriptor, number)
                os.close(descriptor)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - for good
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and os.environ.get("PYTHONIOENCODING") is None:
            reconfigure(errors="backslashreplace")


def silence(stream: TextIO) -> None:
    """Nobody reads the stream any more. What is still buffered would raise once more when the interpreter ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
