"""The view of a team: who leads it, who is in it, its goals and what they come from, the teams around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from perfsite.records.goal import Goal
from perfsite.records.people import Person, Team
from perfsite.records.period import Period
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.result import Outcome
from perfsite.records.texts import Text
from perfsite.site.edition import Edition, Link
from perfsite.site.goal_tables import is_of_team, team_of_goal, team_order
from perfsite.site.levels import find_level
from perfsite.site.ordering import by_title
from perfsite.site.people import without_empty
from perfsite.site.periods import Listed, current_period, goals_in, newest_decision
from perfsite.site.seen import seen
from perfsite.site.sentences import Column, Fact, Row, Said, Sheet, say
from perfsite.site.sifting import Choice, value_of
from perfsite.site.staff import Holder, holders_of, position_level
from perfsite.site.standing import Standing, view_standing
from perfsite.site.status import status_of
from perfsite.site.tables import SiftedSheet, Trait, sifted_sheet
from perfsite.site.visibility import hidden_said, is_seen

# A cascade is as deep as a company's goals are; more would be a circle.
_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Cascade:
    """A goal with those that support it below it."""

    goal: Link
    owner: Link | None
    target: Any
    below: tuple[Cascade, ...]


@dataclass(frozen=True, slots=True)
class RoleGroup:
    """People in one role; each entry has name, address and level."""

    role: Link
    people: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    address: str
    role: str


@dataclass(frozen=True, slots=True)
class TeamView:
    kind: str
    title: str
    id: str
    summary: Text | None
    facts: tuple[Fact, ...]
    people: tuple[RoleGroup, ...]
    people_count: int
    people_hidden: Said | None
    period: Link | None
    goals: tuple[Cascade, ...]
    above: tuple[Link, ...]
    parts: tuple[Listed, ...]
    results: tuple[Listed, ...]
    body: Text | None
    standing: Standing


def view_team(team: Team, edition: Edition) -> TeamView:
    period = current_period(edition)
    goals = [g for g in goals_in(period, edition) if _is_of(g, team, edition)] if period is not None else []
    holders = holders_of(team, edition)
    return TeamView(
        kind=edition.words(team.noun),
        title=edition.title(team),
        id=team.id,
        summary=team.summary,
        facts=_facts(team, edition, len(holders)),
        people=group_by_role(holders, edition),
        people_count=len(holders),
        people_hidden=None if holders else people_hidden_said(edition),
        period=edition.link(period) if period is not None else None,
        goals=_cascade(goals, edition),
        above=_above(goals, edition),
        parts=_parts(team, edition),
        results=_results(team, edition),
        body=team.body,
        standing=view_standing(team, edition),
    )


def _facts(team: Team, edition: Edition, people: int) -> tuple[Fact, ...]:
    lead, parent = edition.link_to(team.lead, team.address), edition.link_to(team.parent)
    facts = (
        Fact("team.lead", lead) if lead is not None else None,
        Fact("team.parent", parent) if parent is not None else None,
        Fact("team.location", team.location) if team.location is not None else None,
        Fact("team.people", say("team.n-people", n=people)) if people else None,
    )
    return tuple(fact for fact in facts if fact is not None)


def group_by_role(holders: tuple[Holder, ...], edition: Edition) -> tuple[RoleGroup, ...]:
    """People by role; the roles of those with the highest level first, as an organisation reads."""
    grouped: dict[Ref, list[Holder]] = {}
    for holder in holders:
        grouped.setdefault(holder.position.role, []).append(holder)
    groups = []
    for ref in sorted(grouped, key=lambda ref: (-max(_rank(h, edition) for h in grouped[ref]), ref.id)):
        role = edition.link_to(ref)
        if role is not None:
            groups.append(RoleGroup(role, tuple(_member(holder, role, edition) for holder in grouped[ref])))
    return tuple(groups)


def _rank(holder: Holder, edition: Edition) -> int:
    found = find_level(edition, holder.position.level) if holder.position.level is not None else None
    return (seen(found[1].rank) or 0) if found is not None else 0


def _member(holder: Holder, role: Link, edition: Edition) -> Member:
    """A person with their level, unless that is called as the role is."""
    link, level = edition.link(holder.person), position_level(holder.position, edition)
    told = level is not None and level.title != role.title
    return Member(link.title, link.address, level.title if told and level is not None else "")


def people_hidden_said(edition: Edition) -> Said:
    """Why no people are listed: their days are not seen, or there are none."""
    if not is_seen(edition, Person, "positions", "from"):
        return hidden_said(edition, "people", Person, "positions", "from")
    return say("team.no-people")


def _is_of(goal: Goal, team: Team, edition: Edition) -> bool:
    found = team_of_goal(goal, edition.library.get(Period, goal.period), edition)
    return found is not None and found.id == team.id


def _cascade(goals: list[Goal], edition: Edition) -> tuple[Cascade, ...]:
    """The team's goals as trees: each stands below the one that it supports, if that is the team's own."""
    own = {goal.ref: goal for goal in goals}
    below: dict[Ref | None, list[Goal]] = {}
    for goal in goals:
        above = goal.supports if goal.supports in own and goal.supports != goal.ref else None
        below.setdefault(above, []).append(goal)

    def grow(ref: Ref | None, depth: int) -> tuple[Cascade, ...]:
        if depth > _DEPTH:
            return ()
        return tuple(
            Cascade(
                edition.link(goal),
                edition.link_to(goal.owner, goal.address),
                _target(goal, edition),
                grow(goal.ref, depth + 1),
            )
            for goal in _in_order(below.get(ref, []), edition)
        )

    return grow(None, 1)


def _target(goal: Goal, edition: Edition) -> Any:
    target = goal.target_on(edition.as_of)
    if target is None and goal.key_results:
        return say("goals.key-results", n=len(goal.key_results))
    return target


def _in_order(goals: list[Goal], edition: Edition) -> list[Goal]:
    return sorted(edition.sorted(goals), key=lambda goal: not is_of_team(goal))


def _above(goals: list[Goal], edition: Edition) -> tuple[Link, ...]:
    """The goals of others that this team's goals support."""
    own = {goal.ref for goal in goals}
    refs = dict.fromkeys(goal.supports for goal in goals if goal.supports is not None and goal.supports not in own)
    return edition.links_to(refs)


