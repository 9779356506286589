"""A table → an XLSX workbook (ECMA-376) of one sheet: the same bytes each time, on any machine.

Nothing in it is of the day, the machine or the user, and parts are stored as they are, since compressors differ. Texts
are shared strings, which no spreadsheet runs; those that would be a formula if typed are marked as quoted, so that they
stay texts when their cell is edited.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from perfsite.records.quantities import Quantity
from perfsite.render.table_csv import RUNS
from perfsite.site.exports.tables import Cell, Table

# A number has so many significant digits in a spreadsheet; one with more is written as text, to lose none.
DIGITS = 15
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MOMENT = (1980, 1, 1, 0, 0, 0)
_DAY_ONE = dt.date(1899, 12, 30).toordinal()
_NARROWEST, _WIDEST = 8, 60
_LOOKED_AT = 200
_TITLE_LIMIT = 31
# Two forms of a character that XML cannot hold, and of what would be taken for such a form.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\r\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")

_TYPES = f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>\
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>\
<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>\
<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>\
</Types>"""
_ROOT = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
_PARTS = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/>\
<Relationship Id="rId2" Type="{_DOCUMENT}/styles" Target="styles.xml"/>\
<Relationship Id="rId3" Type="{_DOCUMENT}/sharedStrings" Target="sharedStrings.xml"/></Relationships>"""


def write_xlsx(table: Table) -> bytes:
    """The labels as a bold row that stays in sight, then the rows, on a sheet named by the table's title."""
    sheet = _Sheet(table)
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "xl/workbook.xml": _workbook(sheet_name(table.title)),
        "xl/_rels/workbook.xml.rels": _PARTS,
        "xl/worksheets/sheet1.xml": sheet.xml,
        "xl/styles.xml": sheet.styles(),
        "xl/sharedStrings.xml": sheet.strings(),
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text.encode())
    return content.getvalue()


def sheet_name(title: str) -> str:
    """A title without the signs that a sheet's name must not have, and no longer than it may be."""
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]+", " ", title).strip(" '")
    return name[:_TITLE_LIMIT].rstrip(" '") or "1"


def _workbook(name: str) -> str:
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>'
        f'<sheet name={quoteattr(_escaped(name))} sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


