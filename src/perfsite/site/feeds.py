"""Which feeds of changes there are, and what stands in them: of the whole site, of a kind, of a mark, of a record.

A feed tells the newest of what its page lists, in the same words. The archive stays on the pages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from perfsite.history.versions import Version
from perfsite.records.references import Ref
from perfsite.site.addresses import changes_address, history_address
from perfsite.site.change_choices import MARKED, kinds_in, marks_in, marks_of
from perfsite.site.changes import BULK, Bulk, came_together, head_of, view_bulk
from perfsite.site.edition import Edition
from perfsite.site.past import Past
from perfsite.site.plan import folder_name
from perfsite.site.quarters import quarter_of
from perfsite.site.sentences import joined, say
from perfsite.site.subscriptions import HISTORY_OF
from perfsite.site.versions import (
    SHORT,
    VersionView,
    has_history_page,
    kind_name,
    named,
    shown_in,
    title_of,
    view_version,
)

# So many of the newest: a reader that comes once a week misses nothing of a busy site, and the file stays under 100 KB.
NEWEST = 50
# Of one record, whose whole history is a page; there are as many of these feeds as records that changed.
OF_RECORD = 20


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One version, or many records that came or went at once. `key` is the same in every build; `title` can be said."""

    key: str
    title: Any
    moment: dt.datetime
    author: str
    address: str
    version: VersionView | None
    bulk: Bulk | None


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed of a page. Its entries are made when they are asked for, the newest first; there is one at least.

    `publisher` stands for the authors of entries whose own are not told.
    """

    page: str
    language: str
    title: str
    publisher: str
    make: Callable[[], tuple[FeedEntry, ...]]


def plan_feeds(edition: Edition) -> Iterator[Feed]:
    """Every feed of one language, in a fixed order; none where the history is not known."""
    past = edition.past
    shown = [] if past is None else shown_in(edition, past)
    if past is None or not shown:
        return
    site, changes = edition.words(edition.library.site.title), edition.words(folder_name("changes"))
    contact = edition.library.site.contact
    publisher = (edition.words(contact.name) if contact is not None else "") or site

    def feed(part: str, title: str, versions: Sequence[Version]) -> Feed:
        page = changes_address(edition.language, part)
        return Feed(page, edition.language, f"{site} · {title}", publisher, partial(_entries, versions, edition, past))

    yield feed("", changes, shown)
    for kind in kinds_in(shown):
        name = kind_name(kind, edition, plural=True)
        yield feed(kind, f"{changes}: {name}", [version for version in shown if version.ref.kind == kind])
    for mark in marks_in(shown, past):
        found = [version for version in shown if mark in marks_of(version, past)]
        yield feed(mark, f"{changes}: {edition.words(MARKED[mark])}", found)
    for ref, timeline in past.timelines.items():
        if has_history_page(timeline, edition):
            name = edition.words(HISTORY_OF).format(title_of(ref, edition, past))
            page = history_address(edition.language, ref.kind, ref.id)
            yield Feed(page, edition.language, f"{site} · {name}", publisher, partial(_of_record, ref, edition, past))


def _entries(versions: Sequence[Version], edition: Edition, past: Past) -> tuple[FeedEntry, ...]:
    newest, _ = head_of(versions, NEWEST)
    found = []
    for _, group in groupby(newest, key=came_together):
        together = list(group)
        if len(together) < BULK:
            found += [_entry(version, edition, past) for version in together]
        else:
            found.append(_entry_of_many(together, edition, past))
    return tuple(found)


def _of_record(ref: Ref, edition: Edition, past: Past) -> tuple[FeedEntry, ...]:
    versions = past.timelines[ref].versions[: -OF_RECORD - 1 : -1]
    return tuple(_entry(version, edition, past) for version in versions)


def _entry(version: Version, edition: Edition, past: Past) -> FeedEntry:
    view = view_version(version, edition, past, SHORT)
    reaches = say("reach.mark") if view.reach else None
    return FeedEntry(
        key=f"{version.ref}/{version.number}",
        title=joined(
            view.record.title, named(version.number, edition), say(f"history.{view.event}"), reaches, joint="dot"
        ),
        moment=past.moment(version),
        author=view.author,
        address=view.history or view.record.address,
        version=view,
        bulk=None,
    )


def _entry_of_many(versions: Sequence[Version], edition: Edition, past: Past) -> FeedEntry:
    first, bulk = versions[0], view_bulk(versions, edition, past)
    day = past.day(first).isoformat()
    return FeedEntry(
        key=f"{first.ref}/{first.number}/{bulk.event}",
        title=bulk.said,
        moment=past.moment(first),
        author=first.commit.author.name if past.shows_authors else "",
        address=f"{changes_address(edition.language, quarter_of(past.day(first)).name)}#{day}",
        version=None,
        bulk=bulk,
    )


__all__ = ["Feed", "FeedEntry", "plan_feeds"]
