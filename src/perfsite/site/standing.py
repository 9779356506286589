"""What any standard carries: since when it counts, who approved it, what it replaced, how it has changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from perfsite.publication.states import days_in_force
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.texts import Text
from perfsite.site.edition import Edition, Link
from perfsite.site.seen import seen
from perfsite.site.sentences import Days, Fact, joined, say


@dataclass(frozen=True, slots=True)
class Event:
    """Something dated: what happened, in words; `body` says why, `note` adds who."""

    date: dt.date
    title: Any
    body: Text | None = None
    note: Any = None
    id: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """`facts` for the foot of a page: approval, owner, what replaces what. `changes` newest first."""

    facts: tuple[Fact, ...]
    changes: tuple[Event, ...]
    links: tuple[Link, ...]
    tags: tuple[str, ...]


def in_force_fact(record: Record, edition: Edition) -> Fact | None:
    days = days_in_force(record, edition.replacements.get(record.address))
    if days.first is None and days.last is None:
        return None
    return Fact("standing.in-force", Days(days.first, days.last))


def view_standing(record: Record, edition: Edition, *, owner: bool = True) -> Standing:
    return Standing(
        facts=_facts(record, edition, owner),
        changes=tuple(
            Event(
                change.on,
                say("standing.major-change") if change.major else say("standing.change"),
                change.note,
                id=f"changes.{number}",
                tone="active" if change.major else "",
            )
            for number, change in sorted(
                enumerate(record.changes, 1), key=lambda item: (seen(item[1].on) or dt.date.min, item[0]), reverse=True
            )
            if seen(change.on) is not None
        ),
        links=tuple(
            Link(edition.words(link.title), edition.resolve(link.url) or (link.url if ":" in link.url else ""))
            for link in record.links
            if seen(link.title) is not None and seen(link.url) is not None
        ),
        tags=record.tags,
    )


def _facts(record: Record, edition: Edition, owner: bool) -> tuple[Fact, ...]:
    page = record.address
    facts = [in_force_fact(record, edition)]
    if record.approved is not None:
        by, on = joined(*edition.links_to(seen(record.approved.by) or (), page)), seen(record.approved.on)
        value = by or on if by is None or on is None else say("standing.approved-by", by=by, date=on)
        facts.append(Fact("standing.approved", value, record.approved.note) if value is not None else None)
    published = _published(record, edition)
    facts.append(Fact("standing.published", published) if published is not None else None)
    who = edition.link_to(record.owner, page) if owner else None
    if who is not None:
        facts.append(Fact("standing.owner", who))
    # It names a record of its own kind, by its id alone.
    before = edition.link_to(Ref(record.kind, record.replaces.id), page) if record.replaces is not None else None
    if before is not None:
        facts.append(Fact("standing.replaces", before))
    after = edition.replacements.get(record.address)
    if after is not None:
        facts.append(Fact("standing.replaced-by", edition.link(after, page)))
    return tuple(fact for fact in facts if fact is not None)


def _published(record: Record, edition: Edition) -> dt.date | None:
    """The day on which people were told of a standard, as it says, or else that on which it was first published here."""
    stated = record.approved.published if record.approved is not None else None
    timeline = edition.past.timeline(record.ref) if edition.past is not None else None
    if stated is not None or record.part != "standard" or edition.past is None or timeline is None:
        return stated
    return edition.past.day(timeline.versions[0])


__all__ = ["Event", "Standing", "in_force_fact", "view_standing"]
