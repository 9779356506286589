"""A projected record → plain data: its declared fields under their own names, its state, and where its pages are.

Quantities and numbers are texts of their exact digits; texts are by language. Nobody is told by an id whom the record's
page masks: then a list with such people is sorted by what is seen of its items, so that their order tells nothing.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from perfsite.privacy.projection import without_links
from perfsite.records.fields import Struct, shape_of
from perfsite.records.forms import Form, ListOf, MapOf, Plain, Reference, TextForm
from perfsite.records.kinds import FOLDERS
from perfsite.records.people import Person
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.requirement import PeriodCount
from perfsite.records.result import Outcome
from perfsite.records.reward import SortKey
from perfsite.records.texts import Text
from perfsite.site.addresses import history_address
from perfsite.site.edition import Edition
from perfsite.site.exports.naming import shown_id
from perfsite.site.plan import records_in
from perfsite.site.status import period_phase, result_state_of, standard_state_of
from perfsite.site.versions import has_history_page

# Of the shape that docs/data.md describes. A field more is no new version; another meaning of one is.
VERSION = 1
# Of use to none but the author.
_APART = ("title", "translation_of")


class _Everyone:
    """Every person, as those to whom no text may lead."""

    def __contains__(self, ref: object) -> bool:
        return isinstance(ref, Ref) and ref.kind == Person.kind


_PEOPLE = _Everyone()


def records_with_data(edition: Edition) -> Iterator[Record]:
    """The records that have a page in this audience's site, in the order of its folders."""
    for folder in FOLDERS:
        yield from (record for record in records_in(edition, folder) if edition.address(record))


def data_of(record: Record, editions: tuple[Edition, ...]) -> dict[str, Any]:
    """A record as data. Addresses are absolute from the site's root, as those of pages."""
    first = editions[0]
    data: dict[str, Any] = {
        "version": VERSION,
        "kind": record.kind,
        "id": record.id,
        "title": title_of(record, editions),
        "pages": {edition.language: edition.address(record) for edition in editions},
    }
    state = _state(record, first)
    if state is not None:
        data["state"] = state
    history = _history(record, editions)
    if history is not None:
        data["history"] = history
    data["fields"] = _Writer(record, first).fields(record)
    return data


def title_of(record: Record, editions: tuple[Edition, ...]) -> dict[str, str]:
    """What each language of the site calls a record on its own page."""
    return {edition.language: edition.title(record, record.address) for edition in editions}


def _state(record: Record, edition: Edition) -> dict[str, Any] | None:
    """What the calendar makes of a record on the day of the site; None where that is nothing."""
    if isinstance(record, Outcome):
        result = result_state_of(record, edition)
        days = {"since": result.since, "notice_end": result.notice_end, "open_until": result.open_until}
        return {"name": result.name, **_days(days)}
    if isinstance(record, Period):
        return {"name": period_phase(record, edition.as_of)}
    if record.part == "standard":
        standard = standard_state_of(record, edition)
        return {"name": standard.name, **_days({"from": standard.counts.first, "until": standard.counts.last})}
    return None


def _days(days: Mapping[str, object]) -> dict[str, str]:
    return {name: day.isoformat() for name, day in days.items() if isinstance(day, dt.date)}


def _history(record: Record, editions: tuple[Edition, ...]) -> dict[str, Any] | None:
    """The number and day of the newest version, with the pages of all of them where there are several."""
    past = editions[0].past
    timeline = past.timeline(record.ref) if past is not None else None
    if past is None or timeline is None or not timeline.versions:
        return None
    newest = timeline.versions[-1]
    found: dict[str, Any] = {"version": newest.number, "day": past.day(newest).isoformat()}
    if has_history_page(timeline, editions[0]):
        found["pages"] = {e.language: history_address(e.language, record.kind, record.id) for e in editions}
    return found


class _Writer:
    """Writes the fields of one record; knows whether its page masks people."""

    def __init__(self, record: Record, edition: Edition) -> None:
        self._kind = record.kind
        self._page = record.address
        self._edition = edition
        self._masks = edition.projection.names.mode_on(record.address) != "full"

    def fields(self, noun: Any) -> dict[str, Any]:
        """The fields of a noun that have a value, by the names under which they stand in its file."""
        found = {}
        for key, spec in shape_of(type(noun)).fields.items():
            value = getattr(noun, spec.attribute)
            if value is None or value == () or (key in _APART and isinstance(noun, Record)):
                continue
            written = self._value(spec.form, value)
            if written is not None:
                found[key] = written
        return found

    def _value(self, form: Form[Any], value: Any) -> Any:
        if isinstance(form, Struct):
            return self.fields(value)
        if isinstance(form, ListOf):
            return self._list(form, value)
        if isinstance(form, MapOf):
            return {key: written for key, item in value if (written := self._value(form.inner, item)) is not None}
        if isinstance(form, Reference):
            return self._reference(form, value)
        if isinstance(form, TextForm):
            return self._text(value)
        if self._masks and isinstance(form, Plain) and value.startswith(f"{Person.kind}/"):
            return None
        return _single(value)

    def _list(self, form: ListOf[Any], value: tuple[Any, ...]) -> list[Any] | None:
        written = [found for item in value if (found := self._value(form.inner, item)) is not None]
        if self._masks and any(_names_somebody(item) for item in written):
            written.sort(key=lambda item: json.dumps(item, ensure_ascii=False, sort_keys=True))
        return written or None

    def _reference(self, form: Reference, ref: Ref) -> dict[str, Any] | None:
        kinds = (self._kind,) if ref.kind == "self" else (ref.kind,) if ref.kind else form.kinds
        for kind in kinds:
            record = self._edition.library.find(Ref(kind, ref.id))
            if isinstance(record, Person):
                return self._person(record)
            if record is not None:
                return {"kind": record.kind, "id": record.id}
        return None

    def _person(self, person: Person) -> dict[str, Any]:
        name = self._edition.projection.names.of(person, self._page).text
        id = shown_id(person.ref, self._edition, self._page)
        return {"kind": Person.kind, **({"id": id} if id else {}), "name": dict(name.versions)}

    def _text(self, text: Text) -> dict[str, str]:
        return dict((without_links(text, _PEOPLE) if self._masks else text).versions)


def _names_somebody(item: Any) -> bool:
    """Whether written data has a person in it."""
    if isinstance(item, list):
        return any(map(_names_somebody, item))
    if not isinstance(item, dict):
        return False
    return item.get("kind") == Person.kind or any(map(_names_somebody, item.values()))


def _single(value: Any) -> Any:
    if isinstance(value, bool | int):
        return value
    if isinstance(value, Quantity):
        return {"value": f"{value.value:f}", "unit": value.unit}
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, PeriodCount):
        return {"count": value.count, "last": value.last}
    if isinstance(value, SortKey):
        return {"by": value.by, "descending": value.descending}
    assert isinstance(value, str), type(value)
    return value


__all__ = ["VERSION", "data_of", "records_with_data", "title_of"]
