"""Whether a file says the same as before outside of what was mended, as it is read and not as it looks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from perfsite.sources import Mapping, Node, Scalar, SourceFile, extent_of, read_source
from perfsite.sources.splice import Place, Splice, Text, moved, written


class Token(NamedTuple):
    """A key, a value, or the beginning of a group or list. `depth` says what it lies in, from the outermost."""

    depth: str
    text: str
    place: Place


def says_the_same(file: str, before: bytes, splices: Sequence[Splice], after: bytes) -> bool | None:
    """Whether everything but what is mended is read as it was; None where either text cannot be read.

    A value of which a part is mended is mended as a whole: it may turn out to be several.
    """
    one, _ = read_source(file, before)
    other, _ = read_source(file, after)
    if one is None or other is None:
        return None
    touched, kept = _apart(one, Text(before), [splice.place for splice in splices])
    places = written(splices) + [moved(token.place, splices) for token in touched]
    return _said(kept) == _said(_apart(other, Text(after), places)[1])


def _said(tokens: Sequence[Token]) -> list[tuple[str, str]]:
    return [(token.depth, token.text) for token in tokens]


def _apart(source: SourceFile, text: Text, places: Iterable[Place]) -> tuple[list[Token], list[Token]]:
    """The tokens that meet one of the places, and the others."""
    ends: list[Place] = []
    for place in sorted(places):
        if ends and place.start <= ends[-1].end:
            ends[-1] = Place(ends[-1].start, max(ends[-1].end, place.end))
        else:
            ends.append(place)
    starts = [place.start for place in ends]
    touched: list[Token] = []
    kept: list[Token] = []
    for token in _tokens_of(source, text):
        nearest = bisect_right(starts, token.place.end) - 1
        meets = nearest >= 0 and ends[nearest].meets(token.place)
        (touched if meets else kept).append(token)
    return touched, kept


def _tokens_of(source: SourceFile, text: Text) -> Iterator[Token]:
    if source.root is not None:
        yield from _tokens(source.root, text, "")
    for row in source.rows:
        yield from _tokens(row, text, "r")
    if source.body is not None:
        yield from _tokens(source.body, text, "b")


def _tokens(node: Node, text: Text, depth: str) -> Iterator[Token]:
    place = text.place(extent_of(node))
    if isinstance(node, Scalar):
        # A key with nothing after it has a value that stands nowhere.
        if node.text or place.start != place.end:
            yield Token(depth, node.text, place)
    elif isinstance(node, Mapping):
        # Where its first key is mended, it may have been a text before.
        first = text.place(extent_of(node.entries[0][0])).end if node.entries else place.start
        yield Token(depth, "{", Place(place.start, max(place.start, first)))
        for key, value in node.entries:
            yield Token(f"{depth}k", key.text, text.place(extent_of(key)))
            yield from _tokens(value, text, f"{depth}m")
    else:
        yield Token(depth, "[", Place(place.start, place.start))
        for item in node.items:
            yield from _tokens(item, text, f"{depth}s")
