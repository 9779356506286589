"""The tree that every source becomes: scalars, sequences and mappings, each knowing where it stands."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from perfsite.span import Span


class Scalar(NamedTuple):
    """A piece of text as its author wrote it: `1.10` is still 1.10 and `no` is still a word.

    `style` is the YAML quoting ("" plain, ' or ", | or > for blocks), "cell" in a table, "body" for Markdown text.
    """

    text: str
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    style: str = ""


class Sequence(NamedTuple):
    items: tuple[Node, ...]
    file: str
    line: int
    column: int
    end_line: int
    end_column: int


class Mapping(NamedTuple):
    """Keys and values in the order of the file. Repeated keys are kept, so that they can be reported."""

    entries: tuple[tuple[Scalar, Node], ...]
    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def value(self, key: str) -> Node | None:
        return next((value for name, value in self.entries if name.text == key), None)

    def key(self, key: str) -> Scalar | None:
        return next((name for name, _ in self.entries if name.text == key), None)


Node: TypeAlias = Scalar | Sequence | Mapping
Route: TypeAlias = tuple[str | int, ...]


def is_blank(node: Node) -> bool:
    """Whether this is an empty cell of a table, which says nothing at all: neither a value nor that one is missing."""
    return isinstance(node, Scalar) and node.style == "cell" and not node.text


def span_of(node: Node) -> Span:
    """Where the node stands. A block mapping or sequence is pointed at by its first line."""
    if isinstance(node, Mapping) and node.entries:
        return span_of(node.entries[0][0])
    return extent_of(node)


def extent_of(node: Node) -> Span:
    """All of the text that is the node's, from its first character to its last."""
    return Span(node.file, node.line, node.column, node.end_line, node.end_column)


def node_at(node: Node | None, route: Route) -> Node | None:
    """The node at the end of `route`; None where the text does not go so far."""
    for step in route:
        if isinstance(node, Mapping) and isinstance(step, str):
            node = node.value(step)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node


def follow(node: Node, route: Route, *, key: bool = False) -> Span:
    """The span at the end of `route`; with `key` that of the last key instead of its value.

    A route that leads further than the text goes ends at the nearest place that exists, so that a problem about
    something missing points at where it should stand.
    """
    place = span_of(node)
    for step in route:
        if isinstance(node, Mapping) and isinstance(step, str):
            name, value = node.key(step), node.value(step)
            if name is None or value is None:
                return place
            place = span_of(name) if key else span_of(value)
            if isinstance(value, Scalar) and not value.text:
                place = span_of(name)
            node = value
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            place = span_of(node)
        elif step == 0 and not isinstance(node, Sequence):
            # A single value may stand for a list of one.
            continue
        else:
            return place
    return place
