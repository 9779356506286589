"""The home page: what counts now for each role, open notices, what is due, what is new, and the way to everything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from perfsite.publication.deadlines import deadlines_soon
from perfsite.records.ladder import Ladder
from perfsite.records.period import Period
from perfsite.records.record import Record
from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.records.texts import Text
from perfsite.site.addresses import agenda_address, changes_address, index_address
from perfsite.site.edition import Edition, Link
from perfsite.site.newest import Newest, newest_versions
from perfsite.site.periods import (
    DueDate,
    Listed,
    current_period,
    due_date,
    phase_said,
    running_periods,
    standards_in,
)
from perfsite.site.results_index import all_outcomes, newest_published, open_results
from perfsite.site.roles import roles_in_order, standards_for
from perfsite.site.seen import seen
from perfsite.site.sentences import Days, Said, say
from perfsite.site.status import Status, result_state_of, result_status, status_of

NEWEST = 6


@dataclass(frozen=True, slots=True)
class RoleNow:
    """What counts for a role in the current period."""

    role: Link
    rules: tuple[Link, ...]
    rewards: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Now:
    """The current period, with what a reader does next from here."""

    period: Link
    days: Days
    said: Said
    goals: Link | None
    status: Status | None


@dataclass(frozen=True, slots=True)
class Note:
    """A change that its author explained."""

    date: dt.date
    record: Link
    kind: str
    note: Text
    major: bool


@dataclass(frozen=True, slots=True)
class Way:
    """`count` is None where there is nothing to count."""

    title: str
    address: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Ways:
    title: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Where one of the questions that people come with is answered. `label` is a key of the catalogue."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """`newest` is told by the history, and `changes` by what authors noted where that is not known."""

    title: Text
    summary: Text | None
    shortcuts: tuple[Shortcut, ...]
    now: Now | None
    roles: tuple[RoleNow, ...]
    open: tuple[Listed, ...]
    none_open: Said
    due: tuple[DueDate, ...]
    agenda: str
    results: tuple[Listed, ...]
    more_results: Link | None
    newest: tuple[Newest, ...]
    changes: tuple[Note, ...]
    more_changes: Link | None
    ways: tuple[Ways, ...]
    body: Text | None


def view_home(edition: Edition) -> HomeView:
    site = edition.library.site
    period = current_period(edition)
    has_results = bool(all_outcomes(edition))
    newest = newest_versions(edition, NEWEST)
    return HomeView(
        title=site.title,
        summary=site.summary,
        shortcuts=tuple(_shortcuts(edition)),
        now=_now(period, edition) if period is not None else None,
        roles=_roles(period, edition),
        open=open_results(edition),
        none_open=_none_open(edition),
        due=_due(edition),
        agenda=agenda_address(edition.language),
        results=_newest_results(edition),
        more_results=Link("", index_address(edition.language, "results")) if has_results else None,
        newest=newest,
        changes=() if newest else newest_changes(edition, NEWEST),
        more_changes=Link("", changes_address(edition.language)) if newest else None,
        ways=tuple(ways_of_site(edition)),
        body=site.body,
    )


def _shortcuts(edition: Edition) -> Iterator[Shortcut]:
    """The ways that a manager takes most, on a phone too, where the menu is folded."""
    from perfsite.site.plan import records_in

    for folder in ("goals", "people", "results"):
        if records_in(edition, folder):
            yield Shortcut(f"home.my-{folder}", index_address(edition.language, folder))
    ladders = edition.library.of(Ladder)
    if ladders:
        address = edition.address(ladders[0]) if len(ladders) == 1 else index_address(edition.language, Ladder.folder)
        yield Shortcut("home.next-level", f"{address}#levels" if len(ladders) == 1 else address)
    yield Shortcut("home.what-changed", changes_address(edition.language))


def _now(period: Period, edition: Edition) -> Now:
    link = edition.link(period)
    has_goals = any(m.route == ("period",) and m.record.kind == "goal" for m in edition.library.mentioned_by(period))
    return Now(
        link,
        Days(period.from_, period.to),
        phase_said(period, edition),
        Link(link.title, f"{link.address}#goals") if has_goals else None,
        status_of(period, edition),
    )


def _roles(period: Period | None, edition: Edition) -> tuple[RoleNow, ...]:
    if period is None:
        return ()
    counting = {r.ref for noun in (ScoringRule, Reward) for r in standards_in(noun, period, edition)}
    # What is awarded by the year counts in its quarters too, for those who work toward it.
    for running in running_periods(edition):
        counting |= {r.ref for r in standards_in(Reward, running, edition)}
    rows = []
    for role in roles_in_order(edition):
        found = [record for record in standards_for(role, edition) if record.ref in counting]
        rules = tuple(edition.link(record) for record in found if isinstance(record, ScoringRule))
        rewards = tuple(edition.link(record) for record in found if isinstance(record, Reward))
        if rules or rewards:
            rows.append(RoleNow(edition.link(role), rules, rewards))
    return tuple(rows)


def _none_open(edition: Edition) -> Said:
    policy = edition.library.site.policy
    if policy.publish_within is not None and policy.notice is not None:
        return say("home.none-open-promise", within=policy.publish_within, notice=policy.notice)
    return say("home.none-open")


def _due(edition: Edition) -> tuple[DueDate, ...]:
    """The deadlines of all periods that come soon."""
    return tuple(
        due_date(period, deadline, edition) for period, deadline in deadlines_soon(edition.library, edition.as_of)
    )


def _newest_results(edition: Edition) -> tuple[Listed, ...]:
    """The newest that are settled; those that are not stand above them."""
    entries = []
    for outcome in newest_published(edition):
        state = result_state_of(outcome, edition)
        if state.name in ("final", "withdrawn"):
            status = result_status(state, edition)
            entries.append(Listed(edition.title(outcome), edition.address(outcome), None, outcome.published_on, status))
    return tuple(entries[:NEWEST])


def newest_changes(edition: Edition, count: int) -> tuple[Note, ...]:
    """What authors have said of changes to any record, the newest first."""
    found: list[tuple[dt.date, Record, Any]] = [
        (change.on, record, change)
        for record in edition.library.all(incomplete=False)
        for change in record.changes
        if seen(change.note) is not None and (on := seen(change.on)) is not None and on <= edition.as_of
    ]
    found.sort(key=lambda item: (-item[0].toordinal(), item[1].address))
    return tuple(
        Note(on, link, edition.words(record.noun), change.note, change.major)
        for on, record, change in found[:count]
        if (link := edition.link(record)).address
    )


def ways_of_site(edition: Edition) -> Iterator[Ways]:
    """Every index with the number of its records, in the groups of the menu."""
    from perfsite.site.plan import NAVIGATION, WITHOUT_RECORDS, folder_name, records_in

    for title, folders in NAVIGATION:
        ways = tuple(
            Way(edition.words(folder_name(folder)), index_address(edition.language, folder), count)
            for folder in folders
            if (count := None if folder in WITHOUT_RECORDS else len(records_in(edition, folder))) != 0
        )
        if ways:
            yield Ways(edition.words(title), ways)


__all__ = ["HomeView", "Note", "Now", "RoleNow", "Way", "Ways", "newest_changes", "view_home", "ways_of_site"]
