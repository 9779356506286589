"""Index pages: the records of a folder in groups that a reader would look for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.texts import Text
from perfsite.site.edition import Edition
from perfsite.site.evidence import view_actuals_index
from perfsite.site.glossary import view_glossary
from perfsite.site.goals_index import view_goals
from perfsite.site.guides import view_guides
from perfsite.site.people import view_people
from perfsite.site.periods import view_periods
from perfsite.site.results_index import view_results
from perfsite.site.roles import view_roles
from perfsite.site.standards_index import view_courses, view_metrics, view_promotions, view_rewards, view_rules
from perfsite.site.status import Status, status_of
from perfsite.site.teams import view_teams


@dataclass(frozen=True, slots=True)
class IndexEntry:
    title: str
    address: str
    summary: Text | None
    side: str
    status: Status | None


@dataclass(frozen=True, slots=True)
class IndexGroup:
    id: str
    title: str
    entries: tuple[IndexEntry, ...]


@dataclass(frozen=True, slots=True)
class IndexView:
    title: str
    kind: str
    groups: tuple[IndexGroup, ...]
    total: int


def view_index(folder: str, records: tuple[Record, ...], edition: Edition) -> IndexView:
    from perfsite.site.plan import folder_name

    name = edition.words(folder_name(folder))
    grouped: dict[str, list[Record]] = {}
    for record in records:
        grouped.setdefault(_group_of(record), []).append(record)
    groups = tuple(
        IndexGroup(
            key or "all",
            _group_title(key, name, edition),
            tuple(_entry(r, edition) for r in edition.sorted(grouped[key])),
        )
        for key in sorted(grouped, reverse=True)
    )
    return IndexView(name, "", groups, len(records))


def _group_of(record: Record) -> str:
    period = getattr(record, "period", None)
    return period.id if isinstance(period, Ref) else ""


def _group_title(key: str, name: str, edition: Edition) -> str:
    period = edition.library.records["period"].get(key)
    return edition.title(period) if period is not None else name


def _entry(record: Record, edition: Edition) -> IndexEntry:
    return IndexEntry(edition.title(record), edition.address(record), record.summary, "", status_of(record, edition))


# Folders whose index has a template of its own.
INDEX_TEMPLATES: dict[str, tuple[str, Callable[[str, tuple[Record, ...], Edition], Any]]] = {
    "goals": ("goals-index.html", view_goals),
    "rules": ("standards-index.html", view_rules),
    "rewards": ("standards-index.html", view_rewards),
    "promotion": ("standards-index.html", view_promotions),
    "metrics": ("standards-index.html", view_metrics),
    "training": ("standards-index.html", view_courses),
    "results": ("results-index.html", view_results),
    "periods": ("periods-index.html", view_periods),
    "roles": ("roles-index.html", view_roles),
    "teams": ("teams-index.html", view_teams),
    "people": ("people-index.html", view_people),
    "actuals": ("actuals-index.html", view_actuals_index),
    "pages": ("pages-index.html", view_guides),
    "glossary": ("glossary.html", view_glossary),
}
