"""The view of all goals: by period and then by team, the periods that run today first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from perfsite.records.goal import Goal
from perfsite.records.people import Person, Team
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity
from perfsite.records.record import Record
from perfsite.site.edition import Edition, Link
from perfsite.site.goals import Progress, how_far, target_said
from perfsite.site.ordering import by_title
from perfsite.site.seen import seen
from perfsite.site.sentences import Days
from perfsite.site.status import Status, status_of


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal among many. `far` is how far it has come in words, "" where nothing tells."""

    title: str
    address: str
    owner: Link | None
    target: Any
    actual: Quantity | None
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class TeamGoals:
    title: str
    address: str
    lines: tuple[GoalLine, ...]


@dataclass(frozen=True, slots=True)
class GoalsOfPeriod:
    """The goals of a period by team. `folded`: the period is over, and its table is opened on demand."""

    id: str
    title: str
    address: str
    days: Days | None
    count: int
    status: Status | None
    teams: tuple[TeamGoals, ...]
    folded: bool


@dataclass(frozen=True, slots=True)
class GoalsView:
    title: str
    total: int
    periods: tuple[GoalsOfPeriod, ...]


def view_goals(folder: str, records: tuple[Record, ...], edition: Edition) -> GoalsView:
    """All goals by period and then by team, the periods that run today first."""
    from perfsite.site.plan import folder_name

    grouped: dict[str, list[Goal]] = {}
    for goal in records:
        assert isinstance(goal, Goal)
        grouped.setdefault(goal.period.id if seen(goal.period) is not None else "", []).append(goal)
    order = sorted(grouped, key=lambda id: period_order(edition.library.get(Period, id), edition.as_of))
    periods = tuple(_goals_of_period(id, grouped[id], edition) for id in order)
    return GoalsView(edition.words(folder_name(folder)), len(records), periods)


def period_order(period: Period | None, day: dt.date) -> tuple[int, int, int, str]:
    """Periods that run on a day first, the shortest of them foremost; then those to come; then the past, latest first."""
    if period is None or seen(period.from_) is None or seen(period.to) is None:
        return (3, 0, 0, period.id if period is not None else "")
    length = (period.to - period.from_).days
    if period.from_ <= day <= period.to:
        return (0, length, -period.from_.toordinal(), period.id)
    if period.from_ > day:
        return (1, period.from_.toordinal(), length, period.id)
    return (2, -period.to.toordinal(), length, period.id)


def is_over(period: Period | None, day: dt.date) -> bool:
    last = seen(period.to) if period is not None else None
    return last is not None and last < day


def _goals_of_period(id: str, goals: list[Goal], edition: Edition) -> GoalsOfPeriod:
    period = edition.library.get(Period, id)
    teams: dict[str, list[Goal]] = {}
    for goal in goals:
        team = team_of_goal(goal, period, edition)
        teams.setdefault(team.id if team is not None else "", []).append(goal)
    found = [(edition.library.get(Team, key), lines) for key, lines in teams.items()]
    named = {team.id: lines for team, lines in found if team is not None}
    ordered = _by_tree([team for team, _ in found if team is not None], edition)
    groups = [
        TeamGoals(edition.title(team), edition.address(team), _lines(named[team.id], edition)) for team in ordered
    ]
    groups += [TeamGoals("", "", _lines(lines, edition)) for team, lines in found if team is None]
    over = is_over(period, edition.as_of)
    return GoalsOfPeriod(
        id=f"period-{id}" if id else "period",
        title=edition.title(period) if period is not None else id,
        address=edition.address(period) if period is not None else "",
        days=Days(period.from_, period.to) if period is not None else None,
        count=len(goals),
        status=status_of(period, edition) if period is not None else None,
        teams=tuple(groups),
        folded=over,
    )


def _by_tree(teams: list[Team], edition: Edition) -> list[Team]:
    """Teams in the order of the company: each before those below it, and otherwise by title."""

    def path(team: Team) -> tuple[tuple[Any, ...], ...]:
        steps, seen = [team], {team.id}
        while (above := edition.library.get(Team, steps[0].parent)) is not None and above.id not in seen:
            steps.insert(0, above)
            seen.add(above.id)
        return tuple(places[step.id] for step in steps)

    places = {team.id: (place,) for place, team in enumerate(edition.sorted(edition.library.of(Team)))}
    return sorted(teams, key=path)


def team_of_goal(goal: Goal, period: Period | None, edition: Edition) -> Team | None:
    """The team that owns a goal, or that of its owner at the end of the period."""
    if seen(goal.owner) is None:
        return None
    if goal.owner.kind == "team":
        return edition.library.get(Team, goal.owner)
    person = edition.library.get(Person, goal.owner)
    if person is None or not person.positions:
        return None
    day = min(seen(period.to) or edition.as_of, edition.as_of) if period is not None else edition.as_of
    position = person.position_on(day) or person.positions[-1]
    return edition.library.get(Team, position.team)


def _lines(goals: list[Goal], edition: Edition) -> tuple[GoalLine, ...]:
    """A team's own goals first, then its people's, each owner's together."""
    return tuple(
        _line(goal, edition) for goal in sorted(edition.sorted(goals), key=lambda goal: by_owner(goal, edition))
    )


def by_owner(goal: Goal, edition: Edition) -> tuple[bool, tuple[str, ...]]:
    """A sorting key: goals of teams before those of people, and each by the owner's name."""
    owner = edition.library.find(goal.owner)
    return not isinstance(owner, Team), () if owner is None else by_title(edition.title(owner), edition.language)


def _line(goal: Goal, edition: Edition) -> GoalLine:
    actual, _, progress = how_far(goal, edition)
    return GoalLine(
        title=edition.title(goal),
        address=edition.address(goal),
        owner=edition.link_to(goal.owner),
        target=target_said(goal, edition.as_of),
        actual=actual,
        progress=progress,
    )


__all__ = ["GoalsView", "by_owner", "is_over", "period_order", "team_of_goal", "view_goals"]
