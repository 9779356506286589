"""References from one record to another: a kind and an id."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ref:
    """Points at a record. `kind` is empty where the author left it out and several kinds would do."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.id}" if self.kind else self.id


def ref_of(address: str) -> Ref:
    """What `str` writes of a reference, read again: `kind/id`."""
    kind, _, id = address.partition("/")
    return Ref(kind, id)
