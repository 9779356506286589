"""The view of a role: what counts for the people in it, and who they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from perfsite.records.ladder import Ladder, PromotionCriteria
from perfsite.records.people import Role
from perfsite.records.record import Record
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.records.texts import Text
from perfsite.records.training import Training
from perfsite.site.edition import Edition, Link
from perfsite.site.levels import level_link
from perfsite.site.ordering import by_title
from perfsite.site.periods import Listed
from perfsite.site.rewards import headline
from perfsite.site.seen import seen
from perfsite.site.sentences import Fact, Said, joined
from perfsite.site.staff import holders_of, position_level
from perfsite.site.standing import Standing, view_standing
from perfsite.site.status import standard_state_of, status_of
from perfsite.site.teams import Member, people_hidden_said


@dataclass(frozen=True, slots=True)
class TeamGroup:
    team: Link
    people: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class RoleView:
    """`rules` and `rewards` are in force; `coming` are approved and not yet in force."""

    kind: str
    title: str
    id: str
    summary: Text | None
    facts: tuple[Fact, ...]
    rules: tuple[Listed, ...]
    rewards: tuple[Listed, ...]
    coming: tuple[Listed, ...]
    promotions: tuple[Listed, ...]
    training: tuple[Listed, ...]
    people: tuple[TeamGroup, ...]
    people_count: int
    people_hidden: Said | None
    body: Text | None
    standing: Standing


def view_role(role: Role, edition: Edition) -> RoleView:
    holders = holders_of(role, edition)
    standards = standards_for(role, edition)
    now = [record for record in standards if standard_state_of(record, edition).name == "in force"]
    coming = [record for record in standards if standard_state_of(record, edition).name == "approved"]
    return RoleView(
        kind=edition.words(role.noun),
        title=edition.title(role),
        id=role.id,
        summary=role.summary,
        facts=_facts(role, edition),
        rules=tuple(_standard_entry(r, edition) for r in now if isinstance(r, ScoringRule)),
        rewards=tuple(_standard_entry(r, edition) for r in now if isinstance(r, Reward)),
        coming=tuple(_standard_entry(r, edition, state=True) for r in coming),
        promotions=tuple(_promotions(role, edition)),
        training=tuple(_training(role, edition)),
        people=_people(role, edition),
        people_count=len(holders),
        people_hidden=None if holders else people_hidden_said(edition),
        body=role.body,
        standing=view_standing(role, edition),
    )


def _facts(role: Role, edition: Edition) -> tuple[Fact, ...]:
    ladder = edition.library.get(Ladder, role.ladder)
    levels = tuple(level_link(edition, level, ladder) for level in role.levels)
    facts = (
        Fact("role.levels", joined(*levels)) if levels else None,
        Fact("role.ladder", edition.link(ladder)) if ladder is not None else None,
    )
    return tuple(fact for fact in facts if fact is not None)


def standards_for(role: Role, edition: Edition) -> tuple[ScoringRule | Reward, ...]:
    """Rules and rewards that name the role, or a level of it, as those they are for."""
    found: dict[Any, ScoringRule | Reward] = {}
    for mention in edition.library.mentioned_by(role):
        if isinstance(mention.record, ScoringRule | Reward) and mention.route[:1] == ("applies_to",):
            found[mention.record.ref] = mention.record
    every: tuple[ScoringRule | Reward, ...] = (*edition.library.of(ScoringRule), *edition.library.of(Reward))
    for record in every:
        applies = seen(record.applies_to)
        if applies is not None and not applies.role and set(applies.level) & set(role.levels):
            found[record.ref] = record
    return tuple(record for record in edition.sorted(found.values()) if record.status == "active")


def _standard_entry(record: ScoringRule | Reward, edition: Edition, *, state: bool = False) -> Listed:
    side = headline(record, edition) if isinstance(record, Reward) else None
    status = status_of(record, edition) if state else None
    return Listed(edition.title(record), edition.address(record), record.summary, side, status)


def _promotions(role: Role, edition: Edition) -> Iterator[Listed]:
    """The ways up from the levels of the role."""
    for criteria in edition.sorted(edition.library.of(PromotionCriteria)):
        if criteria.from_ not in role.levels or (role.ladder is not None and criteria.ladder != role.ladder):
            continue
        if standard_state_of(criteria, edition).name in ("in force", "approved"):
            yield Listed(edition.title(criteria), edition.address(criteria), criteria.summary)


def _training(role: Role, edition: Edition) -> Iterator[Listed]:
    for training in edition.sorted(edition.library.of(Training)):
        if set(training.levels) & set(role.levels):
            yield Listed(edition.title(training), edition.address(training), training.summary, training.duration)


def _people(role: Role, edition: Edition) -> tuple[TeamGroup, ...]:
    grouped: dict[Any, list[Member]] = {}
    for holder in holders_of(role, edition):
        person, level = edition.link(holder.person), position_level(holder.position, edition)
        several = len(role.levels) > 1
        member = Member(person.title, person.address, level.title if several and level is not None else "")
        grouped.setdefault(holder.position.team, []).append(member)
    teams = [(link, grouped[ref]) for ref in grouped if (link := edition.link_to(ref)) is not None]
    teams.sort(key=lambda item: by_title(item[0].title, edition.language))
    return tuple(TeamGroup(link, tuple(people)) for link, people in teams)


# The index


@dataclass(frozen=True, slots=True)
class RolesView:
    title: str
    total: int
    entries: tuple[Listed, ...]


def view_roles(folder: str, records: tuple[Record, ...], edition: Edition) -> RolesView:
    """Roles by their level, the first steps of a career first."""
    from perfsite.site.plan import folder_name

    roles = roles_in_order(edition)
    entries = tuple(
        Listed(
            edition.title(role),
            edition.address(role),
            role.summary,
            _facts(role, edition)[0].value if role.levels else None,
        )
        for role in roles
    )
    return RolesView(edition.words(folder_name(folder)), len(records), entries)


def roles_in_order(edition: Edition) -> tuple[Role, ...]:
    def rank(role: Role) -> int:
        ladder = edition.library.get(Ladder, role.ladder)
        levels = [ladder.level(id) for id in role.levels] if ladder is not None else []
        ranks = [seen(level.rank) for level in levels if level is not None]
        return min((rank for rank in ranks if rank is not None), default=10_000)

    return tuple(sorted(edition.sorted(edition.library.of(Role)), key=rank))


__all__ = ["RoleView", "RolesView", "roles_in_order", "standards_for", "view_role", "view_roles"]
