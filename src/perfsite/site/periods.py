"""The view of a period: what counts in it, what is due when, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.publication.states import days_in_force
from perfsite.records.goal import Goal
from perfsite.records.period import PERIOD_TYPES, Deadline, Period
from perfsite.records.record import Record
from perfsite.records.result import Outcome
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.records.texts import Text
from perfsite.site.addresses import agenda_address
from perfsite.site.clauses import applies_said
from perfsite.site.edition import Edition
from perfsite.site.goal_tables import GoalGroup, view_goal_groups
from perfsite.site.outcomes import days_of
from perfsite.site.sentences import Days, Fact, Said, say
from perfsite.site.standing import Standing, view_standing
from perfsite.site.status import Status, period_phase, status_of
from perfsite.site.tables import Sift

# From the longest to the shortest, campaigns last: the order in which an index lists types.
_TYPE_ORDER = ("year", "half", "quarter", "month", "campaign")


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a list; `side` is anything that can be said."""

    title: str
    address: str
    summary: Any = None
    side: Any = None
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class DueDate:
    """A day on which something is due; `days` are those that are left, None once it is past."""

    date: dt.date
    title: Any
    days: int | None
    address: str = ""


@dataclass(frozen=True, slots=True)
class PeriodView:
    kind: str
    title: str
    id: str
    status: Status | None
    summary: Text | None
    said: Said
    facts: tuple[Fact, ...]
    dates: tuple[DueDate, ...]
    agenda: str
    rules: tuple[Listed, ...]
    rewards: tuple[Listed, ...]
    goals: tuple[GoalGroup, ...]
    sift: Sift
    goal_count: int
    results: tuple[Listed, ...]
    actuals: tuple[Listed, ...]
    parts: tuple[Listed, ...]
    body: Text | None
    standing: Standing


def view_period(period: Period, edition: Edition) -> PeriodView:
    goals = goals_in(period, edition)
    sift, groups = view_goal_groups(goals, period, edition)
    return PeriodView(
        kind=edition.words(Phrase(*PERIOD_TYPES[period.type])) if period.type else edition.words(period.noun),
        title=edition.title(period),
        id=period.id,
        status=status_of(period, edition),
        summary=period.summary,
        said=phase_said(period, edition),
        facts=_facts(period, edition, len(goals)),
        dates=due_dates([period], edition),
        agenda=agenda_address(edition.language),
        rules=tuple(_counting(ScoringRule, period, edition)),
        rewards=tuple(_counting(Reward, period, edition)),
        goals=groups,
        sift=sift,
        goal_count=len(goals),
        results=result_list(period, edition),
        actuals=tuple(Listed(edition.title(r), edition.address(r)) for r in edition.mentions(period, "actuals")),
        parts=tuple(period_entry(part, edition) for part in parts_of(period, edition)),
        body=period.body,
        standing=view_standing(period, edition),
    )


def _facts(period: Period, edition: Edition, goals: int) -> tuple[Fact, ...]:
    parent = edition.link_to(period.parent)
    facts = [Fact("period.days", Days(period.from_, period.to))]
    if parent is not None:
        facts.append(Fact("period.part-of", parent))
    if goals:
        facts.append(Fact("period.goal-count", goals))
    return tuple(facts)


def phase_said(period: Period, edition: Edition) -> Said:
    """How far the period has run on the day of the site."""
    phase = period_phase(period, edition.as_of)
    if phase == "coming":
        return say("period.begins-in", days=days_of((period.from_ - edition.as_of).days, "days"))
    if phase == "over":
        return say("period.ended", date=period.to)
    left = (period.to - edition.as_of).days
    return say("period.left", days=days_of(left, "days")) if left else say("period.last-day")


# Which period a reader means by "now"


def running_periods(edition: Edition) -> tuple[Period, ...]:
    """Those that hold the day of the site, the shortest first, campaigns last."""
    found = [p for p in edition.library.of(Period) if p.from_ <= edition.as_of <= p.to and p.status == "active"]
    return tuple(sorted(found, key=lambda p: (p.type == "campaign", p.to - p.from_, p.id)))


def current_period(edition: Edition) -> Period | None:
    """The shortest running period for which there are goals; without any, the shortest; else the last one begun."""
    running = [p for p in running_periods(edition) if p.type != "campaign"] or list(running_periods(edition))
    for period in running:
        if any(m.route == ("period",) and isinstance(m.record, Goal) for m in edition.library.mentioned_by(period)):
            return period
    if running:
        return running[0]
    begun = [p for p in edition.library.of(Period) if p.from_ <= edition.as_of]
    return max(begun, key=lambda p: (p.from_, p.id), default=None)


def newest_periods(edition: Edition) -> tuple[Period, ...]:
    """All periods, those that end last first, a year before its quarters."""
    return tuple(sorted(edition.library.of(Period), key=lambda p: (-p.to.toordinal(), p.from_.toordinal(), p.id)))


