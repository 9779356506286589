"""Slips in the sample company's files, several at a time and each file once, as a day leaves them.

To judge the whole company costs the most of all that is done with a slip, so that the slips of a day share it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from perfsite.diagnostics import Diagnostic
from perfsite.pipeline import Loaded, amended, examine, load
from perfsite.project import Project
from perfsite.span import Span

ROOT = Path(__file__).parents[1]
TODAY = dt.date(2026, 11, 23)


@cache
def sample() -> Loaded:
    return load(Project(ROOT))


def original(file: str) -> str:
    return sample().library.documents.sources[file].decode()


def marked(text: str, old: str, wrong: str, file: str) -> tuple[str, Span]:
    """The text with the mistake in it, and the place that the marks stand around."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    found = text.replace(old, wrong)
    begin, end = found.index("‹"), found.index("›") - 1
    found = found.replace("‹", "").replace("›", "")
    return found, Span(file, *place(found, begin), *place(found, end))


def place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


S = TypeVar("S", bound=tuple[Any, ...])


def days_of(slips: Sequence[S]) -> list[list[S]]:
    """The slips over as few days as there are slips in the file that has most of them, as many on each as on the others."""
    count = max(Counter(slip[0] for slip in slips).values())
    days: list[dict[str, S]] = [{} for _ in range(count)]
    for slip in slips:
        min((day for day in days if slip[0] not in day), key=len)[slip[0]] = slip
    return [list(day.values()) for day in days]


@dataclass(frozen=True)
class Day:
    """The sample company with all slips of a day made at once: each slip with its file's text and place, and all problems."""

    slips: Mapping[str, tuple[str, Span]]
    loaded: Loaded
    problems: tuple[Diagnostic, ...]

    def said_of(self, file: str) -> list[Diagnostic]:
        return [problem for problem in self.problems if problem.span.file == file]


@cache
def day_with(slips: tuple[tuple[str, str, str], ...]) -> Day:
    """Each slip is a file, a text in it, and what is written in its place with marks."""
    made = {file: marked(original(file), old, wrong, file) for file, old, wrong in slips}
    loaded = amended(sample(), {file: text.encode() for file, (text, _) in made.items()})
    return Day(made, loaded, examine(loaded, TODAY))
