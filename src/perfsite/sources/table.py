"""A CSV table to one mapping per row. Places are those of the cells; an empty cell says nothing at all.

The standard library's reader does not tell where a cell stands, so the form (RFC 4180) is read here.
"""

from __future__ import annotations

import re

from perfsite.diagnostics import Diagnostic
from perfsite.sources.nodes import Mapping, Node, Scalar, Sequence
from perfsite.span import Span

MAX_ROWS = 50_000
_CELL = re.compile(r'"((?:[^"]|"")*)"[ ]*(,|\n|$)|([^,\n]*)(,|\n|$)')


def parse_table(file: str, text: str) -> tuple[list[Mapping] | None, list[Diagnostic]]:
    """The rows below the header. A header such as `name.zh` or `key_results.1.title` builds nested values."""
    rows, problems = _cells(file, text)
    rows = [row for row in rows if any(cell.text for cell in row)]
    if problems or not rows:
        return None if problems else [], problems
    header = rows[0]
    seen: dict[str, Scalar] = {}
    for cell in header:
        span = Span(file, cell.line, cell.column, cell.end_line, cell.end_column)
        if not cell.text:
            problems.append(Diagnostic("PS208", span, hint="unnamed"))
        elif cell.text in seen:
            first = seen[cell.text]
            problems.append(Diagnostic("PS208", span, {"column": cell.text, "first": str(first.column)}, hint="repeated"))
        seen[cell.text] = cell
    result = []
    for row in rows[1:]:
        if len(row) > len(header) and any(cell.text for cell in row[len(header) :]):
            extra = row[len(header)]
            span = Span(file, extra.line, extra.column, row[-1].end_line, row[-1].end_column)
            problems.append(Diagnostic("PS207", span, {"columns": str(len(header)), "cells": str(len(row))}))
            continue
        result.append(_row(file, header, row))
    if len(result) > MAX_ROWS:
        return None, [Diagnostic("PS103", Span(file, 1, 1, 1, 1), {"limit": f"{MAX_ROWS:,}"}, hint="rows")]
    return (None if problems else result), problems


def _cells(file: str, text: str) -> tuple[list[list[Scalar]], list[Diagnostic]]:
    rows: list[list[Scalar]] = []
    row: list[Scalar] = []
    position, line, line_start = 0, 1, 0
    while position < len(text):
        column = position - line_start + 1
        if text[position] == '"' and not _CELL.match(text, position).group(2) and _CELL.match(text, position).group(1) is None:  # type: ignore[union-attr]
            return [], [Diagnostic("PS207", Span(file, line, column, line, column + 1), hint="quote")]
        match = _CELL.match(text, position)
        assert match is not None
        quoted = match.group(1) is not None
        content = match.group(1).replace('""', '"') if quoted else match.group(3).strip()
        separator = match.group(2) if quoted else match.group(4)
        end = match.start(2) if quoted else match.end(3)
        newlines = text.count("\n", position, end)
        end_line = line + newlines
        end_column = end - (text.rfind("\n", position, end) if newlines else line_start - 1)
        row.append(Scalar(content, file, line, column, end_line, end_column, "cell"))
        if newlines:
            line, line_start = end_line, text.rfind("\n", position, end) + 1
        position = match.end()
        if separator != ",":
            rows.append(row)
            row = []
            line, line_start = line + 1, position
    if row:
        rows.append(row)
    return rows, []


def _row(file: str, header: list[Scalar], row: list[Scalar]) -> Mapping:
    """One mapping. Dotted headers nest; a numbered step makes a list, counted from 1."""
    entries: list[tuple[Scalar, Node]] = []
    nested: dict[str, list[tuple[Scalar, Scalar]]] = {}
    for name, cell in zip(header, row, strict=False):
        if not cell.text:
            continue
        first, dot, rest = name.text.partition(".")
        if not dot:
            entries.append((name, cell))
            continue
        if first not in nested:
            nested[first] = []
            entries.append((name._replace(text=first), cell))
        nested[first].append((name._replace(text=rest), cell))
    built = tuple(
        (key, _nest(file, nested[key.text]) if key.text in nested else value) for key, value in entries
    )
    end = row[-1]
    return Mapping(built, file, row[0].line, row[0].column, end.end_line, end.end_column)


def _nest(file: str, cells: list[tuple[Scalar, Scalar]]) -> Node:
    inner = _row(file, [name for name, _ in cells], [cell for _, cell in cells])
    if inner.entries and all(key.text.isdigit() for key, _ in inner.entries):
        ordered = sorted(inner.entries, key=lambda entry: int(entry[0].text))
        return Sequence(tuple(value for _, value in ordered), *inner[1:])
    return inner
