"""Sentences that say what data means: which words of the catalogue, and what fills their places.

Views compose them, the catalogue of each language has the words, and the renderer's filter `say` writes them out. A
place may hold a text, a quantity, a number, a day, a link, or another sentence.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the catalogue with its places filled. A place called `n` chooses between singular and plural."""

    key: str
    places: tuple[tuple[str, Any], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.key)


@dataclass(frozen=True, slots=True)
class Joined:
    """Several parts after one another. `joint` is and, comma, semicolon or space (sentence after sentence)."""

    parts: tuple[Any, ...]
    joint: str = "and"

    def __bool__(self) -> bool:
        return bool(self.parts)


@dataclass(frozen=True, slots=True)
class Full:
    """A whole sentence: it begins with a capital where the language has them, and ends in a full stop."""

    inner: Any


@dataclass(frozen=True, slots=True)
class Days:
    """From a day to a day, either of which may be open."""

    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Month:
    """The month of a day: November 2026, 2026年11月."""

    day: dt.date


@dataclass(frozen=True, slots=True)
class Short:
    """An amount as briefly as it can be said exactly, for where there is little room: 63.5k, 6.35万."""

    quantity: Any


@dataclass(frozen=True, slots=True)
class Fact:
    """One key fact: its label is a key of the catalogue, its value anything that can be said."""

    label: str
    value: Any
    note: Any = None
    figure: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence with an anchor of its own, and perhaps a title by its author."""

    id: str
    said: Any
    title: Any = None


@dataclass(frozen=True, slots=True)
class Column:
    """`label` is a key of the catalogue or anything that can be said; `kind` is number, date, id, short, long, wide or "".

    By a column with a `sort` a reader can put the rows in order; the address of the page calls it that.
    """

    label: Any
    kind: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells that can be said; None is an empty one. `swatch` is the number of the colour that the row has in a picture.

    `values` are by what the row can be chosen, `orders` has what a cell sorts by where its words do not tell it.
    """

    cells: tuple[Any, ...]
    id: str = ""
    swatch: int = 0
    note: Any = None
    values: tuple[tuple[str, str], ...] = ()
    orders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table whose first column names its rows; `foot` are rows of sums. `caption` says what it shows.

    On a phone each row is a card: in a `dense` one values stand two in a line. A `slim` one has so few and so short columns
    that it stays a table. `sifted`: there is a form above it, as in `perfsite.site.tables`.
    """

    caption: Any
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    foot: tuple[Row, ...] = ()
    dense: bool = False
    slim: bool = False
    sifted: bool = False


def say(key: str, **places: Any) -> Said:
    return Said(key, tuple(places.items()))


def joined(*parts: Any, joint: str = "and") -> Any:
    """The parts that are there; a single one as it is, none as None."""
    there = tuple(part for part in parts if part is not None and part not in ((), ""))
    if len(there) < 2:
        return there[0] if there else None
    return Joined(there, joint)


def full(*parts: Any, joint: str = "semicolon") -> Full | None:
    """One sentence out of clauses; None where there are none."""
    inner = joined(*parts, joint=joint)
    return None if inner is None else Full(inner)


__all__ = [
    "Clause",
    "Column",
    "Days",
    "Fact",
    "Full",
    "Joined",
    "Month",
    "Row",
    "Said",
    "Sheet",
    "Short",
    "full",
    "joined",
    "say",
]
