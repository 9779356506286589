"""Which teams and levels a record is about, as far as it says so itself: by which lists of records can be chosen from."""

from __future__ import annotations

from collections.abc import Iterable

from perfsite.records.goal import Goal
from perfsite.records.ladder import PromotionCriteria
from perfsite.records.people import Role, Team
from perfsite.records.period import Period
from perfsite.records.record import Record
from perfsite.records.result import AwardResult, PromotionResult
from perfsite.records.reward import Reward
from perfsite.records.rule import AppliesTo, ScoringRule
from perfsite.records.training import Training
from perfsite.site.edition import Edition
from perfsite.site.goals_index import team_of_goal
from perfsite.site.levels import find_level
from perfsite.site.seen import seen
from perfsite.site.sifting import Choice
from perfsite.site.tables import level_height


def teams_of(record: Record, edition: Edition) -> tuple[str, ...]:
    """The ids of the teams that a record is about or is for: one that is for everybody is for none of them."""
    if isinstance(record, Goal):
        team = team_of_goal(record, edition.library.get(Period, seen(record.period)), edition)
        return () if team is None else (team.id,)
    if isinstance(record, Team):
        return (record.id,)
    applies = _applies_to(record, edition)
    return () if applies is None else tuple(ref.id for ref in applies.team)


def levels_of(record: Record, edition: Edition) -> tuple[str, ...]:
    """The ids of the levels that a record is about or is for."""
    if isinstance(record, PromotionCriteria):
        return _there(seen(record.from_), seen(record.to))
    if isinstance(record, PromotionResult):
        criteria = edition.library.get(PromotionCriteria, seen(record.criteria))
        return () if criteria is None else levels_of(criteria, edition)
    if isinstance(record, Role | Training):
        return tuple(record.levels)
    applies = _applies_to(record, edition)
    if applies is None or applies.level:
        return () if applies is None else tuple(applies.level)
    roles = (edition.library.get(Role, ref) for ref in applies.role)
    return tuple(dict.fromkeys(level for role in roles if role is not None for level in role.levels))


def _applies_to(record: Record, edition: Edition) -> AppliesTo | None:
    """Whom a rule or a reward is for, or the reward of a result."""
    if isinstance(record, AwardResult):
        reward = edition.library.get(Reward, seen(record.reward))
        return None if reward is None else seen(reward.applies_to)
    return seen(record.applies_to) if isinstance(record, ScoringRule | Reward) else None


def _there(*ids: str | None) -> tuple[str, ...]:
    return tuple(id for id in ids if id is not None)


def team_choices(edition: Edition) -> tuple[Choice, ...]:
    """Every team, as a reader looks for it."""
    return tuple(Choice(team.id, edition.title(team)) for team in edition.sorted(edition.library.of(Team)))


def level_choices(ids: Iterable[str], edition: Edition) -> tuple[Choice, ...]:
    """Those levels, the lowest first."""
    found = ((id, find_level(edition, id)) for id in dict.fromkeys(ids))
    choices = (Choice(id, edition.words(place[1].title) or id) for id, place in found if place is not None)
    return tuple(sorted(choices, key=level_height(edition)))


__all__ = ["level_choices", "levels_of", "team_choices", "teams_of"]
