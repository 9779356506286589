"""The two states that an impact compares, as they were named, with what could not be read of each."""

from __future__ import annotations

from dataclasses import dataclass

from perfsite.diagnostics import Phrase


@dataclass(frozen=True, slots=True)
class State:
    """`name` is "" for the files on disk. `left_out` are the addresses of records that could not be read in full."""

    name: str
    errors: int = 0
    codes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def said(self) -> Phrase:
        return Phrase(f"`{self.name}`", f"`{self.name}`") if self.name else Phrase("当前文件", "the working tree")


@dataclass(frozen=True, slots=True)
class Compared:
    base: State
    head: State


__all__ = ["Compared", "State"]
