"""The header of a sheet to the columns that a mapping names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from perfsite.diagnostics import Diagnostic, Related, closest
from perfsite.diagnostics import Phrase as Words
from perfsite.importers.sheet import Row, Sheet
from perfsite.records.import_mapping import ImportMapping
from perfsite.records.texts import fold
from perfsite.sources.nodes import Node, Route, follow
from perfsite.span import Span


@dataclass(slots=True)
class Columns:
    """The columns of a sheet by the names that a mapping gives them; what is amiss is gathered as it is asked for."""

    sheet: Sheet
    names: tuple[str, ...]
    header: Row
    node: Node
    problems: list[Diagnostic] = field(default_factory=list)
    _known: dict[tuple[str, ...], int | None] = field(default_factory=dict)

    def find(self, names: tuple[str, ...], *route: str | int) -> int | None:
        """The column that goes by one of these names, which stand in the mapping at `route`.

        None is a problem that has been reported: there is none, there are two, or one name heads two columns.
        """
        if names not in self._known:
            self._known[names] = self._find(names, route)
        return self._known[names]

    def name(self, column: int) -> str:
        return self.names[column] if column < len(self.names) else ""

    def _find(self, names: tuple[str, ...], route: Route) -> int | None:
        wanted = {fold(name) for name in names}
        found = [index for index, name in enumerate(self.names) if fold(name) in wanted and name]
        if len(found) == 1:
            return found[0]
        related = (Related(follow(self.node, route), Words("映射里写在这里", "the mapping says so here")),)
        listed = ", ".join(f"`{name}`" for name in names)
        if found:
            both = ", ".join(f"`{self.names[index]}`" for index in found)
            span = self.sheet.place(self.header, found[1])
            self.problems.append(
                Diagnostic("PS153", span, {"names": listed, "found": both}, "several", related=related)
            )
            return None
        near = next((close for name in names if (close := closest(name, filter(None, self.names)))), None)
        there = ", ".join(f"`{name}`" for name in self.names[:40] if name)
        arguments = {"names": listed, "there": there, "suggestion": near or ""}
        span = self.sheet.place(self.header, 0)
        self.problems.append(Diagnostic("PS153", span, arguments, "near" if near else "", related=related))
        return None


def find_header(sheet: Sheet, mapping: ImportMapping, node: Node) -> Columns | Diagnostic:
    """The columns of a sheet, under the names of the header's rows joined by ` / `."""
    form = mapping.table
    wanted = range(form.header, form.header + form.header_rows)
    rows = [row for row in sheet.rows if row.number in wanted]
    if not rows or all(row.is_blank for row in rows):
        span = Span(sheet.file, form.header, 1, form.header, 1)
        return Diagnostic("PS153", span, {"row": str(form.header)}, "header")
    width = max(len(row.cells) for row in rows)
    return Columns(sheet, tuple(_named(sheet, rows, column) for column in range(width)), rows[0], node)


def _named(sheet: Sheet, rows: Iterable[Row], column: int) -> str:
    return " / ".join(dict.fromkeys(_labels(sheet, list(rows), column)))


def _labels(sheet: Sheet, rows: list[Row], column: int) -> Iterator[str]:
    """The names that head a column, from the top; under a merged cell its name counts for each column that it spans."""
    by_number = {row.number: row for row in rows}
    for row in rows:
        top, left = sheet.merged.get((row.number, column + 1), (row.number, column + 1))
        source = by_number.get(top)
        if source is not None and left - 1 < len(source.cells) and source.cells[left - 1].text:
            yield " ".join(source.cells[left - 1].text.split())
