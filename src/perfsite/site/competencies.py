"""What competencies look like at each level, by area."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from perfsite.records.ladder import Competency, Expectation, Ladder, Level
from perfsite.records.record import STATUS
from perfsite.records.texts import Text
from perfsite.site.edition import Edition, Link
from perfsite.site.levels import competency_link, level_link
from perfsite.site.seen import seen
from perfsite.site.sentences import say
from perfsite.site.status import Status


@dataclass(frozen=True, slots=True)
class ExpectationView:
    """What a competency looks like at a level. `marks` are proficiency and points, where a ladder has them."""

    id: str
    descriptor: Text | None
    examples: tuple[Text, ...]
    links: tuple[Link, ...]
    marks: tuple[Any, ...]
    status: Status | None


@dataclass(frozen=True, slots=True)
class AtLevel:
    """What is expected at one level; `id` is the level's."""

    id: str
    level: Link
    expectations: tuple[ExpectationView, ...]


@dataclass(frozen=True, slots=True)
class CompetencyView:
    """`levels` in the order of the ladder; on a level's page the one level alone."""

    id: str
    title: Text | str
    address: str
    summary: Text | None
    track: Any
    status: Status | None
    levels: tuple[AtLevel, ...]


@dataclass(frozen=True, slots=True)
class AreaView:
    id: str
    title: Any
    competencies: tuple[CompetencyView, ...]


def view_areas(
    ladder: Ladder, edition: Edition, levels: Iterable[Level], *, whole: bool = True
) -> tuple[AreaView, ...]:
    """Competencies by area. Without `whole` only those that say something about these levels."""
    wanted = tuple(levels)
    grouped: dict[str | None, list[CompetencyView]] = {key: [] for key, _ in ladder.areas}
    for key, competency in ladder.competencies:
        view = _competency(key, competency, ladder, edition, wanted, whole)
        if whole or view.levels:
            grouped.setdefault(competency.area, []).append(view)
    return tuple(
        AreaView(area_id(area), area_title(area, ladder, alone=len(grouped) == 1), tuple(views))
        for area, views in grouped.items()
        if views
    )


def area_id(area: str | None) -> str:
    return f"areas.{area}" if area is not None else "competencies-other"


def area_title(area: str | None, ladder: Ladder, *, alone: bool = False) -> Any:
    if area is None:
        return say("ladder.competencies" if alone else "ladder.other-area")
    return dict(ladder.areas).get(area, area)


def _competency(
    key: str, competency: Competency, ladder: Ladder, edition: Edition, levels: tuple[Level, ...], whole: bool
) -> CompetencyView:
    stated = dict(competency.levels)
    order = [level.id for level in levels]
    # What a ladder says of a level that it does not have is shown all the same.
    order += [id for id in stated if id not in order] if whole else []
    track = dict(ladder.tracks).get(competency.track or "")
    return CompetencyView(
        id=f"competencies.{key}",
        title=seen(competency.title) or key,
        address=competency_link(edition, key, ladder).address,
        summary=competency.summary,
        track=say("ladder.only-track", track=track) if track is not None else None,
        status=mark_of(competency.status, edition),
        levels=tuple(
            AtLevel(
                id, level_link(edition, id, ladder), tuple(view_expectation(e, ladder, edition) for e in stated[id])
            )
            for id in order
            if stated.get(id)
        ),
    )


def view_expectation(expectation: Expectation, ladder: Ladder, edition: Edition) -> ExpectationView:
    scale = dict(ladder.scale)
    marks: list[Any] = []
    if expectation.proficiency is not None:
        marks.append(scale.get(expectation.proficiency, expectation.proficiency))
    if expectation.points is not None:
        marks.append(say("ladder.points", n=Decimal(expectation.points)))
    return ExpectationView(
        id=expectation.id or "",
        descriptor=expectation.descriptor,
        examples=expectation.examples,
        links=tuple(
            Link(edition.words(link.title), edition.resolve(link.url) or (link.url if ":" in link.url else ""))
            for link in expectation.links
            if seen(link.title) is not None and seen(link.url) is not None
        ),
        marks=tuple(marks),
        status=mark_of(expectation.status, edition),
    )


def mark_of(status: str | None, edition: Edition) -> Status | None:
    """A mark on what is kept but not used."""
    if status in (None, "active"):
        return None
    return Status("ended" if status == "legacy" else "neutral", edition.words(STATUS.choices[status]))


__all__ = [
    "AreaView",
    "CompetencyView",
    "ExpectationView",
    "area_id",
    "area_title",
    "mark_of",
    "view_areas",
    "view_expectation",
]
