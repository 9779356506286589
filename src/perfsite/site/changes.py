"""The list of all changes, the newest first: in parts by quarter and by kind, with what came in bulk told as one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from perfsite.history.versions import Event, Version
from perfsite.records.kinds import KINDS
from perfsite.site.addresses import changes_address, history_address, home_address, index_address
from perfsite.site.change_choices import (
    MARKED,
    capital,
    fields_for,
    kinds_in,
    marks_in,
    marks_of,
    quarters_in,
    values_of,
)
from perfsite.site.comparing import plan_comparing
from perfsite.site.earlier import plan_earlier
from perfsite.site.edition import Edition, Link
from perfsite.site.past import Past
from perfsite.site.plan import HOME, FeedLink, Page, folder_name, page_of, records_in
from perfsite.site.quarters import Quarter, quarter_of
from perfsite.site.sentences import say
from perfsite.site.sifting import Field, Values
from perfsite.site.subscriptions import HISTORY_OF, feeds_of_changes, feeds_of_record
from perfsite.site.versions import (
    SHORT,
    VersionView,
    has_history_page,
    kind_name,
    link_of,
    shown_in,
    title_of,
    view_history,
    view_version,
)

# The first page shows so many of the newest, a page of a kind so many; the pages by quarter show all.
NEWEST = 60
OF_KIND = 300
# From so many records of a kind on that came or went together they are told in one sentence, and so many are named.
BULK = 8
NAMED = 100


@dataclass(frozen=True, slots=True)
class Bulk:
    """Many records of one kind that came or went at once. `more` counts those that are not named."""

    event: str
    said: Any
    records: tuple[Link, ...]
    more: int
    all: Link | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One of the two, and by what it can be chosen."""

    version: VersionView | None = None
    bulk: Bulk | None = None
    values: Values = ()


