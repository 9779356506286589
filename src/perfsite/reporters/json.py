"""Problems as data. The shape is a promise, described in docs/ci.md: fields may be added, none changes or goes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from perfsite.diagnostics import CODES, Diagnostic, Fix
from perfsite.reporters.summary import counts
from perfsite.reporters.words import advice, message
from perfsite.span import Span

SHAPE = 1
_LANGUAGES = ("zh", "en")


def report_json(
    problems: Sequence[Diagnostic],
    sources: Mapping[str, bytes],  # noqa: ARG001
    lang: str,  # noqa: ARG001
    *,
    color: bool,  # noqa: ARG001
    more: Mapping[str, Any] | None = None,
) -> str:
    """One document with every problem in both languages, whatever the language asked for, and `more` of what was done."""
    errors, warnings, files = counts(problems)
    document = {
        "version": SHAPE,
        "summary": {"errors": errors, "warnings": warnings, "files": files},
        "problems": [_problem(problem) for problem in problems],
        **(more or {}),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _problem(problem: Diagnostic) -> dict[str, Any]:
    has_help = bool(advice(problem, "en"))
    return {
        "code": problem.code,
        "slug": CODES[problem.code].slug,
        "severity": problem.severity.value,
        **place_as_data(problem.span),
        "record": problem.record or None,
        "message": {lang: message(problem, lang) for lang in _LANGUAGES},
        "help": {lang: advice(problem, lang) for lang in _LANGUAGES} if has_help else None,
        "fix": None if problem.fix is None else _fix(problem.fix),
        "related": [
            {**place_as_data(related.span), "label": {lang: related.label(lang) for lang in _LANGUAGES}}
            for related in problem.related
        ],
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        **place_as_data(fix.span),
        "text": fix.text,
        "certain": fix.certain,
        "also": [{**place_as_data(edit.span), "text": edit.text} for edit in fix.also],
    }


def place_as_data(span: Span) -> dict[str, str | int]:
    """A place as every document of ours has it."""
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
