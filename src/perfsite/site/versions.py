"""Versions of records as pages show them: which day, who, why, and what changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.history.versions import Timeline, Version
from perfsite.publication.reaching_back import Reach, touches
from perfsite.records.goal import Goal
from perfsite.records.kinds import KINDS
from perfsite.records.people import Person
from perfsite.records.period import Period
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.result import AwardResult, Outcome, PromotionResult
from perfsite.records.reward import Reward
from perfsite.records.site import Site
from perfsite.records.texts import Text
from perfsite.site.addresses import comparing_address, history_address, version_address
from perfsite.site.differences import Difference, difference, is_apart
from perfsite.site.edition import Edition, Link
from perfsite.site.past import Past
from perfsite.site.seen import seen
from perfsite.site.sentences import joined, say

# So many of the latest versions stand on a record's own page, and so many changes of each.
LATEST = 3
SHORT = 6
# A table of actuals may change in thousands of places.
LONG = 200
SETTINGS = Phrase("站点设置", "settings of the site")


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version. `author`, `message` and `commit` are "" where the audience does not see them; `more` counts the
    changes that are left out. `page` is where an earlier version of a standard is shown whole."""

    number: int
    day: dt.date
    event: str
    kind: str
    record: Link
    history: str
    page: str
    author: str
    message: str
    commit: Link | None
    notes: tuple[Text, ...]
    major: bool
    approval: Any
    reach: tuple[Any, ...]
    changes: tuple[Difference, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Recall:
    """What a record's own page says of its past: since when it is there, and the latest versions.

    `marks` are the changes that reach back, of the record itself or of what a result rests on, in sentences each.
    """

    said: Any
    latest: tuple[VersionView, ...]
    marks: tuple[tuple[Any, ...], ...]
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class HistoryView:
    title: str
    kind: str
    id: str
    said: Any
    versions: tuple[VersionView, ...]
    record: Link | None
    # Where any two versions are compared, or "".
    comparing: str


def kind_name(kind: str, edition: Edition, *, plural: bool = False) -> str:
    if kind == Site.kind:
        return edition.words(SETTINGS)
    return edition.words(KINDS[kind].plural if plural else KINDS[kind].noun)


def is_shown(ref: Ref, edition: Edition) -> bool:
    """Whether pages tell of a record's past. People who are not named in full have no page that could."""
    return ref.kind != Person.kind or edition.projection.names.mode == "full"


def shown_in(edition: Edition, past: Past) -> list[Version]:
    """Every version that pages tell of, the newest first."""
    return [version for version in past.versions if is_shown(version.ref, edition)]


def has_history_page(timeline: Timeline, edition: Edition) -> bool:
    """A record that never changed has nothing to tell that is not on its own page."""
    return is_shown(timeline.ref, edition) and (
        len(timeline.versions) > 1 or _record_now(timeline.ref, edition) is None
    )


def _record_now(ref: Ref, edition: Edition) -> Record | None:
    return edition.library.site if ref.kind == Site.kind else edition.library.find(ref)


def record_of(ref: Ref, edition: Edition, past: Past) -> Record | None:
    """A record as it is, or was before it went."""
    return _record_now(ref, edition) or past.last_readable(ref)


def title_of(ref: Ref, edition: Edition, past: Past) -> str:
    """What a record is called, or was before it went."""
    record = record_of(ref, edition, past)
    return ref.id if record is None else edition.title(record)


def link_of(ref: Ref, edition: Edition, past: Past) -> Link:
    """To a record, or where it is gone to its history."""
    title = title_of(ref, edition, past)
    record = _record_now(ref, edition)
    address = edition.address(record) if record is not None else history_address(edition.language, ref.kind, ref.id)
    return Link(title, address)


def earlier_versions(timeline: Timeline, edition: Edition) -> tuple[Version, ...]:
    """Those of a standard that can be read and are not how it is today, or last was."""
    noun = KINDS.get(timeline.ref.kind)
    if noun is None or noun.part != "standard" or not has_history_page(timeline, edition):
        return ()
    readable = [
        version for version in timeline.versions if version.snapshot is not None and version.snapshot.is_readable
    ]
    return tuple(readable if timeline.is_gone else readable[:-1])


def compared_versions(timeline: Timeline, edition: Edition) -> tuple[Version, ...]:
    """Those of a standard that can be compared with each other. Of two alone the page of the earlier one says it all."""
    noun = KINDS.get(timeline.ref.kind)
    if noun is None or noun.part != "standard" or not has_history_page(timeline, edition):
        return ()
    readable = tuple(v for v in timeline.versions if v.snapshot is not None and v.snapshot.is_readable)
    return readable if len(readable) > 2 else ()


def earlier_address(version: Version, edition: Edition, past: Past) -> str:
    """Where an earlier version is shown; "" of one that is not."""
    timeline = past.timeline(version.ref)
    if timeline is None or version not in earlier_versions(timeline, edition):
        return ""
    return version_address(edition.language, version.ref.kind, version.ref.id, version.number)


def version_of(record: Record, edition: Edition) -> Version | None:
    """The version that a record is: the one whose wording it has, or the latest; None where its past is not known."""
    timeline = edition.past.timeline(record.ref) if edition.past is not None else None
    if timeline is None:
        return None
    number = record.origin.version or timeline.latest.number
    return next((one for one in timeline.versions if one.number == number), None)


def wording_address(record: Record, edition: Edition) -> str:
    """Where an earlier wording of a standard is shown whole; "" where it is not."""
    version = version_of(record, edition)
    return "" if edition.past is None or version is None else earlier_address(version, edition, edition.past)


def view_version(version: Version, edition: Edition, past: Past, most: int) -> VersionView:
    ref, commit = version.ref, version.commit
    account = past.account(version)
    listed = [] if account is None else [
        (place, change) for place, change in enumerate(account.changes) if not is_apart(change)
    ]  # fmt: skip
    notes = [] if account is None else [note for note in account.notes if seen(note.note) is not None]
    timeline = past.timeline(ref)
    assert timeline is not None
    address = history_address(edition.language, ref.kind, ref.id) if has_history_page(timeline, edition) else ""
    return VersionView(
        number=version.number,
        day=past.day(version),
        event=version.event,
        kind=kind_name(ref.kind, edition),
        record=link_of(ref, edition, past),
        history=f"{address}#v{version.number}" if address else "",
        page=earlier_address(version, edition, past),
        author=commit.author.name if past.shows_authors else "",
        message=commit.subject if past.shows_messages else "",
        commit=_commit_link(commit.id, edition),
        notes=tuple(note.note for note in notes),
        major=any(note.major for note in notes),
        approval=_approval(version, past, edition),
        reach=_reach(version, past, edition),
        changes=tuple(difference(change, past.texts(version, place), ref, edition) for place, change in listed[:most]),
        more=max(len(listed) - most, 0),
    )


def _commit_link(id: str, edition: Edition) -> Link | None:
    if not id:
        return None
    repository = edition.library.site.repository
    web = "" if repository is None or repository.web is None else f"{repository.web.rstrip('/')}/commit/{id}"
    return Link(id[:10], web)


def _approval(version: Version, past: Past, edition: Edition) -> Any:
    """The approval that came with a version."""
    account = past.account(version)
    if account is None or account.approval is None or not any(c.route[0] == "approved" for c in account.changes):
        return None
    by, on = joined(*edition.links_to(seen(account.approval.by) or (), str(version.ref))), seen(account.approval.on)
    return by or on if by is None or on is None else say("standing.approved-by", by=by, date=on)


def recall(record: Record, edition: Edition) -> Recall | None:
    """What the page of a record says of its past; None where nothing is known of it."""
    past = edition.past
    timeline = past.timeline(record.ref) if past is not None else None
    if past is None or timeline is None or not is_shown(record.ref, edition):
        return None
    versions = timeline.versions
    has_page = has_history_page(timeline, edition)
    return Recall(
        said=_since(timeline, past),
        latest=tuple(view_version(v, edition, past, SHORT) for v in versions[: -LATEST - 1 : -1]) if has_page else (),
        marks=tuple(_marks(record, edition, past)),
        count=len(versions),
        address=history_address(edition.language, record.kind, record.id) if has_page else "",
    )


def _reach(version: Version, past: Past, edition: Edition) -> tuple[Any, ...]:
    """That a version reaches back, and who approved that; nothing where it does not."""
    reach = past.reach(version)
    if reach is None:
        return ()
    return (say("reach.back", since=reach.since, published=reach.published), *_approved(reach, version.ref, edition))


def _approved(reach: Reach, ref: Ref, edition: Edition) -> tuple[Any, ...]:
    if reach.approved is None:
        return (say("reach.unapproved"),)
    by = joined(*edition.links_to(seen(reach.approved.approved_by) or (), str(ref)))
    if by is None:
        return (seen(reach.approved.reason) or say("reach.approved"),)
    return (say("reach.approved-by", by=by, reason=reach.approved.reason),)


def _marks(record: Record, edition: Edition, past: Past) -> Iterator[tuple[Any, ...]]:
    standards = standards_under(record, edition, past) if isinstance(record, Outcome) else (record,)
    for standard in standards:
        for version, reach in past.reaching(standard.ref):
            if isinstance(record, Outcome) and not _touches(reach, record, edition):
                continue
            link = edition.link(standard, record.address)
            view = view_version(version, edition, past, SHORT)
            where = Link(named(version.number, edition), view.history) if view.history else view.record
            sentence = say("reach.of", record=link, version=where, since=reach.since, published=reach.published)
            yield (sentence, *_approved(reach, version.ref, edition))


def named(number: int, edition: Edition) -> str:
    return f"第{number}版" if edition.language == "zh" else f"Version {number}"


def standards_under(outcome: Outcome, edition: Edition, past: Past) -> tuple[Record, ...]:
    """What a result rests on that was changed with effect from an earlier day: its standard, the rule, the goals of those
    it is about, as far as the audience sees them."""
    found: list[Record | None] = []
    about: set[Ref] = set()
    if isinstance(outcome, AwardResult):
        reward = edition.library.get(Reward, outcome.reward)
        found += [reward, edition.library.find(reward.basis.rule) if reward is not None and reward.basis else None]
        about = {ref for one in outcome.recipients for ref in (one.person, one.team) if ref is not None}
    elif isinstance(outcome, PromotionResult):
        found.append(edition.library.find(outcome.criteria))
        about = {one.person for one in outcome.candidates if seen(one.person) is not None}
    goals = [edition.library.get(Goal, ref) for ref in sorted(past.reached, key=str)]
    found += [goal for goal in goals if goal is not None and goal.owner in about and goal.period == outcome.period]
    return tuple(record for record in found if record is not None and record.ref in past.reached)


def _touches(reach: Reach, outcome: Outcome, edition: Edition) -> bool:
    """Whether a change reaches back into what a result is about, as far as it is seen when that was decided."""
    period, on = edition.library.get(Period, outcome.period), seen(outcome.decided.on)
    return (period is not None or on is not None) and touches(reach, period, on or reach.published)


def _since(timeline: Timeline, past: Past) -> Any:
    first, last = timeline.versions[0], timeline.latest
    since = past.day(first)
    if timeline.is_gone:
        return say("history.gone", since=since, gone=past.day(last))
    if first is last:
        return say("history.unchanged", since=since)
    return say("history.since", since=since, last=past.day(last))


def comparing_of(timeline: Timeline, edition: Edition) -> str:
    """Where any two versions of a standard are compared; "" where there are not enough of them."""
    ref = timeline.ref
    return comparing_address(edition.language, ref.kind, ref.id) if compared_versions(timeline, edition) else ""


def view_history(ref: Ref, edition: Edition) -> HistoryView:
    past = edition.past
    assert past is not None
    timeline = past.timeline(ref)
    assert timeline is not None
    now = _record_now(ref, edition)
    return HistoryView(
        title=title_of(ref, edition, past),
        kind=kind_name(ref.kind, edition),
        id=ref.id,
        said=_since(timeline, past),
        versions=tuple(view_version(version, edition, past, LONG) for version in reversed(timeline.versions)),
        record=None if now is None else edition.link(now),
        comparing=comparing_of(timeline, edition),
    )


__all__ = [
    "SHORT",
    "HistoryView",
    "Recall",
    "VersionView",
    "compared_versions",
    "comparing_of",
    "earlier_address",
    "earlier_versions",
    "has_history_page",
    "is_shown",
    "kind_name",
    "link_of",
    "named",
    "recall",
    "record_of",
    "shown_in",
    "title_of",
    "version_of",
    "view_history",
    "view_version",
    "wording_address",
]
