"""Earlier versions of standards, a page each: the record as it stood, from when to when, and what is otherwise today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from perfsite.history.versions import Timeline, Version
from perfsite.records.record import Record
from perfsite.records.texts import Text
from perfsite.site.addresses import history_address
from perfsite.site.describe import Entry, describe
from perfsite.site.differences import Difference, differences_between
from perfsite.site.edition import Edition, Link
from perfsite.site.generic import APART, is_long
from perfsite.site.past import Past
from perfsite.site.plan import Page, page_of
from perfsite.site.sentences import say
from perfsite.site.subscriptions import feeds_of_record
from perfsite.site.versions import (
    comparing_of,
    earlier_address,
    earlier_versions,
    kind_name,
    link_of,
    named,
    wording_address,
)


@dataclass(frozen=True, slots=True)
class EarlierView:
    """`compared` is what is otherwise in the record today; None where the record is gone."""

    title: str
    kind: str
    id: str
    said: Any
    now: Link | None
    history: str
    summary: Text | None
    entries: tuple[Entry, ...]
    sections: tuple[Entry, ...]
    body: Text | None
    compared: tuple[Difference, ...] | None
    # Where any two versions are compared, or "".
    comparing: str


def plan_earlier(timeline: Timeline, edition: Edition, past: Past, trail: tuple[Link, ...]) -> Iterator[Page]:
    versions = earlier_versions(timeline, edition)
    links = [Link(named(version.number, edition), earlier_address(version, edition, past)) for version in versions]
    for place, version in enumerate(versions):
        record = version.after
        assert record is not None
        yield page_of(
            edition,
            links[place].address,
            "version.html",
            f"{edition.title(record)}{_BETWEEN}{links[place].title}",
            partial(view_earlier, version, edition),
            section="changes",
            trail=trail,
            feeds=feeds_of_record(timeline.ref, edition),
            beside=(links[place - 1] if place else None, links[place + 1] if place + 1 < len(links) else None),
            about=record,
            version=version.number,
        )


_BETWEEN = " · "


def view_earlier(version: Version, edition: Edition) -> EarlierView:
    past, record, ref = edition.past, version.after, version.ref
    assert past is not None
    assert record is not None
    entries = describe(record, edition, skip=(*APART, "changes"))
    timeline = past.timeline(ref)
    today = edition.library.find(ref)
    return EarlierView(
        title=edition.title(record),
        kind=kind_name(ref.kind, edition),
        id=ref.id,
        said=_stood(version, past),
        now=None if today is None else link_of(ref, edition, past),
        history=f"{history_address(edition.language, ref.kind, ref.id)}#v{version.number}",
        summary=record.summary,
        entries=tuple(entry for entry in entries if not is_long(entry)),
        sections=tuple(entry for entry in entries if is_long(entry)),
        body=record.body,
        compared=None if today is None else differences_between(record, today, edition),
        comparing="" if timeline is None else comparing_of(timeline, edition),
    )


def _stood(version: Version, past: Past) -> Any:
    """From when until when it stood on the site."""
    timeline = past.timeline(version.ref)
    assert timeline is not None
    after = next((one for one in timeline.versions if one.number == version.number + 1), None)
    number, first = str(version.number), past.day(version)
    if after is None:
        return say("earlier.since", number=number, first=first)
    if past.day(after) == first:
        return say("earlier.on", number=number, first=first)
    return say("earlier.stood", number=number, first=first, until=past.day(after))


def decided_under(record: Record, edition: Edition) -> Link | None:
    """The version that an earlier wording of a standard is; None of what it says today."""
    if not record.origin.version:
        return None
    return Link(named(record.origin.version, edition), wording_address(record, edition))


__all__ = ["decided_under", "plan_earlier", "view_earlier"]
