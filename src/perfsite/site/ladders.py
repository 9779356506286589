"""The view of a ladder: its levels by track and rank, where each leads, and its competencies."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from perfsite.records.ladder import Ladder, Level, PromotionCriteria
from perfsite.records.texts import Text
from perfsite.site.competencies import AreaView, mark_of, view_areas
from perfsite.site.edition import Edition, Link
from perfsite.site.generic import MentionGroup, mention_groups
from perfsite.site.levels import comparison_address, level_link
from perfsite.site.seen import seen
from perfsite.site.sentences import Fact, say
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


def view_ladder(ladder: Ladder, edition: Edition) -> LadderView:
    ways = ways_of(ladder, edition)
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
        areas=view_areas(ladder, edition, in_order(ladder)),
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


def in_order(ladder: Ladder) -> tuple[Level, ...]:
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
    return Step(link.title, link.address, level.summary, mark_of(level.status, edition), ways.get(level.id, ()))


def ways_of(ladder: Ladder, edition: Edition, *, inward: bool = False) -> dict[str, tuple[Way, ...]]:
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
        on_track = [level for level in in_order(ladder) if level.track == track and level.status == "active"]
        for lower, upper in pairwise(on_track):
            pairs[lower.id, upper.id] = None
    for criteria in edition.library.of(PromotionCriteria):
        if criteria.ladder == ladder.ref and criteria.from_ != criteria.to and {criteria.from_, criteria.to} <= known:
            pairs[criteria.from_, criteria.to] = None
    return tuple(pairs)


__all__ = ["LadderView", "Way", "comparisons_of", "in_order", "view_ladder", "ways_of"]
