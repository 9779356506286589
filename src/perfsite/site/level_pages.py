"""Pages below a ladder's own: one for each level, and one for each pair of levels worth comparing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from perfsite.records.ladder import Ladder, Level, PromotionCriteria
from perfsite.records.people import Role
from perfsite.records.texts import Text
from perfsite.records.training import Training
from perfsite.site.competencies import (
    AreaView,
    ExpectationView,
    area_id,
    area_title,
    mark_of,
    view_areas,
    view_expectation,
)
from perfsite.site.edition import Edition, Link
from perfsite.site.ladders import Way, comparisons_of, in_order, ways_of
from perfsite.site.levels import comparison_address, competency_link, level_address, level_link
from perfsite.site.plan import Page, page_of
from perfsite.site.seen import seen
from perfsite.site.sentences import Fact, full, joined, say
from perfsite.site.status import Status


@dataclass(frozen=True, slots=True)
class LevelView:
    kind: str
    title: Text | str
    id: str
    status: Status | None
    summary: Text | None
    facts: tuple[Fact, ...]
    ways_in: tuple[Way, ...]
    ways_out: tuple[Way, ...]
    areas: tuple[AreaView, ...]
    unstated: tuple[Link, ...]
    training: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ComparedRow:
    competency: Link
    before: tuple[ExpectationView, ...]
    after: tuple[ExpectationView, ...]


@dataclass(frozen=True, slots=True)
class ComparedArea:
    id: str
    title: Any
    rows: tuple[ComparedRow, ...]


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """Two levels side by side. `both`, `grown` and `fresh` count competencies: on both, on both and worded anew, new."""

    kind: str
    title: Any
    before: Link
    after: Link
    before_summary: Text | None
    after_summary: Text | None
    criteria: tuple[Link, ...]
    said: Any
    areas: tuple[ComparedArea, ...]


def view_level(level: Level, ladder: Ladder, edition: Edition) -> LevelView:
    areas = view_areas(ladder, edition, (level,), whole=False)
    stated = {view.id for area in areas for view in area.competencies}
    # A competency may belong to the other track alone: what it leaves out there is no gap.
    unstated = tuple(
        competency_link(edition, key, ladder)
        for key, competency in ladder.competencies
        if f"competencies.{key}" not in stated
        and competency.track in (None, level.track)
        and competency.status == "active"
    )
    return LevelView(
        kind=edition.title(ladder),
        title=seen(level.title) or level.id,
        id=level.id,
        status=mark_of(level.status, edition),
        summary=level.summary,
        facts=_level_facts(level, ladder, edition, len(stated)),
        ways_in=ways_of(ladder, edition, inward=True).get(level.id, ()),
        ways_out=ways_of(ladder, edition).get(level.id, ()),
        areas=areas,
        unstated=unstated if areas else (),
        training=tuple(
            edition.link(course) for course in edition.sorted(edition.library.of(Training)) if level.id in course.levels
        ),
    )


def _level_facts(level: Level, ladder: Ladder, edition: Edition, count: int) -> tuple[Fact, ...]:
    track = dict(ladder.tracks).get(level.track or "")
    roles = [r for r in edition.library.of(Role) if level.id in r.levels and r.ladder in (None, ladder.ref)]
    facts = (
        Fact("ladder.track", track) if track is not None else None,
        Fact("ladder.rank", level.rank) if seen(level.rank) is not None else None,
        Fact("ladder.roles", joined(*(edition.link(role) for role in edition.sorted(roles)))) if roles else None,
        Fact("ladder.competencies", count) if count else None,
    )
    return tuple(fact for fact in facts if fact is not None)


def view_comparison(before: Level, after: Level, ladder: Ladder, edition: Edition) -> ComparisonView:
    areas: dict[str | None, list[ComparedRow]] = {key: [] for key, _ in ladder.areas}
    both = fresh = gone = 0
    for key, competency in ladder.competencies:
        stated = dict(competency.levels)
        sides = tuple(
            tuple(view_expectation(e, ladder, edition) for e in stated.get(level.id, ())) for level in (before, after)
        )
        if not sides[0] and not sides[1]:
            continue
        both, fresh, gone = both + bool(sides[0] and sides[1]), fresh + (not sides[0]), gone + (not sides[1])
        areas.setdefault(competency.area, []).append(ComparedRow(competency_link(edition, key, ladder), *sides))
    first, second = level_link(edition, before.id, ladder), level_link(edition, after.id, ladder)
    alone = len([rows for rows in areas.values() if rows]) == 1
    return ComparisonView(
        kind=edition.title(ladder),
        title=say("compare.title", before=first.title, after=second.title),
        before=first,
        after=second,
        before_summary=before.summary,
        after_summary=after.summary,
        criteria=tuple(
            edition.link(c)
            for c in edition.library.of(PromotionCriteria)
            if c.ladder == ladder.ref and (c.from_, c.to) == (before.id, after.id)
        ),
        said=full(
            say("compare.both", n=both) if both else None,
            say("compare.fresh", n=fresh) if fresh else None,
            say("compare.gone", n=gone) if gone else None,
        ),
        areas=tuple(
            ComparedArea(area_id(area), area_title(area, ladder, alone=alone), tuple(rows))
            for area, rows in areas.items()
            if rows
        ),
    )


def plan_levels(ladder: Ladder, edition: Edition, trail: tuple[Link, ...]) -> Iterator[Page]:
    """A page for each level, in the order of each track, and one for each pair that is worth comparing."""
    here = (*trail, edition.link(ladder))
    for level in in_order(ladder):
        address = level_address(edition, ladder, level.id)
        track = [other for other in in_order(ladder) if other.track == level.track]
        place = track.index(level)
        yield page_of(
            edition,
            address,
            "level.html",
            edition.words(level.title) or level.id,
            partial(view_level, level, ladder, edition),
            section=ladder.folder,
            trail=here,
            description=edition.words(level.summary).split("\n")[0][:200],
            beside=(
                level_link(edition, track[place - 1].id, ladder) if place else None,
                level_link(edition, track[place + 1].id, ladder) if place + 1 < len(track) else None,
            ),
            about=ladder,
        )
    for first, second in comparisons_of(ladder, edition):
        before, after = ladder.level(first), ladder.level(second)
        if before is not None and after is not None:
            yield _plan_comparison(before, after, ladder, edition, here)


def _plan_comparison(before: Level, after: Level, ladder: Ladder, edition: Edition, trail: tuple[Link, ...]) -> Page:
    address = comparison_address(edition, ladder, before.id, after.id)
    return page_of(
        edition,
        address,
        "compare-levels.html",
        " → ".join(level_link(edition, level.id, ladder).title for level in (before, after)),
        partial(view_comparison, before, after, ladder, edition),
        section=ladder.folder,
        trail=trail,
        about=ladder,
    )


__all__ = ["ComparisonView", "LevelView", "plan_levels", "view_comparison", "view_level"]
