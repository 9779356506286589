"""Pages of text by section, in the order that the site gives them, and the neighbours of each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from perfsite.diagnostics import Phrase
from perfsite.records.page import SECTIONS, Page
from perfsite.records.record import Record
from perfsite.records.texts import Text
from perfsite.site.edition import Edition
from perfsite.site.periods import Listed, ListedGroup
from perfsite.site.seen import seen
from perfsite.site.standing import Standing, view_standing


@dataclass(frozen=True, slots=True)
class GuideView:
    title: str
    kind: str
    summary: Text | None
    body: Text | None
    updated: dt.date | None
    standing: Standing


def view_guide(page: Page, edition: Edition) -> GuideView:
    days = [on for change in page.changes if (on := seen(change.on)) is not None]
    return GuideView(
        title=edition.title(page),
        kind=edition.words(Phrase(*SECTIONS[page.section])),
        summary=page.summary,
        body=page.body,
        updated=max(days, default=None),
        standing=view_standing(page, edition),
    )


def pages_in_order(edition: Edition) -> tuple[Page, ...]:
    """All pages as one would read them through: section by section, each in its order."""
    places = {section: place for place, section in enumerate(SECTIONS)}
    return tuple(sorted(edition.sorted(edition.library.of(Page)), key=lambda page: (places[page.section], page.order)))


def neighbour_pages(page: Page, edition: Edition) -> tuple[Page | None, Page | None]:
    """The pages before and after this one, within its section."""
    return edition.beside.get(page.id, (None, None))


def pages_beside(edition: Edition) -> dict[str, tuple[Page | None, Page | None]]:
    """The neighbours of every page, by its id."""
    pages = pages_in_order(edition)
    beside: dict[str, tuple[Page | None, Page | None]] = {}
    for before, page, after in zip((None, *pages), pages, (*pages[1:], None), strict=False):
        beside[page.id] = (
            before if before is not None and before.section == page.section else None,
            after if after is not None and after.section == page.section else None,
        )
    return beside


@dataclass(frozen=True, slots=True)
class GuidesView:
    title: str
    total: int
    groups: tuple[ListedGroup, ...]


def view_guides(folder: str, records: tuple[Record, ...], edition: Edition) -> GuidesView:
    from perfsite.site.plan import folder_name

    pages = pages_in_order(edition)
    groups = tuple(
        ListedGroup(
            section,
            edition.words(Phrase(zh, en[0].upper() + en[1:])),
            tuple(Listed(edition.title(p), edition.address(p), p.summary) for p in pages if p.section == section),
        )
        for section, (zh, en) in SECTIONS.items()
        if any(page.section == section for page in pages)
    )
    return GuidesView(edition.words(folder_name(folder)), len(records), groups)


__all__ = ["GuideView", "GuidesView", "neighbour_pages", "pages_beside", "pages_in_order", "view_guide", "view_guides"]
