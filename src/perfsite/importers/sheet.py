"""What every form of export becomes: rows of cells, each cell with its text, its kind and its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from perfsite.diagnostics import Diagnostic, Phrase
from perfsite.span import Span

MAX_COLUMNS = 500
MAX_CELLS = 1_000_000
# Beyond the rows that a mapping may read there can be titles above and remarks below.
MAX_LINES = 60_000


class Cell(NamedTuple):
    """One cell. `kind` is `text`, `number`, `day`, `formula` (one without a value) or `error` (`#N/A`).

    The place is one of the text that `Sheet.shown` holds.
    """

    text: str
    kind: str
    line: int
    column: int
    end_line: int
    end_column: int
    moment: dt.datetime | None = None


class Row(NamedTuple):
    """A row by the number that a spreadsheet gives it. A blank one has no text in any cell."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def is_blank(self) -> bool:
        return not any(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """`shown` is what problems quote, `remarks` what was found out about the form, and `merged` leads from each cell that
    lies under another, by row and column counted from 1, to that one."""

    file: str
    rows: tuple[Row, ...]
    shown: bytes
    remarks: tuple[Phrase, ...] = ()
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def place(self, row: Row, column: int) -> Span:
        """Where the cell of a row in a column (counted from 0) stands, or the end of a row that is too short for it."""
        if column < len(row.cells):
            cell = row.cells[column]
            return Span(self.file, cell.line, cell.column, cell.end_line, max(cell.end_column, cell.column))
        if not row.cells:
            return Span(self.file, row.number, 1, row.number, 1)
        last = row.cells[-1]
        return Span(self.file, last.end_line, last.end_column, last.end_line, last.end_column)


def too_much(file: str, limit: str, what: str, line: int = 1) -> Diagnostic:
    """That a file goes beyond what one import may read. `what` is the hint that says of what there is too much."""
    return Diagnostic("PS166", Span(file, line, 1, line, 1), {"limit": limit}, what)
