"""What a reader can choose by in a list or table: the fields of the form above it, out of what its items are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

# What an item is: under the key of a field a value, an id or another word without spaces. A key may come more than once.
Values = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """`label` can be said. `address` is of a page that has all that is so, or ""."""

    value: str
    label: Any
    address: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """`label` is a key of the catalogue. `kind` is select, flag or search; the one choice of a flag has the value 1."""

    key: str
    label: str
    kind: str
    choices: tuple[Choice, ...] = ()


def select(key: str, label: str, choices: Sequence[Choice], items: Iterable[Values]) -> Field | None:
    """One of those choices that some item is, or of which there is more elsewhere; None where there is nothing to choose."""
    items = tuple(items)
    found = {value for values in items for own, value in values if own == key}
    there = tuple(choice for choice in choices if choice.value in found or choice.address)
    # Of a single choice all may be so, or some only.
    whole = len(there) == 1 and all((key, there[0].value) in values for values in items)
    return None if not there or whole else Field(key, label, "select", there)


def flag(key: str, label: str, items: Iterable[Values], more: Choice | None = None) -> Field | None:
    """Only what is so; None where nothing is, here or elsewhere, or all."""
    marked = [(key, "1") in values for values in items]
    offered = more is not None or any(marked)
    return Field(key, label, "flag", () if more is None else (more,)) if offered and not all(marked) else None


def search(key: str, label: str) -> Field:
    """Words in the text of an item."""
    return Field(key, label, "search")


def fields(*found: Field | None) -> tuple[Field, ...]:
    return tuple(field for field in found if field is not None)


def choices_of(values: Iterable[str], name: Callable[[str], Any]) -> tuple[Choice, ...]:
    """Each value once, in their order."""
    return tuple(Choice(value, name(value)) for value in dict.fromkeys(values))


def value_of(words: str) -> str:
    """Words of the record language as a value: those of an attribute are parted by spaces."""
    return words.replace(" ", "-")


__all__ = ["Choice", "Field", "Values", "choices_of", "fields", "flag", "search", "select", "value_of"]
