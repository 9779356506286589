"""A place in a file to the line it is on, with marks below it that line up in a terminal."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass

from perfsite.reporters.width import width
from perfsite.reporters.words import visible_character
from perfsite.span import Span

# How much of a long line is shown, in columns of a terminal.
WIDTH = 100
TAB = 4


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One line of a file and the marks under it."""

    number: int
    line: str
    marks: str


class Lines:
    """The lines of the files that problems point at, each file split once."""

    def __init__(self, sources: Mapping[str, bytes]) -> None:
        self._sources = sources
        self._split: dict[str, list[str]] = {}

    def line(self, file: str, number: int) -> str | None:
        if file not in self._split:
            raw = self._sources.get(file)
            text = "" if raw is None else raw.decode("utf-8-sig", "replace")
            self._split[file] = [line.removesuffix("\r") for line in text.split("\n")]
        lines = self._split[file]
        return lines[number - 1] if 1 <= number <= len(lines) else None

    def excerpt(self, span: Span) -> Excerpt | None:
        """What stands at a place, or None where there is nothing to show, as for a file that is itself the fault."""
        line = self.line(span.file, span.line)
        if line is None or not line.strip() or (span.line, span.column, span.end_line, span.end_column) == (1, 1, 1, 1):
            return None
        start = min(span.column - 1, len(line))
        end = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
        shown, marks = _window(line, start, min(max(end, start), len(line)))
        return Excerpt(span.line, shown, marks)

    def table_column(self, span: Span) -> str:
        """The name of the column of a table that a place lies in, where that is certain."""
        if not span.file.endswith(".csv") or span.line == 1:
            return ""
        header, row = self.line(span.file, 1), self.line(span.file, span.line)
        if not header or row is None:
            return ""
        names, cells = _cells(header), _cells(row)
        at = len(_cells(row[: span.column - 1] + "x")) - 1
        return names[at].strip() if len(cells) == len(names) and at < len(names) else ""


def _cells(line: str) -> list[str]:
    try:
        return next(csv.reader([line]), [])
    except csv.Error:
        return []


def _window(line: str, start: int, end: int) -> tuple[str, str]:
    """The part of a line around its characters `start` to `end`, and the marks that go under them."""
    shown = [" " * TAB if char == "\t" else visible_character(char) for char in line]
    widths = [width(cell) for cell in shown]
    first = _first_shown(widths, start, end)
    last = first
    room = WIDTH
    while last < len(shown) and widths[last] <= room:
        room -= widths[last]
        last += 1
    before, after = "…" if first else "", "…" if last < len(shown) else ""
    text = f"{before}{''.join(shown[first:last])}{after}".rstrip()
    marked = max(1, sum(widths[start : min(end, last)]))
    return text, " " * (len(before) + sum(widths[first:start])) + "^" * marked


def _first_shown(widths: list[int], start: int, end: int) -> int:
    """Where to begin, so that what is marked can be seen with some of what stands before it."""
    if sum(widths[:end]) <= WIDTH:
        return 0
    room = max(WIDTH - sum(widths[start:end]) - WIDTH // 5, WIDTH // 5)
    first = start
    while first > 0 and widths[first - 1] <= room:
        first -= 1
        room -= widths[first]
    return first
