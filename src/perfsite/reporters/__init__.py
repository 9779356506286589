"""Problems to text for people and programs, one file per format. A format's file is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Protocol, cast

from perfsite.diagnostics import Diagnostic, Edit, Fix
from perfsite.span import Span


class Reporter(Protocol):
    """Writes problems, already sorted and with their severity settled. `sources` are the files they point at."""

    def __call__(
        self, problems: Sequence[Diagnostic], sources: Mapping[str, bytes], lang: str, *, color: bool
    ) -> str: ...


def _in_file(name: str) -> Reporter:
    def report(problems: Sequence[Diagnostic], sources: Mapping[str, bytes], lang: str, *, color: bool) -> str:
        found = getattr(import_module(f"perfsite.reporters.{name}"), f"report_{name}")
        return cast("Reporter", found)(problems, sources, lang, color=color)

    return report


FORMATS: Mapping[str, Reporter] = {
    name: _in_file(name) for name in ("text", "concise", "json", "github", "gitlab", "sarif", "junit")
}
# Formats for forges, which know files by their place in the repository and not by that in the site's folder.
OF_REPOSITORY = frozenset(("github", "gitlab", "sarif", "junit"))


def seen_from(
    prefix: str, problems: Sequence[Diagnostic], sources: Mapping[str, bytes]
) -> tuple[list[Diagnostic], dict[str, bytes]]:
    """Problems and files as they are named from a folder further up; `prefix` is the way down, as in `hr/site/`."""

    def moved(span: Span) -> Span:
        return span._replace(file=prefix + span.file)

    def fix(given: Fix | None) -> Fix | None:
        if given is None:
            return None
        return replace(given, span=moved(given.span), also=tuple(Edit(moved(span), text) for span, text in given.also))

    found = [
        replace(
            problem,
            span=moved(problem.span),
            fix=fix(problem.fix),
            related=tuple(replace(related, span=moved(related.span)) for related in problem.related),
        )
        for problem in problems
    ]
    return found, {prefix + file: raw for file, raw in sources.items()}


__all__ = ["FORMATS", "OF_REPOSITORY", "Reporter", "seen_from"]
