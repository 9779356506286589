"""Records that nothing uses, of the kinds that exist only to be used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from perfsite.checks.problem import head, problem
from perfsite.diagnostics import Diagnostic
from perfsite.records.library import Library
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.records.training import Training

KINDS = ("metric", "role", "team", "calendar", "training")


def check_unused(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    """Says nothing while anything cannot be read, since that may be what uses them."""
    if library.open_kinds or library.site.incomplete or any(record.incomplete for record in library.all()):
        return
    named = _named_metrics(library)
    for kind in KINDS:
        for record in library.records[kind].values():
            if record.status != "active" or (kind == "metric" and record.id in named):
                continue
            if isinstance(record, Training) and (record.levels or record.competencies or record.completed):
                continue
            if all(mention.record is record for mention in library.mentioned_by(record)):
                yield problem(library, record, head(library, record), "PS905", {"noun": record.noun})


def _named_metrics(library: Library) -> set[str]:
    """Metrics that are used by their id alone: as components, and in the order of winners."""
    names = {id for rule in library.of(ScoringRule) for id, component in rule.components if component.metric is None}
    for reward in library.of(Reward):
        names |= {key.by for key in (reward.winners.by if reward.winners is not None else ())}
    return names
