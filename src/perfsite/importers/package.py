"""An XLSX file before anything reads it: a zip archive of XML that may come from anyone.

What would cost much is refused by its declared sizes, which reading holds the archive to, and XML that declares entities
is refused as a whole. Where the sheets lie is found here too, with what of their form openpyxl does not tell.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

MAX_BYTES = 16 * 2**20
MAX_PARTS = 2000
MAX_UNPACKED = 160 * 2**20
# What openpyxl takes some twenty microseconds for, and in one row holds at once.
MAX_CELLS, MAX_ROW = 500_000, 16_384
# Uncompressed sizes and numbers of tags, of a sheet, of the texts that sheets share, and of any other part.
_LIMITS = {"sheet": (64 * 2**20, 5_000_000), "texts": (32 * 2**20, 2_500_000), "other": (8 * 2**20, 500_000)}
_TEXTS = "xl/sharedStrings.xml"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_CELL = re.compile(rb"<(?:\w+:)?(?:c|(row))[\s/>]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
MAX_MERGED = 20_000


class UnsafeError(Exception):
    """Why a file is not read: the hint of PS150 or PS166, and the limit for the latter."""

    def __init__(self, hint: str, limit: str = "") -> None:
        super().__init__(hint)
        self.hint, self.limit = hint, limit


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of a workbook: its name, the part that holds it, and whether people see it."""

    name: str
    part: str
    visible: bool


@dataclass(frozen=True, slots=True)
class Package:
    archive: zipfile.ZipFile
    sheets: tuple[SheetPart, ...]

    def facts(self, sheet: SheetPart) -> tuple[bool, dict[tuple[int, int], tuple[int, int]]]:
        """Whether a sheet has formulas, and which cells lie under which other."""
        data = self.archive.read(sheet.part)
        return _FORMULA.search(data) is not None, dict(_merged(data))


def open_package(raw: bytes) -> Package:
    """The archive, once every part that will be read has been looked at. Raises `UnsafeError`."""
    if len(raw) > MAX_BYTES:
        raise UnsafeError("bytes", f"{MAX_BYTES // 2**20} MB")
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnsafeError("old")
    if raw.lstrip()[:1] == b"<":
        raise UnsafeError("page")
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
        names = archive.namelist()
        if len(names) > MAX_PARTS or len(set(names)) < len(names):
            raise zipfile.BadZipFile(len(names))  # noqa: TRY301 - told below as what it is
        if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
            raise UnsafeError("unpacked", f"{MAX_UNPACKED // 2**20} MB")  # noqa: TRY301 - passed on below
        for info in archive.infolist():
            if info.filename.endswith((".xml", ".rels")):
                _look_at(archive, info)
        return Package(archive, tuple(_sheets(archive)))
    except UnsafeError:
        raise
    except (
        zipfile.BadZipFile,
        ET.ParseError,
        KeyError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
    ) as error:
        # What zipfile and zlib raise on archives that are cut off, encrypted, or packed in ways that they do not know.
        raise UnsafeError("damaged") from error


def _look_at(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    name = info.filename
    kind = "texts" if name == _TEXTS else "sheet" if "/worksheets/" in name else "other"
    size, tags = _LIMITS[kind]
    if info.file_size > size:
        raise UnsafeError("unpacked", f"{size // 2**20} MB")
    data = archive.read(info)
    if b"\x00" in data[:256] or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise UnsafeError("entities")
    if data.count(b"<") > tags:
        raise UnsafeError("cells", f"{tags:,}")
    if kind == "sheet":
        _count_cells(data)


def _count_cells(data: bytes) -> None:
    cells = in_row = 0
    for match in _CELL.finditer(data):
        if match[1] is not None:
            in_row = 0
            continue
        cells, in_row = cells + 1, in_row + 1
        if cells > MAX_CELLS or in_row > MAX_ROW:
            raise UnsafeError("cells", f"{MAX_CELLS if cells > MAX_CELLS else MAX_ROW:,}")


def _sheets(archive: zipfile.ZipFile) -> Iterator[SheetPart]:
    """The sheets in the order of the workbook, each with the part that its relation leads to."""
    book = _workbook_part(archive)
    folder = posixpath.dirname(book)
    relations = ET.fromstring(archive.read(f"{folder}/_rels/{posixpath.basename(book)}.rels"))  # noqa: S314 - no document type, as was looked at before
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    names = set(archive.namelist())
    for element in ET.fromstring(archive.read(book)).iter():  # noqa: S314 - no document type, as was looked at before
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        target = targets.get(element.get(_RELATION) or element.get(_STRICT_RELATION), "")
        part = target.removeprefix("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        if part in names and "/worksheets/" in part:
            yield SheetPart(element.get("name", ""), part, element.get("state", "visible") == "visible")


def _workbook_part(archive: zipfile.ZipFile) -> str:
    relations = ET.fromstring(archive.read("_rels/.rels"))  # noqa: S314 - no document type, as was looked at before
    for each in relations:
        if each.get("Type", "").endswith("/officeDocument"):
            return each.get("Target", "").removeprefix("/")
    raise KeyError("officeDocument")


def _merged(data: bytes) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Each cell under another, with that other, by row and column. Areas larger than any table count by their edges."""
    count = 0
    for match in _MERGED.finditer(data):
        left, top, right, bottom = _column(match[1]), int(match[2]), _column(match[3]), int(match[4])
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    yield (row, column), (top, left)
                    count += 1
                if count > MAX_MERGED:
                    raise UnsafeError("merged", f"{MAX_MERGED:,}")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
