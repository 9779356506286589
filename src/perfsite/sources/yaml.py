"""YAML text to nodes, through libyaml's events only: nothing is constructed, resolved or guessed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from perfsite.diagnostics import Diagnostic, Fix
from perfsite.sources.nodes import Mapping, Node, Scalar, Sequence
from perfsite.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_BYTES = 256 * 1024
MAX_DEPTH = 32
MAX_NODES = 20_000

_FULL_WIDTH_KEY = re.compile(r"^(\s*(?:- )?)([\w一-鿿][\w一-鿿./-]{0,40})(：)\s*(.*)$")
_QUOTED = re.compile(r"""\[(?:[^\[\]{}"'])*|"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""")


def parse_yaml(file: str, text: str) -> tuple[Node | None, list[Diagnostic]]:
    """The one document in `text`. An empty text is an empty mapping.

    Events are pulled one by one and never composed by libyaml, whose composer recurses on the C stack: nesting is
    bounded here before it costs anything.
    """
    if len(text.encode()) > MAX_BYTES:
        span = Span(file, 1, 1, 1, 1)
        return None, [Diagnostic("PS103", span, {"limit": f"{MAX_BYTES // 1024} KB"})]
    builder = _Builder(file)
    parser = yaml._yaml.CParser(text)  # type: ignore[attr-defined]
    try:
        return builder.build(parser.get_event)
    except yaml.MarkedYAMLError as error:
        return None, [_explain(file, text, error)]
    except yaml.reader.ReaderError:
        return None, [Diagnostic("PS201", Span(file, 1, 1, 1, 1), {"reason": "unreadable character"})]
    finally:
        parser.dispose()


class _Stop(Exception):
    """Reading goes no further: the problem says why."""

    def __init__(self, problem: Diagnostic) -> None:
        self.problem = problem


class _Builder:
    """Turns the stream of events into nodes in one pass, refusing what the record language does not have."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.count = 0
        self.problems: list[Diagnostic] = []

    def build(self, next_event: Callable[[], yaml.Event | None]) -> tuple[Node | None, list[Diagnostic]]:
        self.next = next_event
        root: Node | None = None
        documents = 0
        try:
            while True:
                event = next_event()
                if event is None or isinstance(event, yaml.StreamEndEvent):
                    break
                if isinstance(event, yaml.StreamStartEvent | yaml.DocumentEndEvent):
                    continue
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if event.version or event.tags:
                        self._refuse(event, "directive")
                    if documents > 1:
                        self._refuse(event, "document")
                    continue
                root = self._node(event, 0)
        except _Stop as stop:
            return None, [*self.problems, stop.problem]
        if self.problems:
            return None, self.problems
        if root is None or (isinstance(root, Scalar) and not root.text and not root.style):
            root = Mapping((), self.file, 1, 1, 1, 1)
        return root, []

    def _refuse(self, event: yaml.Event, what: str) -> None:
        mark = event.start_mark
        span = Span(self.file, mark.line + 1, mark.column + 1, event.end_mark.line + 1, event.end_mark.column + 1)
        self.problems.append(Diagnostic("PS205", span, hint=what))

    def _node(self, event: yaml.Event, depth: int) -> Node:
        self.count += 1
        start, end = event.start_mark, event.end_mark
        if self.count > MAX_NODES:
            span = Span(self.file, start.line + 1, start.column + 1, start.line + 1, start.column + 1)
            raise _Stop(Diagnostic("PS103", span, {"limit": f"{MAX_NODES:,}"}, hint="nodes"))
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor is not None or event.tag is not None:
                self._refuse(event, "anchor" if event.anchor is not None else "tag")
            return Scalar(
                event.value, self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1, event.style or ""
            )
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, "alias")
            return Scalar("", self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        if depth >= MAX_DEPTH:
            span = Span(self.file, start.line + 1, start.column + 1, start.line + 1, start.column + 2)
            raise _Stop(Diagnostic("PS204", span, {"limit": str(MAX_DEPTH)}))
        if event.anchor is not None or event.tag is not None:
            self._refuse(event, "anchor" if event.anchor is not None else "tag")
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := self.next(), yaml.SequenceEndEvent):
                assert inner is not None
                items.append(self._node(inner, depth + 1))
            close = inner.end_mark
            return Sequence(
                tuple(items), self.file, start.line + 1, start.column + 1, close.line + 1, close.column + 1
            )
        entries: list[tuple[Scalar, Node]] = []
        while not isinstance(inner := self.next(), yaml.MappingEndEvent):
            assert inner is not None
            key = self._node(inner, depth + 1)
            following = self.next()
            assert following is not None
            value = self._node(following, depth + 1)
            if not isinstance(key, Scalar):
                self._refuse(inner, "key")
            elif key.text == "<<" and not key.style:
                self._refuse(inner, "merge")
            else:
                entries.append((key, value))
        close = inner.end_mark
        return Mapping(tuple(entries), self.file, start.line + 1, start.column + 1, close.line + 1, close.column + 1)


def _explain(file: str, text: str, error: yaml.MarkedYAMLError) -> Diagnostic:
    """What libyaml could not read, at the place where the author would mend it."""
    mark = error.problem_mark or error.context_mark
    lines = text.split("\n")
    number = min(mark.line if mark else 0, len(lines) - 1)
    first = error.context_mark.line if error.context_mark else number
    # The usual causes stand on the line that libyaml names or just above it.
    for index in range(number, max(-1, min(first, number) - 2), -1):
        found = _usual_cause(file, index, lines[index])
        if found is not None:
            return found
    column = mark.column if mark else 0
    line = lines[number]
    if not line.strip() and number > 0:
        number = max(i for i in range(number + 1) if lines[i].strip() or i == 0)
        line = lines[number]
        column = len(line)
    span = Span(file, number + 1, column + 1, number + 1, column + 2)
    problem = error.problem or ""
    opened = error.context_mark
    if opened is not None and ("unexpected end of stream" in problem or "quoted scalar" in (error.context or "")):
        place = Span(file, opened.line + 1, opened.column + 1, opened.line + 1, opened.column + 2)
        return Diagnostic("PS201", place, hint="quote")
    if opened is not None and ("',' or '" in problem or "flow" in (error.context or "")):
        place = Span(file, opened.line + 1, opened.column + 1, opened.line + 1, opened.column + 2)
        return Diagnostic("PS201", place, hint="bracket")
    if "could not find expected ':'" in problem and opened is not None:
        stray = lines[opened.line]
        place = Span(file, opened.line + 1, opened.column + 1, opened.line + 1, len(stray.rstrip()) + 1)
        return Diagnostic("PS201", place, hint="colon")
    if "mapping values are not allowed" in problem:
        return Diagnostic("PS201", span, hint="second-colon")
    if "did not find expected key" in problem or "block end" in problem or "block entry" in problem or "block collection" in (error.context or ""):
        start = len(line) - len(line.lstrip())
        return Diagnostic("PS201", Span(file, number + 1, start + 1, number + 1, max(len(line), start + 1) + 1), hint="indentation")
    if "cannot start any token" in problem:
        span = span._replace(end_column=span.column + 1)
        char = line[column : column + 1]
        return Diagnostic("PS201", span, {"character": char}, hint="character")
    if "escape" in problem:
        return Diagnostic("PS201", span, hint="escape")
    return Diagnostic("PS201", span)


def _usual_cause(file: str, index: int, line: str) -> Diagnostic | None:
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        column = indent.index("\t") + 1
        span = Span(file, index + 1, column, index + 1, len(indent) + 1)
        return Diagnostic("PS202", span, fix=Fix(span, "  " * (len(indent) - column + 1)))
    match = _FULL_WIDTH_KEY.match(line)
    if match:
        column = match.start(3) + 1
        span = Span(file, index + 1, column, index + 1, column + 1)
        mended = ": " if match.group(4) and not line[column : column + 1].isspace() else ":"
        return Diagnostic("PS203", span, {"character": "：", "mended": ":"}, fix=Fix(span, mended))
    bare = _QUOTED.sub(lambda found: " " * len(found.group()) if found.group()[0] in "\"'" else found.group(), line)
    if bare.lstrip().startswith(("{", "[", "- {", "- [")) or re.search(r":\s*[\[{]", bare):
        for char, mended in (("，", ","), ("：", ":"), ("｛", "{"), ("｝", "}"), ("［", "["), ("］", "]"), ("【", "["), ("】", "]")):
            at = bare.find(char)
            if at >= 0 and (char not in "，：" or not re.search(r"\{\s*zh: ", bare)):
                span = Span(file, index + 1, at + 1, index + 1, at + 2)
                return Diagnostic("PS203", span, {"character": char, "mended": mended}, fix=Fix(span, mended))
    return None
