"""Whether what was read adds up: to the totals in the table, across its rows, and to those that someone states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from perfsite.diagnostics import Diagnostic
from perfsite.importers.cells import Cells
from perfsite.importers.figures import Figure, exact_sum, written
from perfsite.importers.rows import RowReader
from perfsite.importers.sheet import Row
from perfsite.importers.takes import Taken
from perfsite.records.import_mapping import Measure
from perfsite.span import whole_file


def reconcile(reader: RowReader) -> None:
    """Reports each total of the table that its rows do not add up to."""
    _across(reader)
    total = reader.frame.mapping.total
    if total is None:
        return
    if not reader.totals:
        names = ", ".join(f"`{word}`" for word in total.is_)
        file = reader.columns.sheet.file
        reader.cells.problems.append(Diagnostic("PS161", whole_file(file), {"words": names}, "none"))
        return
    rows = reader.data if total.of == "all" else [entry.row for entry in reader.entries]
    sums: dict[int, Decimal | None] = {}
    for row in reader.totals:
        for measure in reader.frame.mapping.measures:
            if measure.take == "sum":
                _down(reader, row, measure, rows, sums)


def _down(reader: RowReader, row: Row, measure: Measure, rows: Sequence[Row], sums: dict[int, Decimal | None]) -> None:
    column = reader.at(measure.column)
    stated = reader.cells.figure(row, column)
    if not isinstance(stated, Figure):
        if stated == "":
            reader.cells.report("PS161", row, column, "blank")
        return
    if column not in sums:
        sums[column] = _sum(reader, rows, column)
    found = sums[column]
    if found is None:
        reader.cells.report("PS161", row, column, "currencies")
    elif found != stated.value:
        _tell(reader.cells, row, column, "", stated.value, found, len(rows))


def _sum(reader: RowReader, rows: Sequence[Row], column: int) -> Decimal | None:
    """The sum of a column as its cells stand there; None where they are in several currencies."""
    declared = reader.frame.mapping.currency
    if declared is not None and declared.column:
        place = reader.at(declared.column)
        if len({row.cells[place].text for row in rows if place < len(row.cells)} - {""}) > 1:
            return None
    return exact_sum(value for row in rows if (value := reader.cells.quiet_value(row, column)) is not None)


def _across(reader: RowReader) -> None:
    for adds in reader.frame.mapping.adds:
        whole, parts = reader.at(adds.whole), [reader.at(part) for part in adds.parts]
        for row in reader.data:
            stated = reader.cells.quiet_value(row, whole)
            values = [reader.cells.quiet_value(row, part) for part in parts]
            found = exact_sum(value for value in values if value is not None)
            if stated is not None and found != stated:
                _tell(reader.cells, row, whole, "across", stated, found, len(parts))


def _tell(cells: Cells, row: Row, column: int, hint: str, stated: Decimal, found: Decimal, count: int) -> None:
    cells.report(
        "PS161", row, column, hint, stated=f"{stated:,f}", found=f"{found:,f}", off=f"{found - stated:+,f}", count=str(count)
    )  # fmt: skip


def compare_stated(file: str, taken: Sequence[Taken], stated: Mapping[str, Decimal]) -> Iterator[Diagnostic]:
    """The totals that someone states by metric, against the figures that come out."""
    for metric, expected in stated.items():
        figures = [each.quantity for each in taken if each.metric.id == metric]
        found = exact_sum(figure.value for figure in figures)
        if found != expected:
            unit = figures[0].unit if figures else ""
            currency, sign = (unit, "") if figures and figures[0].is_money else ("", unit)
            arguments = {
                "metric": metric,
                "stated": written(expected, sign, currency),
                "found": written(found, sign, currency),
                "off": f"{found - expected:+,f}",
            }
            yield Diagnostic("PS161", whole_file(file), arguments, "stated")
