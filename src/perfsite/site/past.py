"""The history of an audience's records as pages ask for it: by the day on which each version landed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from perfsite.history.changes import Account, account_of
from perfsite.history.read import History
from perfsite.history.versions import Event, Timeline, Version
from perfsite.history.wording import Segment
from perfsite.privacy import reads
from perfsite.publication.reaching_back import Reach, is_of_standard, reach_of_version
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.site import AudienceRule, Policy

# In each language in which a text changed, its stretches.
Texts = tuple[tuple[str, tuple[Segment, ...]], ...]
# What a version has to say of itself; a record that came or went is all of it.
_TOLD = (Event.CHANGED, Event.MERGED, Event.RETURNED)


@dataclass(eq=False)
class Past:
    """One history for all languages of a site, and what its policy lets the audience read of authors and messages.

    What is asked of a version is worked out once, best before the pages are printed by several processes.
    """

    history: History
    zone: dt.tzinfo
    shows_authors: bool
    shows_messages: bool
    _days: dict[dt.datetime, dt.date] = field(default_factory=dict, repr=False)
    _accounts: dict[tuple[Ref, int], Account] = field(default_factory=dict, repr=False)
    _reaches: dict[tuple[Ref, int], Reach | None] = field(default_factory=dict, repr=False)
    _texts: dict[tuple[Ref, int, int], Texts] = field(default_factory=dict, repr=False)
    # By what each version can be chosen, once a list has asked for it.
    marks: dict[tuple[Ref, int], tuple[str, ...]] = field(default_factory=dict, repr=False)

    @property
    def timelines(self) -> Mapping[Ref, Timeline]:
        return self.history.timelines

    def timeline(self, ref: Ref) -> Timeline | None:
        return self.history.timelines.get(ref)

    def day(self, version: Version) -> dt.date:
        """The day of publication: that of the commit by which a version landed, where the site is at home."""
        landed = version.landed.committed
        if landed not in self._days:
            self._days[landed] = landed.astimezone(self.zone).date()
        return self._days[landed]

    def moment(self, version: Version) -> dt.datetime:
        """The time of publication, as clocks showed it where the site is at home."""
        return version.landed.committed.astimezone(self.zone)

    def account(self, version: Version) -> Account | None:
        """What a version changed; None of one that came, went or cannot be read."""
        if version.event not in _TOLD:
            return None
        key = (version.ref, version.number)
        if key not in self._accounts:
            self._accounts[key] = account_of(version)
        return self._accounts[key]

    def reach(self, version: Version) -> Reach | None:
        """How far a change to a standard reaches back. What stood in the site from its first day on was told before."""
        key = (version.ref, version.number)
        if key not in self._reaches:
            timeline = self.timelines[version.ref]
            latest = self.last_readable(version.ref) if is_of_standard(version.ref) else None
            self._reaches[key] = reach_of_version(version, timeline, self.day(version), self._first_day, latest)
        return self._reaches[key]

    @cached_property
    def reached(self) -> frozenset[Ref]:
        """The standards with a change that reaches back."""
        return frozenset(version.ref for version in self.versions if self.reach(version) is not None)

    @cached_property
    def _first_day(self) -> dt.date:
        return min(self.day(version) for version in self.versions)

    def reaching(self, ref: Ref) -> tuple[tuple[Version, Reach], ...]:
        """The versions of a standard that reach back, the newest first."""
        timeline = self.timeline(ref) if ref in self.reached else None
        versions = timeline.versions if timeline is not None else ()
        return tuple((version, reach) for version in reversed(versions) if (reach := self.reach(version)) is not None)

    def texts(self, version: Version, place: int) -> Texts:
        """Of the change at a place of a version's account, the words that went and came: comparing them takes its time."""
        key = (version.ref, version.number, place)
        if key not in self._texts:
            account = self.account(version)
            assert account is not None
            self._texts[key] = account.changes[place].texts
        return self._texts[key]

    @cached_property
    def versions(self) -> tuple[Version, ...]:
        """Every version of every record, the newest first."""
        found = [version for timeline in self.timelines.values() for version in timeline.versions]
        found.sort(key=lambda version: (version.ref.kind, version.event, version.ref.id, version.number))
        found.sort(key=lambda version: (version.landed.committed, version.commit.committed), reverse=True)
        return tuple(found)

    def last_readable(self, ref: Ref) -> Record | None:
        """A record that is gone, as it last stood."""
        timeline = self.timeline(ref)
        for version in reversed(timeline.versions if timeline is not None else ()):
            record = version.after or version.before
            if record is not None:
                return record
        return None

    def work_out(self) -> None:
        """Tells what each version changed, so that no process has to do it again."""
        for version in self.versions:
            self.reach(version)
            account = self.account(version)
            for place in range(0 if account is None else len(account.changes)):
                self.texts(version, place)


def past_of(history: History, audience: AudienceRule, policy: Policy, zone: dt.tzinfo) -> Past:
    """`history` is that of the audience already."""
    told = policy.history
    return Past(history, zone, reads(told.authors, audience), reads(told.messages, audience))


__all__ = ["Past", "past_of"]
