"""Which tables there are, and on which page each is offered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perfsite.records.record import Record
from perfsite.site.addresses import data_address, index_address
from perfsite.site.edition import Edition
from perfsite.site.exports.data import records_with_data
from perfsite.site.exports.outcomes import CANDIDATES, RECIPIENTS, RESULTS, VALUES
from perfsite.site.exports.standards import (
    COMPONENTS,
    GOALS,
    GOALS_OF_PERIOD,
    GOALS_OF_TEAM,
    GRADES,
    PEOPLE,
    REWARDS,
    RULES,
    TEAMS,
)
from perfsite.site.exports.tables import FORMATS, Declared, Offer, offer
from perfsite.site.plan import Download, records_in

# By the folder on whose index page a table is offered.
OF_FOLDERS: Mapping[str, Declared] = {
    "goals": GOALS,
    "rules": RULES,
    "rewards": REWARDS,
    "results": RESULTS,
    "teams": TEAMS,
    "people": PEOPLE,
}
# By the kind of record on whose page they are offered; the first is named like the page.
OF_KINDS: Mapping[str, tuple[Declared, ...]] = {
    "award-result": (RECIPIENTS,),
    "promotion-result": (CANDIDATES,),
    "actuals": (VALUES,),
    "period": (GOALS_OF_PERIOD,),
    "team": (GOALS_OF_TEAM,),
    "rule": (COMPONENTS, GRADES),
}


def offers_of_folder(folder: str, edition: Edition) -> Iterator[Offer]:
    """The table of an index page."""
    declared = OF_FOLDERS.get(folder)
    if declared is not None and records_in(edition, folder):
        page = index_address(edition.language, folder)
        found = offer(declared, folder, page, folder, edition, first=True, about="")
        if found is not None:
            yield found


def offers_of_record(record: Record, edition: Edition) -> Iterator[Offer]:
    """The tables of a record's page."""
    page = edition.address(record)
    for place, declared in enumerate(OF_KINDS.get(record.kind, ()) if page else ()):
        found = offer(declared, record, page, record.id, edition, first=place == 0, about=edition.title(record))
        if found is not None:
            yield found


def plan_offers(edition: Edition) -> Iterator[Offer]:
    """Every table of one language, in a fixed order."""
    for folder in OF_FOLDERS:
        yield from offers_of_folder(folder, edition)
    for record in records_with_data(edition):
        if record.kind in OF_KINDS:
            yield from offers_of_record(record, edition)


def downloads_of(offers: Iterator[Offer]) -> tuple[Download, ...]:
    """Offers as what a page links to, each in every format."""
    return tuple(found.download(suffix) for found in offers for suffix in FORMATS)


def data_download(record: Record) -> Download:
    """A record as data."""
    return Download("", "", "JSON", data_address(record.kind, record.id), f"{record.id}.json")


__all__ = [
    "OF_FOLDERS",
    "OF_KINDS",
    "data_download",
    "downloads_of",
    "offers_of_folder",
    "offers_of_record",
    "plan_offers",
]
