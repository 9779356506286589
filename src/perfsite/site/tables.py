"""Tables that a reader can put in order and choose rows from: what each cell sorts by, and which form stands above.

All of it comes out of what the table shows: the order of names that are masked is the order of the masks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from perfsite.records.quantities import Quantity
from perfsite.records.texts import Text
from perfsite.site.edition import Edition, Link
from perfsite.site.levels import find_level
from perfsite.site.ordering import by_title
from perfsite.site.seen import seen
from perfsite.site.sentences import Column, Sheet
from perfsite.site.sifting import Choice, Field, search, select
from perfsite.site.status import Status

# From so many rows on there is something to put in order, and from so many something to look for.
ROWS_TO_SORT = 6
ROWS_TO_SEARCH = 12

Orders = Mapping[str, Callable[[Any], Any]]


@dataclass(frozen=True, slots=True)
class Sift:
    """The form above one or several tables."""

    fields: tuple[Field, ...] = ()
    sortable: bool = False

    def __bool__(self) -> bool:
        return bool(self.fields) or self.sortable


@dataclass(frozen=True, slots=True)
class SiftedSheet:
    """A table with the form above it, which may be none."""

    sheet: Sheet
    sift: Sift


@dataclass(frozen=True, slots=True)
class Trait:
    """By what rows can be chosen. `label` is a key of the catalogue; `found` has the choices that each row is, in turn.

    `order` sorts the choices; without it they stand as they are found.
    """

    key: str
    label: str
    found: Sequence[Sequence[Choice]]
    order: Callable[[Choice], Any] | None = None


def choice_of(link: Link | None) -> tuple[Choice, ...]:
    """What a row is by the page that a cell leads to: its choice has the last part of that address as its value."""
    return (Choice(_last_part(link.address), link.title),) if link is not None and link.address else ()


def _last_part(address: str) -> str:
    return address.rsplit("/", 1)[-1].removesuffix(".html")


def level_height(edition: Edition) -> Callable[[Choice], Any]:
    """A sorting key of choices of levels, the lowest first."""

    def height(choice: Choice) -> tuple[str, int, str]:
        found = find_level(edition, choice.value)
        return ("", 0, choice.value) if found is None else (found[0].id, seen(found[1].rank) or 0, choice.value)

    return height


def level_link_height(edition: Edition) -> Callable[[Link], Any]:
    """The same of links to levels."""
    height = level_height(edition)
    return lambda link: height(Choice(_last_part(link.address) if link.address else link.title, link.title))


def sifted(
    sheets: Sequence[Sheet], edition: Edition, traits: Iterable[Trait] = (), orders: Orders | None = None
) -> tuple[Sift, tuple[Sheet, ...]]:
    """Tables whose rows stand together under one form, with what the form needs to know of their rows.

    Where there are few rows there is no form, and the tables are as they were. `orders` has, by the `sort` of a column, a
    sorting key for its cells; the others sort by figure, by day, or as words of the language.
    """
    count = sum(len(sheet.rows) for sheet in sheets)
    if count < ROWS_TO_SORT:
        return Sift(), tuple(sheets)
    fields, values = form(count, traits)
    done, start = [], 0
    for sheet in sheets:
        rows = tuple(replace(row, values=values[start + n]) for n, row in enumerate(sheet.rows))
        done.append(ordered(replace(sheet, rows=rows), edition, orders))
        start += len(rows)
    return Sift(fields, any(column.sort for sheet in done for column in sheet.columns)), tuple(done)


def sifted_sheet(
    sheet: Sheet | None,
    edition: Edition,
    *,
    by: Iterable[str] = (),
    traits: Iterable[Trait] = (),
    orders: Orders | None = None,
) -> SiftedSheet | None:
    """A single table; None where there is none. `by` names the columns whose links are what rows can be chosen by."""
    if sheet is None:
        return None
    columns = {column.sort: (number, column.label) for number, column in enumerate(sheet.columns)}
    found = (
        Trait(key, label, [choice_of(row.cells[number]) for row in sheet.rows], _by_label(edition))
        for key in by
        if key in columns
        for number, label in (columns[key],)
    )
    sift, (done,) = sifted((sheet,), edition, (*found, *traits), orders)
    return SiftedSheet(done, sift)


def _by_label(edition: Edition) -> Callable[[Choice], Any]:
    return lambda choice: by_title(choice.label, edition.language)


def form(count: int, traits: Iterable[Trait]) -> tuple[tuple[Field, ...], list[tuple[tuple[str, str], ...]]]:
    """The fields for so many rows, and the values of each."""
    fields: list[Field] = []
    values: list[tuple[tuple[str, str], ...]] = [()] * count
    for trait in traits:
        own = [tuple((trait.key, choice.value) for choice in choices) for choices in trait.found]
        known = {choice.value: choice for choices in trait.found for choice in choices}
        choices = list(known.values()) if trait.order is None else sorted(known.values(), key=trait.order)
        field = select(trait.key, trait.label, choices, own)
        if field is not None:
            fields.append(field)
            values = [(*before, *more) for before, more in zip(values, own, strict=True)]
    if count >= ROWS_TO_SEARCH:
        fields.append(search("find", "sift.find"))
    return tuple(fields), values


def ordered(sheet: Sheet, edition: Edition, orders: Orders | None = None) -> Sheet:
    """A table that can be put in order by the columns that have a `sort`, where their cells can be compared at all."""
    columns: list[Column] = []
    places: list[list[str]] = []
    for number, column in enumerate(sheet.columns):
        key = (orders or {}).get(column.sort)
        found = _places([row.cells[number] for row in sheet.rows], edition, key) if column.sort else None
        columns.append(column if found is not None else replace(column, sort=""))
        places.append(found or [""] * len(sheet.rows))
    rows = tuple(
        replace(row, orders=own) if any(own) else row
        for row, own in zip(sheet.rows, zip(*places, strict=True), strict=True)
    )
    return replace(sheet, columns=tuple(columns), rows=rows, sifted=True)


def _places(cells: Sequence[Any], edition: Edition, key: Callable[[Any], Any] | None) -> list[str] | None:
    """By what each cell sorts, as a plain decimal; "" where its text says it, or nothing stands in it. None: by nothing."""
    there = [cell for cell in cells if cell is not None]
    if not there:
        return None
    if key is not None:
        return _ranks(cells, key)
    if all(isinstance(cell, dt.date) for cell in there):
        return ["" if cell is None else f"{cell:%Y%m%d}" for cell in cells]
    if all(isinstance(cell, Decimal | int) for cell in there):
        return [""] * len(cells)
    if all(isinstance(cell, Quantity) for cell in there):
        # A number of months is neither more nor less than an amount of money.
        same = len({cell.unit for cell in there}) == 1
        return ["" if cell is None else f"{cell.value:f}" for cell in cells] if same else None
    words = [None if cell is None else words_of(cell, edition) for cell in cells]
    if any(word is None for word, cell in zip(words, cells, strict=True) if cell is not None):
        return None
    return word_orders(words, edition)


def word_orders(words: Sequence[str | None], edition: Edition) -> list[str]:
    """The places of words among each other. A browser tells English ones by itself; of Chinese ones it knows no reading."""
    return [""] * len(words) if edition.language != "zh" else _ranks(words, lambda word: by_title(word, "zh"))


def _ranks(cells: Sequence[Any], key: Callable[[Any], Any]) -> list[str]:
    """Each cell's place among those of its column; the same for cells that are alike."""
    keys = [None if cell is None else key(cell) for cell in cells]
    places = {own: str(place) for place, own in enumerate(sorted({own for own in keys if own is not None}), 1)}
    return ["" if own is None else places[own] for own in keys]


def words_of(cell: Any, edition: Edition) -> str | None:
    """What a cell reads; None for what only the catalogue can say."""
    if isinstance(cell, Status):
        return words_of(cell.label, edition)
    if isinstance(cell, Link):
        return words_of(cell.title, edition)
    if isinstance(cell, Text):
        return edition.words(cell)
    return cell if isinstance(cell, str) else None


__all__ = [
    "ROWS_TO_SEARCH",
    "ROWS_TO_SORT",
    "Sift",
    "SiftedSheet",
    "Trait",
    "choice_of",
    "form",
    "level_height",
    "level_link_height",
    "ordered",
    "sifted",
    "sifted_sheet",
    "words_of",
]
