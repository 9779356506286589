"""All records of a site, indexed by kind and id, with who refers to whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple, Protocol, TypeVar, cast

from perfsite.records.fields import is_whole, walk_fields
from perfsite.records.forms import Leaf, Reference
from perfsite.records.kinds import KINDS
from perfsite.records.memory import Memory
from perfsite.records.read import Draft, Unit, drafts_again
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.site import Policy, Site
from perfsite.sources.nodes import Node, Route, follow, node_at
from perfsite.span import Span, whole_file

R = TypeVar("R", bound=Record)


class Mention(NamedTuple):
    """One record refers to another: who, where in it, to what, and which kinds would do there."""

    record: Record
    route: Route
    ref: Ref
    kinds: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Documents:
    """The bytes that records were read from, kept so that places can be found again."""

    sources: Mapping[str, bytes]
    units: Mapping[str, Unit]
    folder: str
    language: str = "zh"

    def span(self, record: Record, route: Route, *, key: bool = False) -> Span:
        draft = self.draft(record) if not record.origin.version else None
        return follow(draft.node, route, key=key) if draft is not None else whole_file(record.origin.file)

    def draft(self, record: Record) -> Draft | None:
        """The node that a record was read from, found by reading its files again."""
        file = record.origin.file
        # The site's own file is no unit of records.
        unit = self.units.get(file) or (Unit(file) if file in self.sources else None)
        if unit is None:
            return None
        drafts = self._drafts.get(unit)
        if drafts is None:
            # Problems come file by file: a few files at hand are enough, and a table is not read once for each row.
            while len(self._drafts) >= 8:
                del self._drafts[next(iter(self._drafts))]
            drafts = self._drafts[unit] = drafts_again(unit, self.sources, self.folder, self.language)
        position = record.origin.position
        return drafts[position] if position < len(drafts) else None

    @cached_property
    def _drafts(self) -> dict[Unit, list[Draft]]:
        return {}


class Wordings(Protocol):
    """Knows what standards said before."""

    def of(self, library: Library, outcome: Record) -> Mapping[Ref, Record]:
        """The standards that count for an outcome in another wording than the library has them in, each in that one."""
        ...

    def policy_on(self, library: Library, day: dt.date, outcome: Record) -> Policy:
        """The policy of the site on a day, for an outcome of the library to be measured by."""
        ...

    def again(self) -> Wordings:
        """The same for records that have been edited since."""
        ...


@dataclass(frozen=True, eq=False)
class Library:
    """Immutable. `open_kinds` are kinds of which some records could not be read, so that an absent id proves nothing.

    Without `wordings` nothing is known of what standards said before, and all outcomes are judged by what they say now.
    """

    site: Site
    records: Mapping[str, Mapping[str, Record]]
    documents: Documents
    open_kinds: frozenset[str] = field(default_factory=frozenset)
    memory: Memory = field(default_factory=Memory, repr=False)
    wordings: Wordings | None = field(default=None, repr=False)

    def under(self, outcome: Record) -> Library:
        """The library by which an outcome is judged: its standards as they counted for it, all else as it is.

        The same library for outcomes to which the same wordings apply, and this one where they are those of now.
        """
        earlier = {} if self.wordings is None else self.wordings.of(self, outcome)
        if not earlier:
            return self
        key = tuple(sorted((str(ref), record.origin.version) for ref, record in earlier.items()))
        if key not in self._earlier:
            self._earlier[key] = self._worded(earlier)
        return self._earlier[key]

    def policy_on(self, day: dt.date, outcome: Record) -> Policy:
        """What the site promised on a day, by which an outcome is measured."""
        return self.site.policy if self.wordings is None else self.wordings.policy_on(self, day, outcome)

    def _worded(self, earlier: Mapping[Ref, Record]) -> Library:
        records = dict(self.records)
        for kind in {ref.kind for ref in earlier}:
            records[kind] = {**records.get(kind, {}), **{ref.id: r for ref, r in earlier.items() if ref.kind == kind}}
        made = replace(self, records=records, wordings=None)
        # What is in order here is in order there.
        same = {kind: found for kind, found in self._sorted.items() if records[kind] is self.records[kind]}
        made._sorted.update(same)  # noqa: SLF001 - of the same class
        return made

    @cached_property
    def _earlier(self) -> dict[tuple[tuple[str, int], ...], Library]:
        return {}

    def of(self, noun: type[R], *, incomplete: bool = False) -> tuple[R, ...]:
        """The records of a kind in the order of their ids; those with unreadable values only on request."""
        found = self._by_kind(noun.kind)
        return cast("tuple[R, ...]", found if incomplete else tuple(r for r in found if not r.incomplete))

    def _by_kind(self, kind: str) -> tuple[Record, ...]:
        if kind not in self._sorted:
            records = self.records.get(kind, {})
            self._sorted[kind] = tuple(records[id] for id in sorted(records))
        return self._sorted[kind]

    @cached_property
    def _sorted(self) -> dict[str, tuple[Record, ...]]:
        return {}

    def all(self, *, incomplete: bool = True) -> Iterator[Record]:
        for kind in KINDS:
            for record in self._by_kind(kind):
                if incomplete or not record.incomplete:
                    yield record

    def find(self, ref: Ref | None) -> Record | None:
        return None if ref is None else self.records.get(ref.kind, {}).get(ref.id)

    def get(self, noun: type[R], ref: Ref | str | None) -> R | None:
        """The record of a kind by its id or by a reference to it, if it is there and whole."""
        if ref is None:
            return None
        id = ref if isinstance(ref, str) else ref.id
        record = self.records.get(noun.kind, {}).get(id)
        return cast("R", record) if record is not None and not record.incomplete else None

    def span(self, record: Record, *route: str | int, key: bool = False) -> Span:
        """Where a value of a record stands; `key` asks for the field's name instead."""
        return self.documents.span(record, route, key=key)

    def node(self, record: Record, *route: str | int) -> Node | None:
        """What stands at a value of a record; None where its text does not go so far."""
        draft = self.documents.draft(record)
        return None if draft is None else node_at(draft.node, route)

    @cached_property
    def leaves(self) -> tuple[tuple[Record, tuple[Leaf, ...]], ...]:
        """Every value of every record, walked once for all checks."""
        return tuple((record, self.leaves_of(record)) for record in (self.site, *self.all()))

    @cached_property
    def leaves_of(self) -> Callable[[Record], tuple[Leaf, ...]]:
        """Every value of one record."""
        return self.memory.of("leaves", lambda record: tuple(walk_fields(record)))

    @cached_property
    def is_whole(self) -> Callable[[Record], bool]:
        """Whether a record has all that it requires, down to its last part: asked for each link to a result's steps."""
        return self.memory.of("whole", is_whole)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every reference in every record."""
        mentions = self.memory.of("mentions", lambda record: _mentions(record, self.leaves_of(record)))
        return tuple(mention for record in (self.site, *self.all()) for mention in mentions(record))

    @cached_property
    def _mentioned(self) -> dict[Ref, tuple[Mention, ...]]:
        index: dict[Ref, list[Mention]] = {}
        for mention in self.mentions:
            index.setdefault(mention.ref, []).append(mention)
        return {ref: tuple(mentions) for ref, mentions in index.items()}

    def mentioned_by(self, record: Record) -> tuple[Mention, ...]:
        """Who refers to a record, and where."""
        return self._mentioned.get(record.ref, ())


def _mentions(record: Record, leaves: Iterable[Leaf]) -> tuple[Mention, ...]:
    found = []
    for leaf in leaves:
        if isinstance(leaf.form, Reference):
            ref, kinds = leaf.value, leaf.form.kinds
            if kinds == ("self",):
                kinds = (record.kind,)
                ref = Ref(record.kind, ref.id) if ref.kind in ("self", record.kind) else ref
            found.append(Mention(record, leaf.route, ref, kinds))
    return tuple(found)


__all__ = ["Documents", "Library", "Mention", "Wordings"]
