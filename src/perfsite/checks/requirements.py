"""The trees of requirements, leaf by leaf with their places."""

from __future__ import annotations

from collections.abc import Iterator

from perfsite.records.requirement import Requirement
from perfsite.sources.nodes import Route


def leaves_of(requirement: Requirement | None, route: Route) -> Iterator[tuple[Requirement, Route]]:
    """The requirements below one that are not groups, in order, each with its route."""
    if requirement is None:
        return
    groups = (("all", requirement.all_), ("any", requirement.any_))
    if not any(parts for _, parts in groups):
        yield requirement, route
    for key, parts in groups:
        for index, part in enumerate(parts):
            yield from leaves_of(part, (*route, key, index))