def _parts(team: Team, edition: Edition) -> tuple[Listed, ...]:
    found = [
        m.record for m in edition.library.mentioned_by(team) if m.route == ("parent",) and isinstance(m.record, Team)
    ]
    return tuple(team_entry(part, edition) for part in edition.sorted(found))


def team_entry(team: Team, edition: Edition) -> Listed:
    lead = edition.link_to(team.lead, team.address)
    return Listed(
        edition.title(team), edition.address(team), team.summary, say("team.led-by", lead=lead) if lead else None
    )


def _results(team: Team, edition: Edition) -> tuple[Listed, ...]:
    """Results that name the team as a recipient."""
    found = {
        m.record.ref: m.record
        for m in edition.library.mentioned_by(team)
        if isinstance(m.record, Outcome) and m.route[:1] == ("recipients",)
    }
    return tuple(
        Listed(edition.title(r), edition.address(r), r.summary, edition.link_to(r.period), status_of(r, edition))
        for r in sorted(found.values(), key=newest_decision)
    )


# The index


@dataclass(frozen=True, slots=True)
class TeamsView:
    title: str
    teams: SiftedSheet | None
    total: int


def view_teams(folder: str, records: tuple[Record, ...], edition: Edition) -> TeamsView:
    from perfsite.site.plan import folder_name

    return TeamsView(edition.words(folder_name(folder)), _teams(edition), len(records))


def _teams(edition: Edition) -> SiftedSheet | None:
    """All teams, each followed by those below it."""
    order = team_order(edition)
    teams = sorted(edition.library.of(Team), key=lambda team: order.get(team.id, len(order)))
    rows = tuple(
        Row(
            (
                edition.link(team),
                edition.link_to(team.parent),
                edition.link_to(team.lead, team.address),
                team.location,
                len(holders_of(team, edition)) or None,
            ),
            note=team.summary,
        )
        for team in teams
    )
    columns = (
        Column("recipient.team", "wide", "name"),
        Column("team.parent", sort="parent"),
        Column("team.lead", sort="lead"),
        Column("team.location", sort="location"),
        Column("team.people", "number", "people"),
    )
    places = [team.location for team in teams]
    traits = (
        # The same word in each language, so that the page in another has the same chosen.
        Trait(
            "location",
            "team.location",
            [(Choice(value_of(next(iter(place))[1]), place),) if place is not None else () for place in places],
            lambda choice: by_title(edition.words(choice.label), edition.language),
        ),
    )
    return sifted_sheet(without_empty(Sheet(say("team.table"), columns, rows)), edition, by=("parent",), traits=traits)


__all__ = [
    "Cascade",
    "Member",
    "RoleGroup",
    "TeamView",
    "TeamsView",
    "group_by_role",
    "people_hidden_said",
    "view_team",
    "view_teams",
]
