"""One export under one mapping → the figures that it gives, or every problem at once."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from perfsite.diagnostics import Diagnostic, Phrase, sort_problems
from perfsite.importers.cells import MOST_TOLD, Cells
from perfsite.importers.columns import find_header
from perfsite.importers.forms import read_export
from perfsite.importers.mappings import Mapped, metrics_of
from perfsite.importers.owners import owners_of
from perfsite.importers.rows import Frame, RowReader
from perfsite.importers.sheet import Sheet
from perfsite.importers.takes import Taken, take_figures
from perfsite.importers.totals import compare_stated, reconcile
from perfsite.importers.units import Units
from perfsite.records.library import Library
from perfsite.records.period import Period


@dataclass(frozen=True, slots=True)
class Imported:
    """What an export has given. `sources` are the texts that its problems point at, `rows` how many rows count."""

    mapped: Mapped
    period: Period
    file: str
    digest: str
    figures: tuple[Taken, ...]
    rows: int
    remarks: tuple[Phrase, ...]
    problems: tuple[Diagnostic, ...]
    sources: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which period an export is, in which time zone its moments are told, and the totals that it should have."""

    period: Period
    zone: dt.tzinfo
    totals: Mapping[str, Decimal]


def read_import(library: Library, mapped: Mapped, file: str, raw: bytes, asked: Asked) -> Imported:
    """The figures of an export. Where there are problems, the figures are not to be used."""
    sheet, problems = read_export(file, raw, mapped.mapping.table)
    empty = Imported(
        mapped, asked.period, file, hashlib.sha256(raw).hexdigest(), (), 0, (), (), {mapped.file: mapped.raw}
    )
    if sheet is None:
        return replace(empty, problems=sort_problems(problems))
    sources = {mapped.file: mapped.raw, file: sheet.shown}
    header = find_header(sheet, mapped.mapping, mapped.node)
    if isinstance(header, Diagnostic):
        return replace(empty, problems=(header,), sources=sources)
    mapping = mapped.mapping
    owners = owners_of(library, mapping.whose)
    units = Units(library, mapping, metrics_of(library, mapping))
    frame = Frame(library, mapping, owners, asked.period, asked.zone, units)
    cells = Cells(header, mapping.table)
    reader = RowReader(frame, header, cells)
    reader.read()
    figures: list[Taken] = []
    if not header.problems:
        reconcile(reader)
        figures = take_figures(reader.entries, frame, cells)
    found = [*header.problems, *cells.problems]
    if not found:
        found += _nothing(reader, sheet) if not figures else compare_stated(file, figures, asked.totals)
    return replace(
        empty,
        figures=tuple(figures),
        rows=len(reader.entries),
        remarks=(*sheet.remarks, *_remarks(reader)),
        problems=sort_problems(found),
        sources=sources,
    )


def _nothing(reader: RowReader, sheet: Sheet) -> list[Diagnostic]:
    """That no row counts, with what stands in the column of the first condition that none meets."""
    mapping, columns = reader.frame.mapping, reader.columns
    for index, each in enumerate(mapping.where):
        seen = reader.values_seen.get(index, {})
        if seen and each.is_ and not set(seen) & set(each.is_):
            column = reader.at(each.column)
            arguments = {
                "column": columns.name(column),
                "wanted": ", ".join(f"`{value}`" for value in each.is_),
                "found": ", ".join(f"`{value}`" for value in list(seen)[:12]),
            }
            return [Diagnostic("PS164", sheet.place(columns.header, column), arguments, "value")]
    return [Diagnostic("PS164", sheet.place(columns.header, 0))]


def _remarks(reader: RowReader) -> list[Phrase]:
    """How many rows count, why others do not, and what is not told one by one."""
    used, total = len(reader.entries), len(reader.data)
    found = [Phrase(f"{total} 行数据，计入 {used} 行。", f"{total} rows of data, of which {used} count.")]
    if reader.left_out:
        zh = "、".join(f"{name} {count} 行" for name, count in sorted(reader.left_out.items()))
        en = ", ".join(f"{count} by `{name}`" for name, count in sorted(reader.left_out.items()))
        found.append(Phrase(f"不计入的行，按列：{zh}。", f"Left out: {en}."))
    if reader.totals:
        count = len(reader.totals)
        found.append(
            Phrase(f"{count} 行合计，对得上。", f"{count} row{'' if count == 1 else 's'} of totals, which agree.")
        )
    if reader.beyond:
        found.append(
            Phrase(f"空行之后的 {reader.beyond} 行没有读。", f"{reader.beyond} rows after the blank one are not read.")
        )
    for code, count in sorted(reader.cells.untold.items()):
        found.append(
            Phrase(f"{code} 还有 {count} 处，没有列出。", f"{code}: {count} more than the {MOST_TOLD} that are listed.")
        )
    return found
