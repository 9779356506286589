"""The site in one language: what views ask when they need a title, a link, a person's name or the state of a record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from perfsite.diagnostics import Phrase
from perfsite.privacy import Projection
from perfsite.publication.states import replacements
from perfsite.publication.working_days import WorkingCalendar, site_calendar
from perfsite.records.goal import Goal
from perfsite.records.kinds import KINDS
from perfsite.records.library import Library
from perfsite.records.page import Page
from perfsite.records.people import Person
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.texts import Text
from perfsite.site.addresses import record_address
from perfsite.site.explainer import Explainer
from perfsite.site.ordering import by_title
from perfsite.site.past import Past

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a page; without an address they are only words."""

    title: str
    address: str = ""


@dataclass(frozen=True)
class Edition:
    """One language of one audience's site on one day."""

    language: str
    projection: Projection
    as_of: dt.date
    # What is computed once for the editions of all languages.
    explainer: Explainer
    # None where the history is not known.
    past: Past | None = None

    @property
    def library(self) -> Library:
        return self.projection.library

    @cached_property
    def working(self) -> WorkingCalendar | None:
        """The site's calendar of working days."""
        return site_calendar(self.library)

    @cached_property
    def replacements(self) -> Mapping[str, Record]:
        """By the `kind/id` of a record, the one that takes its place."""
        return replacements(self.library)

    def words(self, text: Text | Phrase | None) -> str:
        """A text in this edition's language, or in the first that it has."""
        if text is None:
            return ""
        return text(self.language) if isinstance(text, Phrase) else text.best(self.language)[1]

    def title(self, record: Record, page: str = "") -> str:
        """What a record is called. A person is named as the page on which the name stands allows."""
        if isinstance(record, Person):
            return self.words(self.projection.names.of(record, page).text)
        if record.title is not None:
            return self.words(record.title)
        return self.titles.get(record.ref, record.id)

    @cached_property
    def titles(self) -> dict[Ref, str]:
        """Titles of records that need none of their own, put together from what they are about."""
        from perfsite.site.titles import derived_titles

        return derived_titles(self)

    @cached_property
    def beside(self) -> dict[str, tuple[Page | None, Page | None]]:
        """The pages of text before and after each, by its id: put in order once, not for each of them."""
        from perfsite.site.guides import pages_beside

        return pages_beside(self)

    @cached_property
    def exported_rows(self) -> dict[tuple[object, Ref], tuple[Any, ...]]:
        """Rows that several tables have alike, by the columns and the record that each is about; filled as they are made."""
        return {}

    @cached_property
    def goals_of_teams(self) -> Mapping[str, tuple[Goal, ...]]:
        """The goals of each team and of those who work in it, by the team's id."""
        from perfsite.site.goal_tables import goals_of_teams

        return goals_of_teams(self)

    def address(self, record: Record) -> str:
        """Where a record's page is; "" for a person whom this audience does not see by name, or who was erased."""
        if isinstance(record, Person) and (self.projection.names.mode != "full" or record.erased is not None):
            return ""
        return record_address(self.language, record.kind, record.id)

    def link(self, record: Record, page: str = "") -> Link:
        """A link to a record, as it is named on `page` (`kind/id` of the record whose page this is)."""
        if isinstance(record, Person) and not self.projection.names.of(record, page).linked:
            return Link(self.title(record, page))
        return Link(self.title(record, page), self.address(record))

    def link_to(self, ref: Ref | None, page: str = "") -> Link | None:
        """A link to what a reference points at; None where this audience does not see it."""
        record = self.library.find(ref)
        return None if record is None else self.link(record, page)

    def links_to(self, refs: Iterable[Ref], page: str = "") -> tuple[Link, ...]:
        return tuple(link for ref in refs if (link := self.link_to(ref, page)) is not None)

    def sorted(self, records: Iterable[R]) -> tuple[R, ...]:
        """Records in the order in which a reader of this language looks for them."""
        return tuple(sorted(records, key=lambda record: (by_title(self.title(record), self.language), record.id)))

    def mentions(self, record: Record, kind: str) -> tuple[Record, ...]:
        """The records of a kind that refer to this one, each once."""
        found = {m.record.ref: m.record for m in self.library.mentioned_by(record) if m.record.kind == kind}
        return self.sorted(found.values())

    def resolve(self, address: str) -> str | None:
        """`kind/id` as authors write links, to the address of that page."""
        kind, _, id = address.partition("/")
        record = self.library.records.get(kind, {}).get(id) if kind in KINDS else None
        return None if record is None else self.address(record) or None


def component_title(key: str, components: dict[str, Any], edition: Edition) -> Text:
    """A component of a rule by its own title, that of its metric, or its id."""
    component = components.get(key)
    metric = edition.library.find(component.metric) if component is not None else None
    title = component.title if component is not None else None
    return title or (metric.title if metric is not None else None) or Text(((edition.language, key),))
