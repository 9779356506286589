"""Which function reads a form of export, by the ending of its name.

perfsite's own stand in the group of entry points that another package adds its own to: a function that takes the file's
name, its bytes and the mapping's `table`, and returns the sheet or None, with the problems. It raises nothing for what
is wrong with a file, and it opens nothing but the bytes that it was given.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Protocol

from perfsite.diagnostics import Diagnostic
from perfsite.importers.sheet import Sheet
from perfsite.records.import_mapping import TableForm
from perfsite.sources import suffix_of
from perfsite.span import whole_file

ENTRY_POINT_GROUP = "perfsite.importers"


class ReadExport(Protocol):
    def __call__(self, file: str, raw: bytes, form: TableForm) -> tuple[Sheet | None, list[Diagnostic]]: ...


def read_export(file: str, raw: bytes, form: TableForm) -> tuple[Sheet | None, list[Diagnostic]]:
    """The sheet that a file holds. An ending that two packages read is read by the first of them, by name."""
    ending = suffix_of(file).removeprefix(".").casefold()
    found = sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda entry: (entry.name, entry.value))
    entry = next((entry for entry in found if entry.name == ending), None)
    if entry is None:
        known = ", ".join(f"`.{name}`" for name in sorted({entry.name for entry in found}))
        return None, [Diagnostic("PS150", whole_file(file), {"ending": ending or "?", "endings": known}, "ending")]
    read: ReadExport = entry.load()
    return read(file, raw, form)
