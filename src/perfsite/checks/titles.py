"""What stands where an id belongs and cannot be one: often a title, or an id in another form, of a record that is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from perfsite.diagnostics import Diagnostic, Fix, closest, is_slip_of_id
from perfsite.records.library import Library
from perfsite.records.people import Person
from perfsite.records.texts import Text, fold

# What people write in a table instead of an id: the row below adds up, or repeats the one above.
_TOTALS = frozenset(("合计", "总计", "小计", "总和", "total", "totals", "sum", "subtotal", "grand total"))
_DITTO = frozenset(("同上", "同前", "〃", "″", '"', "''", "ditto", "同左"))


def tell_titles(library: Library, problems: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The problems as they are, but those about the form of a reference with the record that it was to lead to."""

    # A table may have a name in place of an id in each of its rows.
    @cache
    def called(kind: str) -> Mapping[str, list[str]]:
        return _called(library, kind)

    for problem in problems:
        kinds = str(problem.arguments.get("kinds", "")).split()
        if problem.code != "PS304" or not kinds:
            yield problem
            continue
        name = fold(str(problem.arguments["id"]))
        yield _told(library, problem, kinds, name, [(kind, id) for kind in kinds for id in called(kind).get(name, ())])


def _told(
    library: Library, problem: Diagnostic, kinds: list[str], name: str, called: list[tuple[str, str]]
) -> Diagnostic:
    if called:
        choices = ", ".join(f"`{_spelt(kind, id, problem)}`" for kind, id in called)
        arguments = {**problem.arguments, "choices": choices}
        if len(called) > 1:
            return replace(problem, arguments=arguments, hint="titles", fix=None)
        (kind, id) = called[0]
        # Somebody else of that name may not be among the records yet.
        return _mended(replace(problem, arguments=arguments), kind, id, "titled", certain=kind != Person.kind)
    for hint, said in (("total", _TOTALS), ("ditto", _DITTO)):
        if name in said:
            return replace(problem, hint=hint, fix=None)
    if problem.hint != "mended" or library.open_kinds.intersection(kinds):
        return problem
    slug = str(problem.arguments["mended"]).rpartition("/")[2]
    if any(slug in library.records.get(kind, {}) for kind in kinds):
        return problem
    for kind in kinds:
        ids = library.records.get(kind, {})
        near = closest(slug, ids)
        if near is not None:
            certain = is_slip_of_id(slug, near, ids)
            return _mended(problem, kind, near, "mended" if certain else "suggest", certain=certain)
    return replace(problem, hint="unknown", fix=None)


def _called(library: Library, kind: str) -> Mapping[str, list[str]]:
    """The ids of the records of a kind by their titles or names, in any language."""
    found: dict[str, list[str]] = {}
    for id, record in sorted(library.records.get(kind, {}).items()):
        text = record.name if isinstance(record, Person) else record.title
        for name in {fold(version) for _, version in text} if isinstance(text, Text) else ():
            found.setdefault(name, []).append(id)
    return found


def _spelt(kind: str, id: str, problem: Diagnostic) -> str:
    return f"{kind}/{id}" if problem.arguments.get("spelt") == "kind" else id


def _mended(problem: Diagnostic, kind: str, id: str, hint: str, *, certain: bool) -> Diagnostic:
    """With that record's id as the mended text. An id needs no quotation marks, so what stands there goes as a whole."""
    text = _spelt(kind, id, problem)
    span = problem.span
    fix = Fix(span, text, certain and span.line == span.end_line)
    return replace(problem, arguments={**problem.arguments, "mended": text}, hint=hint, fix=fix)
