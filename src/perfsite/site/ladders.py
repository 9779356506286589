"""Views of a ladder, of each of its levels, and of two levels side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Any

from perfsite.records.ladder import Competency, Expectation, Ladder, Level, PromotionCriteria
from perfsite.records.people import Role
from perfsite.records.record import STATUS
from perfsite.records.texts import Text
from perfsite.records.training import Training
from perfsite.site.edition import Edition, Link
from perfsite.site.generic import MentionGroup, mention_groups
from perfsite.site.levels import comparison_address, competency_link, level_address, level_link
from perfsite.site.plan import Page, alternates_of
from perfsite.site.seen import seen
from perfsite.site.sentences import Fact, full, joined, say
from perfsite.site.standing import Standing, in_force_fact, view_standing
from perfsite.site.status import Status, status_of


@dataclass(frozen=True, slots=True)
class Step:
    """A level in the figure of tracks by rank. `ways` lead on from it: the level, by the criteria."""

    title: str
    address: str
    summary: Text | None
    status: Status | None
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """From a level to another: the criteria, and the two side by side."""

    level: Link
    criteria: Link
    comparison: Link | None


@dataclass(frozen=True, slots=True)
class RankRow:
    """One rank: for each track its levels, () where the track has none there."""

    rank: int | None
    cells: tuple[tuple[Step, ...], ...]


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


@dataclass(frozen=True, slots=True)
class LadderView:
    kind: str
    title: str
    id: str
    status: Status | None
    summary: Text | None
    facts: tuple[Fact, ...]
    tracks: tuple[Any, ...]
    ranks: tuple[RankRow, ...]
    has_gaps: bool
    scale: tuple[tuple[str, Text], ...]
    areas: tuple[AreaView, ...]
    body: Text | None
    standing: Standing
    mentions: tuple[MentionGroup, ...]


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


def view_ladder(ladder: Ladder, edition: Edition) -> LadderView:
    ways = _ways(ladder, edition)
    tracks, ranks = _ranks(ladder, edition, ways)
    return LadderView(
        kind=edition.words(ladder.noun),
        title=edition.title(ladder),
        id=ladder.id,
        status=status_of(ladder, edition),
        summary=ladder.summary,
        facts=_facts(ladder, edition),
        tracks=tuple(_track_title(track, ladder) for track in tracks),
        ranks=ranks,
        has_gaps=len(tracks) > 1 and any(not cell for row in ranks for cell in row.cells),
        scale=ladder.scale,
        areas=_areas(ladder, edition, _in_order(ladder)),
        body=ladder.body,
        standing=view_standing(ladder, edition),
        mentions=mention_groups(ladder, edition),
    )


def _track_title(track: str | None, ladder: Ladder) -> Any:
    return say("ladder.no-track") if track is None else dict(ladder.tracks).get(track, track)


def _facts(ladder: Ladder, edition: Edition) -> tuple[Fact, ...]:
    used = [level for level in ladder.levels if level.status == "active"]
    facts = (
        Fact("ladder.levels", len(used)) if used else None,
        Fact("ladder.tracks", len(ladder.tracks)) if ladder.tracks else None,
        Fact("ladder.competencies", len(ladder.competencies)) if ladder.competencies else None,
        in_force_fact(ladder, edition),
    )
    return tuple(fact for fact in facts if fact is not None)


def _in_order(ladder: Ladder) -> tuple[Level, ...]:
    """Levels by rank, and within a rank as the author lists them."""
    return tuple(sorted(ladder.levels, key=lambda level: _height(level.rank)))


def _height(rank: int | None) -> int:
    return -1 if rank is None else rank


def _ranks(
    ladder: Ladder, edition: Edition, ways: dict[str, tuple[Way, ...]]
) -> tuple[tuple[str | None, ...], tuple[RankRow, ...]]:
    """The figure of the ladder: the highest rank first, one column for each track."""
    tracks: list[str | None] = [key for key, _ in ladder.tracks]
    tracks += sorted({level.track for level in ladder.levels if level.track not in tracks}, key=str)
    ranks = sorted({level.rank for level in ladder.levels}, key=_height, reverse=True)
    rows = tuple(
        RankRow(
            rank,
            tuple(
                tuple(
                    _step(level, ladder, edition, ways)
                    for level in ladder.levels
                    if (level.rank, level.track) == (rank, track)
                )
                for track in tracks
            ),
        )
        for rank in ranks
    )
    return tuple(tracks), rows


def _step(level: Level, ladder: Ladder, edition: Edition, ways: dict[str, tuple[Way, ...]]) -> Step:
    link = level_link(edition, level.id, ladder)
    return Step(link.title, link.address, level.summary, _status(level.status, edition), ways.get(level.id, ()))


def _status(status: str | None, edition: Edition) -> Status | None:
    """A mark on what is kept but not used."""
    if status in (None, "active"):
        return None
    return Status("ended" if status == "legacy" else "neutral", edition.words(STATUS.choices[status]))


def _ways(ladder: Ladder, edition: Edition, *, inward: bool = False) -> dict[str, tuple[Way, ...]]:
    """For each level the criteria that lead on from it, or with `inward` those that lead to it."""
    ways: dict[str, list[Way]] = {}
    for criteria in edition.library.of(PromotionCriteria):
        if criteria.ladder != ladder.ref or seen(criteria.from_) is None or seen(criteria.to) is None:
            continue
        here, there = (criteria.to, criteria.from_) if inward else (criteria.from_, criteria.to)
        comparison = None
        if (criteria.from_, criteria.to) in comparisons_of(ladder, edition):
            comparison = Link(edition.title(criteria), comparison_address(edition, ladder, criteria.from_, criteria.to))
        ways.setdefault(here, []).append(Way(level_link(edition, there, ladder), edition.link(criteria), comparison))
    return {level: tuple(found) for level, found in ways.items()}


def comparisons_of(ladder: Ladder, edition: Edition) -> tuple[tuple[str, str], ...]:
    """The pairs of levels that are shown side by side: neighbours on a track, and whatever criteria connect."""
    known = {level.id for level in ladder.levels}
    pairs: dict[tuple[str, str], None] = {}
    for track in dict.fromkeys(level.track for level in ladder.levels):
        on_track = [level for level in _in_order(ladder) if level.track == track and level.status == "active"]
        for lower, upper in pairwise(on_track):
            pairs[lower.id, upper.id] = None
    for criteria in edition.library.of(PromotionCriteria):
        if criteria.ladder == ladder.ref and criteria.from_ != criteria.to and {criteria.from_, criteria.to} <= known:
            pairs[criteria.from_, criteria.to] = None
    return tuple(pairs)


def _areas(ladder: Ladder, edition: Edition, levels: Iterable[Level], *, whole: bool = True) -> tuple[AreaView, ...]:
    """Competencies by area. Without `whole` only those that say something about these levels."""
    wanted = tuple(levels)
    grouped: dict[str | None, list[CompetencyView]] = {key: [] for key, _ in ladder.areas}
    for key, competency in ladder.competencies:
        view = _competency(key, competency, ladder, edition, wanted, whole)
        if whole or view.levels:
            grouped.setdefault(competency.area, []).append(view)
    return tuple(
        AreaView(_area_id(area), _area_title(area, ladder, alone=len(grouped) == 1), tuple(views))
        for area, views in grouped.items()
        if views
    )


def _area_id(area: str | None) -> str:
    return f"areas.{area}" if area is not None else "competencies-other"


def _area_title(area: str | None, ladder: Ladder, *, alone: bool = False) -> Any:
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
        status=_status(competency.status, edition),
        levels=tuple(
            AtLevel(level_link(edition, id, ladder), tuple(_expectation(e, ladder, edition) for e in stated[id]))
            for id in order
            if stated.get(id)
        ),
    )


def _expectation(expectation: Expectation, ladder: Ladder, edition: Edition) -> ExpectationView:
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
        status=_status(expectation.status, edition),
    )


def view_level(level: Level, ladder: Ladder, edition: Edition) -> LevelView:
    areas = _areas(ladder, edition, (level,), whole=False)
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
        status=_status(level.status, edition),
        summary=level.summary,
        facts=_level_facts(level, ladder, edition, len(stated)),
        ways_in=_ways(ladder, edition, inward=True).get(level.id, ()),
        ways_out=_ways(ladder, edition).get(level.id, ()),
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
            tuple(_expectation(e, ladder, edition) for e in stated.get(level.id, ())) for level in (before, after)
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
            ComparedArea(_area_id(area), _area_title(area, ladder, alone=alone), tuple(rows))
            for area, rows in areas.items()
            if rows
        ),
    )


def plan_levels(ladder: Ladder, edition: Edition, trail: tuple[Link, ...]) -> Iterator[Page]:
    """A page for each level, in the order of each track, and one for each pair that is worth comparing."""
    here = (*trail, edition.link(ladder))
    for level in _in_order(ladder):
        address = level_address(edition, ladder, level.id)
        track = [other for other in _in_order(ladder) if other.track == level.track]
        place = track.index(level)
        yield Page(
            address=address,
            language=edition.language,
            section=ladder.folder,
            trail=here,
            template="level.html",
            title=edition.words(level.title) or level.id,
            make=partial(view_level, level, ladder, edition),
            description=edition.words(level.summary).split("\n")[0][:200],
            alternates=alternates_of(edition, address),
            previous=level_link(edition, track[place - 1].id, ladder) if place else None,
            next=level_link(edition, track[place + 1].id, ladder) if place + 1 < len(track) else None,
        )
    for first, second in comparisons_of(ladder, edition):
        before, after = ladder.level(first), ladder.level(second)
        if before is not None and after is not None:
            yield _plan_comparison(before, after, ladder, edition, here)


def _plan_comparison(before: Level, after: Level, ladder: Ladder, edition: Edition, trail: tuple[Link, ...]) -> Page:
    address = comparison_address(edition, ladder, before.id, after.id)
    return Page(
        address=address,
        language=edition.language,
        template="compare-levels.html",
        title=" → ".join(level_link(edition, level.id, ladder).title for level in (before, after)),
        make=partial(view_comparison, before, after, ladder, edition),
        section=ladder.folder,
        trail=trail,
        alternates=alternates_of(edition, address),
    )


__all__ = ["comparisons_of", "plan_levels", "view_comparison", "view_ladder", "view_level"]
