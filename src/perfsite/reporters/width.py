"""How much room a text takes in a terminal, and how it is broken into lines that fit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# A line may end after a space or hyphen, and on either side of a Chinese character; not before closing punctuation.
_PIECE = re.compile(r"[ ]+|[^ ]+")
_CLOSING = "，。、；：？！）》」』”’…,.;:?!)]}`"
_OPENING = "（《「『“‘([{"


def width(text: str) -> int:
    """How many columns a text takes: Chinese characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def pad(text: str, columns: int) -> str:
    return text + " " * max(0, columns - width(text))


def wrap(text: str, columns: int) -> list[str]:
    """A paragraph as lines of at most so many columns, in Chinese, English or both."""
    lines = [""]
    for piece in _pieces(text):
        if piece.isspace() or width(lines[-1]) + width(piece) <= columns or not lines[-1].strip():
            lines[-1] += piece
        else:
            lines[-1] = lines[-1].rstrip()
            lines.append(piece)
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> Iterator[str]:
    """What must stay on one line: words, and Chinese characters with the punctuation that belongs to them."""
    for run in _PIECE.findall(text):
        piece = ""
        for char in run:
            breaks = piece and (_columns(char) == 2 or _columns(piece[-1]) == 2)
            if breaks and char not in _CLOSING and piece[-1] not in _OPENING:
                yield piece
                piece = ""
            piece += char
        yield piece
