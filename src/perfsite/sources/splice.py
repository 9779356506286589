"""Edits to the bytes of a file: each is put in at its place, and every other byte stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from perfsite.diagnostics import Diagnostic, Edit
from perfsite.span import Span

_BOM = b"\xef\xbb\xbf"


class Place(NamedTuple):
    """A stretch of a file's text, in code points from its beginning; the end exclusive. A byte order mark is not counted."""

    start: int
    end: int

    def meets(self, other: Place) -> bool:
        """Whether the two overlap or touch."""
        return self.start <= other.end and other.start <= self.end

    def overlaps(self, other: Place) -> bool:
        """Whether the two have a character in common, or are the same."""
        return max(self.start, other.start) < min(self.end, other.end) or self == other


class Splice(NamedTuple):
    place: Place
    text: str


class Text:
    """The text of a file with the places of its lines. Line ends are as they are in the file."""

    def __init__(self, raw: bytes) -> None:
        self.mark = raw.startswith(_BOM)
        self.text = raw.decode("utf-8").removeprefix("\ufeff")
        self._starts = [0]
        for line in self.text.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)

    def place(self, span: Span) -> Place:
        return Place(self._offset(span.line, span.column), self._offset(span.end_line, span.end_column))

    def lines_of(self, place: Place) -> Place:
        """The whole lines that a place lies on, without the last line's end."""
        end = self.text.find("\n", place.end)
        return Place(self.text.rfind("\n", 0, place.start) + 1, len(self.text) if end < 0 else end)

    def splices(self, edits: Iterable[Edit]) -> list[Splice]:
        """The edits with their places. A line that is added ends as the lines of the file do."""
        end = "\r\n" if "\r\n" in self.text else "\n"
        return [Splice(self.place(edit.span), edit.text.replace("\n", end)) for edit in edits]

    def spliced(self, splices: Sequence[Splice]) -> bytes:
        """The bytes with all of these put in. They are sorted and do not overlap."""
        parts = []
        at = 0
        for (start, end), text in splices:
            parts += [self.text[at:start], text]
            at = end
        parts.append(self.text[at:])
        return (_BOM if self.mark else b"") + "".join(parts).encode()

    def _offset(self, line: int, column: int) -> int:
        start = self._starts[min(line, len(self._starts)) - 1]
        return min(start + column - 1, len(self.text))


def without_overlap(text: Text, problems: Iterable[Diagnostic]) -> tuple[list[Diagnostic], list[Splice]]:
    """As many of the problems as can be mended at once, the first first, and the splices for it in order.

    What touches another waits for the next round: it is looked at again when it can be seen what has become of the place.
    """
    taken: list[Diagnostic] = []
    found: list[Splice] = []
    for problem in problems:
        assert problem.fix is not None
        splices = [one for one in text.splices(problem.fix.edits) if text.text[slice(*one.place)] != one.text]
        if splices and not any(one.place.meets(other.place) for one in splices for other in found):
            taken.append(problem)
            found += splices
    return taken, sorted(found)


def moved(place: Place, splices: Sequence[Splice]) -> Place:
    """Where a place is after the splices. Its ends stay outside of what is put in beside it."""
    start, end = place
    for (first, last), text in splices:
        by = len(text) - (last - first)
        start += by if last <= place.start else 0
        end += by if last <= place.end else 0
    return Place(start, max(start, end))


def written(splices: Sequence[Splice]) -> list[Place]:
    """Where the texts stand that were put in."""
    places = []
    by = 0
    for (start, end), text in splices:
        places.append(Place(start + by, start + by + len(text)))
        by += len(text) - (end - start)
    return places
