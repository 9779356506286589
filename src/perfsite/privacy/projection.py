"""A library to what one audience may see of it: hidden records, fields and names are gone, not marked.

Every field declares its sensitivity; one that does not is for HR alone. What refers to a hidden record loses the
reference, and a part that cannot stand without it goes too, so that nothing of it can be guessed from what is left.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from perfsite.privacy.names import Names, named
from perfsite.publication.states import result_state, state_in
from perfsite.publication.working_days import WorkingCalendar, site_calendar
from perfsite.records.fields import SENSITIVITIES, FieldSpec, Struct, shape_inside, shape_of
from perfsite.records.forms import Form, ListOf, MapOf, Plain, Reference, TextForm
from perfsite.records.ladder import PromotionCriteria
from perfsite.records.library import Library
from perfsite.records.people import Person
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.result import AwardResult, Outcome, PromotionResult
from perfsite.records.site import AudienceRule, Site
from perfsite.records.texts import Text

# `[words](kind/id)`, perhaps with an anchor and a title, as texts link to records.
_LINK = re.compile(r'\[([^\[\]]*)\]\(([a-z][a-z-]*)/([a-z0-9][a-z0-9-]*)(?:#[^)\s]*)?(?:\s+"[^"]*")?\)', re.ASCII)
_OUTCOMES = (AwardResult.kind, PromotionResult.kind)
# Stands for a value that went; None is a value that was never there.
_GONE: Any = object()


@dataclass(frozen=True, slots=True)
class Projection:
    """A library as one audience sees it, and how it names people."""

    library: Library
    audience: AudienceRule
    names: Names


def audience_named(site: Site, name: str | None) -> AudienceRule | None:
    """The audience of that id; without one, the widest."""
    rules = site.audience_rules
    return rules[0] if name is None else next((rule for rule in rules if rule.id == name), None)


def project(library: Library, audience: AudienceRule, as_of: dt.date) -> Projection:
    """The library cut down to an audience. Problems, pages, search, exports and history come after this."""
    site = library.site
    cutter = Cutter(audience.sees, dict(site.visibility))
    reach = {rule.id: rank for rank, rule in enumerate(site.audience_rules)}
    mine = reach.get(audience.id, 0)
    kept = {
        kind: {id: r for id, r in records.items() if not r.incomplete and admits(r, reach, mine)}
        for kind, records in library.records.items()
    }
    working = site_calendar(library)
    for kind in _OUTCOMES:
        kept[kind] = {id: r for id, r in kept[kind].items() if not _is_archived(library, r, as_of, working)}
    gone = {r.ref for kind, records in library.records.items() for id, r in records.items() if id not in kept[kind]}
    while True:
        # What a record is cut to depends on who sees it and on which others are gone, not on those that are there.
        what = ("cut", audience.sees, site.visibility, frozenset(gone))
        cut_of = library.memory.of(what, partial(cutter.record, gone=gone))
        cut = {kind: {id: cut_of(r) for id, r in records.items()} for kind, records in kept.items()}
        lost = {kept[kind][id].ref for kind, records in cut.items() for id, r in records.items() if r is None}
        if not lost:
            break
        # A record that cannot stand without a hidden one goes as well, and others may have leant on it.
        gone = gone | lost
        kept = {kind: {id: r for id, r in records.items() if r.ref not in gone} for kind, records in kept.items()}
    whole = {kind: {id: r for id, r in records.items() if r is not None} for kind, records in cut.items()}
    people = library.records["person"]
    named_of = library.memory.of(("named", audience.names), lambda seen: renamed(people[seen.id], seen, audience.names))
    whole["person"] = {id: named_of(person) for id, person in whole["person"].items()}
    site_seen = cutter.record(site, gone)
    assert isinstance(site_seen, Site)
    seen = Library(site_seen, whole, library.documents, library.open_kinds, library.memory)
    return Projection(seen, audience, Names(audience.names, _page_modes(library, whole, audience, as_of)))


def _is_archived(library: Library, record: Record, as_of: dt.date, working: WorkingCalendar | None) -> bool:
    """Whether a result is past the time for which the site keeps results: nobody sees it any more."""
    return isinstance(record, Outcome) and state_in(library, record, as_of, working).name == "archived"


def admits(record: Record, reach: Mapping[str, int], mine: int) -> bool:
    """Whether a record's own audience lets this one see it. An audience that the site does not know sees nothing."""
    return record.audience is None or mine >= reach.get(record.audience, len(reach))


def renamed(original: Record, seen: Record, mode: str) -> Record:
    """What is seen of a person, under the name of the original as the mode shows it.

    The name follows the audience's policy on names, not the sensitivity of the field that holds it.
    """
    assert isinstance(original, Person)
    assert isinstance(seen, Person)
    return replace(seen, name=named(original, mode), surname=None if mode != "full" else seen.surname)


