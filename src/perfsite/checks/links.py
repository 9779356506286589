"""Links inside texts and under `links` and `see` lead to records that exist."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from perfsite.checks.problem import place_in_text, problem
from perfsite.diagnostics import Diagnostic, closest
from perfsite.records.forms import Leaf
from perfsite.records.kinds import FOLDERS, KINDS
from perfsite.records.library import Library
from perfsite.records.record import Record
from perfsite.records.texts import Text
from perfsite.sources.nodes import Route
from perfsite.span import Span

# `[words](kind/id)`, with an anchor or a title after it. What begins otherwise is an address elsewhere.
_LINK = re.compile(r"\]\(([a-z][a-z-]*/[A-Za-z0-9][\w-]*)(?:#[^)\s]*)?(?:\s+\"[^\"]*\")?\)", re.ASCII)
_TARGET = re.compile(r"[a-z-]+/[a-z0-9][a-z0-9-]*\Z", re.ASCII)


class _Link(NamedTuple):
    """A link in a record: which occurrence it is of this target in that text, -1 where it is the whole value."""

    route: Route
    target: str
    nth: int = -1


def check_links(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    links_of = library.memory.of("links", lambda record: tuple(_links(library.leaves_of(record))))
    for record in (library.site, *library.all()):
        for route, target, nth in links_of(record):
            if _leads_nowhere(library, target):
                inside = nth >= 0
                span = place_in_text(library, record, route, target, nth) if inside else library.span(record, *route)
                yield _broken(library, record, span, target)


def _links(leaves: Iterable[Leaf]) -> Iterator[_Link]:
    for leaf in leaves:
        value, route = leaf.value, leaf.route
        if isinstance(value, Text):
            for lang, text in value:
                if "](" not in text:
                    continue
                seen: dict[str, int] = {}
                for match in _LINK.finditer(text):
                    target = match.group(1)
                    nth = seen[target] = seen.get(target, -1) + 1
                    yield _Link((*route, lang), target, nth)
        elif isinstance(value, str) and _is_link(route) and _TARGET.match(value):
            yield _Link(route, value)


def _is_link(route: tuple[str | int, ...]) -> bool:
    return (route[-1] == "url" and "links" in route) or (len(route) > 1 and route[-2] == "see")


def _leads_nowhere(library: Library, target: str) -> bool:
    kind, _, id = target.partition("/")
    return kind not in library.open_kinds and id not in library.records.get(kind, {})


def _broken(library: Library, record: Record, span: Span, target: str) -> Diagnostic:
    kind, _, id = target.partition("/")
    if kind not in KINDS:
        # A folder's name in place of the kind's is the usual slip.
        kinds = [noun.kind for noun in FOLDERS.get(kind, ())] or [near for near in (closest(kind, KINDS),) if near]
    else:
        kinds = [kind]
    found = next((f"{name}/{id}" for name in kinds if id in library.records[name]), None)
    # The folder of a record instead of its kind: nothing else of that id is there.
    sure = found is not None and kind in FOLDERS and sum(id in library.records[name] for name in kinds) == 1
    if found is None:
        near = [f"{name}/{other}" for name in kinds if (other := closest(id, library.records[name]))]
        found = near[0] if near else None
    hint = "suggest" if found else ""
    return problem(library, record, span, "PS309", {"target": target}, hint=hint, mended=found, sure=sure)
