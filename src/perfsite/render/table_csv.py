"""A table → CSV as spreadsheets and programs read it: UTF-8 with a mark, CRLF, RFC 4180, nothing that runs as a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from decimal import Decimal

from perfsite.records.quantities import Quantity
from perfsite.site.exports.tables import Cell, Table

# Without it Excel takes the file to be in the encoding of the machine.
_MARK = "\ufeff"
# What a spreadsheet takes for the begin of a formula, after blanks too; full-width signs are narrowed by some.
RUNS = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")


def write_csv(table: Table) -> bytes:
    """The labels, then the rows. Numbers have all their digits and no separators, percentages their sign, days ISO form."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(_field, table.labels))
    writer.writerows(map(_field, row) for row in table.rows)
    return (_MARK + text.getvalue()).encode()


def _field(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if RUNS.match(cell) else cell
    if isinstance(cell, Quantity):
        return f"{cell.value:f}%" if cell.unit == "%" else f"{cell.value:f}"
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


__all__ = ["RUNS", "write_csv"]
