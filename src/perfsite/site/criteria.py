"""The view of promotion criteria: from where to where, what it takes as a checklist, who decides, what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from perfsite.records.ladder import Ladder, PromotionCriteria, Waivers
from perfsite.records.requirement import Requirement
from perfsite.records.result import PromotionResult
from perfsite.records.texts import Text
from perfsite.records.training import Training
from perfsite.site.edition import Edition, Link
from perfsite.site.generic import MentionGroup, mention_groups
from perfsite.site.levels import comparison_address, level_link
from perfsite.site.requirements import Need, view_requirement
from perfsite.site.rewards import ResultEntry, result_entries
from perfsite.site.seen import seen
from perfsite.site.sentences import Clause, Fact, full, joined, say
from perfsite.site.standing import Standing, in_force_fact, view_standing
from perfsite.site.status import Status, status_of


@dataclass(frozen=True, slots=True)
class CriteriaView:
    kind: str
    title: str
    id: str
    status: Status | None
    summary: Text | None
    from_level: Link | None
    to_level: Link | None
    comparison: Link | None
    facts: tuple[Fact, ...]
    not_sufficient: bool
    requires: Need | None
    waivers: tuple[Clause, ...]
    rounds: Text | None
    quota: Text | None
    training: tuple[Link, ...]
    results: tuple[ResultEntry, ...]
    body: Text | None
    standing: Standing
    mentions: tuple[MentionGroup, ...]


def view_criteria(criteria: PromotionCriteria, edition: Edition) -> CriteriaView:
    ladder = edition.library.get(Ladder, criteria.ladder)
    leaves = criteria.requires.leaves() if seen(criteria.requires) is not None else ()
    results = [r for r in edition.mentions(criteria, "promotion-result") if isinstance(r, PromotionResult)]
    return CriteriaView(
        kind=edition.words(criteria.noun),
        title=edition.title(criteria),
        id=criteria.id,
        status=status_of(criteria, edition),
        summary=criteria.summary,
        from_level=level_link(edition, criteria.from_, ladder) if criteria.from_ else None,
        to_level=level_link(edition, criteria.to, ladder) if criteria.to else None,
        comparison=_comparison(criteria, ladder, edition),
        facts=_facts(criteria, ladder, edition),
        not_sufficient=bool(criteria.necessary_not_sufficient),
        requires=view_requirement(
            criteria.requires, edition, prefix="requires", ladder=ladder, waivable=_waivable(criteria, leaves)
        ),
        waivers=_waiver_clauses(criteria.waivers, edition, criteria.address),
        rounds=criteria.rounds,
        quota=criteria.quota,
        training=_training(leaves, edition),
        results=result_entries(results, edition),
        body=criteria.body,
        standing=view_standing(criteria, edition),
        mentions=mention_groups(criteria, edition, without=("promotion-result",)),
    )


def _facts(criteria: PromotionCriteria, ladder: Ladder | None, edition: Edition) -> tuple[Fact, ...]:
    count = count_requirements(criteria)
    facts = (
        Fact("criteria.ladder", edition.link(ladder)) if ladder is not None else None,
        Fact("criteria.count", say("criteria.count-of", n=count)) if count else None,
        Fact("criteria.notice", criteria.notice) if criteria.notice is not None else None,
        in_force_fact(criteria, edition),
    )
    return tuple(fact for fact in facts if fact is not None)


def count_requirements(criteria: PromotionCriteria) -> int | None:
    """How many requirements there are; None where they are not to be seen."""
    requires = seen(criteria.requires)
    return None if requires is None else _count(requires)


def _count(requirement: Requirement) -> int:
    """How many things must be met; where any of several is enough, they are one."""
    return sum(_count(part) for part in requirement.all_) if requirement.all_ else 1


def _comparison(criteria: PromotionCriteria, ladder: Ladder | None, edition: Edition) -> Link | None:
    if ladder is None or seen(criteria.from_) is None or seen(criteria.to) is None:
        return None
    names = [ladder.level(id) for id in (criteria.from_, criteria.to)]
    if None in names or criteria.from_ == criteria.to:
        return None
    return Link(edition.title(criteria), comparison_address(edition, ladder, criteria.from_, criteria.to))


def _waivable(criteria: PromotionCriteria, leaves: tuple[Requirement, ...]) -> frozenset[str] | None:
    if criteria.waivers is None:
        return None
    every = frozenset(leaf.id for leaf in leaves if leaf.id is not None)
    return frozenset(criteria.waivers.requirements) or every


def _waiver_clauses(waivers: Waivers | None, edition: Edition, page: str) -> tuple[Clause, ...]:
    if waivers is None:
        return ()
    by = joined(*edition.links_to(waivers.approved_by or (), page))
    reason = {"required": "waivers.reason-required", "optional": "waivers.reason-optional"}.get(waivers.reason or "")
    said = (
        ("waivers.requirements", full(say("waivers.some" if waivers.requirements else "waivers.all"))),
        ("waivers.approved_by", full(say("waivers.by", by=by)) if by else None),
        ("waivers.reason", full(say(reason)) if reason else None),
    )
    return tuple(Clause(id, words) for id, words in said if words is not None)


def _training(leaves: tuple[Requirement, ...], edition: Edition) -> tuple[Link, ...]:
    """Courses that help: those required, and those that develop a competency that is required."""
    wanted = {key for leaf in leaves for key, _ in leaf.competency}
    required = {ref.id for leaf in leaves for ref in leaf.completed}
    return tuple(
        edition.link(course)
        for course in edition.sorted(edition.library.of(Training))
        if course.id in required or wanted.intersection(course.competencies)
    )


__all__ = ["CriteriaView", "count_requirements", "view_criteria"]
