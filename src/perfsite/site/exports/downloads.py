"""The view of the page that lists all that can be taken away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from perfsite.records.kinds import KINDS
from perfsite.records.period import Period
from perfsite.records.record import Record
from perfsite.records.result import Outcome
from perfsite.site.addresses import DATA_INDEX, agenda_address
from perfsite.site.edition import Edition, Link
from perfsite.site.exports.offers import OF_FOLDERS, OF_KINDS, offers_of_folder, offers_of_record
from perfsite.site.exports.tables import FORMATS, Offer
from perfsite.site.periods import newest_periods
from perfsite.site.plan import Download, FeedLink, records_in
from perfsite.site.results_index import all_outcomes


@dataclass(frozen=True, slots=True)
class Offered:
    """A table with the page that it stands on, in each format."""

    page: Link
    files: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class OfferedGroup:
    id: str
    title: str
    entries: tuple[Offered, ...]


@dataclass(frozen=True, slots=True)
class DownloadsView:
    """`lists` are the tables of whole folders, `groups` those of single records by kind."""

    title: str
    lists: tuple[Offered, ...]
    groups: tuple[OfferedGroup, ...]
    index: str
    agenda: str
    feeds: tuple[FeedLink, ...]


def view_downloads(title: str, edition: Edition) -> DownloadsView:
    from perfsite.site.subscriptions import feeds_of_changes

    lists = [_offered(offer, offer.title) for folder in OF_FOLDERS for offer in offers_of_folder(folder, edition)]
    return DownloadsView(
        title,
        tuple(lists),
        tuple(_groups(edition)),
        DATA_INDEX,
        agenda_address(edition.language),
        feeds_of_changes(edition),
    )


def _groups(edition: Edition) -> Iterator[OfferedGroup]:
    for kind in OF_KINDS:
        entries = tuple(entry for record in _in_order(kind, edition) for entry in _offered_by(record, edition))
        if entries:
            name = edition.words(KINDS[kind].plural)
            yield OfferedGroup(kind, name[:1].upper() + name[1:], entries)


def _in_order(kind: str, edition: Edition) -> Iterable[Record]:
    """Records of a kind, the newest first where they have a day, otherwise by title."""
    if kind == Period.kind:
        return newest_periods(edition)
    if issubclass(KINDS[kind], Outcome):
        return (outcome for outcome in all_outcomes(edition) if outcome.kind == kind)
    return edition.sorted(record for record in records_in(edition, KINDS[kind].folder) if record.kind == kind)


def _offered_by(record: Record, edition: Edition) -> Iterator[Offered]:
    """The tables of a record; one alone goes by the record's name."""
    offers = tuple(offers_of_record(record, edition))
    return (_offered(offer, offer.title if len(offers) > 1 else edition.title(record)) for offer in offers)


def _offered(offer: Offer, title: str) -> Offered:
    return Offered(Link(title, offer.page), tuple(offer.download(suffix) for suffix in FORMATS))


__all__ = ["DownloadsView", "Offered", "OfferedGroup", "view_downloads"]
