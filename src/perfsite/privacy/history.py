"""The history of a site to what one audience may see of it.

What is restricted today is restricted in old versions, and what was restricted then was so for its time. Whoever is
erased today has no name in any version. Timelines are made from what is left of each version, so that a commit that
touched only what is hidden leaves no trace.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from perfsite.history.read import History
from perfsite.history.versions import Timeline
from perfsite.privacy.names import ERASED
from perfsite.privacy.projection import Cutter, Projection, admits, renamed
from perfsite.records.fields import SENSITIVITIES
from perfsite.records.library import Library
from perfsite.records.people import Person
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.site import AudienceRule, Site


def project_history(history: History, library: Library, projection: Projection) -> History:
    """The history as the audience of a projection may see it; `library` is the whole one that was projected.

    Who does not see everything sees no commit's id either. The names of authors and their messages are left for the
    site's policy to judge.
    """
    audience, site = projection.audience, library.site
    gone = {record.ref for record in library.all() if projection.library.find(record.ref) is None}
    erased = {person.ref for person in library.of(Person, incomplete=True) if person.erased is not None}
    for timeline in history.timelines.values():
        if timeline.ref != site.ref and library.find(timeline.ref) is None:
            last = _last_readable(timeline)
            if last is None or not _is_admitted(last, site, audience):
                gone.add(timeline.ref)
            elif isinstance(last, Person) and last.erased is not None:
                erased.add(timeline.ref)
    view = _View(audience, site, frozenset(gone), frozenset(erased))
    return history if view.hides_nothing else history.seen_by(view)


def _last_readable(timeline: Timeline) -> Record | None:
    """A record that is gone, as it last stood."""

    def backwards() -> Iterator[Record | None]:
        for version in reversed(timeline.versions):
            yield version.after
            yield version.before

    return next((record for record in backwards() if record is not None), None)


def _is_admitted(record: Record, site: Site, audience: AudienceRule) -> bool:
    reach = {rule.id: rank for rank, rule in enumerate(site.audience_rules)}
    return admits(record, reach, reach.get(audience.id, 0))


@dataclass(frozen=True, slots=True)
class _View:
    """`gone` are the records that the audience does not see today, or did not when they went; `erased` the people whose
    names were removed.
    """

    audience: AudienceRule
    site: Site
    gone: frozenset[Ref]
    erased: frozenset[Ref]
    cutter: Cutter = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cutter", Cutter(self.audience.sees, dict(self.site.visibility)))

    @property
    def name(self) -> str:
        return self.audience.id

    @property
    def key(self) -> str:
        refs = [sorted(map(str, refs)) for refs in (self.gone, self.erased)]
        rules = repr((self.audience, self.site.audience_rules, self.site.visibility, *refs))
        return hashlib.sha256(rules.encode()).hexdigest()

    @property
    def sees_all(self) -> bool:
        return self.audience.sees == SENSITIVITIES[-1]

    @property
    def hides_nothing(self) -> bool:
        # An older version may have been restricted to an audience of its own.
        is_narrowest = self.site.audience_rules[-1].id == self.audience.id
        return (
            self.sees_all
            and is_narrowest
            and self.audience.names == "full"
            and not self.gone
            and not self.erased
            and not self.site.visibility
        )

    def of(self, record: Record) -> Record | None:
        if record.ref in self.gone or not _is_admitted(record, self.site, self.audience):
            return None
        seen = self.cutter.record(record, set(self.gone))
        if seen is None or not isinstance(record, Person):
            return seen
        if record.ref in self.erased:
            assert isinstance(seen, Person)
            return replace(seen.nameless(), name=ERASED)
        return renamed(record, seen, self.audience.names)
