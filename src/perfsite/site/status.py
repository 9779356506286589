"""The state of a record in a sign, a word and a tone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from perfsite.records.record import Record

if TYPE_CHECKING:
    from perfsite.site.edition import Edition


@dataclass(frozen=True, slots=True)
class Status:
    """`tone` is one of neutral, active, good, notice, warning, ended."""

    tone: str
    label: str


def status_of(record: Record, edition: Edition) -> Status | None:
    return None
