"""A CSV table to one mapping per row. Places are those of the cells.

The standard library's reader does not tell where a cell stands, so the form (RFC 4180) is read here. An empty cell
stays in its row, so that a problem about it can point at it; `is_blank` tells it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise

from perfsite.diagnostics import Diagnostic, Fix, Phrase
from perfsite.sources.nodes import Mapping, Node, Scalar, Sequence, is_blank, span_of
from perfsite.span import Span, whole_file

MAX_ROWS = 50_000
_GROUPED = re.compile(r"[^,]*(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)[^,]*\Z", re.ASCII)
_SEPARATORS = {";": Phrase("分号", "semicolons"), "；": Phrase("分号", "semicolons"), "\t": Phrase("制表符", "tabs")}


def parse_table(file: str, text: str) -> tuple[list[Mapping] | None, list[Diagnostic]]:
    """The rows below the header. A header such as `name.zh` or `key_results.1.title` builds nested values."""
    rows, problems = _cells(file, text)
    rows = [row for row in rows if any(cell.text for cell in row)]
    if problems or not rows:
        return None if problems else [], problems
    header = rows[0]
    # Columns without a name and without a value, as Excel leaves them behind, are no columns.
    width = max(index + 1 for row in rows for index, cell in enumerate(row) if cell.text)
    header = header[:width]
    problems = _header_problems(header)
    if problems:
        return None, problems
    result = []
    for row in rows[1:]:
        problem = _row_problem(file, row, len(header))
        if problem is not None:
            problems.append(problem)
        else:
            result.append(_row(file, header, row))
    if len(result) > MAX_ROWS:
        return None, [Diagnostic("PS103", whole_file(file), {"limit": f"{MAX_ROWS:,}"}, hint="rows")]
    return (None if problems else result), problems


def _header_problems(header: list[Scalar]) -> list[Diagnostic]:
    if len(header) == 1:
        only = header[0]
        separator = next((char for char in _SEPARATORS if char in only.text), None)
        if separator is not None:
            return [Diagnostic("PS208", span_of(only), {"separator": _SEPARATORS[separator]}, hint="separator")]
    problems = []
    seen: dict[str, int] = {}
    for number, cell in enumerate(header, 1):
        if "，" in cell.text:
            problems.append(_wide_comma(cell, certain=cell.text.replace("，", "").isascii()))
        elif not cell.text:
            problems.append(Diagnostic("PS208", span_of(cell), hint="unnamed"))
        elif cell.text in seen:
            problems.append(Diagnostic("PS208", span_of(cell), {"column": cell.text, "first": str(seen[cell.text])}))
        seen.setdefault(cell.text, number)
    return problems


def _row_problem(file: str, row: list[Scalar], columns: int) -> Diagnostic | None:
    """A row has a cell for each column; blank cells beyond the last column are overlooked."""
    arguments = {"columns": str(columns), "cells": str(len(row))}
    last = row[-1]
    if len(row) > columns and any(cell.text for cell in row[columns:]):
        parted = _parted_number(row, len(row) - columns)
        if parted is not None:
            return Diagnostic("PS207", parted.span, arguments, fix=parted)
        span = Span(file, row[columns].line, row[columns].column, last.end_line, last.end_column)
        return Diagnostic("PS207", span, arguments)
    if len(row) < columns:
        wide = next((cell for cell in row if "，" in cell.text and cell.line == cell.end_line), None)
        if wide is not None:
            commas = sum(cell.text.count("，") for cell in row)
            return _wide_comma(wide, certain=len(row) + commas == columns and _parts_words(wide.text))
        span = Span(file, last.end_line, last.end_column, last.end_line, last.end_column)
        return Diagnostic("PS207", Span(file, row[0].line, row[0].column, span.line, span.column), arguments, "short")
    return None


def _parted_number(row: list[Scalar], extra: int) -> Fix | None:
    """The cells that a number's grouping commas have parted, if their joining leaves the row with its columns."""
    found: list[Fix] = []
    for first, last in zip(row, row[extra:], strict=False):
        cells = row[row.index(first) : row.index(last) + 1]
        text = ",".join(cell.text for cell in cells)
        glued = all(one.end_column + 1 == other.column for one, other in pairwise(cells))
        if glued and _GROUPED.match(text):
            span = Span(first.file, first.line, first.column, last.end_line, last.end_column)
            found.append(Fix(span, f'"{text}"'))
    # Of two numbers in a row either may be the one that was parted.
    return replace(found[0], certain=len(found) == 1) if found else None


