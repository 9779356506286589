"""What a version changed, to what a page says of it: each field in people's terms, with names as the audience sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from perfsite.diagnostics import Phrase
from perfsite.history.changes import By, Change, Deed, Step, changes_between
from perfsite.history.sentences import shortened, subject
from perfsite.history.wording import Segment
from perfsite.records.fields import Struct, shape_of
from perfsite.records.forms import Form, ListOf, MapOf, Reference, TextForm, Whole, Word
from perfsite.records.people import Person
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.result import Recipient
from perfsite.records.rule import ScoringRule
from perfsite.site.edition import Edition, Link, component_title
from perfsite.site.past import Texts
from perfsite.site.sentences import joined, say
from perfsite.sources.nodes import Route

# On both sides of what changed in a text so many characters of what stayed are shown.
_AROUND = 60
_SOMEBODY = Phrase("某人", "somebody")
# What is said elsewhere of a version, or is of use to no reader.
_APART = ("approved", "translation_of")
# The parts of an example whose items are figures.
_FIGURES = ("given", "expect")


@dataclass(frozen=True, slots=True)
class Difference:
    """One change. `before` and `after` can be said, and are None where there was nothing or is nothing more.

    Of a text there are stretches instead, in `language`.
    """

    label: str
    deed: str
    before: Any = None
    after: Any = None
    language: str = ""
    segments: tuple[Segment, ...] = ()


def is_apart(change: Change) -> bool:
    return change.route[0] in _APART


def difference(change: Change, texts: Texts, ref: Ref, edition: Edition) -> Difference:
    """`ref` is the record that was changed: its page decides how people are named."""
    teller = _Teller(ref, edition)
    steps = change.steps
    if change.deed is not Deed.CHANGED and steps[-1].is_item and not isinstance(change.form, Struct):
        # A value that came to a list, or went from it, says what it is; its place in the list is gone with the next change.
        steps = steps[:-1]
    label = subject(list(teller.steps(steps, change.route)), edition.language)
    label = f"{label[:1].upper()}{label[1:]}"
    if change.deed is Deed.REORDERED:
        return Difference(label, change.deed)
    if texts:
        language, segments = next((pair for pair in texts if pair[0] == edition.language), texts[0])
        return Difference(label, change.deed, language=language, segments=shortened(segments, _AROUND))
    before, after = (None if one is None else teller.say(change.form, one) for one in (change.before, change.after))
    return Difference(label, change.deed, before, after)


def differences_between(before: Record, after: Record, edition: Edition) -> tuple[Difference, ...]:
    """What is otherwise in the second of two versions of a record."""
    changes = changes_between(before, after)
    return tuple(difference(change, change.texts, after.ref, edition) for change in changes if not is_apart(change))


class _Teller:
    def __init__(self, ref: Ref, edition: Edition) -> None:
        self.ref = ref
        self.page = str(ref)
        self.edition = edition

    def steps(self, steps: tuple[Step, ...], route: Route) -> Iterator[Step]:
        above: str | int = ""
        for step, word in zip(steps, route, strict=False):
            told = self.step(step)
            if above in _FIGURES and step.is_item:
                found = self.figure(str(word))
                told = told._replace(label=Phrase(found, found), by=By.LABEL)
            yield told
            above = word

    def step(self, step: Step) -> Step:
        if step.ref is not None:
            found = self.edition.words(self.name(step.ref)[1])
            return step._replace(label=Phrase(found, found), by=By.LABEL)
        return step._replace(by=By.LABEL) if step.by is By.ID else step

    def figure(self, id: str) -> str:
        """What a figure of an example goes by: the component of this rule, or what results have, or a metric."""
        edition = self.edition
        record = edition.library.find(self.ref)
        components = dict(record.components) if isinstance(record, ScoringRule) else {}
        if id in components:
            return edition.words(component_title(id, components, edition))
        if id in shape_of(Recipient).fields:
            return edition.words(shape_of(Recipient).fields[id].label)
        metric = edition.library.find(Ref("metric", id))
        return edition.title(metric) if metric is not None else id

    def name(self, ref: Ref, kinds: tuple[str, ...] = ()) -> tuple[Record | None, Phrase]:
        """The record that is referred to, if it is there today, and what it is called."""
        named = (self.ref.kind,) if ref.kind == "self" else (ref.kind,) if ref.kind else kinds
        record = next(
            (one for kind in named if (one := self.edition.library.find(Ref(kind, ref.id))) is not None), None
        )
        if record is not None:
            title = self.edition.title(record, self.page)
            return record, Phrase(title, title)
        # Who is gone has no name here, and an id may be made of one.
        may_be_person = not named or Person.kind in named
        if may_be_person and self.edition.projection.names.mode_on(self.page) == "masked":
            return None, _SOMEBODY
        return None, Phrase(ref.id, ref.id)

    def say(self, form: Form[Any], value: Any) -> Any:
        edition = self.edition
        if isinstance(form, Struct):
            return joined(
                *(
                    self._field(edition.words(spec.label), spec.form, inner)
                    for spec in form.shape.fields.values()
                    if (inner := getattr(value, spec.attribute)) not in (None, (), False)
                ),
                joint="semicolon",
            )
        if isinstance(form, ListOf):
            return joined(*(self.say(form.inner, item) for item in value), joint="comma")
        if isinstance(form, MapOf):
            return joined(
                *(self._field(self.figure(key), form.inner, item) for key, item in value),
                joint="comma",
            )
        if isinstance(form, Reference):
            record, name = self.name(value, form.kinds)
            return edition.words(name) if record is None else edition.link(record, self.page)
        if isinstance(form, TextForm):
            return value
        return self._single(form, value)

    def _field(self, label: str, form: Form[Any], value: Any) -> Any:
        """What has fields of its own stands in brackets: where it ends would not be seen otherwise."""
        key = "history.fields" if isinstance(form, Struct | MapOf) else "history.field"
        return say(key, label=label, value=self.say(form, value))

    def _single(self, form: Form[Any], value: Any) -> Any:
        edition = self.edition
        if isinstance(form, Word) and value in form.choices:
            return edition.words(form.choices[value])
        if isinstance(value, bool):
            return edition.words(Phrase("是", "yes") if value else Phrase("否", "no"))
        if isinstance(value, dt.datetime):
            return value.isoformat(" ", "minutes")
        if isinstance(form, Whole):
            # It may be a year.
            return str(value)
        if isinstance(value, str) and "/" in value:
            address = edition.resolve(value)
            return value if address is None else Link(value, address)
        return value


__all__ = ["Difference", "difference", "differences_between", "is_apart"]
