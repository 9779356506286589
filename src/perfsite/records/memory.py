"""What was worked out of single records, kept for as long as a record is the same one."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from perfsite.records.record import Record

T = TypeVar("T")


class Memory:
    """Values by what they are and the record that they were made of.

    A record is frozen, and one whose files have changed is read into another object, so that the object itself tells
    whether a value still holds. With `before`, what was asked for in that memory is known to this one, and what is not
    asked for again is forgotten with it.
    """

    def __init__(self, before: Memory | None = None) -> None:
        self._before = {} if before is None else before._now  # noqa: SLF001 - of the same class
        self._now: dict[Hashable, dict[int, tuple[Record, Any]]] = {}

    def of(self, what: Hashable, work: Callable[[Record], T]) -> Callable[[Record], T]:
        """`work`, done once for each record. Its value may depend on the record, its own files and `what`, on no more."""
        kept, known = self._now.setdefault(what, {}), self._before.get(what, {})

        def remembered(record: Record) -> T:
            key = id(record)
            entry = kept.get(key) or known.get(key)
            if entry is None or entry[0] is not record:
                entry = (record, work(record))
            kept[key] = entry
            value: T = entry[1]
            return value

        return remembered
