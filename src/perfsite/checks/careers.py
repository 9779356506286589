"""Ladders and promotion criteria: levels apart, competencies that say something, requirements that results can name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from perfsite.checks.problem import problem, see
from perfsite.checks.requirements import leaves_of
from perfsite.diagnostics import Diagnostic
from perfsite.records.ladder import Ladder, Level, PromotionCriteria
from perfsite.records.library import Library
from perfsite.records.record import Record
from perfsite.records.requirement import EVIDENCE, Requirement
from perfsite.records.reward import Reward
from perfsite.sources.nodes import Route

# What the repository cannot decide, people do.
_JUDGED = ("competency", "judgement")


def check_careers(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    for ladder in library.of(Ladder):
        yield from _levels(library, ladder)
        for id, competency in ladder.competencies:
            if competency.status == "active" and not any(expectations for _, expectations in competency.levels):
                yield problem(library, ladder, ("competencies", id), "PS625", {"id": id}, key=True)
    for criteria in library.of(PromotionCriteria):
        yield from _promotion(library, criteria)
        yield from _ids(library, criteria)
        yield from _evidence(library, criteria, criteria.requires, ("requires",))
    for reward in library.of(Reward):
        yield from _evidence(library, reward, reward.eligibility, ("eligibility",))


def _levels(library: Library, ladder: Ladder) -> Iterator[Diagnostic]:
    ids: dict[str, int] = {}
    ranks: dict[tuple[str | None, int], Level] = {}
    for index, level in enumerate(ladder.levels):
        first = ids.setdefault(level.id, index)
        if first != index:
            related = see(library, ladder, ("levels", first, "id"), "第一次写在这里", "first given here")
            arguments = {"id": level.id, "other": level.id, "rank": level.rank}
            yield problem(library, ladder, ("levels", index, "id"), "PS624", arguments, hint="twice", related=related)
            continue
        if level.status == "not in use":
            continue
        other = ranks.setdefault((level.track, level.rank), level)
        if other is not level:
            arguments = {"id": level.id, "other": other.id, "rank": level.rank}
            yield problem(library, ladder, ("levels", index, "rank"), "PS624", arguments)


def _promotion(library: Library, criteria: PromotionCriteria) -> Iterator[Diagnostic]:
    ladder = library.get(Ladder, criteria.ladder)
    lower, upper = (ladder.level(criteria.from_), ladder.level(criteria.to)) if ladder is not None else (None, None)
    if lower is not None and upper is not None and upper.rank <= lower.rank:
        arguments = {"upper": upper.id, "upper_rank": upper.rank, "lower": lower.id, "lower_rank": lower.rank}
        yield problem(library, criteria, ("to",), "PS621", arguments)


def _ids(library: Library, criteria: PromotionCriteria) -> Iterator[Diagnostic]:
    first_of: dict[str, Route] = {}
    for leaf, route in leaves_of(criteria.requires, ("requires",)):
        if leaf.id is None:
            yield problem(library, criteria, (*route, leaf.subject), "PS622", key=True)
            continue
        first = first_of.setdefault(leaf.id, route)
        if first is not route:
            related = see(library, criteria, (*first, "id"), "第一次用在这里", "first used here")
            arguments = {"id": leaf.id}
            yield problem(library, criteria, (*route, "id"), "PS622", arguments, hint="twice", related=related)


def _evidence(library: Library, record: Record, requirement: Requirement | None, route: Route) -> Iterator[Diagnostic]:
    for leaf, place in leaves_of(requirement, route):
        if leaf.subject in _JUDGED and leaf.evidence is None:
            choices = ", ".join(f"`{word}`" for word in EVIDENCE.choices)
            yield problem(library, record, (*place, leaf.subject), "PS623", {"choices": choices}, key=True)
