"""The view of any record by its declared fields, for kinds that need no page of their own design."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from perfsite.records.kinds import KINDS
from perfsite.records.record import Record
from perfsite.records.texts import Text
from perfsite.site.describe import Entry, describe
from perfsite.site.edition import Edition, Link
from perfsite.site.status import Status, status_of

# Said elsewhere on the page, or of no use to its readers.
APART = ("title", "summary", "body", "status", "audience", "translation_of")


@dataclass(frozen=True, slots=True)
class MentionGroup:
    """Records of one kind that refer to a record."""

    id: str
    title: str
    entries: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class RecordView:
    kind: str
    title: str
    id: str
    status: Status | None
    summary: Text | None
    entries: tuple[Entry, ...]
    sections: tuple[Entry, ...]
    body: Text | None
    mentions: tuple[MentionGroup, ...]


def view_record(record: Record, edition: Edition) -> RecordView:
    entries = describe(record, edition, skip=APART)
    return RecordView(
        kind=edition.words(record.noun),
        title=edition.title(record),
        id=record.id,
        status=status_of(record, edition),
        summary=record.summary,
        entries=tuple(entry for entry in entries if not is_long(entry)),
        sections=tuple(entry for entry in entries if is_long(entry)),
        body=record.body,
        mentions=mention_groups(record, edition),
    )


def is_long(entry: Entry) -> bool:
    """Whether a field takes a section of its own."""
    if entry.shown.kind in ("group", "table", "prose"):
        return True
    return entry.shown.kind == "list" and any(item.kind in ("group", "prose") for item in entry.shown.value)


def mention_groups(record: Record, edition: Edition, *, without: Iterable[str] = ()) -> tuple[MentionGroup, ...]:
    """Who refers to a record, by kind in the order of the kinds, each record once."""
    kinds = {mention.record.kind for mention in edition.library.mentioned_by(record)}.difference(without)
    groups = []
    for kind, noun in KINDS.items():
        if kind in kinds:
            entries = tuple(edition.link(other, record.address) for other in edition.mentions(record, kind))
            groups.append(MentionGroup(f"in-{noun.folder}-{kind}", edition.words(noun.plural), entries))
    return tuple(groups)
