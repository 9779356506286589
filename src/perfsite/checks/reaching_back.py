"""No change to a standard counts from a day before it was published, unless somebody approved that by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from perfsite.checks.problem import problem
from perfsite.diagnostics import Diagnostic
from perfsite.history.read import History
from perfsite.history.versions import Version
from perfsite.publication.reaching_back import is_of_standard, reach_of_version
from perfsite.records.library import Library


def check_reaching_back(library: Library, history: History, zone: dt.tzinfo) -> Iterator[Diagnostic]:
    """Needs the history, so that only a command that has read it asks. The day is that of landing, in the site's zone."""

    def published(version: Version) -> dt.date:
        return version.landed.committed.astimezone(zone).date()

    timelines = history.timelines
    first = min((published(timeline.versions[0]) for timeline in timelines.values()), default=dt.date.max)
    for ref, timeline in timelines.items():
        record = library.find(ref) if is_of_standard(ref) else None
        if record is None or record.incomplete:
            continue
        for version in timeline.versions:
            reach = reach_of_version(version, timeline, published(version), first, record)
            if reach is not None and reach.approved is None:
                yield problem(
                    library, record, reach.route, "PS741", {"since": reach.since, "published": reach.published}
                )


__all__ = ["check_reaching_back"]
