"""How a check makes a problem: a place in a record becomes a diagnostic."""

from __future__ import annotations

from collections.abc import Mapping

from perfsite.diagnostics import Diagnostic, Fix, Phrase, Related
from perfsite.records.library import Library
from perfsite.records.reader import quoted_alike
from perfsite.records.record import Record
from perfsite.sources import Scalar
from perfsite.sources.nodes import Route
from perfsite.span import Span


def problem(
    library: Library,
    record: Record,
    route: Route | Span,
    code: str,
    arguments: Mapping[str, object] | None = None,
    *,
    hint: str = "",
    mended: str | None = None,
    sure: bool = False,
    related: tuple[Related, ...] = (),
    key: bool = False,
) -> Diagnostic:
    """A problem at a value of a record, or with `key` at the field's name.

    `mended` replaces the text there; `sure` says that it can be nothing else.
    """
    span = route if isinstance(route, Span) else library.span(record, *route, key=key)
    given = {
        name: value if isinstance(value, str | Phrase) else str(value) for name, value in (arguments or {}).items()
    }
    if mended is not None:
        given.setdefault("mended", mended)
    fix = None
    if mended is not None:
        node = None if isinstance(route, Span) or key else library.node(record, *route)
        fix = Fix(span, quoted_alike(node, mended) if isinstance(node, Scalar) else mended, sure)
    return Diagnostic(code, span, given, hint, fix, related, record=record.address)


def see(library: Library, record: Record, route: Route, zh: str, en: str) -> tuple[Related, ...]:
    """A second place to look at. An earlier wording stands in no file: the record is shown where it is today."""
    if not record.origin.version:
        return (Related(library.span(record, *route), Phrase(zh, en)),)
    now = library.find(record.ref)
    span = library.span(record) if now is None else library.span(now, *head(library, now))
    number = record.origin.version
    words = Phrase(
        f"{zh}：作出决定时的第 {number} 版；后来的改动要算在内，须写明溯及既往并经批准",
        f"{en}: version {number}, by which it was decided; a later change counts only if it reaches back by approval",
    )
    return (Related(span, words),)


def head(library: Library, record: Record) -> Route:
    """Where a record that lacks something is pointed at: its title, or the id of a row whose title may be shared."""
    unit = library.documents.units.get(record.origin.file)
    if record.title is None or (unit is not None and (unit.table or unit.file.endswith(".csv"))):
        return ("id",)
    return ("title", record.title.versions[0][0])


def written(library: Library, record: Record, *route: str | int) -> str:
    """A value as its author wrote it, so that a message can show their own words."""
    span = library.span(record, *route)
    lines = library.documents.sources[span.file].decode("utf-8-sig", "replace").split("\n")
    return (
        lines[span.line - 1][span.column - 1 : span.end_column - 1].strip("\"'") if span.line == span.end_line else "…"
    )


def place_in_text(library: Library, record: Record, route: Route, needle: str, nth: int = 0) -> Span:
    """Where a piece of a longer text stands: its `nth` occurrence, or the whole text where it cannot be found."""
    whole = library.span(record, *route)
    raw = library.documents.sources.get(whole.file)
    if raw is None or "\n" in needle:
        return whole
    lines = raw.decode("utf-8-sig", "replace").split("\n")
    for number in range(whole.line, min(whole.end_line, len(lines)) + 1):
        line = lines[number - 1]
        start = whole.column - 1 if number == whole.line else 0
        while (at := line.find(needle, start)) >= 0:
            if nth == 0:
                return Span(whole.file, number, at + 1, number, at + 1 + len(needle))
            nth, start = nth - 1, at + len(needle)
    return whole
