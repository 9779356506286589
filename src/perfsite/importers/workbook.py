"""An XLSX export to a sheet, by openpyxl. Values only: a formula counts by what was last computed, or not at all."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterator
from decimal import Decimal
from itertools import repeat
from typing import Any

from perfsite.diagnostics import Diagnostic, Phrase, closest
from perfsite.importers.package import Package, SheetPart, UnsafeError, open_package
from perfsite.importers.sheet import MAX_CELLS, MAX_COLUMNS, MAX_LINES, Cell, Row, Sheet, too_much
from perfsite.records.import_mapping import TableForm
from perfsite.span import whole_file

# What a spreadsheet keeps of a number; what a file has beyond that is the trace of binary arithmetic.
DIGITS = 15
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
_LOCALE = re.compile(r"\[\$([^\]\-]*)(?:-[^\]]*)?\]")
_MARKS = re.compile(r"[¥￥$€£₩]|[A-Z]{3}")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_TOO_MUCH = frozenset(("bytes", "unpacked", "cells", "merged"))


def read_workbook(file: str, raw: bytes, form: TableForm) -> tuple[Sheet | None, list[Diagnostic]]:
    """The rows of one sheet; None with the reasons where they cannot be read."""
    try:
        package = open_package(raw)
        chosen = _choose(file, package, form.sheet)
        if isinstance(chosen, Diagnostic):
            return None, [chosen]
        has_formulas, merged = package.facts(chosen)
        rows, lines = _read(raw, chosen.name, has_formulas)
    except UnsafeError as error:
        if error.hint in _TOO_MUCH:
            return None, [too_much(file, error.limit, error.hint)]
        return None, [Diagnostic("PS150", whole_file(file), hint=error.hint)]
    except Exception:  # noqa: BLE001 - openpyxl raises whatever a strange part leads to; a fault of ours shows in its tests
        return None, [Diagnostic("PS150", whole_file(file), hint="damaged")]
    remark = Phrase(f"读的是工作表“{chosen.name}”。", f"Read from the sheet `{chosen.name}`.")
    return Sheet(file, tuple(rows), "\n".join(lines).encode("utf-8", "replace"), (remark,), merged), []


def _choose(file: str, package: Package, name: str | None) -> SheetPart | Diagnostic:
    visible = [sheet for sheet in package.sheets if sheet.visible]
    listed = ", ".join(f"`{sheet.name}`" for sheet in package.sheets)
    if name is not None:
        found = next((sheet for sheet in package.sheets if sheet.name == name), None)
        if found is not None:
            return found
        near = closest(name, [sheet.name for sheet in package.sheets])
        arguments = {"sheet": name, "sheets": listed, "suggestion": near or ""}
        return Diagnostic("PS153", whole_file(file), arguments, "sheet-near" if near else "sheet")
    if len(visible) == 1:
        return visible[0]
    if not visible:
        return Diagnostic("PS150", whole_file(file), hint="damaged")
    return Diagnostic("PS153", whole_file(file), {"sheets": listed}, "sheets")


def _read(raw: bytes, name: str, has_formulas: bool) -> tuple[list[Row], list[str]]:
    rows: list[Row] = []
    lines: list[str] = []
    count = 0
    for number, cells in enumerate(_cells(raw, name, has_formulas), 1):
        if number > MAX_LINES and any(text for text, _, _ in cells):
            raise UnsafeError("cells", f"{MAX_LINES:,}")
        if number > MAX_LINES:
            if number > 2**20:
                break
            continue
        count += len(cells)
        if count > MAX_CELLS or len(cells) > MAX_COLUMNS:
            raise UnsafeError("cells", f"{MAX_CELLS:,}" if count > MAX_CELLS else f"{MAX_COLUMNS:,}")
        placed, line = _written(number, cells)
        rows.append(Row(number, placed))
        lines.append(line)
    return rows, lines


def _cells(raw: bytes, name: str, has_formulas: bool) -> Iterator[list[tuple[str, str, dt.datetime | None]]]:
    """Text, kind and moment of each cell of each row, blank ones at its end left out."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # What it warns of, missing styles or extensions, changes no value.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        sheet = book[name]
        sheet.reset_dimensions()
        formulas: Any = repeat(())
        if has_formulas:
            with_formulas = load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)[name]
            with_formulas.reset_dimensions()
            formulas = with_formulas.iter_rows()
        for values, written in zip(sheet.iter_rows(), formulas, strict=False):
            row = [_value(cell) for cell in values]
            for index, cell in enumerate(written):
                if cell.data_type == "f" and index < len(row) and not row[index][0]:
                    row[index] = (str(cell.value or "="), "formula", None)
            while row and not row[-1][0]:
                row.pop()
            yield row


def _value(cell: Any) -> tuple[str, str, dt.datetime | None]:
    value = cell.value
    if value is None:
        return "", "text", None
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), "text", None
    if isinstance(value, dt.datetime):
        return _said(value), "day", value
    if isinstance(value, dt.date):
        moment = dt.datetime.combine(value, dt.time())
        return _said(moment), "day", moment
    if isinstance(value, int | float):
        return number_text(value, cell.number_format or ""), "number", None
    if cell.data_type == "e":
        return str(value), "error", None
    return str(value).strip(), "text", None


def _said(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%d}" if moment.time() == dt.time() else f"{moment:%Y-%m-%d %H:%M}"


def number_text(value: float, number_format: str) -> str:
    """A number as the sheet means it: fifteen digits, its percent sign or currency mark, and the zeros that lead an id.

    The currency of a cell may stand in its format alone, where a fixed currency of the mapping would not be compared
    with it if it were not read.
    """
    exact = Decimal(value) if isinstance(value, int) else Decimal(format(value, f".{DIGITS}g"))
    shown = number_format.partition(";")[0]
    mark = _mark(shown)
    bare = _BRACKETS.sub("", _QUOTED.sub("", shown))
    if "%" in bare:
        return f"{exact.scaleb(2):f}%"
    if re.fullmatch(r"0{2,}", bare) and exact == exact.to_integral_value() and exact >= 0:
        return f"{exact:f}".zfill(len(bare))
    return f"{mark}{exact:f}"


def _mark(shown: str) -> str:
    locale = _LOCALE.search(shown)
    if locale is not None and (found := _MARKS.search(locale[1])) is not None:
        return found[0]
    rest = _LOCALE.sub("", shown)
    said = "".join(match[1] or match[2] or "" for match in _QUOTED.finditer(rest)) + _QUOTED.sub("", rest)
    found = re.search(r"[¥￥$€£₩]", said)
    return found[0] if found is not None else ""


def _written(number: int, cells: list[tuple[str, str, dt.datetime | None]]) -> tuple[tuple[Cell, ...], str]:
    """The cells with their places in a line that shows the row to people."""
    placed: list[Cell] = []
    parts: list[str] = []
    column = 1
    for text, kind, moment in cells:
        shown = " ".join(text.split())
        placed.append(Cell(text, kind, number, column, number, column + len(shown), moment))
        parts.append(shown)
        column += len(shown) + 3
    return tuple(placed), " | ".join(parts)