@dataclass(frozen=True, slots=True)
class DayOfChanges:
    day: dt.date
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the list that has a page of its own. `count` is that of versions."""

    title: Any
    address: str
    count: int
    here: bool


@dataclass(frozen=True, slots=True)
class ChangesView:
    title: str
    empty: Any
    about: Any
    fields: tuple[Field, ...]
    kinds: tuple[Part, ...]
    quarters: tuple[Part, ...]
    days: tuple[DayOfChanges, ...]
    rest: Any


def plan_changes(edition: Edition) -> Iterator[Page]:
    """The list of changes with its parts, and the history of each record that has one."""
    title = edition.words(folder_name("changes"))
    home = (Link(edition.words(HOME), home_address(edition.language)),)
    feeds = feeds_of_changes(edition)
    yield _page(edition, "", title, partial(view_changes, edition), home, feeds)
    past = edition.past
    if past is None:
        return
    trail = (*home, Link(title, changes_address(edition.language)))
    shown = shown_in(edition, past)
    for quarter in quarters_in(shown, past):
        yield _page(
            edition,
            quarter.name,
            f"{title} {quarter.name.upper()}",
            partial(view_quarter, quarter, edition),
            trail,
            feeds,
        )
    for kind in kinds_in(shown):
        name = kind_name(kind, edition, plural=True)
        feeds = feeds_of_changes(edition, kind, name)
        yield _page(edition, kind, f"{title}: {name}", partial(view_kind, kind, edition), trail, feeds)
    for mark in marks_in(shown, past):
        name = edition.words(MARKED[mark])
        feeds = feeds_of_changes(edition, mark, name)
        yield _page(edition, mark, f"{title}: {name}", partial(view_marked, mark, edition), trail, feeds)
    for ref, timeline in past.timelines.items():
        if has_history_page(timeline, edition):
            record = link_of(ref, edition, past)
            address = history_address(edition.language, ref.kind, ref.id)
            here = trail if record.address == address else (*home, record)
            name = edition.words(HISTORY_OF).format(title_of(ref, edition, past))
            yield page_of(
                edition,
                address,
                "history.html",
                name,
                partial(view_history, ref, edition),
                section="changes",
                trail=here,
                feeds=feeds_of_record(ref, edition),
            )
            below = (*here, Link(name, address))
            yield from plan_earlier(timeline, edition, past, below)
            yield from plan_comparing(timeline, edition, below)


def _page(
    edition: Edition, part: str, title: str, make: Any, trail: tuple[Link, ...], feeds: tuple[FeedLink, ...]
) -> Page:
    address = changes_address(edition.language, part)
    return page_of(edition, address, "changes.html", title, make, section="changes", trail=trail, feeds=feeds)


def view_changes(edition: Edition) -> ChangesView:
    """The newest of all."""
    past = edition.past
    title = edition.words(folder_name("changes"))
    if past is None:
        return ChangesView(title, say("changes.unknown"), None, (), (), (), (), None)
    shown = shown_in(edition, past)
    newest, rest = head_of(shown, NEWEST)
    return _view(
        title, newest, shown, edition, past, about=say("changes.about"), rest=say("changes.rest") if rest else None
    )


def view_quarter(quarter: Quarter, edition: Edition) -> ChangesView:
    past = edition.past
    assert past is not None
    shown = shown_in(edition, past)
    found = [version for version in shown if quarter_of(past.day(version)) == quarter]
    title = edition.words(folder_name("changes"))
    return _view(
        title, found, shown, edition, past, about=say("changes.of-quarter", days=quarter.days), here=quarter.name
    )


def view_kind(kind: str, edition: Edition) -> ChangesView:
    past = edition.past
    assert past is not None
    shown = shown_in(edition, past)
    found, rest = head_of([version for version in shown if version.ref.kind == kind], OF_KIND)
    title = edition.words(folder_name("changes"))
    name = kind_name(kind, edition, plural=True)
    about = say("changes.of-kind", kind=name)
    return _view(title, found, shown, edition, past, about=about, here=kind, rest=say("changes.rest") if rest else None)


def view_marked(mark: str, edition: Edition) -> ChangesView:
    """The changes that are major, or that reach back, to whatever record."""
    past = edition.past
    assert past is not None
    shown = shown_in(edition, past)
    found, rest = head_of([version for version in shown if mark in marks_of(version, past)], OF_KIND)
    title, about = edition.words(folder_name("changes")), say(f"changes.about-{mark}")
    return _view(title, found, shown, edition, past, about=about, here=mark, rest=say("changes.rest") if rest else None)


def _view(
    title: str,
    versions: Sequence[Version],
    shown: Sequence[Version],
    edition: Edition,
    past: Past,
    *,
    about: Any,
    here: str = "",
    rest: Any = None,
) -> ChangesView:
    counts: dict[str, int] = {}
    for version in shown:
        counts[version.ref.kind] = counts.get(version.ref.kind, 0) + 1
        name = quarter_of(past.day(version)).name
        counts[name] = counts.get(name, 0) + 1
        for mark in marks_of(version, past):
            counts[mark] = counts.get(mark, 0) + 1

    def part(name: str, title: Any) -> Part:
        return Part(title, changes_address(edition.language, name), counts.get(name, len(shown)), name == here)

    days = tuple(
        DayOfChanges(day, tuple(_entries(found, edition, past))) for day, found in groupby(versions, key=past.day)
    )
    items = [entry.values for day in days for entry in day.entries]
    return ChangesView(
        title=title,
        empty=None if shown else say("changes.none"),
        about=about if shown else None,
        fields=fields_for(items, versions, shown if rest is not None else (), here, edition, past),
        kinds=(
            part("", say("changes.newest")),
            *(part(kind, capital(kind_name(kind, edition, plural=True))) for kind in kinds_in(shown)),
            *(part(mark, edition.words(MARKED[mark])) for mark in marks_in(shown, past)),
        ),
        quarters=tuple(part(quarter.name, quarter.days) for quarter in quarters_in(shown, past)),
        days=days,
        rest=rest,
    )


def head_of(versions: Sequence[Version], most: int) -> tuple[Sequence[Version], bool]:
    """The first of them, where what came in bulk counts as one and is not torn apart."""
    place, count = 0, 0
    for _, group in groupby(versions, key=came_together):
        if count >= most:
            break
        size = len(list(group))
        place += size
        count += 1 if size >= BULK else size
    return versions[:place], place < len(versions)


def came_together(version: Version) -> tuple[Any, ...]:
    """What came or went together: by one commit, of one kind."""
    if version.event not in (Event.ADDED, Event.REMOVED):
        return (version.ref, version.number)
    return (version.landed, version.commit, version.ref.kind, version.event)


def _entries(versions: Iterable[Version], edition: Edition, past: Past) -> Iterator[Entry]:
    for _, group in groupby(versions, key=came_together):
        found = list(group)
        if len(found) < BULK:
            for version in found:
                view = view_version(version, edition, past, SHORT)
                yield Entry(version=view, values=values_of((version,), edition, past))
        else:
            yield Entry(bulk=view_bulk(found, edition, past), values=values_of(found, edition, past))


def view_bulk(versions: Sequence[Version], edition: Edition, past: Past) -> Bulk:
    kind, event = versions[0].ref.kind, versions[0].event
    folder = KINDS[kind].folder
    has_index = bool(records_in(edition, folder))
    return Bulk(
        event=event,
        said=say(f"changes.many-{event}", n=len(versions), kind=kind_name(kind, edition, plural=True)),
        records=tuple(link_of(version.ref, edition, past) for version in versions[:NAMED]),
        more=max(len(versions) - NAMED, 0),
        all=Link(edition.words(folder_name(folder)), index_address(edition.language, folder)) if has_index else None,
    )


__all__ = ["ChangesView", "plan_changes", "view_changes"]
