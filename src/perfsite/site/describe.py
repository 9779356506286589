"""Any record's fields as labelled values, so that every field of every kind stands on a page.

The views of the main kinds say the important things in their own way and leave the rest to this.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.records.fields import FieldSpec, Struct, shape_of
from perfsite.records.forms import Form, ListOf, MapOf, Reference, TextForm, Word
from perfsite.records.people import Person
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.requirement import PeriodCount
from perfsite.records.reward import SortKey
from perfsite.records.texts import Text
from perfsite.site.edition import Edition, Link


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as a template prints it.

    `kind` is text, prose, quantity, date, moment, link, words, list, group or table; `value` is what that kind holds: a Text, a
    Quantity, a day, a Link, a string, Shown items, Entries, or a `Rows`.
    """

    kind: str
    value: Any


@dataclass(frozen=True, slots=True)
class Entry:
    """A field with its label. `key` is what authors call it, and the anchor of its clause."""

    key: str
    label: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class Rows:
    """Values that share their fields, as a table."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Shown | None, ...], ...]


def describe(record: Any, edition: Edition, *, skip: Iterable[str] = (), page: str = "") -> tuple[Entry, ...]:
    """The fields of a noun that have a value, in the order of their declaration, without those in `skip`."""
    left_out = frozenset(skip)
    page = page or (record.address if isinstance(record, Record) else "")
    entries = []
    for spec in shape_of(type(record)).fields.values():
        value = getattr(record, spec.attribute)
        if spec.key in left_out or value is None or value == ():
            continue
        shown = show(spec.form, value, edition, page)
        if shown is not None:
            entries.append(Entry(spec.key, edition.words(spec.label), shown))
    return tuple(entries)


def show(form: Form[Any], value: Any, edition: Edition, page: str) -> Shown | None:
    """One value by its form; None where nothing of it may be seen."""
    if isinstance(form, ListOf):
        return _show_list(form, value, edition, page)
    if isinstance(form, MapOf):
        return _show_map(form, value, edition, page)
    if isinstance(form, Struct):
        return Shown("group", describe(value, edition, page=page))
    if isinstance(form, Reference):
        return _show_reference(form, value, edition, page)
    if isinstance(form, TextForm):
        return Shown("prose" if form.prose else "text", value)
    return _show_single(form, value, edition)


def _show_reference(form: Reference, ref: Ref, edition: Edition, page: str) -> Shown | None:
    """A link; of what is gone, as an earlier version may name it, the id. Who is gone is named where all are."""
    kinds = (page.partition("/")[0],) if ref.kind == "self" else (ref.kind,) if ref.kind else form.kinds
    for kind in kinds:
        link = edition.link_to(Ref(kind, ref.id), page)
        if link is not None:
            return Shown("link", link)
    if Person.kind in kinds and edition.projection.names.mode_on(page) != "full":
        return None
    return Shown("words", ref.id)


def _show_single(form: Form[Any], value: Any, edition: Edition) -> Shown:
    if isinstance(form, Word):
        return Shown("words", edition.words(form.choices[value]))
    if isinstance(value, bool):
        return Shown("words", edition.words(Phrase("是", "yes") if value else Phrase("否", "no")))
    if isinstance(value, PeriodCount):
        phrase = Phrase(
            f"最近 {value.last} 个周期中的 {value.count} 个", f"{value.count} of the last {value.last} periods"
        )
        return Shown("words", edition.words(phrase))
    if isinstance(value, SortKey):
        order = Phrase("从高到低", "descending") if value.descending else Phrase("从低到高", "ascending")
        return Shown("words", f"{value.by} ({edition.words(order)})")
    if isinstance(value, str):
        return _show_words(value, edition)
    if isinstance(value, dt.datetime):
        return Shown("moment", value)
    return Shown("date" if isinstance(value, dt.date) else "quantity", value)


def _show_words(value: str, edition: Edition) -> Shown:
    """A word as it stands; where it names a record of this site as `kind/id`, a link to it."""
    address = edition.resolve(value) if "/" in value else None
    if address is None:
        return Shown("words", value)
    kind, _, id = value.partition("/")
    return Shown("link", Link(edition.title(edition.library.records[kind][id]), address))


def _show_list(form: ListOf[Any], value: tuple[Any, ...], edition: Edition, page: str) -> Shown | None:
    if isinstance(form.inner, Struct):
        shape = form.inner.shape
        specs = [
            spec
            for spec in shape.fields.values()
            if any(getattr(item, spec.attribute) not in (None, ()) for item in value)
        ]
        if len(value) > 1 and all(_is_simple(spec) for spec in specs):
            rows = tuple(tuple(_cell(spec, item, edition, page) for spec in specs) for item in value)
            return Shown("table", Rows(tuple(edition.words(spec.label) for spec in specs), rows))
    shown = tuple(found for item in value if (found := show(form.inner, item, edition, page)) is not None)
    return Shown("list", shown) if shown else None


def _show_map(form: MapOf[Any], value: tuple[tuple[str, Any], ...], edition: Edition, page: str) -> Shown | None:
    entries = []
    for key, item in value:
        shown = show(form.inner, item, edition, page)
        if shown is not None:
            entries.append(Entry(key, _own_title(item, edition) or key, shown))
    return Shown("group", tuple(entries)) if entries else None


def _own_title(item: Any, edition: Edition) -> str:
    title = getattr(item, "title", None)
    return edition.words(title) if isinstance(title, Text) else ""


def _is_simple(spec: FieldSpec) -> bool:
    form = spec.form
    if isinstance(form, TextForm):
        return not form.prose
    return not isinstance(form, Struct | ListOf | MapOf)


def _cell(spec: FieldSpec, item: Any, edition: Edition, page: str) -> Shown | None:
    value = getattr(item, spec.attribute)
    return None if value is None else show(spec.form, value, edition, page)


__all__ = ["Entry", "Rows", "Shown", "describe", "show"]
