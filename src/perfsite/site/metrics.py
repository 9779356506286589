"""The view of a metric: what counts, where the figures come from, and everything that uses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.records.goal import Goal
from perfsite.records.metric import DIRECTIONS, UNITS, Metric
from perfsite.records.period import Period
from perfsite.records.record import Record
from perfsite.records.rule import ScoringRule
from perfsite.records.texts import Text
from perfsite.site.edition import Edition, Link
from perfsite.site.generic import MentionGroup, mention_groups
from perfsite.site.goal_tables import by_owner
from perfsite.site.goals import target_said
from perfsite.site.goals_index import is_over, period_order
from perfsite.site.seen import seen
from perfsite.site.sentences import Column, Fact, Row, Sheet, joined, say
from perfsite.site.standing import Standing, view_standing
from perfsite.site.status import Status, status_of

# More goals of a period than this are folded away.
_MOST_OPEN = 12


@dataclass(frozen=True, slots=True)
class PeriodGoals:
    """The goals of one period that are measured by the metric. `folded` where it is over or they are many."""

    title: str
    address: str
    goals: tuple[GoalEntry, ...]
    folded: bool


@dataclass(frozen=True, slots=True)
class GoalEntry:
    """A goal in a list, with whose it is and its target."""

    title: str
    address: str
    owner: Link | None
    target: Any


@dataclass(frozen=True, slots=True)
class MetricView:
    kind: str
    title: str
    id: str
    status: Status | None
    summary: Text | None
    facts: tuple[Fact, ...]
    definition: Text | None
    rules: Sheet | None
    mentions: tuple[MentionGroup, ...]
    goals: tuple[PeriodGoals, ...]
    goal_count: int
    body: Text | None
    standing: Standing


def view_metric(metric: Metric, edition: Edition) -> MetricView:
    goals = [goal for goal in edition.mentions(metric, "goal") if isinstance(goal, Goal)]
    return MetricView(
        kind=edition.words(metric.noun),
        title=edition.title(metric),
        id=metric.id,
        status=status_of(metric, edition),
        summary=metric.summary,
        facts=_facts(metric, edition),
        definition=metric.definition,
        rules=_rules(metric, edition),
        mentions=mention_groups(metric, edition, without=("rule", "goal")),
        goals=goals_by_period(goals, edition),
        goal_count=len(goals),
        body=metric.body,
        standing=view_standing(metric, edition),
    )


def _facts(metric: Metric, edition: Edition) -> tuple[Fact, ...]:
    unit = edition.words(Phrase(*UNITS[metric.unit])) if metric.unit else ""
    facts = (
        Fact("metric.unit", say("metric.unit-in", unit=unit, currency=metric.currency) if metric.currency else unit)
        if unit
        else None,
        Fact("metric.direction", edition.words(Phrase(*DIRECTIONS[metric.direction]))) if metric.direction else None,
        Fact("metric.places", metric.places) if seen(metric.places) is not None else None,
        _source(metric),
    )
    return tuple(fact for fact in facts if fact is not None)


def _source(metric: Metric) -> Fact | None:
    """The system that the figures come from, and where in it they stand."""
    if metric.source is None or not metric.source.system:
        return None
    where = [text for text in (metric.source.object, metric.source.field_) if text is not None]
    return Fact("metric.system", metric.source.system, joined(*where, joint="dot"))


def _rules(metric: Metric, edition: Edition) -> Sheet | None:
    """In which rules the metric counts, as which component and with what weight, or as what else."""
    rows = []
    for rule in edition.mentions(metric, "rule"):
        assert isinstance(rule, ScoringRule)
        own = [(key, c) for key, c in rule.components if c.metric == metric.ref]
        address = edition.address(rule)
        for key, component in own:
            title = edition.words(component.title) or edition.title(metric)
            rows.append(Row((edition.link(rule), Link(title, f"{address}#components.{key}"), component.weight)))
        if not own:
            rows.append(Row((edition.link(rule), joined(*_other_uses(rule, metric)), None)))
    columns = (Column("metric.rule"), Column("metric.as"), Column("rule.weight", "number"))
    return Sheet(say("metric.rules-table"), columns, tuple(rows)) if rows else None


def _other_uses(rule: ScoringRule, metric: Metric) -> tuple[Any, ...]:
    uses: list[Any] = []
    if any(seen(gate.when) is not None and gate.when.metric == metric.ref for gate in rule.gates):
        uses.append(say("metric.as-gate"))
    modifiers = [*rule.modifiers, *(m for _, c in rule.components for m in c.modifiers)]
    if any(modifier.when is not None and modifier.when.metric == metric.ref for modifier in modifiers):
        uses.append(say("metric.as-modifier"))
    grids = [c.grid.columns for _, c in rule.components if c.grid is not None and seen(c.grid.columns) is not None]
    if any(columns.metric == metric.ref for columns in grids):
        uses.append(say("metric.as-grid"))
    return tuple(uses)


def goals_by_period(goals: list[Goal], edition: Edition) -> tuple[PeriodGoals, ...]:
    """Goals by period, those that run today first and those that are over folded away, the latest first."""
    grouped: dict[str, list[Goal]] = {}
    for goal in goals:
        grouped.setdefault(goal.period.id if seen(goal.period) is not None else "", []).append(goal)
    groups = []
    for key in sorted(grouped, key=lambda id: period_order(edition.library.get(Period, id), edition.as_of)):
        period = edition.library.get(Period, key)
        lines = sorted(grouped[key], key=lambda goal: by_owner(goal, edition))
        entries = tuple(
            GoalEntry(edition.title(g), edition.address(g), edition.link_to(g.owner), target_said(g, edition.as_of))
            for g in lines
        )
        address = edition.address(period) if period is not None else ""
        groups.append(
            PeriodGoals(
                _title(period, edition), address, entries, is_over(period, edition.as_of) or len(entries) > _MOST_OPEN
            )
        )
    return tuple(groups)


def _title(period: Record | None, edition: Edition) -> str:
    return edition.title(period) if period is not None else "—"


__all__ = ["MetricView", "PeriodGoals", "goals_by_period", "view_metric"]
