"""YAML text to nodes, through libyaml's events only: nothing is constructed, resolved or guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml
from yaml._yaml import CParser

from perfsite.diagnostics import Diagnostic
from perfsite.sources.nodes import Mapping, Node, Scalar, Sequence
from perfsite.sources.repair import explain
from perfsite.span import Span, whole_file

# Looked up once for each of a million values.
_SCALAR: Any = yaml.ScalarEvent
_make: Any = tuple.__new__

MAX_BYTES = 256 * 1024
MAX_DEPTH = 32
MAX_NODES = 20_000

# The parts of a number like 1,150万 that a comma has parted inside braces.
_NUMBER_BEGINS = re.compile(r"(?:.*[^\d.,])?\d{1,3}(?:,\d{3})*\Z", re.ASCII | re.DOTALL)
_NUMBER_GOES_ON = re.compile(r"\d{3}(?!\d)", re.ASCII)


def parse_yaml(file: str, text: str) -> tuple[Node | None, list[Diagnostic]]:
    """The one document in `text`. An empty text is an empty mapping.

    Events are pulled one by one and never composed by libyaml, whose composer recurses on the C stack: nesting is
    bounded here before it costs anything.
    """
    if len(text) > MAX_BYTES or (not text.isascii() and len(text.encode()) > MAX_BYTES):
        return None, [Diagnostic("PS103", whole_file(file), {"limit": f"{MAX_BYTES // 1024} KB"})]
    parser = CParser(text)
    try:
        return _Builder(file, parser.get_event).build()
    except yaml.MarkedYAMLError as error:
        return None, explain(file, text, error)
    except yaml.reader.ReaderError:
        return None, [Diagnostic("PS201", whole_file(file))]
    finally:
        parser.dispose()


class _Stop(Exception):  # noqa: N818 - no error of the program's
    """Reading goes no further: the problem says why."""

    def __init__(self, problem: Diagnostic) -> None:
        self.problem = problem


class _Builder:
    """Turns the stream of events into nodes in one pass, refusing what the record language does not have."""

    def __init__(self, file: str, next_event: Callable[[], Any]) -> None:
        self.file = file
        self.next = next_event
        self.count = 0
        self.problems: list[Diagnostic] = []

    def build(self) -> tuple[Node | None, list[Diagnostic]]:
        root: Node | None = None
        documents = 0
        try:
            while (event := self.next()) is not None:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if event.version or event.tags:
                        self._refuse(event, "directive")
                    if documents > 1:
                        self._refuse(event, "document")
                elif isinstance(event, yaml.NodeEvent):
                    node = self._node(event, 0)
                    root = node if documents == 1 else root
        except _Stop as stop:
            return None, [*self.problems, stop.problem]
        if self.problems:
            return None, self.problems
        if root is None or (isinstance(root, Scalar) and not root.text and not root.style):
            root = Mapping((), self.file, 1, 1, 1, 1)
        return root, []

    def _refuse(self, event: Any, what: str, sign: str = "") -> None:
        """`sign` is the mark of the feature as it is written, where that is less than the event."""
        start, end = event.start_mark, event.end_mark
        span = Span(self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        if sign:
            span = span._replace(end_line=span.line, end_column=span.column + len(sign))
        self.problems.append(Diagnostic("PS205", span, hint=what))

    def _node(self, event: Any, depth: int) -> Node:
        if type(event) is _SCALAR:
            if event.anchor is not None or event.tag is not None:
                self._refuse_marks(event)
            start, end = event.start_mark, event.end_mark
            # Most of what is read is this: the shortest way to make one counts.
            made: Scalar = _make(
                Scalar,
                (
                    event.value,
                    self.file,
                    start.line + 1,
                    start.column + 1,
                    end.line + 1,
                    end.column + 1,
                    event.style or "",
                ),
            )
            return made
        if type(event) is yaml.AliasEvent:
            self._refuse(event, "alias")
            return Scalar("*", *self._place(event))
        if event.anchor is not None or event.tag is not None:
            self._refuse_marks(event)
        if depth >= MAX_DEPTH:
            raise _Stop(Diagnostic("PS204", self._place(event), {"limit": str(MAX_DEPTH)}))
        self._count(event, 1)
        return self._sequence(event, depth) if type(event) is yaml.SequenceStartEvent else self._mapping(event, depth)

    def _sequence(self, event: Any, depth: int) -> Sequence:
        items: list[Node] = []
        while type(inner := self.next()) is not yaml.SequenceEndEvent:
            items.append(self._node(inner, depth + 1))
            if not len(items) % 1000:
                self._count(inner, 1000)
        self._count(inner, len(items) % 1000)
        start: Any = event.start_mark
        close: Any = inner.end_mark
        return Sequence(tuple(items), self.file, start.line + 1, start.column + 1, close.line + 1, close.column + 1)

    def _mapping(self, event: Any, depth: int) -> Mapping:
        flow = bool(event.flow_style)
        entries: list[tuple[Scalar, Node]] = []
        while type(inner := self.next()) is not yaml.MappingEndEvent:
            key = self._node(inner, depth + 1)
            value = self._node(self.next(), depth + 1)
            if type(key) is not Scalar:
                self._refuse(inner, "key")
            elif key.text == "<<" and not key.style:
                self._refuse(inner, "merge")
            elif flow and entries and not value[0] and (joined := _joined(entries[-1][1], key, value)) is not None:
                entries[-1] = (entries[-1][0], joined)
            else:
                entries.append((key, value))
                if not len(entries) % 500:
                    self._count(inner, 1000)
        self._count(inner, 2 * (len(entries) % 500))
        start: Any = event.start_mark
        close: Any = inner.end_mark
        return Mapping(tuple(entries), self.file, start.line + 1, start.column + 1, close.line + 1, close.column + 1)

    def _count(self, event: Any, nodes: int) -> None:
        """Counts nodes by the thousand, so that a file with too many is left before it costs much."""
        self.count += nodes
        if self.count > MAX_NODES:
            raise _Stop(Diagnostic("PS103", self._place(event), {"limit": f"{MAX_NODES:,}"}, hint="nodes"))

    def _refuse_marks(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse(event, "anchor", f"&{event.anchor}")
        else:
            self._refuse(event, "tag", "!" if event.tag.startswith("tag:") else event.tag)

    def _place(self, event: Any) -> Span:
        mark = event.start_mark
        return Span(self.file, mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)


def _joined(before: Node, key: Scalar, value: Node) -> Scalar | None:
    """The number that `{target: CNY 1,150万, …}` means, which YAML takes for `CNY 1` and a key `150万` without a value.

    Nothing else can be meant where three digits follow the comma at once: the name of a field has no such form, and
    one that does would have a value.
    """
    if not (isinstance(before, Scalar) and isinstance(value, Scalar)) or before.style or key.style or value.style:
        return None
    glued = before.end_line == key.line and before.end_column + 1 == key.column
    valueless = not value.text and (value.line, value.column) == (key.end_line, key.end_column)
    if not (glued and valueless and _NUMBER_BEGINS.match(before.text) and _NUMBER_GOES_ON.match(key.text)):
        return None
    return before._replace(text=f"{before.text},{key.text}", end_line=key.end_line, end_column=key.end_column)
