"""What can be taken away from a site → its files: each table in each format, each record as JSON, and the index of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from perfsite.records.record import Record
from perfsite.render.data import digest_of, leading, write_data, write_json
from perfsite.render.table_csv import write_csv
from perfsite.render.table_xlsx import write_xlsx
from perfsite.site.addresses import DATA_INDEX, data_address
from perfsite.site.edition import Edition
from perfsite.site.exports.data import VERSION, data_of, records_with_data, title_of
from perfsite.site.exports.offers import plan_offers
from perfsite.site.exports.tables import FORMATS, Offer, Table

_WRITERS: Mapping[str, Callable[[Table], bytes]] = {"csv": write_csv, "xlsx": write_xlsx}


@dataclass(frozen=True)
class Exports:
    """The exports of all languages of a site. Records are written once for all, tables once for each."""

    editions: tuple[Edition, ...]
    base_url: str

    @cached_property
    def records(self) -> Sequence[Record]:
        """The records that are there as data, in order."""
        return tuple(records_with_data(self.editions[0]))

    @cached_property
    def offers(self) -> Sequence[Offer]:
        """The tables of all languages, in order."""
        return tuple(offer for edition in self.editions for offer in plan_offers(edition))

    def print_table(self, offer: Offer) -> Iterator[tuple[str, bytes]]:
        """A table in each of its formats: paths and bytes as of a page."""
        table = offer.make()
        for suffix in FORMATS:
            yield offer.address(suffix)[1:], _WRITERS[suffix](table)

    def print_record(self, record: Record) -> tuple[str, bytes]:
        """A record as data."""
        address = data_address(record.kind, record.id)
        return address[1:], write_data(data_of(record, self.editions), address, self.base_url)

    def print_index(self, digests: Mapping[str, str]) -> tuple[str, bytes]:
        """The list of all that there is; `digests` are those of the records' files by their paths."""
        lead = leading(DATA_INDEX, self.base_url)
        records = [
            {
                "kind": record.kind,
                "id": record.id,
                "title": title_of(record, self.editions),
                "data": lead(address),
                "sha256": digests[address[1:]],
            }
            for record in self.records
            for address in (data_address(record.kind, record.id),)
        ]
        tables = [
            {"language": offer.language, "title": offer.title, "page": lead(offer.page)}
            | {suffix: lead(offer.address(suffix)) for suffix in FORMATS}
            for offer in self.offers
        ]
        first = self.editions[0]
        head = {
            "version": VERSION,
            "title": dict(first.library.site.title.versions),
            "as_of": first.as_of.isoformat(),
            "audience": first.projection.audience.id,
        }
        return DATA_INDEX[1:], write_json({**head, "records": records, "tables": tables})

    def with_index(self, files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
        """Files as they come, and after them the index of the records among them."""
        digests = {}
        for path, content in files:
            if path.startswith("data/"):
                digests[path] = digest_of(content)
            yield path, content
        yield self.print_index(digests)

    def file(self, path: str) -> bytes | None:
        """One file by its path, or None where it is no export."""
        if path in self._offer_by_path:
            return dict(self.print_table(self._offer_by_path[path]))[path]
        if path in self._record_by_path:
            return self.print_record(self._record_by_path[path])[1]
        if path == DATA_INDEX[1:]:
            printed = map(self.print_record, self.records)
            return self.print_index({path: digest_of(content) for path, content in printed})[1]
        return None

    @cached_property
    def _offer_by_path(self) -> dict[str, Offer]:
        return {offer.address(suffix)[1:]: offer for offer in self.offers for suffix in FORMATS}

    @cached_property
    def _record_by_path(self) -> dict[str, Record]:
        return {data_address(record.kind, record.id)[1:]: record for record in self.records}


__all__ = ["Exports"]
