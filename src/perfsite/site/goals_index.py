"""The view of all goals: those of the periods that run today by team, and the way to those of the others."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from perfsite.records.goal import Goal
from perfsite.records.people import Person, Team
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity
from perfsite.records.record import Record
from perfsite.site.edition import Edition, Link
from perfsite.site.goal_tables import sorted_goals
from perfsite.site.goals import Progress, how_far, target_said
from perfsite.site.seen import seen
from perfsite.site.sentences import Days
from perfsite.site.sifting import Values
from perfsite.site.staff import level_of_owner
from perfsite.site.status import Status, status_of
from perfsite.site.tables import ROWS_TO_SORT, Sift, Trait, choice_of, form, level_height, word_orders


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal among many. `values` are by what it can be chosen, `orders` what its cells sort by."""

    title: str
    address: str
    owner: Link | None
    target: Any
    actual: Quantity | None
    progress: Progress | None
    level: Link | None = None
    values: Values = ()
    orders: tuple[str, str, str] = ("", "", "")


@dataclass(frozen=True, slots=True)
class TeamGoals:
    title: str
    address: str
    lines: tuple[GoalLine, ...]


@dataclass(frozen=True, slots=True)
class GoalsOfPeriod:
    """The goals of a period by team; `begun` where it is known of any of them how far it is."""

    id: str
    title: str
    address: str
    days: Days | None
    count: int
    status: Status | None
    teams: tuple[TeamGoals, ...]
    begun: bool


@dataclass(frozen=True, slots=True)
class GoalsView:
    """`periods` are those that run today, `others` lead to the pages of all others that have goals."""

    title: str
    total: int
    periods: tuple[GoalsOfPeriod, ...]
    sift: Sift
    others: tuple[OtherPeriod, ...]


@dataclass(frozen=True, slots=True)
class OtherPeriod:
    """A period whose goals stand on its own page."""

    period: Link
    days: Days
    count: int
    status: Status | None


def view_goals(folder: str, records: tuple[Record, ...], edition: Edition) -> GoalsView:
    """The goals of the periods that run today, by period and then by team, and the way to those of all others.

    Where none runs, those of the nearest; goals without a period stand here always, since no other page lists them.
    """
    from perfsite.site.plan import folder_name

    grouped: dict[str, list[Goal]] = {}
    for goal in records:
        assert isinstance(goal, Goal)
        grouped.setdefault(goal.period.id if seen(goal.period) is not None else "", []).append(goal)
    places = {id: period_order(edition.library.get(Period, id), edition.as_of) for id in grouped}
    order = sorted(grouped, key=places.__getitem__)
    here = [id for id in order if places[id][0] in (0, 3)]
    if order and all(places[id][0] == 3 for id in here):
        here.insert(0, order[0])
    here = list(dict.fromkeys(here))
    periods, sift = _sifted([_goals_of_period(id, grouped[id], edition) for id in here], edition)
    others = tuple(_other(id, len(grouped[id]), edition) for id in order if id not in here)
    return GoalsView(edition.words(folder_name(folder)), len(records), periods, sift, others)


def _other(id: str, count: int, edition: Edition) -> OtherPeriod:
    period = edition.library.get(Period, id)
    assert period is not None
    link = Link(edition.title(period), f"{edition.address(period)}#goals")
    return OtherPeriod(link, Days(period.from_, period.to), count, status_of(period, edition))


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
        TeamGoals(edition.title(team), edition.address(team), _lines(named[team.id], period, edition))
        for team in ordered
    ]
    groups += [TeamGoals("", "", _lines(lines, period, edition)) for team, lines in found if team is None]
    return GoalsOfPeriod(
        id=f"period-{id}" if id else "period",
        title=edition.title(period) if period is not None else id,
        address=edition.address(period) if period is not None else "",
        days=Days(period.from_, period.to) if period is not None else None,
        count=len(goals),
        status=status_of(period, edition) if period is not None else None,
        teams=tuple(groups),
        begun=any(line.actual is not None for group in groups for line in group.lines),
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


def _lines(goals: list[Goal], period: Period | None, edition: Edition) -> tuple[GoalLine, ...]:
    """A team's own goals first, then its people's, each owner's together."""
    return tuple(_line(goal, period, edition) for goal in sorted_goals(goals, edition))


def _line(goal: Goal, period: Period | None, edition: Edition) -> GoalLine:
    actual, _, progress = how_far(goal, edition)
    owner = edition.link_to(goal.owner)
    return GoalLine(
        title=edition.title(goal),
        address=edition.address(goal),
        owner=owner,
        target=target_said(goal, edition.as_of),
        actual=actual,
        progress=progress,
        level=level_of_owner(goal, period, edition),
    )


def _sifted(periods: list[GoalsOfPeriod], edition: Edition) -> tuple[tuple[GoalsOfPeriod, ...], Sift]:
    """The same with the form above them."""
    placed = [(period, team, line) for period in periods for team in period.teams for line in team.lines]
    if len(placed) < ROWS_TO_SORT:
        return tuple(periods), Sift()
    traits = (
        Trait("period", "goals.period", [choice_of(Link(p.title, p.address)) for p, _, _ in placed]),
        Trait("team", "recipient.team", [choice_of(Link(t.title, t.address)) for _, t, _ in placed]),
        Trait("level", "person.level", [choice_of(line.level) for *_, line in placed], level_height(edition)),
    )
    fields, values = form(len(placed), traits)
    titles = word_orders([line.title for *_, line in placed], edition)
    owners = word_orders([line.owner.title if line.owner else None for *_, line in placed], edition)
    lines = iter(
        replace(line, values=own, orders=(title, owner, f"{line.progress.fraction:f}" if line.progress else ""))
        for (*_, line), own, title, owner in zip(placed, values, titles, owners, strict=True)
    )
    done = tuple(
        replace(
            period,
            teams=tuple(replace(team, lines=tuple(next(lines) for _ in team.lines)) for team in period.teams),
        )
        for period in periods
    )
    return done, Sift(fields, sortable=True)


__all__ = ["GoalsView", "is_over", "period_order", "team_of_goal", "view_goals"]
