"""Tables of goals on the pages of periods, teams and people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from perfsite.records.goal import Goal
from perfsite.records.people import Person, Team
from perfsite.records.period import Period
from perfsite.site.edition import Edition
from perfsite.site.ordering import by_title
from perfsite.site.seen import seen
from perfsite.site.sentences import Column, Row, Said, Sheet, say
from perfsite.site.staff import level_of_owner, position_in
from perfsite.site.tables import Sift, Trait, choice_of, level_height, sifted


@dataclass(frozen=True, slots=True)
class GoalGroup:
    """The goals of a team, or of those above all teams."""

    id: str
    title: Any
    sheet: Sheet


def view_goal_groups(goals: Iterable[Goal], period: Period, edition: Edition) -> tuple[Sift, tuple[GoalGroup, ...]]:
    """The goals of a period by team, with the form above them."""
    grouped = goals_by_team(goals, period, edition)
    groups = [_goal_group(team, own, edition) for team, own in grouped]
    placed = [(team, goal) for team, own in grouped for goal in own]
    traits = (
        Trait("team", "recipient.team", [choice_of(edition.link(team)) if team else () for team, _ in placed]),
        Trait(
            "level",
            "person.level",
            [choice_of(level_of_owner(goal, period, edition)) for _, goal in placed],
            level_height(edition),
        ),
    )
    sift, sheets = sifted([group.sheet for group in groups], edition, traits)
    return sift, tuple(replace(group, sheet=sheet) for group, sheet in zip(groups, sheets, strict=True))


def goals_by_team(
    goals: Iterable[Goal], period: Period, edition: Edition
) -> list[tuple[Team | None, tuple[Goal, ...]]]:
    """The company's goals first, then each team's, then those whose team is not known."""
    teams = team_order(edition)
    grouped: dict[str, list[Goal]] = {}
    for goal in goals:
        team = team_of_goal(goal, period, edition)
        grouped.setdefault("" if team is None else team.id, []).append(goal)
    order = sorted(grouped, key=lambda id: teams.get(id, len(teams)))
    return [(edition.library.get(Team, id) if id else None, sorted_goals(grouped[id], edition)) for id in order]


def _goal_group(team: Team | None, goals: Iterable[Goal], edition: Edition) -> GoalGroup:
    title: Any = edition.link(team) if team is not None else say("period.other-goals")
    caption = say("goals.of", who=edition.title(team)) if team is not None else say("goals.rest")
    return GoalGroup(f"team-{team.id}" if team is not None else "team", title, goal_sheet(goals, edition, caption))


def team_order(edition: Edition) -> dict[str, int]:
    """Each team's place when teams are read from the top, each followed by those below it."""
    children: dict[str, list[Team]] = {}
    teams = {team.id: team for team in edition.library.of(Team)}
    for team in edition.sorted(teams.values()):
        above = team.parent.id if team.parent is not None and team.parent.id in teams else ""
        children.setdefault(above, []).append(team)
    order: dict[str, int] = {}

    def walk(above: str) -> None:
        for team in children.get(above, ()):
            if team.id not in order:
                order[team.id] = len(order)
                walk(team.id)

    walk("")
    return order


def team_of_goal(goal: Goal, period: Period | None, edition: Edition) -> Team | None:
    """The team that owns a goal, or in which its owner works in the period."""
    owner = seen(goal.owner)
    if owner is not None and owner.kind == "team":
        return edition.library.get(Team, owner)
    person = edition.library.get(Person, owner)
    position = position_in(person, period) if person is not None else None
    return edition.library.get(Team, position.team) if position is not None else None


def goals_of_teams(edition: Edition) -> dict[str, tuple[Goal, ...]]:
    """The goals of each team, in any period, by the team's id."""
    found: dict[str, list[Goal]] = {}
    for goal in edition.library.of(Goal):
        team = team_of_goal(goal, edition.library.get(Period, goal.period), edition)
        if team is not None:
            found.setdefault(team.id, []).append(goal)
    return {id: tuple(goals) for id, goals in found.items()}


def is_of_team(goal: Goal) -> bool:
    owner = seen(goal.owner)
    return owner is not None and owner.kind == "team"


def sorted_goals(goals: Iterable[Goal], edition: Edition) -> tuple[Goal, ...]:
    """Goals of teams before those of people, each by the owner's name."""
    return tuple(sorted(edition.sorted(goals), key=lambda goal: by_owner(goal, edition)))


def by_owner(goal: Goal, edition: Edition) -> tuple[bool, tuple[str, ...]]:
    """A sorting key: goals of teams before those of people, and each by the owner's name."""
    link = edition.link_to(goal.owner, goal.address)
    return not is_of_team(goal), by_title(link.title if link else "", edition.language)


def goal_sheet(
    goals: Iterable[Goal], edition: Edition, caption: Any, *, owner: bool = True, period: bool = False
) -> Sheet:
    """Goals as a table. Those of teams stand before those of people."""
    rows = []
    for goal in sorted_goals(goals, edition):
        metric, target = edition.link_to(goal.metric), goal.target_on(edition.as_of)
        cells: list[Any] = [edition.link(goal)]
        if owner:
            cells.append(edition.link_to(goal.owner, goal.address))
        if period:
            cells.append(edition.link_to(goal.period))
        cells += [metric, target if target is not None else _results_said(goal)]
        rows.append(Row(tuple(cells)))
    columns = [Column("goals.goal", "wide", "title")]
    if owner:
        columns.append(Column("goals.owner", sort="owner"))
    if period:
        columns.append(Column("goals.period", sort="period"))
    columns += [Column("goals.metric", sort="metric"), Column("goals.target", "number", "target")]
    return Sheet(caption, tuple(columns), tuple(rows))


def _results_said(goal: Goal) -> Said | None:
    return say("goals.key-results", n=len(goal.key_results)) if goal.key_results else None


__all__ = [
    "GoalGroup",
    "by_owner",
    "goal_sheet",
    "goals_by_team",
    "goals_of_teams",
    "is_of_team",
    "sorted_goals",
    "team_of_goal",
    "team_order",
    "view_goal_groups",
]
