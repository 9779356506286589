"""Who may be named by an id in an export: those alone whom the page of the record names so."""

from __future__ import annotations

from perfsite.records.people import Person
from perfsite.records.references import Ref
from perfsite.site.edition import Edition


def shown_id(ref: Ref | None, edition: Edition, page: str) -> str:
    """The id behind a reference, as in an export of the record `page` (`kind/id`); "" where people are masked there.

    A masked name beside an id would be no mask, since the id is a key to every other list.
    """
    record = edition.library.find(ref)
    if record is None:
        return ""
    if not isinstance(record, Person):
        return record.id
    named_by_id = edition.projection.names.mode_on(page) == "id" and record.erased is None
    return record.id if named_by_id or edition.projection.names.of(record, page).linked else ""


__all__ = ["shown_id"]