def neighbour_periods(period: Period, edition: Edition) -> tuple[Period | None, Period | None]:
    """The periods of the same type before and after this one."""
    same = sorted((p for p in edition.library.of(Period) if p.type == period.type), key=lambda p: (p.from_, p.id))
    place = next(i for i, p in enumerate(same) if p.id == period.id)
    return (same[place - 1] if place else None, same[place + 1] if place + 1 < len(same) else None)


def parts_of(period: Period, edition: Edition) -> tuple[Period, ...]:
    parts = [m.record for m in edition.library.mentioned_by(period) if m.route == ("parent",)]
    return tuple(sorted((p for p in parts if isinstance(p, Period)), key=lambda p: (p.from_, p.to, p.id)))


def period_entry(period: Period, edition: Edition) -> Listed:
    days = Days(period.from_, period.to)
    return Listed(edition.title(period), edition.address(period), period.summary, days, status_of(period, edition))


# What is due


def due_dates(periods: Iterable[Period], edition: Edition) -> tuple[DueDate, ...]:
    found = [due_date(period, deadline, edition) for period in periods for deadline in period.deadlines]
    return tuple(sorted(found, key=lambda due: due.date))


def due_date(period: Period, deadline: Deadline, edition: Edition) -> DueDate:
    days = (deadline.on - edition.as_of).days
    return DueDate(deadline.on, deadline.title, days if days >= 0 else None, edition.address(period))


# What counts


def _counting(noun: type[ScoringRule | Reward], period: Period, edition: Edition) -> Iterator[Listed]:
    for record in edition.sorted(standards_in(noun, period, edition)):
        who = applies_said(record.applies_to, edition, record.address)
        yield Listed(edition.title(record), edition.address(record), side=who)


def standards_in(noun: type[Any], period: Period, edition: Edition) -> tuple[Any, ...]:
    """The rules or rewards in force on any day of a period; a reward by the year counts in no quarter of it."""
    found = []
    for record in edition.library.of(noun):
        replaced = next((m.record for m in edition.library.mentioned_by(record) if m.route == ("replaces",)), None)
        counts = days_in_force(record, replaced)
        if record.status != "active" or counts.first is None or not counts.meets(period.from_, period.to):
            continue
        if isinstance(record, Reward) and record.every not in (None, period.type):
            continue
        found.append(record)
    return tuple(found)


def goals_in(period: Period, edition: Edition) -> tuple[Goal, ...]:
    found = [m.record for m in edition.library.mentioned_by(period) if m.route == ("period",)]
    return tuple(goal for goal in found if isinstance(goal, Goal))


# What came of it


def outcomes_in(period: Period, edition: Edition) -> tuple[Outcome, ...]:
    """Results about a period, the newest decision first."""
    found = [m.record for m in edition.library.mentioned_by(period) if m.route == ("period",)]
    outcomes = [record for record in found if isinstance(record, Outcome)]
    return tuple(sorted(outcomes, key=newest_decision))


def newest_decision(outcome: Outcome) -> tuple[int, str]:
    """A sorting key that puts the newest decision first."""
    return -outcome.decided.on.toordinal(), outcome.address


def result_list(period: Period, edition: Edition) -> tuple[Listed, ...]:
    return tuple(
        Listed(edition.title(outcome), edition.address(outcome), outcome.summary, None, status_of(outcome, edition))
        for outcome in outcomes_in(period, edition)
    )


# The index


@dataclass(frozen=True, slots=True)
class PeriodsView:
    """`now` are the running periods; `groups` all of them by type."""

    title: str
    total: int
    now: tuple[Listed, ...]
    groups: tuple[ListedGroup, ...]


@dataclass(frozen=True, slots=True)
class ListedGroup:
    id: str
    title: Any
    entries: tuple[Listed, ...]


def view_periods(folder: str, records: tuple[Record, ...], edition: Edition) -> PeriodsView:
    from perfsite.site.plan import folder_name

    periods = newest_periods(edition)
    groups = tuple(
        ListedGroup(
            f"type-{name}",
            edition.words(Phrase(*PERIOD_TYPES[name])),
            tuple(period_entry(p, edition) for p in periods if p.type == name),
        )
        for name in _TYPE_ORDER
        if any(p.type == name for p in periods)
    )
    return PeriodsView(
        edition.words(folder_name(folder)),
        len(records),
        tuple(period_entry(p, edition) for p in running_periods(edition)),
        groups,
    )


__all__ = [
    "DueDate",
    "Listed",
    "ListedGroup",
    "PeriodView",
    "PeriodsView",
    "current_period",
    "due_date",
    "due_dates",
    "goals_in",
    "neighbour_periods",
    "newest_decision",
    "newest_periods",
    "outcomes_in",
    "period_entry",
    "phase_said",
    "result_list",
    "running_periods",
    "standards_in",
    "view_period",
    "view_periods",
]
