"""The shape of a problem. Words come from the registry; a problem carries only its arguments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from perfsite.span import Span


class Severity(StrEnum):
    """How bad a problem is. Errors stop a build; warnings do so only under `--strict`."""

    ERROR = "error"
    WARNING = "warning"

    @property
    def rank(self) -> int:
        return 0 if self is Severity.ERROR else 1


@dataclass(frozen=True, slots=True)
class Phrase:
    """A word or sentence of perfsite's own, in both languages of its messages."""

    zh: str
    en: str

    def __call__(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


Argument = str | Phrase


class Edit(NamedTuple):
    """What to write in place of `span`. An empty span is an insertion."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """The mended text: what to write in place of `span`. An empty span is an insertion.

    `certain` is said only where nothing else can have been meant, so that it may be written without asking; all other
    mended text is an offer. `also` are the further places of the same slip: they are mended together or not at all.
    """

    span: Span
    text: str
    certain: bool = False
    also: tuple[Edit, ...] = ()

    @property
    def edits(self) -> tuple[Edit, ...]:
        return (Edit(self.span, self.text), *self.also)


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that helps to understand the first, for example where an id was first used."""

    span: Span
    label: Phrase


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem.

    `arguments` fill the placeholders of the code's message and help; `hint` chooses among the helps of the code
    (None takes the one called ""). `severity` is the code's own until the site's settings are applied.
    """

    code: str
    span: Span
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    hint: str = ""
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    severity: Severity = Severity.ERROR
    record: str = ""

    def sort_key(self) -> tuple[str, int, int, str, str]:
        return (
            self.span.file,
            self.span.line,
            self.span.column,
            self.code,
            repr(sorted(self.arguments.items(), key=str)),
        )


def sort_problems(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By file, line and column, each problem once, so that the order of work never shows."""
    unique: dict[tuple[str, int, int, str, str], Diagnostic] = {}
    for problem in problems:
        unique.setdefault(problem.sort_key(), problem)
    return tuple(unique[key] for key in sorted(unique))
