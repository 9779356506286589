"""Actuals say of whom and of which metric each figure is, and say it once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from perfsite.checks.problem import problem, see
from perfsite.diagnostics import Diagnostic
from perfsite.records.actuals import Actuals
from perfsite.records.library import Library


def check_actuals(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    for actuals in library.of(Actuals):
        first_of: dict[tuple[str, str, dt.date | None], int] = {}
        for index, row in enumerate(actuals.values):
            key = "person" if row.person is not None else "team"
            who, metric = row.person or row.team, row.metric or actuals.metric
            if metric is None:
                yield problem(library, actuals, ("values", index, "value"), "PS720")
                continue
            first = first_of.setdefault((str(who), metric.id, row.on), index)
            if first != index and who is not None:
                related = see(library, actuals, ("values", first, "value"), "第一次写在这里", "first given here")
                arguments = {"who": who.id, "metric": metric.id}
                yield problem(library, actuals, ("values", index, key), "PS719", arguments, related=related)
