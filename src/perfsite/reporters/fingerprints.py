"""Problems to names that stay the same while a file is edited around them, so that a forge can tell new ones from old.

A name is made of the code, the record and the place in the record, and of no line number: what moves up or down in its
file, or with its record to another file, keeps its name. Of several with the same, the order in the file decides.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence

from perfsite.diagnostics import Diagnostic
from perfsite.sources import Mapping as MappingNode
from perfsite.sources import Node, Scalar, read_source
from perfsite.sources import Sequence as SequenceNode
from perfsite.span import Span, whole_file

# What tells the items of a list apart, where one of these is given; else their number does.
_NAMES = ("id", "person", "team", "grade", "metric")
_Place = tuple[int, int]


def fingerprints(problems: Sequence[Diagnostic], sources: Mapping[str, bytes]) -> list[str]:
    """A name for each problem, 40 hexadecimal digits, all different."""
    places = _Places(sources)
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for problem in problems:
        parts = (problem.code, problem.record or problem.span.file, *places.route(problem))
        found.append(hashlib.sha256("\0".join((*parts, str(seen[parts]))).encode()).hexdigest()[:40])
        seen[parts] += 1
    return found


class _Places:
    """Where problems stand in their records. Each file is read once."""

    def __init__(self, sources: Mapping[str, bytes]) -> None:
        self._sources = sources
        self._roots: dict[str, Node | None] = {}
        self._lines: dict[str, list[str]] = {}

    def route(self, problem: Diagnostic) -> tuple[str, ...]:
        """The keys that lead to a problem; where its file cannot be read, the text of its line."""
        span = problem.span
        raw = self._sources.get(span.file)
        if raw is None or span == whole_file(span.file):
            return ()
        if span.file not in self._roots:
            self._roots[span.file] = _root(span.file, raw)
        root = self._roots[span.file]
        if root is None:
            return (self._line(span, raw),)
        route = _route(root, (span.line, span.column))
        # Which of the file's records it is, the record itself says best.
        return route[1:] if problem.record and isinstance(root, SequenceNode) else route

    def _line(self, span: Span, raw: bytes) -> str:
        if span.file not in self._lines:
            self._lines[span.file] = raw.decode("utf-8-sig", "replace").split("\n")
        lines = self._lines[span.file]
        return lines[span.line - 1].strip() if span.line <= len(lines) else ""


def _root(file: str, raw: bytes) -> Node | None:
    source, _ = read_source(file, raw)
    if source is None:
        return None
    if source.form == "table":
        return SequenceNode(source.rows, file, 1, 1, 1, 1)
    return source.root


def _route(node: Node, at: _Place) -> tuple[str, ...]:
    """The keys and items on the way to a place. That of a key ends with the key itself."""
    if isinstance(node, MappingNode):
        before = [entry for entry in node.entries if _begin(*entry) <= at]
        if not before:
            return ()
        key, value = max(before, key=lambda entry: _begin(*entry))
        on_key = at[0] == key.line and key.column <= at[1] < key.end_column
        return (key.text,) if on_key else (key.text, "", *_route(value, at))
    if isinstance(node, SequenceNode):
        index = bisect_right(node.items, at, key=lambda item: (item.line, item.column)) - 1
        return () if index < 0 else (_name(node.items[index], index), *_route(node.items[index], at))
    return ()


def _begin(key: Scalar, value: Node) -> _Place:
    """Where an entry begins. The key of a cell stands in the head of its table, and so says nothing of the place."""
    return (value.line, value.column) if _is_cell(value) else (key.line, key.column)


def _is_cell(node: Node) -> bool:
    if isinstance(node, Scalar):
        return node.style == "cell"
    inner: tuple[Node, ...] = node.items if isinstance(node, SequenceNode) else tuple(v for _, v in node.entries)
    return bool(inner) and _is_cell(inner[0])


def _name(item: Node, index: int) -> str:
    if isinstance(item, MappingNode):
        for name in _NAMES:
            value = item.value(name)
            if isinstance(value, Scalar) and value.text:
                return f"{name}={value.text}"
    return str(index)
