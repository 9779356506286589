"""Problems as workflow commands, which GitHub shows beside the lines of a pull request."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from perfsite.diagnostics import CODES, Diagnostic, Severity
from perfsite.reporters.words import advice, message, visible

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning"}


def report_github(problems: Sequence[Diagnostic], sources: Mapping[str, bytes], lang: str, *, color: bool) -> str:  # noqa: ARG001
    """One command a line. GitHub shows the first ten errors and the first ten warnings of a step."""
    return "".join(f"{_command(problem, lang)}\n" for problem in problems)


def _command(problem: Diagnostic, lang: str) -> str:
    span = problem.span
    properties = {"file": visible(span.file), "line": str(span.line)}
    # GitHub knows columns only within one line.
    if span.line == span.end_line:
        properties |= {"col": str(span.column), "endColumn": str(max(span.end_column, span.column))}
    else:
        properties["endLine"] = str(span.end_line)
    properties["title"] = f"{problem.code} {CODES[problem.code].slug}"
    listed = ",".join(f"{name}={_escaped_property(value)}" for name, value in properties.items())
    words = "\n".join(filter(None, (message(problem, lang), advice(problem, lang))))
    return f"::{_COMMANDS[problem.severity]} {listed}::{_escaped(words)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def without_commands(text: str) -> str:
    """A report for people, of which no line is taken for a workflow command, whatever the records in it say.

    The word that ends it is made of the text itself, so that no text can hold it.
    """
    word = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
    return f"::stop-commands::{word}\n{text}::{word}::\n"
