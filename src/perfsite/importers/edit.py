"""Changes to texts that people keep: where a value, a row or a field stands, and nothing around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from perfsite.diagnostics import Fix
from perfsite.scaffold.yaml import Entry, in_line
from perfsite.sources import Mapping, Node, Scalar
from perfsite.sources import Sequence as Items
from perfsite.span import Span

_MARK = "\ufeff"


class Page:
    """The text of a file by its lines, as problems count them."""

    def __init__(self, file: str, raw: bytes) -> None:
        text = raw.decode("utf-8")
        self.file = file
        self.mark = _MARK if text.startswith(_MARK) else ""
        self.text = text.removeprefix(_MARK)
        self.line_end = "\r\n" if "\r\n" in self.text else "\n"
        self.starts = [0, *(match.end() for match in re.finditer("\n", self.text))]

    def offset(self, line: int, column: int) -> int:
        return min(self.starts[line - 1] + column - 1, len(self.text)) if line <= len(self.starts) else len(self.text)

    def line(self, number: int) -> str:
        return self.text[self.offset(number, 1) : self.offset(number + 1, 1)].rstrip("\r\n")

    def whole_lines(self, first: int, last: int) -> Span:
        return Span(self.file, first, 1, last + 1, 1)

    def after_line(self, number: int, text: str) -> Fix:
        """A line put below another one, or below the last that ends without a line end."""
        at = Span(self.file, number + 1, 1, number + 1, 1)
        open_end = number >= len(self.starts) and bool(self.text)
        return Fix(at, f"{self.line_end}{text}" if open_end else f"{text}{self.line_end}")

    def changed(self, fixes: Iterable[Fix]) -> bytes:
        """The file with every change made. Changes at one place stand in the order in which they are given."""
        spans = [
            (
                self.offset(fix.span.line, fix.span.column),
                self.offset(fix.span.end_line, fix.span.end_column),
                number,
                fix,
            )
            for number, fix in enumerate(fixes)
        ]
        text = self.text
        for start, end, _, fix in sorted(spans, key=lambda each: each[:3], reverse=True):
            text = text[:start] + fix.text + text[end:]
        return (self.mark + text).encode()


def replaced(node: Node, text: str) -> Fix:
    """Another value in the place of a scalar."""
    assert isinstance(node, Scalar)
    if node.style == "cell":
        shown = '"' + text.replace('"', '""') + '"' if re.search(r'[,"\n]', text) else text
    else:
        shown = in_line(text)
    return Fix(Span(node.file, node.line, node.column, node.end_line, node.end_column), shown)


def with_field(page: Page, group: Mapping, key: str, text: str) -> Fix | None:
    """A group of fields in which one has this value. None where it has it already."""
    value = group.value(key)
    if isinstance(value, Scalar) and value.text:
        return None if value.text == text else replaced(value, text)
    name, last = group.entries[-1]
    line, column = end_of(last)
    at = Span(page.file, line, column, line, column)
    if _is_flow(page, group):
        return Fix(at, f", {key}: {in_line(text)}")
    return page.after_line(line, f"{' ' * (name.column - 1)}{key}: {in_line(text)}")


def without_items(page: Page, items: Items, gone: Sequence[int]) -> list[Fix]:
    """A list or table without some of its items."""
    found = []
    for index in gone:
        item = items.items[index]
        line, column = end_of(item)
        if not _in_flow(page, items):
            found.append(Fix(page.whole_lines(item.line, line), ""))
        elif index + 1 < len(items.items):
            following = items.items[index + 1]
            found.append(Fix(Span(page.file, item.line, item.column, following.line, following.column), ""))
        else:
            before = end_of(items.items[index - 1]) if index else (item.line, item.column)
            found.append(Fix(Span(page.file, *before, line, column), ""))
    return found


def with_item(page: Page, items: Items, fields: Sequence[tuple[str, str]]) -> Fix | None:
    """A list or table with one more item. None where its form does not say how that is written."""
    if not items.items:
        return None
    first, last = items.items[0], items.items[-1]
    line, column = end_of(last)
    if isinstance(first, Mapping) and first.entries and _is_row(first):
        header = [key.text for key, _ in first.entries]
        given = dict(fields)
        if not set(given) <= set(header):
            return None
        return page.after_line(line, ",".join(given.get(name, "") for name in header))
    written = in_line(tuple(Entry(key, text) for key, text in fields))
    if _in_flow(page, items):
        return Fix(Span(page.file, line, column, line, column), f", {written}")
    margin = page.line(first.line)[: first.column - 1]
    return page.after_line(line, f"{margin}{written}") if re.fullmatch(r"\s*-\s+", margin) else None


def end_of(node: Node) -> tuple[int, int]:
    """Where the last text of a node ends. The end of a block is that of its last value, not of the blank lines below."""
    if isinstance(node, Mapping) and node.entries and not (node.line, node.column) < _start(node.entries[0][0]):
        key, value = node.entries[-1]
        return max(end_of(value), (key.end_line, key.end_column))
    if isinstance(node, Items) and node.items and (node.line, node.column) == _start(node.items[0]):
        return end_of(node.items[-1])
    return node.end_line, node.end_column


def _start(node: Node) -> tuple[int, int]:
    return node.line, node.column


def _is_row(item: Mapping) -> bool:
    value = item.entries[0][1]
    return isinstance(value, Scalar) and value.style == "cell"


def _is_flow(page: Page, group: Mapping) -> bool:
    return page.text[page.offset(group.line, group.column) :][:1] == "{"


def _in_flow(page: Page, items: Items) -> bool:
    return not (items.items and isinstance(items.items[0], Mapping) and _is_row(items.items[0])) and (
        page.text[page.offset(items.line, items.column) :][:1] == "["
    )
