"""The rows of tables, each read once: of two versions of a table most rows are the same.

A line is a row by itself where it is read as one. What a row says depends on the header and on the file that is shared by
all rows, and on nothing in other rows. Where that is not plain, or where there is anything to report, the table is read
as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from perfsite.history.meaning import digest
from perfsite.history.pieces import Known, Manner
from perfsite.records.read import Unit, plan_units, read_unit
from perfsite.sources.table import MAX_ROWS

_MAX_LINES = 30_000
# By line the record that it is; None of a line on which nothing stands.
_Lines: TypeAlias = dict[bytes, Known | None]


class Rows:
    """Reads tables of one record a row, and remembers their lines."""

    def __init__(self, manner: Manner) -> None:
        self.manner = manner
        # By what the rows of a table have in common: its files, those beside it with their blobs, its header.
        self._tables: dict[tuple[tuple[str, str], ...], _Lines] = {}
        self._count = 0

    def read(self, files: Sequence[tuple[str, str]], sources: Mapping[str, bytes | None]) -> list[Known] | None:
        """The records of a table, with a file beside it or without, of which nothing is to be reported."""
        units = plan_units([name for name, _ in files], self.manner.settings.languages)[0]
        table = units[0].table or units[0].file
        blobs = dict(files)
        raw = sources[blobs[table]] if table.endswith(".csv") else None
        if raw is None or len(units) > 1 or units[0].translations or not _is_plain(raw):
            return None
        header, *lines = raw.split(b"\n")
        shared = tuple((name, header.decode("latin-1") if name == table else blob) for name, blob in files)
        if self._count > _MAX_LINES:
            # Versions of a table are read one after the other, so that older lines are asked for no more.
            self._tables, self._count = {}, 0
        known = self._tables.get(shared)
        new = [line for line in dict.fromkeys(lines) if known is None or line not in known]
        if known is None or new:
            read = self._read(units[0], table, header, new, {name: sources[blob] for name, blob in files})
            if read is None:
                return None
            known = self._tables.setdefault(shared, {})
            known.update(read)
            self._count += len(read)
        return [one for line in lines if (one := known[line]) is not None]

    def _read(
        self, unit: Unit, table: str, header: bytes, lines: Sequence[bytes], given: Mapping[str, bytes | None]
    ) -> _Lines | None:
        """What each line says. They are read together, as the table that they make."""
        full = [line for line in lines if line.strip()]
        texts = {name: raw for name, raw in given.items() if raw is not None}
        texts[table] = b"\n".join((header, *full, b""))
        if len(texts) < len(given):
            return None
        read = read_unit(unit, texts, self.manner.settings, self.manner.folder)
        # A row takes a line or more, so that as many rows as lines are a row each.
        if read.problems or read.open_kinds or len(read.records) != len(full):
            return None
        if any(record.incomplete or record.rows for record in read.records):
            # Where rows are the field of one record, that is another for each other row.
            return None
        found: _Lines = dict.fromkeys(lines)
        found.update({line: Known(record, digest(record)) for line, record in zip(full, read.records, strict=True)})
        return found


def _is_plain(raw: bytes) -> bool:
    """Whether lines end in one way, and the header names its last column, so that no row decides how many there are."""
    header = raw.partition(b"\n")[0].rstrip()
    return b"\r" not in raw and header[-1:] not in (b"", b",", b'"') and raw.count(b"\n") < MAX_ROWS
