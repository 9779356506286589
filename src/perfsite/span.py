"""Where something stands in a file: the unit in which problems point at text."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of text: 1-based lines and columns, columns in code points, the end exclusive.

    A byte order mark is not counted, and a CRLF counts as one line end.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def place(self) -> str:
        """`file:line:column`, as editors and terminals understand it."""
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def start(self) -> Span:
        """The empty span at the beginning of this one."""
        return Span(self.file, self.line, self.column, self.line, self.column)


def whole_file(file: str) -> Span:
    """The place to point at when the fault is the file itself."""
    return Span(file, 1, 1, 1, 1)
