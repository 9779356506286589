"""The cells of a sheet as a mapping reads them: a text, nothing, or a problem at row and column."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from perfsite.diagnostics import Diagnostic
from perfsite.diagnostics.model import Argument
from perfsite.importers.columns import Columns
from perfsite.importers.figures import Figure, Refused, read_figure
from perfsite.importers.sheet import Row
from perfsite.records.import_mapping import TableForm

# More of them say nothing new, and a column read wrongly would fill the screen.
MOST_TOLD = 50


@dataclass(slots=True)
class Cells:
    """Reads cells and gathers what is wrong with them, of each code no more than `MOST_TOLD`."""

    columns: Columns
    form: TableForm
    problems: list[Diagnostic] = field(default_factory=list)
    untold: dict[str, int] = field(default_factory=dict)
    _told: dict[str, int] = field(default_factory=dict)
    _places: set[tuple[int, int]] = field(default_factory=set)

    def report(self, code: str, row: Row, column: int, hint: str = "", **arguments: Argument) -> None:
        """A problem at a row and a column. A cell that two fields of a mapping read is told of once."""
        if (row.number, column) in self._places:
            return
        self._places.add((row.number, column))
        told = self._told[code] = self._told.get(code, 0) + 1
        if told > MOST_TOLD:
            self.untold[code] = told - MOST_TOLD
            return
        given: dict[str, Argument] = {"row": str(row.number), "column": self.columns.name(column), **arguments}
        self.problems.append(Diagnostic(code, self.columns.sheet.place(row, column), given, hint))

    def text(self, row: Row, column: int) -> str | None:
        """What a cell says, "" where it says nothing. None is a cell without a value of its own, which is reported."""
        sheet = self.columns.sheet
        if (row.number, column + 1) in sheet.merged:
            top, left = sheet.merged[row.number, column + 1]
            self.report("PS163", row, column, "merged", first=str(top), other=self.columns.name(left - 1))
            return None
        if column >= len(row.cells):
            return ""
        cell = row.cells[column]
        if cell.kind in ("formula", "error"):
            self.report("PS163", row, column, cell.kind, text=cell.text[:80])
            return None
        return "" if cell.text in self.form.empty else cell.text

    def id_text(self, row: Row, column: int) -> str | None:
        """What tells a row or a person apart. One that a spreadsheet has taken for a number and shortened is reported."""
        text = self.text(row, column)
        if not text:
            return text
        digits = text.replace(".", "").replace("+", "")
        shortened = digits[:1].isdigit() and digits.upper().replace("E", "", 1).isdigit() and "E" in digits.upper()[1:]
        scientific = shortened and "." in text and "+" in text
        long = row.cells[column].kind == "number" and text.isdigit() and len(text) > 15
        if scientific or long:
            self.report("PS162", row, column, "long" if long else "", text=text)
            return None
        return text

    def figure(self, row: Row, column: int) -> Figure | str | None:
        """A cell's figure, "" where it says nothing, None after reporting."""
        text = self.text(row, column)
        if not text:
            return text
        decimal = "point" if row.cells[column].kind == "number" else self.form.decimal
        found = read_figure(text, decimal)
        if isinstance(found, Refused):
            self.report("PS155", row, column, found.hint, text=text[:80])
            return None
        return found

    def quiet_value(self, row: Row, column: int) -> Decimal | None:
        """A cell's value for a sum over rows that do not all count; None where there is none, which is told elsewhere."""
        found = self.figure(row, column)
        return found.value if isinstance(found, Figure) else None
