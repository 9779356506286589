"""Two texts to the words that went, came and stayed: word by word in English, character by character in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

# A word with its apostrophes, a number with its signs, one Chinese character, white space, any other single sign.
_TOKENS = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’-][A-Za-z\u00c0-\u024f]+)*|\d+(?:[.,:]\d+)*%?|\s+|.", re.DOTALL)
# Beyond so many pairs of tokens texts are compared line by line first: finding words in them all would take seconds.
_MAX_PAIRS = 4_000_000


class Mark(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class Segment(NamedTuple):
    """A stretch of text. Those that stayed and went make the old text, those that stayed and came the new one."""

    mark: Mark
    text: str


def compare_texts(before: str, after: str) -> tuple[Segment, ...]:
    """The stretches in which two texts agree and differ, in order; what went stands before what came."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    if len(old) * len(new) > _MAX_PAIRS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
        if len(old) * len(new) > _MAX_PAIRS:
            return tuple(_merged([Segment(Mark.REMOVED, before), Segment(Mark.ADDED, after)]))
    return tuple(_merged(_without_islands(_compared(old, new))))


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str], bool]]:
    """Pairs of stretches of tokens, and whether they are the same."""
    for what, from_, to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield old[from_:to], new[new_from:new_to], what == "equal"


def _without_islands(pairs: Iterable[tuple[Sequence[str], Sequence[str], bool]]) -> Iterator[Segment]:
    """A single sign or character that happens to stand in both texts, between two changes, helps no reader."""
    found = list(pairs)
    for place, (old, _, same) in enumerate(found):
        inside = 0 < place < len(found) - 1
        if same and inside and len(old) == 1 and len(old[0]) == 1 and not old[0].isspace():
            found[place] = (old, old, False)
    for same, group in groupby(found, key=lambda pair: pair[2]):
        stretches = list(group)
        old = "".join(token for stretch, _, _ in stretches for token in stretch)
        if same:
            yield Segment(Mark.SAME, old)
            continue
        yield Segment(Mark.REMOVED, old)
        yield Segment(Mark.ADDED, "".join(token for _, stretch, _ in stretches for token in stretch))


def _merged(segments: Iterable[Segment]) -> Iterator[Segment]:
    for mark, group in groupby((segment for segment in segments if segment.text), key=lambda segment: segment.mark):
        yield Segment(mark, "".join(segment.text for segment in group))


__all__ = ["Mark", "Segment", "compare_texts"]