class _Sheet:
    """The cells of a table as XML, with the texts and the styles that they came to need."""

    def __init__(self, table: Table) -> None:
        self._texts: dict[str, int] = {}
        self._uses = 0
        # What follows the place of a cell with a text, for each that has occurred.
        self._known: dict[str, str] = {}
        # By format and whether the text is quoted; the first two are those of a plain cell and of a label.
        self._styles: dict[tuple[str, bool], int] = {("", False): 0}
        names = [_column_name(place) for place in range(len(table.labels))]
        head = "".join(self._text(label, f"{name}1", 1) for name, label in zip(names, table.labels, strict=True))
        lines = [f'<row r="1">{head}</row>']
        for number, row in enumerate(table.rows, 2):
            cells = [
                self._cell(cell, f"{name}{number}") for name, cell in zip(names, row, strict=True) if cell is not None
            ]
            lines.append(f'<row r="{number}">{"".join(cells)}</row>')
        self.xml = (
            f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
            f"<cols>{''.join(_widths(table))}</cols><sheetData>{''.join(lines)}</sheetData></worksheet>"
        )

    def _cell(self, cell: Cell, place: str) -> str:
        if isinstance(cell, str):
            known = self._known.get(cell)
            if known is None:
                found = self._text(cell, "", self._style("", quoted=bool(RUNS.match(cell))))
                known = self._known[cell] = found.removeprefix('<c r="')
            else:
                self._uses += 1
            return f'<c r="{place}{known}'
        if isinstance(cell, dt.date):
            # Spreadsheets count days from 1900 on, and wrongly before its March.
            if cell < dt.date(1900, 3, 1):
                return self._text(cell.isoformat(), place, 0)
            return _number(str(cell.toordinal() - _DAY_ONE), place, self._style("yyyy\\-mm\\-dd", quoted=False))
        if isinstance(cell, int):
            return _number(str(cell), place, 0)
        assert cell is not None
        value = cell.value if isinstance(cell, Quantity) else cell
        if _significant(value) > DIGITS:
            unit = "%" if isinstance(cell, Quantity) and cell.unit == "%" else ""
            return self._text(f"{value:f}{unit}", place, 0)
        code = _places(value)
        if isinstance(cell, Quantity) and cell.unit == "%":
            return _number(f"{cell.fraction:f}", place, self._style(f"{code}%", quoted=False))
        if isinstance(cell, Quantity):
            return _number(f"{value:f}", place, self._style(f"#,##{code}", quoted=False))
        return _number(f"{value:f}", place, self._style(code, quoted=False) if value.as_tuple().exponent else 0)

    def _text(self, text: str, place: str, style: int) -> str:
        self._uses += 1
        index = self._texts.setdefault(text, len(self._texts))
        return f'<c r="{place}" t="s"{f" s={chr(34)}{style}{chr(34)}" if style else ""}><v>{index}</v></c>'

    def _style(self, code: str, quoted: bool) -> int:
        if (code, quoted) == ("", False):
            return 0
        return self._styles.setdefault((code, quoted), len(self._styles) + 1)

    def strings(self) -> str:
        items = (f'<si><t xml:space="preserve">{escape(_escaped(text))}</t></si>' for text in self._texts)
        return (
            f'{_HEAD}<sst xmlns="{_MAIN}" count="{self._uses}" uniqueCount="{len(self._texts)}">{"".join(items)}</sst>'
        )

    def styles(self) -> str:
        codes = {
            code: 164 + place for place, code in enumerate(dict.fromkeys(code for code, _ in self._styles if code))
        }
        formats = "".join(f'<numFmt numFmtId="{id}" formatCode={quoteattr(code)}/>' for code, id in codes.items())
        cells = [_FORMAT.format(format=0, font=0, more=""), _FORMAT.format(format=0, font=1, more=' applyFont="1"')]
        for code, quoted in list(self._styles)[1:]:
            more = ' quotePrefix="1"' if quoted else ' applyNumberFormat="1"'
            cells.append(_FORMAT.format(format=codes.get(code, 0), font=0, more=more))
        return (
            f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
            + (f'<numFmts count="{len(codes)}">{formats}</numFmts>' if codes else "")
            + '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
            '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
            '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
            '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{len(cells)}">{"".join(cells)}</cellXfs>'
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        )


_FORMAT = '<xf numFmtId="{format}" fontId="{font}" fillId="0" borderId="0" xfId="0"{more}/>'


def _number(text: str, place: str, style: int) -> str:
    return f'<c r="{place}"{f" s={chr(34)}{style}{chr(34)}" if style else ""}><v>{text}</v></c>'


def _places(value: Decimal) -> str:
    """A format that shows as many decimals as were written."""
    exponent = value.as_tuple().exponent
    places = max(-exponent, 0) if isinstance(exponent, int) else 0
    return f"0.{'0' * places}" if places else "0"


def _significant(value: Decimal) -> int:
    return len(f"{value:f}".replace(".", "").strip("-0"))


def _column_name(place: int) -> str:
    """A, B, … Z, AA, …"""
    name = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        name = chr(65 + letter) + name
    return name


def _widths(table: Table) -> Iterable[str]:
    """Columns as wide as what stands in their first rows, Hanzi counted twice, between bounds."""
    for place, label in enumerate(table.labels):
        texts = {_shown(row[place]) for row in table.rows[:_LOOKED_AT]}
        longest = max(_width(label) + 1, *map(_width, texts), _NARROWEST)
        yield f'<col min="{place + 1}" max="{place + 1}" width="{min(longest + 2, _WIDEST)}" customWidth="1"/>'


def _shown(cell: Cell) -> str:
    return "" if cell is None else f"{cell.value:,f}%" if isinstance(cell, Quantity) else str(cell)


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _escaped(text: str) -> str:
    """A text in which what XML cannot hold, and what would be taken for its escape, is `_xHHHH_` (ECMA-376, 22.9.2.19)."""
    return _UNPRINTABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


__all__ = ["DIGITS", "sheet_name", "write_xlsx"]
