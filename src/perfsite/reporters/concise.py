"""Problems one a line, as compilers write them, so that editors and search tools find the places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from perfsite.diagnostics import Diagnostic, Severity
from perfsite.reporters.colors import paint
from perfsite.reporters.words import message, visible


def report_concise(problems: Sequence[Diagnostic], sources: Mapping[str, bytes], lang: str, *, color: bool) -> str:  # noqa: ARG001
    """`file:line:column: severity: CODE message`. The severity is English in every language: programs look for it."""
    return "".join(f"{_line(problem, lang, color=color)}\n" for problem in problems)


def _line(problem: Diagnostic, lang: str, *, color: bool) -> str:
    style = "error" if problem.severity is Severity.ERROR else "warning"
    place = paint(visible(problem.span.place), "place", color)
    return f"{place}: {paint(problem.severity.value, style, color)}: {problem.code} {message(problem, lang)}"
