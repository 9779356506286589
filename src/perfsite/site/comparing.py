"""Any two versions of a standard beside each other: a page for each that has had three or more, with every pair worked out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.history.versions import Timeline, Version
from perfsite.records.references import Ref
from perfsite.site.addresses import comparing_address, history_address
from perfsite.site.differences import Difference, differences_between
from perfsite.site.edition import Edition, Link
from perfsite.site.past import Past
from perfsite.site.plan import Page, page_of
from perfsite.site.sentences import say
from perfsite.site.sifting import Choice, Field, Values, choices_of, fields, select
from perfsite.site.subscriptions import feeds_of_record
from perfsite.site.versions import compared_versions, earlier_address, kind_name, link_of, named, title_of

# So many of the latest versions are compared, each with each, unless their pairs have more differences together.
MOST_VERSIONS = 12
MOST_DIFFERENCES = 2_000
_TITLE = Phrase("任意两个版本的比较", "Any two versions compared")
OLDER, NEWER = "from", "to"


@dataclass(frozen=True, slots=True)
class PairView:
    """Two versions of a standard and what is otherwise in the later one."""

    id: str
    older: Link
    newer: Link
    days: Any
    values: Values
    changes: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class ComparingView:
    """`fields` are the form above the pairs, and `more` says that older versions are on pages of their own."""

    title: str
    kind: str
    id: str
    record: Link
    history: str
    fields: tuple[Field, ...]
    pairs: tuple[PairView, ...]
    more: Any


def plan_comparing(timeline: Timeline, edition: Edition, trail: tuple[Link, ...]) -> Iterator[Page]:
    versions = compared_versions(timeline, edition)
    if not versions:
        return
    past = edition.past
    assert past is not None
    ref = timeline.ref
    yield page_of(
        edition,
        comparing_address(edition.language, ref.kind, ref.id),
        "comparing.html",
        f"{edition.words(_TITLE)}{_BETWEEN}{title_of(ref, edition, past)}",
        partial(view_comparing, ref, edition),
        section="changes",
        trail=trail,
        feeds=feeds_of_record(ref, edition),
    )


_BETWEEN = " · "


def view_comparing(ref: Ref, edition: Edition) -> ComparingView:
    past = edition.past
    assert past is not None
    timeline = past.timeline(ref)
    assert timeline is not None
    versions = compared_versions(timeline, edition)
    pairs = tuple(_pairs(versions, edition, past))
    shown = {number for pair in pairs for _, number in pair.values}
    label = {str(version.number): _label(version, past) for version in versions}
    items = [pair.values for pair in pairs]
    numbers = [str(version.number) for version in versions if str(version.number) in shown]
    return ComparingView(
        title=title_of(ref, edition, past),
        kind=kind_name(ref.kind, edition),
        id=ref.id,
        record=link_of(ref, edition, past),
        history=history_address(edition.language, ref.kind, ref.id),
        fields=fields(
            select(OLDER, "comparing.older", _choices(numbers, label), items),
            select(NEWER, "comparing.newer", _choices(numbers[::-1], label), items),
        ),
        pairs=pairs,
        more=say("comparing.more", n=len(numbers)) if len(numbers) < len(versions) else None,
    )


def _choices(numbers: Sequence[str], label: dict[str, Any]) -> tuple[Choice, ...]:
    return choices_of(numbers, label.__getitem__)


def _label(version: Version, past: Past) -> Any:
    return say("comparing.version", number=str(version.number), day=past.day(version))


def _pairs(versions: Sequence[Version], edition: Edition, past: Past) -> Iterator[PairView]:
    """Of the latest versions each with each: those with the newest first, and of them those with the one before it."""
    taken: list[Version] = []
    found: dict[tuple[int, int], PairView] = {}
    count = 0
    for older in versions[: -MOST_VERSIONS - 1 : -1]:
        pairs = [_pair(older, newer, edition, past) for newer in taken]
        count += sum(len(pair.changes) for pair in pairs)
        # Two are compared whatever they come to.
        if count > MOST_DIFFERENCES and len(taken) > 1:
            break
        found.update({(newer.number, older.number): pair for newer, pair in zip(taken, pairs, strict=True)})
        taken.append(older)
    for key in sorted(found, reverse=True):
        yield found[key]


def _pair(older: Version, newer: Version, edition: Edition, past: Past) -> PairView:
    before, after = older.after, newer.after
    assert before is not None
    assert after is not None
    return PairView(
        id=f"v{older.number}-v{newer.number}",
        older=_link(older, edition, past),
        newer=_link(newer, edition, past),
        days=say("comparing.days", first=past.day(older), last=past.day(newer)),
        values=((OLDER, str(older.number)), (NEWER, str(newer.number))),
        changes=differences_between(before, after, edition),
    )


def _link(version: Version, edition: Edition, past: Past) -> Link:
    """To the version's own page or, of the latest, to the record."""
    address = earlier_address(version, edition, past)
    return Link(named(version.number, edition), address or link_of(version.ref, edition, past).address)


__all__ = ["ComparingView", "plan_comparing", "view_comparing"]
