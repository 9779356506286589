"""The view of a course: what it is, for whom, what asks for it or awards it, and who has completed it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.records.texts import Text
from perfsite.records.training import FORMATS, Training
from perfsite.site.edition import Edition, Link
from perfsite.site.generic import MentionGroup, mention_groups
from perfsite.site.levels import competency_link, level_links
from perfsite.site.seen import seen
from perfsite.site.sentences import Column, Fact, Row, Sheet, joined, say
from perfsite.site.sifting import Choice
from perfsite.site.standing import Standing, view_standing
from perfsite.site.status import Status, status_of
from perfsite.site.tables import SiftedSheet, Trait, sifted_sheet


@dataclass(frozen=True, slots=True)
class TrainingView:
    kind: str
    title: str
    id: str
    status: Status | None
    summary: Text | None
    facts: tuple[Fact, ...]
    description: Text | None
    competencies: tuple[Link, ...]
    required_by: tuple[Link, ...]
    awarded_by: tuple[Link, ...]
    completed: SiftedSheet | None
    completed_count: int
    body: Text | None
    standing: Standing
    mentions: tuple[MentionGroup, ...]


def view_training(training: Training, edition: Edition) -> TrainingView:
    completed = _completed(training, edition)
    return TrainingView(
        kind=edition.words(training.noun),
        title=edition.title(training),
        id=training.id,
        status=status_of(training, edition),
        summary=training.summary,
        facts=_facts(training, edition),
        description=training.description,
        competencies=tuple(competency_link(edition, key) for key in training.competencies),
        required_by=tuple(edition.link(criteria) for criteria in edition.mentions(training, "criteria")),
        awarded_by=tuple(edition.link(reward) for reward in edition.mentions(training, "reward")),
        completed=completed,
        completed_count=len(completed.sheet.rows) if completed is not None else 0,
        body=training.body,
        standing=view_standing(training, edition),
        mentions=mention_groups(training, edition, without=("criteria", "reward")),
    )


def _facts(training: Training, edition: Edition) -> tuple[Fact, ...]:
    levels = joined(*level_links(edition, training.levels))
    form = edition.words(Phrase(*FORMATS[training.format])) if training.format else ""
    facts: tuple[Fact | None, ...] = (
        Fact("training.levels", levels) if levels is not None else None,
        Fact("training.format", form) if form else None,
        Fact("training.duration", training.duration) if training.duration is not None else None,
        Fact("training.places", training.places) if training.places is not None else None,
        Fact("training.provider", training.provider) if training.provider is not None else None,
    )
    return tuple(fact for fact in facts if fact is not None)


def _completed(training: Training, edition: Edition) -> SiftedSheet | None:
    newest = sorted(training.completed, key=lambda c: seen(c.on) or dt.date.min, reverse=True)
    rows: list[Row] = []
    for completion in newest:
        person: Any = edition.link_to(completion.person, training.address)
        if person is not None:
            rows.append(Row((person, completion.on)))
    if not rows:
        return None
    columns = (Column("training.person", sort="name"), Column("training.on", "date", "on"))
    years = [f"{row.cells[1].year}" if row.cells[1] is not None else "" for row in rows]
    traits = (Trait("year", "training.year", [(Choice(year, year),) if year else () for year in years]),)
    sheet = Sheet(say("training.completed-table"), columns, tuple(rows), slim=True)
    return sifted_sheet(sheet, edition, traits=traits)


__all__ = ["TrainingView", "view_training"]
