"""A CSV export to a sheet: its encoding and separator are declared or plain to see, and what was found is said."""

from __future__ import annotations

import re

from perfsite.diagnostics import Diagnostic, Phrase
from perfsite.importers.sheet import MAX_CELLS, MAX_COLUMNS, MAX_LINES, Cell, Row, Sheet, too_much
from perfsite.records.import_mapping import SEPARATORS, TableForm
from perfsite.sources.table import read_rows
from perfsite.span import Span, whole_file

MAX_BYTES = 16 * 2**20
_SIGNS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_CODECS = {"utf-8": "utf-8", "gb18030": "gb18030", "utf-16": "utf-16"}
_NAMES = {"utf-8": "UTF-8", "gb18030": "GB18030", "utf-16": "UTF-16"}
_AS_TEXT = re.compile(r'="([^"]*)"\Z|="{2}([^"]*)"{2}\Z')
_ERRORS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!", "#CALC!")
)


def read_delimited(file: str, raw: bytes, form: TableForm) -> tuple[Sheet | None, list[Diagnostic]]:
    """The rows of a CSV file, or of one with semicolons or tabs; None with the reasons where they cannot be read."""
    if len(raw) > MAX_BYTES:
        return None, [too_much(file, f"{MAX_BYTES // 2**20} MB", "bytes")]
    text, encoding, problem = _decode(file, raw, form.encoding)
    if text is None:
        return None, [problem] if problem is not None else []
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    separator, skipped, problem = _separator(file, text, form)
    if problem is not None:
        return None, [problem]
    rows, problem = _rows(file, text, separator, skipped)
    if problem is not None:
        return None, [problem]
    named = SEPARATORS[next(word for word, sign in _SIGNS.items() if sign == separator)]
    remark = Phrase(f"按 {encoding} 读，分隔符是{named[0]}。", f"Read as {encoding}, parted by {named[1]}.")
    return Sheet(file, tuple(rows), text.encode("utf-8", "replace"), (remark,)), []


def _decode(file: str, raw: bytes, declared: str | None) -> tuple[str | None, str, Diagnostic | None]:
    """The text and the encoding that it was read in. UTF-8 is tried first, and what is declared where it is not that."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        declared = "utf-16"
    elif b"\x00" in raw[:4096] and declared != "utf-16":
        return None, "", Diagnostic("PS150", whole_file(file), hint="binary")
    else:
        try:
            return raw.decode("utf-8-sig"), "UTF-8", None
        except UnicodeDecodeError as error:
            failed = error
        if declared in (None, "utf-8"):
            return None, "", _not_utf8(file, raw, failed.start)
    assert declared is not None
    try:
        return raw.decode(_CODECS[declared]), _NAMES[declared], None
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        arguments = {"encoding": _NAMES[declared], "line": str(line)}
        return None, "", Diagnostic("PS151", Span(file, line, 1, line, 1), arguments, "declared")


def _not_utf8(file: str, raw: bytes, offset: int) -> Diagnostic:
    line = raw.count(b"\n", 0, offset) + 1
    span = Span(file, line, 1, line, 1)
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return Diagnostic("PS151", span, {"line": str(line)}, "unknown")
    preview = "".join(char if char.isprintable() else "\ufffd" for char in text.split("\n")[line - 1].strip()[:60])
    return Diagnostic("PS151", span, {"line": str(line), "preview": preview})


def _separator(file: str, text: str, form: TableForm) -> tuple[str, int, Diagnostic | None]:
    """What parts the cells, how many lines at the top only say so, and a problem where it is not plain to see."""
    first = text.partition("\n")[0]
    stated = re.fullmatch(r'"?sep=([,;\t])"?', first, re.IGNORECASE)
    if stated is not None:
        return stated[1], 1, None
    if form.separator is not None:
        return _SIGNS[form.separator], 0, None
    lines = text.split("\n", form.header + form.header_rows)
    header = "\n".join(lines[form.header - 1 : form.header - 1 + form.header_rows])
    outside = re.sub(r'"[^"]*"', "", header)
    found = [sign for sign in _SIGNS.values() if sign in outside]
    if len(found) > 1:
        return "", 0, Diagnostic("PS152", Span(file, form.header, 1, form.header, 1), {"header": header[:80]})
    return (found[0] if found else ","), 0, None


def _rows(file: str, text: str, separator: str, skipped: int) -> tuple[list[Row], Diagnostic | None]:
    rows: list[Row] = []
    cells = 0
    for number, found in enumerate(read_rows(file, text, separator, MAX_COLUMNS + 1), 1 - skipped):
        if isinstance(found, Diagnostic):
            return [], found
        if number < 1:
            continue
        cells += len(found)
        limit = _beyond(len(found), number, cells)
        if limit is not None:
            return [], too_much(file, *limit, found[0].line)
        rows.append(Row(number, tuple(_cell(scalar.text, *scalar[2:6]) for scalar in found)))
    return rows, None


def _beyond(columns: int, number: int, cells: int) -> tuple[str, str] | None:
    for count, limit, what in (
        (columns, MAX_COLUMNS, "columns"),
        (number, MAX_LINES, "rows"),
        (cells, MAX_CELLS, "cells"),
    ):
        if count > limit:
            return f"{limit:,}", what
    return None


def _cell(text: str, line: int, column: int, end_line: int, end_column: int) -> Cell:
    """A cell as a spreadsheet would show it. `="00123"` is how some write a text that must not become a number."""
    kind = "text"
    if text.startswith("="):
        as_text = _AS_TEXT.match(text)
        if as_text is not None:
            text = as_text[1] if as_text[1] is not None else as_text[2]
        else:
            kind = "formula"
    elif text.startswith("#") and text in _ERRORS:
        kind = "error"
    return Cell(text, kind, line, column, end_line, end_column)
