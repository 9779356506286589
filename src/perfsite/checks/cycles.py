"""Periods, teams, goals and replaced records lead upward and never back to themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from perfsite.checks.problem import problem
from perfsite.diagnostics import Diagnostic
from perfsite.records.library import Library

# The fields that lead from a record to one above it of the same kind.
UPWARD = {"period": "parent", "team": "parent", "goal": "supports"}


def check_cycles(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    """Each circle once, at the record whose id comes first."""
    for kind, records in library.records.items():
        for field in (UPWARD[kind], "replaces") if kind in UPWARD else ("replaces",):
            above = {id: ref.id for id, record in records.items() if (ref := getattr(record, field)) is not None}
            for circle in _circles(above):
                path = " → ".join((*circle, circle[0]))
                yield problem(library, records[circle[0]], (field,), "PS307", {"path": path, "field": field})


def _circles(above: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """The circles of a graph in which each node has at most one way up, each beginning with its first id."""
    done: set[str] = set()
    for start in sorted(above):
        path: list[str] = []
        on_path: dict[str, int] = {}
        node: str | None = start
        while node is not None and node not in done and node not in on_path:
            on_path[node] = len(path)
            path.append(node)
            node = above.get(node)
        done.update(path)
        if node is not None and node in on_path:
            circle = path[on_path[node] :]
            first = circle.index(min(circle))
            yield (*circle[first:], *circle[:first])