def _parts_words(text: str) -> bool:
    """Whether every Chinese comma stands beside a letter or digit, as between an id and a figure; one of a text does not."""
    return re.search(r"[^\x00-\x7f]，(?![\x00-\x7f])", text) is None


def _wide_comma(cell: Scalar, *, certain: bool) -> Diagnostic:
    """A Chinese comma that was meant to part two cells."""
    at = cell.text.index("，") + cell.column + (cell.end_column - cell.column - len(cell.text)) // 2
    span = Span(cell.file, cell.line, at, cell.line, at + 1)
    return Diagnostic("PS203", span, {"character": "，", "mended": ","}, fix=Fix(span, ",", certain))


def _cells(file: str, text: str) -> tuple[list[list[Scalar]], list[Diagnostic]]:
    rows: list[list[Scalar]] = []
    for row in read_rows(file, text):
        if isinstance(row, Diagnostic):
            return [], [row]
        rows.append(row)
    return rows, []


@cache
def _patterns(separator: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A cell in quotation marks and one without, each with what ends it."""
    quoted = rf'[ ]*"((?:[^"]|"")*)"[ \t]*?({separator}|\n|\Z)'
    return re.compile(quoted), re.compile(rf"([^{separator}\n]*)({separator}|\n|\Z)")


def read_rows(
    file: str, text: str, separator: str = ",", most: int | None = None
) -> Iterator[list[Scalar] | Diagnostic]:
    """The cells of each row; a problem, and nothing more, where a quotation mark is not closed.

    A row with more than `most` cells ends after so many, so that a caller can refuse it without having it all.
    """
    quoted, plain = _patterns(separator)
    row: list[Scalar] = []
    position, line, line_start = 0, 1, 0
    ended = True
    while position < len(text) or not ended:
        column = position - line_start + 1
        if _opens_quote(text, position):
            match = quoted.match(text, position)
            if match is None:
                yield Diagnostic("PS207", Span(file, line, column, line, column + 1), hint="quote")
                return
            content, end_sign = match[1].replace('""', '"').strip(), match[2]
            start, end = match.start(1) - 1, match.end(1) + 1
            newlines = text.count("\n", position, end)
            last = text.rfind("\n", position, end) if newlines else line_start - 1
            row.append(Scalar(content, file, line, start - line_start + 1, line + newlines, end - last, "cell"))
            line, line_start = line + newlines, last + 1
        else:
            match = plain.match(text, position)
            assert match is not None
            cell, end_sign = match[1], match[2]
            content = cell.strip()
            lead = len(cell) - len(cell.lstrip()) if content else 0
            row.append(Scalar(content, file, line, column + lead, line, column + lead + len(content), "cell"))
        position = match.end()
        # After a separator there is one more cell, even at the very end.
        ended = end_sign != separator
        if ended or len(row) == most:
            yield row
            row = []
            line, line_start = line + 1, position


def _opens_quote(text: str, position: int) -> bool:
    while text.startswith(" ", position):
        position += 1
    return text.startswith('"', position)


def _row(file: str, header: list[Scalar], row: list[Scalar]) -> Mapping:
    """One mapping. Dotted headers nest; a numbered step makes a list, counted from 1."""
    entries: list[tuple[Scalar, Node | None]] = []
    nested: dict[str, list[tuple[Scalar, Scalar]]] = {}
    for name, cell in zip(header, row, strict=False):
        first, dot, rest = name.text.partition(".")
        if not dot:
            entries.append((name, cell))
            continue
        if first not in nested:
            nested[first] = []
            entries.append((name._replace(text=first), None))
        nested[first].append((name._replace(text=rest), cell))
    built = tuple((key, _nest(file, nested[key.text]) if value is None else value) for key, value in entries)
    start, end = row[0], row[-1]
    return Mapping(built, file, start.line, start.column, end.end_line, end.end_column)


def _nest(file: str, cells: list[tuple[Scalar, Scalar]]) -> Node:
    """The value of several columns of one name. Where all their cells are blank it is blank itself."""
    if all(is_blank(cell) for _, cell in cells):
        return cells[0][1]
    inner = _row(file, [name for name, _ in cells], [cell for _, cell in cells])
    if all(key.text.isdecimal() and key.text.isascii() for key, _ in inner.entries):
        ordered = sorted(inner.entries, key=lambda entry: (len(entry[0].text), entry[0].text))
        given = tuple(value for _, value in ordered if not is_blank(value))
        return Sequence(given, *inner[1:])
    return inner