def _page_modes(
    library: Library, seen: Mapping[str, Mapping[str, Record]], audience: AudienceRule, as_of: dt.date
) -> dict[str, str]:
    """Result pages on which people are named by the site's policy for the time during and after notice."""
    policy = library.site.policy.names
    if policy is None or audience.sees == SENSITIVITIES[-1]:
        return {}
    modes = {}
    working = site_calendar(library)
    for kind in _OUTCOMES:
        for record in seen[kind].values():
            assert isinstance(record, Outcome)
            # By the notice that this audience sees, so that not even the change of names tells of another.
            criteria = seen["criteria"].get(record.criteria.id) if isinstance(record, PromotionResult) else None
            notice = criteria.notice if isinstance(criteria, PromotionCriteria) else None
            state = result_state(record, as_of, library.site.policy, working, notice=notice)
            mode = policy.after if state.name in ("final", "withdrawn") else policy.during_notice
            if mode != "full":
                modes[record.address] = mode
    return modes


class Cutter:
    """Takes out of a value what a sensitivity does not see, and references to records that are gone."""

    def __init__(self, sees: str, overrides: Mapping[str, str]) -> None:
        self.rank = SENSITIVITIES.index(sees)
        self.overrides = overrides
        # The kind of the record being cut: what "self" stands for in its references.
        self.kind = ""

    def record(self, record: Record, gone: set[Ref]) -> Record | None:
        if self.rank == len(SENSITIVITIES) - 1 and not gone and not self.overrides:
            return record
        self.kind = record.kind
        cut = self._fields(record, gone, (record.kind, record.kind))
        return None if cut is _GONE else cut

    def _sees(self, spec: FieldSpec, route: str, outer: str) -> bool:
        chosen = self.overrides.get(f"{route}.{spec.key}") or self.overrides.get(f"{outer}.{spec.key}", spec.audience)
        return SENSITIVITIES.index(chosen) <= self.rank

    def _fields(self, value: Any, gone: set[Ref], route: tuple[str, str]) -> Any:
        """`route` is where a part stands, and where the outermost of its form does: what the site says of the parts of a
        requirement holds for those of the requirements under its `all`.
        """
        full, outer = route
        changed: dict[str, Any] = {}
        lost: set[str] = set()
        shape = shape_of(type(value))
        for spec in shape.fields.values():
            inner = getattr(value, spec.attribute)
            if inner is None or inner == ():
                continue
            if not self._sees(spec, full, outer):
                changed[spec.attribute] = _blank(type(value), spec.attribute)
                continue
            recurs = shape_inside(spec.form) is shape
            here = (f"{full}.{spec.key}", outer if recurs else f"{outer}.{spec.key}")
            cut = self._value(spec.form, inner, gone, here) if gone or _has_parts(spec.form) else inner
            if cut is _GONE:
                if spec.required:
                    return _GONE
                changed[spec.attribute] = _blank(type(value), spec.attribute)
                lost.add(spec.key)
            elif cut is not inner:
                changed[spec.attribute] = cut
                if cut == ():
                    lost.add(spec.key)
        if any(choice.required and lost.intersection(choice.keys) for choice in shape.choices):
            # Of a person or a team, say, one must stand: without either the rest would tell of somebody hidden.
            return _GONE
        return replace(value, **changed) if changed else value

    def _refers_to_gone(self, form: Reference, ref: Ref, gone: set[Ref]) -> bool:
        """Whether a reference leads to a hidden record. Its author may have left out the kind."""
        if ref.kind == "self":
            return Ref(self.kind, ref.id) in gone
        return ref in gone if ref.kind else any(Ref(kind, ref.id) in gone for kind in form.kinds)

    def _value(self, form: Form[Any], value: Any, gone: set[Ref], route: tuple[str, str]) -> Any:
        if isinstance(form, Reference):
            return _GONE if self._refers_to_gone(form, value, gone) else value
        if isinstance(form, Plain):
            return _GONE if _ref_named(value) in gone else value
        if isinstance(form, TextForm):
            return without_links(value, gone)
        if isinstance(form, Struct):
            return self._fields(value, gone, route)
        if isinstance(form, ListOf):
            kept = tuple(cut for item in value if (cut := self._value(form.inner, item, gone, route)) is not _GONE)
            return value if len(kept) == len(value) and all(a is b for a, b in zip(kept, value, strict=True)) else kept
        if isinstance(form, MapOf):
            pairs = tuple(
                (key, cut) for key, item in value if (cut := self._value(form.inner, item, gone, route)) is not _GONE
            )
            same = len(pairs) == len(value) and all(a[1] is b[1] for a, b in zip(pairs, value, strict=True))
            return value if same else pairs
        return value


def _ref_named(value: str) -> Ref | None:
    """What a plain `kind/id`, as under `links` and `see`, refers to."""
    kind, slash, id = value.partition("/")
    return Ref(kind, id) if slash else None


def without_links(text: Text, gone: Container[Ref]) -> Text:
    """A text in which links to records that are gone are words alone."""

    def put(match: re.Match[str]) -> str:
        return match[1] if Ref(match[2], match[3]) in gone else match[0]

    if not any("](" in words for _, words in text):
        return text
    versions = tuple((lang, _LINK.sub(put, words)) for lang, words in text)
    return text if versions == text.versions else Text(versions)


def _blank(noun: type[Any], attribute: str) -> Any:
    """What a field holds where nothing was written."""
    default = next(item.default for item in dataclasses.fields(noun) if item.name == attribute)
    return None if default is dataclasses.MISSING else default


def _has_parts(form: Form[Any]) -> bool:
    """Whether a form holds fields of its own, which may be hidden one by one."""
    return shape_inside(form) is not None
