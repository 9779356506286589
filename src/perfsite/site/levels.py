"""Levels and competencies of ladders as links: records name them by id, often without naming the ladder."""

from __future__ import annotations

from collections.abc import Iterable

from perfsite.records.ladder import Competency, Ladder, Level
from perfsite.site.edition import Edition, Link


def level_address(edition: Edition, ladder: Ladder, level_id: str) -> str:
    return f"/{edition.language}/{ladder.folder}/{ladder.id}/{level_id}.html"


def comparison_address(edition: Edition, ladder: Ladder, from_id: str, to_id: str) -> str:
    return f"/{edition.language}/{ladder.folder}/{ladder.id}/compare/{from_id}/{to_id}.html"


def find_level(edition: Edition, level_id: str, ladder: Ladder | None = None) -> tuple[Ladder, Level] | None:
    """The level of that id in a ladder, or in the first ladder that has one."""
    for candidate in (ladder,) if ladder is not None else edition.library.of(Ladder):
        level = candidate.level(level_id)
        if level is not None:
            return candidate, level
    return None


def level_link(edition: Edition, level_id: str, ladder: Ladder | None = None) -> Link:
    """A link to a level's page; only its id where no ladder that this audience sees has it."""
    found = find_level(edition, level_id, ladder)
    if found is None:
        return Link(level_id)
    return Link(edition.words(found[1].title) or level_id, level_address(edition, found[0], level_id))


def level_links(edition: Edition, level_ids: Iterable[str], ladder: Ladder | None = None) -> tuple[Link, ...]:
    return tuple(level_link(edition, level_id, ladder) for level_id in level_ids)


def find_competency(
    edition: Edition, competency_id: str, ladder: Ladder | None = None
) -> tuple[Ladder, Competency] | None:
    for candidate in (ladder,) if ladder is not None else edition.library.of(Ladder):
        for key, competency in candidate.competencies:
            if key == competency_id:
                return candidate, competency
    return None


def competency_link(edition: Edition, competency_id: str, ladder: Ladder | None = None) -> Link:
    """A link to where a ladder describes a competency on all levels."""
    found = find_competency(edition, competency_id, ladder)
    if found is None:
        return Link(competency_id)
    title = edition.words(found[1].title) or competency_id
    return Link(title, f"{edition.address(found[0])}#competencies.{competency_id}")


__all__ = [
    "comparison_address",
    "competency_link",
    "find_competency",
    "find_level",
    "level_address",
    "level_link",
    "level_links",
]
