"""Changes to texts that people keep: where a value, a row or a field stands, and nothing around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from perfsite.diagnostics import Fix
from perfsite.scaffold.yaml import Entry, in_line
from perfsite.sources import Mapping, Node, Scalar, extent_of
from perfsite.sources import Sequence as Items
from perfsite.sources.splice import Text
from perfsite.span import Span


class Page(Text):
    """The text of a file by its lines, as problems count them."""

    def __init__(self, file: str, raw: bytes) -> None:
        super().__init__(raw)
        self.file = file
        self.lines = self.text.count("\n") + 1

    def begins(self, node: Node, sign: str) -> bool:
        """Whether this sign stands where a node begins."""
        return self.text.startswith(sign, self.place(extent_of(node)).start)

    def line(self, number: int) -> str:
        place = self.place(self.whole_lines(number, number))
        return self.text[slice(*place)].rstrip("\r\n")

    def whole_lines(self, first: int, last: int) -> Span:
        return Span(self.file, first, 1, last + 1, 1)

    def after_line(self, number: int, text: str) -> Fix:
        """A line put below another one, or below the last that ends without a line end."""
        at = Span(self.file, number + 1, 1, number + 1, 1)
        open_end = number >= self.lines and bool(self.text)
        return Fix(at, f"\n{text}" if open_end else f"{text}\n")

    def changed(self, fixes: Iterable[Fix]) -> bytes:
        """The file with every change made. Changes at one place stand in the order in which they are given."""
        edits = (edit for fix in fixes for edit in fix.edits)
        return self.spliced(sorted(self.splices(edits), key=lambda splice: splice.place))


def replaced(node: Node, text: str) -> Fix:
    """Another value in the place of a scalar."""
    assert isinstance(node, Scalar)
    if node.style == "cell":
        shown = '"' + text.replace('"', '""') + '"' if re.search(r'[,"\n]', text) else text
    else:
        shown = in_line(text)
    return Fix(extent_of(node), shown)


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
    first_kept = next((index for index in range(len(items.items)) if index not in gone), len(items.items))
    found = []
    for index in gone:
        item = items.items[index]
        line, column = end_of(item)
        if not _in_flow(page, items):
            found.append(Fix(page.whole_lines(item.line, line), ""))
        elif index > first_kept:
            found.append(Fix(Span(page.file, *end_of(items.items[index - 1]), line, column), ""))
        elif index + 1 < len(items.items):
            found.append(Fix(Span(page.file, *_start(item), *_start(items.items[index + 1])), ""))
        else:
            found.append(Fix(Span(page.file, *_start(item), line, column), ""))
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
    return page.begins(group, "{")


def _in_flow(page: Page, items: Items) -> bool:
    is_table = items.items and isinstance(items.items[0], Mapping) and _is_row(items.items[0])
    return not is_table and page.begins(items, "[")
