"""What was looked at, how it is, and what to change."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from perfsite.diagnostics import Phrase


class State(StrEnum):
    """`WRONG` ends a build or makes what it says false; `WARNING` will, or makes it slow."""

    FINE = "fine"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """`id` is for programs and never changes its meaning. `advice` says what to change, where something is to be."""

    id: str
    state: State
    sentence: Phrase
    advice: Phrase | None = None


def fine(id: str, zh: str, en: str) -> Finding:
    return Finding(id, State.FINE, Phrase(zh, en))
