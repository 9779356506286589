"""Index pages of rules, rewards, promotion criteria, metrics and courses: tables that tell them apart at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.records.ladder import Ladder, PromotionCriteria
from perfsite.records.metric import DIRECTIONS, UNITS, Metric
from perfsite.records.record import Record
from perfsite.records.reward import REWARD_TYPES, Reward
from perfsite.records.rule import ScoringRule
from perfsite.records.training import FORMATS, Training
from perfsite.site.clauses import applies_said
from perfsite.site.criteria import count_requirements
from perfsite.site.edition import Edition
from perfsite.site.levels import level_link, level_links
from perfsite.site.ordering import by_title
from perfsite.site.rewards import headline
from perfsite.site.rules import weights_said
from perfsite.site.sentences import Column, Row, Sheet, joined, say
from perfsite.site.sifting import Choice
from perfsite.site.status import state_choice, status_of
from perfsite.site.tables import Sift, Trait, level_height, sifted
from perfsite.site.whom import level_choices, levels_of, team_choices, teams_of


@dataclass(frozen=True, slots=True)
class StandardsGroup:
    id: str
    title: Any
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class StandardsView:
    """One group has no title of its own; `total` counts the records of all."""

    title: str
    total: int
    groups: tuple[StandardsGroup, ...]
    sift: Sift


@dataclass(frozen=True, slots=True)
class _Line:
    record: Record
    row: Row


def view_rules(folder: str, records: tuple[Record, ...], edition: Edition) -> StandardsView:
    columns = (
        Column("standards-index.rule", "wide", "title"),
        Column("rule.for"),
        Column("rule.weights"),
        Column("standards-index.state"),
    )
    rows = [
        _row(
            rule,
            edition,
            applies_said(rule.applies_to, edition, ""),
            weights_said(rule, edition),
            status_of(rule, edition),
        )
        for rule in edition.sorted(records)
        if isinstance(rule, ScoringRule)
    ]
    return _view(folder, edition, (("rules", None, rows),), columns)


def view_rewards(folder: str, records: tuple[Record, ...], edition: Edition) -> StandardsView:
    """Rewards by their type, in the order in which types are declared."""
    columns = (
        Column("standards-index.reward", "wide", "title"),
        Column("reward.for"),
        Column("reward.amount"),
        Column("standards-index.state"),
    )
    rewards = [reward for reward in edition.sorted(records) if isinstance(reward, Reward)]
    groups = []
    for type_ in (*REWARD_TYPES, None):
        rows = [
            _row(r, edition, applies_said(r.applies_to, edition, ""), headline(r, edition), status_of(r, edition))
            for r in rewards
            if r.type == type_
        ]
        groups.append((f"type-{type_}" if type_ else "type", say(f"standards-index.{type_}") if type_ else "", rows))
    return _view(folder, edition, groups, columns)


def view_promotions(folder: str, records: tuple[Record, ...], edition: Edition) -> StandardsView:
    """Criteria from the lowest level up, ladder by ladder."""
    columns = (
        Column("standards-index.criteria", "wide", "title"),
        Column("standards-index.from"),
        Column("standards-index.to"),
        Column("criteria.count", "number", "count"),
        Column("standards-index.state"),
    )
    criteria = [c for c in edition.sorted(records) if isinstance(c, PromotionCriteria)]
    groups = []
    for ladder in (*edition.sorted(edition.library.of(Ladder)), None):
        own = [c for c in criteria if edition.library.get(Ladder, c.ladder) is ladder]
        rows = [_criteria_row(c, ladder, edition) for c in sorted(own, key=lambda c: _height(c, ladder))]
        groups.append((f"ladder-{ladder.id}" if ladder else "ladder", edition.title(ladder) if ladder else "", rows))
    return _view(folder, edition, groups, columns)


def _criteria_row(criteria: PromotionCriteria, ladder: Ladder | None, edition: Edition) -> _Line:
    ends = (level_link(edition, id, ladder) if id else None for id in (criteria.from_, criteria.to))
    return _row(criteria, edition, *ends, count_requirements(criteria), status_of(criteria, edition))


def _height(criteria: PromotionCriteria, ladder: Ladder | None) -> tuple[int, ...]:
    levels = [ladder.level(id) if ladder is not None and id else None for id in (criteria.from_, criteria.to)]
    return tuple(level.rank or 0 if level is not None else 0 for level in levels)


def view_metrics(folder: str, records: tuple[Record, ...], edition: Edition) -> StandardsView:
    columns = (
        Column("standards-index.metric", "wide", "title"),
        Column("metric.unit", sort="unit"),
        Column("metric.direction"),
        Column("metric.system", sort="system"),
    )
    rows = [_metric_row(metric, edition) for metric in edition.sorted(records) if isinstance(metric, Metric)]
    return _view(folder, edition, (("metrics", None, rows),), columns)


def _metric_row(metric: Metric, edition: Edition) -> _Line:
    unit = edition.words(Phrase(*UNITS[metric.unit])) if metric.unit else None
    direction = edition.words(Phrase(*DIRECTIONS[metric.direction])) if metric.direction else None
    return _row(metric, edition, unit, direction, metric.source.system if metric.source is not None else None)


def view_courses(folder: str, records: tuple[Record, ...], edition: Edition) -> StandardsView:
    columns = (
        Column("standards-index.course", "wide", "title"),
        Column("training.levels"),
        Column("training.format", sort="format"),
        Column("training.duration", "number", "duration"),
    )
    rows = [
        _row(
            course,
            edition,
            joined(*level_links(edition, course.levels)),
            edition.words(Phrase(*FORMATS[course.format])) if course.format else None,
            course.duration,
        )
        for course in edition.sorted(records)
        if isinstance(course, Training)
    ]
    return _view(folder, edition, (("courses", None, rows),), columns)


def _row(record: Record, edition: Edition, *cells: Any) -> _Line:
    return _Line(record, Row((edition.link(record), *cells), note=record.summary))


def _view(
    folder: str, edition: Edition, groups: Iterable[tuple[str, Any, list[_Line]]], columns: tuple[Column, ...]
) -> StandardsView:
    from perfsite.site.plan import folder_name

    title = edition.words(folder_name(folder))
    filled = [(id, name, lines) for id, name, lines in groups if lines]
    records = [line.record for _, _, lines in filled for line in lines]
    sift, sheets = sifted(
        [_sheet(name or title, columns, [line.row for line in lines]) for _, name, lines in filled],
        edition,
        _traits(records, edition),
    )
    return StandardsView(
        title,
        len(records),
        tuple(StandardsGroup(id, name, sheet) for (id, name, _), sheet in zip(filled, sheets, strict=True)),
        sift,
    )


def _traits(records: Sequence[Record], edition: Edition) -> Iterator[Trait]:
    """By what standards can be chosen: their type, and for whom they are, as their rows and pages say."""
    types = {name: say(f"standards-index.{name}") for name in REWARD_TYPES}
    teams = {choice.value: choice for choice in team_choices(edition)}
    levels = {choice.value: choice for r in records for choice in level_choices(levels_of(r, edition), edition)}
    yield Trait(
        "kind",
        "standards-index.type",
        [(Choice(r.type, types[r.type]),) if isinstance(r, Reward) and r.type else () for r in records],
    )
    yield Trait(
        "team",
        "changes.team",
        [[teams[id] for id in teams_of(r, edition) if id in teams] for r in records],
        lambda choice: by_title(choice.label, edition.language),
    )
    yield Trait(
        "level",
        "changes.level",
        [[levels[id] for id in levels_of(r, edition) if id in levels] for r in records],
        level_height(edition),
    )
    yield Trait("state", "standards-index.state", [state_choice(r, edition) for r in records])


def _sheet(caption: Any, columns: tuple[Column, ...], rows: list[Row]) -> Sheet:
    """A table of the columns in which something stands."""
    kept = [place for place in range(len(columns)) if any(row.cells[place] is not None for row in rows)]
    cut = (Row(tuple(row.cells[place] for place in kept), note=row.note) for row in rows)
    return Sheet(caption, tuple(columns[place] for place in kept), tuple(cut))


__all__ = ["StandardsView", "view_courses", "view_metrics", "view_promotions", "view_rewards", "view_rules"]
