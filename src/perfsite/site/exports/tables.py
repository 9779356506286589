"""Tables for people to work with: what a table is, and how one that is declared becomes rows.

A table is declared once: whose it is, what its rows are, and each column with its label in both languages and the exact
value of its cell. Formats know nothing of records, and declarations nothing of formats.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, cast

from perfsite.diagnostics import Phrase
from perfsite.records.fields import shape_of
from perfsite.records.forms import Word
from perfsite.records.quantities import Quantity
from perfsite.records.references import Ref
from perfsite.records.texts import Text
from perfsite.site.addresses import table_address
from perfsite.site.edition import Edition
from perfsite.site.exports.naming import shown_id
from perfsite.site.ordering import by_title
from perfsite.site.plan import Download

# A percentage or money keeps its unit, so that a format can show it; any other number is bare.
Cell = str | int | Decimal | Quantity | dt.date | None
FORMATS = ("csv", "xlsx")


@dataclass(frozen=True, slots=True)
class Table:
    """`title` in the language of the page. Rows are as long as `labels`, and a cell that is None is empty."""

    title: str
    labels: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a declared table: called with a row and the edition, `cell` gives its value."""

    label: Phrase | Text
    cell: Callable[[Any, Edition], Any]


@dataclass(frozen=True, slots=True)
class Declared:
    """A table of a record, or of a folder where there is no record.

    `rows` are what its rows are about, and `columns` may depend on them. With `by_sight` the rows are put in the order of
    what they show from the second column on, so that the order in which they were written tells nothing. Where rows are
    `alike` they are records, and the row of one is the same in every table with these columns.
    """

    key: str
    title: Phrase
    rows: Callable[[Any, Edition], Sequence[Any]]
    columns: Callable[[Any, Edition], Iterable[Column]]
    by_sight: bool = False
    alike: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A table that a page offers; made when its file is. `stem` is its address without the ending of a format."""

    key: str
    title: str
    language: str
    page: str
    name: str
    make: Callable[[], Table]

    def address(self, suffix: str) -> str:
        return table_address(self.page, self.key, suffix)

    def download(self, suffix: str) -> Download:
        return Download(self.key, self.title, suffix.upper(), self.address(suffix), f"{self.name}.{suffix}")


def offer(
    declared: Declared, of: Any, page: str, name: str, edition: Edition, *, first: bool, about: str
) -> Offer | None:
    """The offer of a declared table on a page; None where it has no rows, as when the audience sees none.

    `about` is what the page is called, and `name` what a file is called that a reader keeps.
    """
    rows = declared.rows(of, edition)
    if not rows:
        return None
    key = "" if first else declared.key
    title = edition.words(declared.title)
    whole = f"{about} · {title}" if about and about != title else title
    kept = f"{name}-{key}" if key else name
    return Offer(key, whole, edition.language, page, kept, partial(_make, declared, of, rows, whole, edition))


def _make(declared: Declared, of: Any, rows: Sequence[Any], title: str, edition: Edition) -> Table:
    columns = tuple(declared.columns(of, edition))
    found = [_cells(declared, columns, row, edition) for row in rows]
    if declared.by_sight:
        found.sort(
            key=lambda cells: tuple(
                by_title("" if c is None else str(c), edition.language) for c in (*cells[1:], cells[0])
            )
        )
    kept = [place for place in range(len(columns)) if any(cells[place] is not None for cells in found)]
    labels = tuple(edition.words(columns[place].label) for place in kept)
    return Table(title, labels, tuple(tuple(cells[place] for place in kept) for cells in found))


def _cells(declared: Declared, columns: Sequence[Column], row: Any, edition: Edition) -> tuple[Cell, ...]:
    if not declared.alike:
        return tuple(_cell(column.cell(row, edition), edition) for column in columns)
    key = (declared.columns, row.ref)
    known = edition.exported_rows.get(key)
    if known is None:
        known = edition.exported_rows[key] = tuple(_cell(column.cell(row, edition), edition) for column in columns)
    return known


def _cell(value: Any, edition: Edition) -> Cell:
    """What a column gave → a cell: words in the language of the page, a truth as yes or no, nothing as nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, Quantity):
        return value if value.unit == "%" or value.is_money else value.value
    if isinstance(value, Text | Phrase):
        return edition.words(value)
    if isinstance(value, bool):
        return edition.words(Phrase("是", "yes") if value else Phrase("否", "no"))
    assert isinstance(value, int | Decimal | dt.date), type(value)
    return value


# Columns that many tables have


def label_of(noun: type[Any], key: str) -> Phrase:
    """What people call a field."""
    return shape_of(noun).fields[key].label


def field_column(noun: type[Any], key: str) -> Column:
    """A field as it stands; one of a few words in the reader's language."""
    spec = shape_of(noun).fields[key]
    words = spec.form.choices if isinstance(spec.form, Word) else {}

    def cell(row: Any, _edition: Edition) -> Any:
        value = getattr(row, spec.attribute)
        return words.get(value, value) if words else value

    return Column(spec.label, cell)


def figure_columns(label: Phrase, figure: Callable[[Any, Edition], Quantity | None]) -> tuple[Column, Column]:
    """A quantity as two columns: its number, and its currency or unit of time."""
    # The cell of the unit is asked for right after that of the number.
    last: list[Any] = [None, None]

    def number(row: Any, edition: Edition) -> Quantity | None:
        last[:] = row, figure(row, edition)
        return cast("Quantity | None", last[1])

    def unit(row: Any, edition: Edition) -> str | None:
        quantity = last[1] if last[0] is row else figure(row, edition)
        return None if quantity is None or quantity.unit == "%" else quantity.unit

    return Column(label, number), Column(Phrase(f"{label.zh}（单位）", f"{label.en} (unit)"), unit)


def reference_columns(label: Phrase, find: Callable[[Any], tuple[Ref | None, str]]) -> tuple[Column, Column]:
    """A reference as two columns: the id, where it may be told, and what it leads to. `find` gives it with its page."""

    def id(row: Any, edition: Edition) -> str:
        return shown_id(*_in(find(row), edition))

    def title(row: Any, edition: Edition) -> str:
        ref, page = find(row)
        link = edition.link_to(ref, page)
        return "" if link is None else link.title

    return Column(Phrase(f"{label.zh}编号", f"{label.en} id"), id), Column(label, title)


def _in(found: tuple[Ref | None, str], edition: Edition) -> tuple[Ref | None, Edition, str]:
    return found[0], edition, found[1]


__all__ = [
    "FORMATS",
    "Cell",
    "Column",
    "Declared",
    "Offer",
    "Table",
    "field_column",
    "figure_columns",
    "label_of",
    "offer",
    "reference_columns",
]
