"""Values to YAML as a person would write it: short groups on one line, long ones below each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

_SHORT = 88
# Plain words must not begin with what YAML gives a meaning, nor hold what ends them.
_NEEDS_QUOTES = re.compile(r"^[\s\-?:,\[\]{}#&*!|>'\"%@`]|: |:$| #|^$|\s$")
_NEEDS_QUOTES_INSIDE = re.compile(r"[,\[\]{}]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value, and what a reader should know about it."""

    key: str
    value: Value
    words: str = ""


Group: TypeAlias = tuple[Entry, ...]
Value: TypeAlias = "str | list[Value] | Group"


def in_line(value: Value) -> str:
    """The value on one line."""
    if isinstance(value, str):
        return _scalar(value, inside=True)
    if isinstance(value, list):
        return f"[{', '.join(in_line(item) for item in value)}]"
    return "{" + ", ".join(f"{entry.key}: {in_line(entry.value)}" for entry in value) + "}"


def lines_of(entry: Entry, indent: int = 0) -> Iterator[str]:
    """A key and its value as lines, with the words about what is inside at their ends."""
    margin = " " * indent
    value = entry.value
    if isinstance(value, str):
        yield f"{margin}{entry.key}: {_scalar(value, inside=False)}"
    elif _fits(value, indent + len(entry.key)):
        yield f"{margin}{entry.key}: {in_line(value)}"
    elif isinstance(value, list):
        yield f"{margin}{entry.key}:"
        yield from _items(value, indent + 2)
    else:
        yield f"{margin}{entry.key}:"
        for inner in value:
            yield from _with_words(lines_of(inner, indent + 2), inner.words)


def _items(values: Sequence[Value], indent: int) -> Iterator[str]:
    margin = " " * indent
    for value in values:
        if not isinstance(value, tuple) or _fits(value, indent):
            yield f"{margin}- {in_line(value)}"
            continue
        lines = [line for inner in value for line in _with_words(lines_of(inner, indent + 2), inner.words)]
        yield f"{margin}- {lines[0][indent + 2 :]}"
        yield from lines[1:]


def _with_words(lines: Iterator[str], words: str) -> Iterator[str]:
    first = next(lines)
    yield f"{first}  # {words}" if words else first
    yield from lines


def _fits(value: Value, taken: int) -> bool:
    """Whether a value reads well on one line: it is short, and no group in it holds further groups."""
    if isinstance(value, tuple) and any(
        isinstance(entry.value, tuple | list) and _depth(entry.value) > 1 for entry in value
    ):
        return False
    return len(in_line(value)) + taken <= _SHORT


def _depth(value: Value) -> int:
    if isinstance(value, str):
        return 0
    inner = value if isinstance(value, list) else [entry.value for entry in value]
    return 1 + max((_depth(item) for item in inner), default=0)


def _scalar(text: str, *, inside: bool) -> str:
    if _NEEDS_QUOTES.search(text) or (inside and _NEEDS_QUOTES_INSIDE.search(text)):
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return text
