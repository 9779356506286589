"""A person's full name does not stand in a text that more people see than may see names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from perfsite.checks.problem import place_in_text, problem
from perfsite.diagnostics import Diagnostic
from perfsite.records.fields import EVERYONE, SENSITIVITIES, Struct, shape_of
from perfsite.records.forms import ListOf, MapOf
from perfsite.records.kinds import KINDS
from perfsite.records.library import Library
from perfsite.records.people import Person
from perfsite.records.record import Record
from perfsite.records.site import Site
from perfsite.records.texts import Text
from perfsite.sources.nodes import Route

# A name of two Hanzi is too often a word as well.
_HANZI = re.compile(r"[一-鿿·]{3,8}\Z")
_ENGLISH = re.compile(r"[A-Z][A-Za-z'’-]+(?: [A-Z][A-Za-z'’-]+)+", re.ASCII)
_WORDS = re.compile(r"[A-Z][A-Za-z'’-]+", re.ASCII)


def check_names_in_texts(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    """Reports each person once in each text."""
    visible = _sensitivity(library.site, "person.name", "managers")
    names = _names(library)
    if visible == EVERYONE or not names:
        return
    starts = re.compile(f"[{''.join(sorted({re.escape(name[0]) for name in names}))}]")
    lengths = sorted({len(name) for name in names if not name.isascii()})
    site = library.site
    wider: dict[tuple[str, str | None, Route], bool] = {}

    def of_record(record: Record) -> Iterator[Diagnostic]:
        for leaf in library.leaves_of(record):
            if not isinstance(leaf.value, Text):
                continue
            key = (record.kind, record.audience, leaf.route)
            if key not in wider:
                wider[key] = _is_wider(site, record, leaf.route, visible)
            if not wider[key]:
                continue
            for lang, text in leaf.value:
                for name in _named(text, names, starts, lengths):
                    place = place_in_text(library, record, (*leaf.route, lang), name)
                    yield problem(library, record, place, "PS806", {"person": names[name]})

    what = ("names", tuple(names.items()), site.visibility, site.audience_rules)
    remembered = library.memory.of(what, lambda record: tuple(of_record(record)))
    for record in library.all():
        if record.kind != "person":
            yield from remembered(record)


def _names(library: Library) -> dict[str, str]:
    """Whose name it is, by every full name that stands in the repository."""
    names: dict[str, str] = {}
    for person in library.of(Person):
        for _, name in person.name or Text(()):
            if _HANZI.match(name) or _ENGLISH.fullmatch(name):
                names.setdefault(name, person.id)
    return names


def _named(text: str, names: dict[str, str], starts: re.Pattern[str], lengths: list[int]) -> list[str]:
    """The names in a text, in their order. Looked up where a surname begins, so that many names cost no more than few."""
    found: dict[str, None] = {}
    for match in starts.finditer(text):
        at = match.start()
        if match.group().isascii():
            if at and (text[at - 1].isalpha() and text[at - 1].isascii()):
                continue
            words = _WORDS.match(text, at)
            while words is not None:
                if text[at : words.end()] in names:
                    found.setdefault(text[at : words.end()])
                words = _WORDS.match(text, words.end() + 1) if text[words.end() : words.end() + 1] == " " else None
        else:
            for length in lengths:
                if text[at : at + length] in names:
                    found.setdefault(text[at : at + length])
    return list(found)


def _is_wider(site: Site, record: Record, route: Route, visible: str) -> bool:
    """Whether people see this text who do not see names."""
    sensitivity = _field_sensitivity(record.kind, tuple(step for step in route if isinstance(step, str)))
    path = ".".join((record.kind, *(step for step in route if isinstance(step, str))))
    sensitivity = _sensitivity(site, path, sensitivity)
    if record.audience is not None:
        rule = next((rule for rule in site.audience_rules if rule.id == record.audience), None)
        sensitivity = _narrower(sensitivity, rule.sees) if rule is not None else sensitivity
    return SENSITIVITIES.index(sensitivity) < SENSITIVITIES.index(visible)


def _narrower(one: str, other: str) -> str:
    return max(one, other, key=SENSITIVITIES.index)


def _sensitivity(site: Site, path: str, declared: str) -> str:
    return next((value for name, value in site.visibility if name == path), declared)


@cache
def _field_sensitivity(kind: str, steps: tuple[str, ...]) -> str:
    """The narrowest audience declared on the way to a value."""
    sensitivity, shape = EVERYONE, shape_of(KINDS[kind])
    remaining = list(steps)
    while remaining:
        spec = shape.fields.get(remaining.pop(0))
        if spec is None:
            break
        sensitivity = _narrower(sensitivity, spec.audience)
        form = spec.form
        while isinstance(form, ListOf | MapOf):
            # The key of a map is the author's, not a field.
            if isinstance(form, MapOf) and remaining:
                remaining.pop(0)
            form = form.inner
        if not isinstance(form, Struct):
            break
        shape = form.shape
    return sensitivity
