"""Two versions of a record to what changed between them, field by field, in the words of the fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from perfsite.diagnostics import Phrase
from perfsite.history.items import pair_groups, pair_values
from perfsite.history.meaning import UNSAID, same
from perfsite.history.nouns import ITEM, NOUNS
from perfsite.history.versions import Version
from perfsite.history.wording import Mark, Segment, compare_texts
from perfsite.records.fields import SENSITIVITIES, Shape, Struct, shape_of
from perfsite.records.forms import Form, ListOf, MapOf, TextForm
from perfsite.records.record import Approval, ChangeNote, Record
from perfsite.records.references import Ref
from perfsite.records.texts import Text
from perfsite.sources.nodes import Route


class Deed(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REORDERED = "reordered"


class By(StrEnum):
    LABEL = "label"
    TITLE = "title"
    ID = "id"
    PLACE = "place"
    NUMBER = "number"


class Step(NamedTuple):
    """One step of a route, in words: the label of a field, or what an item of a list or a map goes by.

    `noun` is what such an item is called, `component`, and None of a field. `by` tells what the label of an item is: its
    title, its id, the place that it has, `from 80%`, or for want of all these its number in the list. `ref` is the record
    that an item is about, such as a person: the audience's policy on names decides how to name it.
    """

    label: Phrase
    noun: Phrase | None = None
    by: By = By.LABEL
    ref: Ref | None = None

    @property
    def is_item(self) -> bool:
        return self.noun is not None


@dataclass(frozen=True, slots=True)
class Change:
    """One field, or one item of a list, that is otherwise than before.

    `route` is in the words of the file, with an item of a list under what it goes by; `steps` says the same to people.
    `form` is that of `before` and `after`. `audience` is the narrowest sensitivity along the route.
    """

    deed: Deed
    route: Route
    steps: tuple[Step, ...]
    form: Form[Any]
    before: Any
    after: Any
    audience: str

    @property
    def texts(self) -> tuple[tuple[str, tuple[Segment, ...]], ...]:
        """Of a changed text, in each language in which it changed, the stretches that went, came and stayed."""
        if not isinstance(self.form, TextForm) or self.deed is Deed.REORDERED:
            return ()
        old = dict(self.before.versions) if isinstance(self.before, Text) else {}
        new = dict(self.after.versions) if isinstance(self.after, Text) else {}
        return tuple(
            (lang, compare_texts(old.get(lang, ""), new.get(lang, "")))
            for lang in dict.fromkeys((*new, *old))
            if old.get(lang) != new.get(lang)
        )


@dataclass(frozen=True, slots=True)
class Account:
    """What a version changed and what its authors say of it: the notes that came with it, and the approval it has."""

    changes: tuple[Change, ...]
    notes: tuple[ChangeNote, ...]
    approval: Approval | None


def account_of(version: Version) -> Account:
    """The changes of a version. Of a record that came, went or cannot be read there are none: it is all of it."""
    before, after = version.before, version.after
    changes = () if before is None or after is None else changes_between(before, after)
    known = () if before is None else before.changes
    notes = () if after is None else tuple(note for note in after.changes if note not in known)
    return Account(changes, notes, None if after is None else after.approved)


def changes_between(before: Record, after: Record) -> tuple[Change, ...]:
    """What is otherwise in the second of two versions of a record. Notes about changes are no change themselves."""
    shape = shape_of(type(after))
    return tuple(_in_fields(shape, before, after, (), (), SENSITIVITIES[0], skip=UNSAID | {"changes"}))


def _in_fields(
    shape: Shape,
    before: Any,
    after: Any,
    route: Route,
    steps: tuple[Step, ...],
    audience: str,
    skip: frozenset[str] = frozenset(),
) -> Iterator[Change]:
    for key, spec in shape.fields.items():
        old, new = getattr(before, spec.attribute, None), getattr(after, spec.attribute, None)
        if key in skip or same(spec.form, old, new):
            continue
        narrower = max(audience, spec.audience, key=SENSITIVITIES.index)
        yield from _in_value(spec.form, _given(old), _given(new), (*route, key), (*steps, Step(spec.label)), narrower)


def _given(value: Any) -> Any:
    return None if value == () else value


def _in_value(
    form: Form[Any], old: Any, new: Any, route: Route, steps: tuple[Step, ...], audience: str
) -> Iterator[Change]:
    if same(form, old, new):
        return
    if old is None or new is None:
        if isinstance(form, ListOf | MapOf):
            yield from _in_items(form, old or (), new or (), route, steps, audience)
        else:
            deed = Deed.ADDED if old is None else Deed.REMOVED
            yield Change(deed, route, steps, form, old, new, audience)
    elif isinstance(form, Struct):
        yield from _in_fields(form.shape, old, new, route, steps, audience)
    elif isinstance(form, ListOf | MapOf):
        yield from _in_items(form, old, new, route, steps, audience)
    else:
        yield Change(Deed.CHANGED, route, steps, form, old, new, audience)


def _in_items(
    form: ListOf[Any] | MapOf[Any],
    old: Sequence[Any],
    new: Sequence[Any],
    route: Route,
    steps: tuple[Step, ...],
    audience: str,
) -> Iterator[Change]:
    inner = form.inner
    if isinstance(form, MapOf):
        was, now = dict(old), dict(new)
        for key in dict.fromkeys((*now, *was)):
            item = now.get(key, was.get(key))
            step = _named(inner, item, key)
            yield from _in_value(inner, was.get(key), now.get(key), (*route, key), (*steps, step), audience)
        return
    pairs = _paired(inner, old, new)
    for before, after in pairs:
        # A person looks for an item under what it was called before.
        place = before if before is not None else after
        assert place is not None
        key, step = _called(inner, old[place] if before is not None else new[place], place)
        first = None if before is None else old[before]
        second = None if after is None else new[after]
        yield from _in_value(inner, first, second, (*route, key), (*steps, step), audience)
    kept = [before for before, after in pairs if before is not None and after is not None]
    if kept != sorted(kept):
        yield Change(Deed.REORDERED, route, steps, form, tuple(old), tuple(new), audience)


def _paired(inner: Form[Any], old: Sequence[Any], new: Sequence[Any]) -> list[tuple[int | None, int | None]]:
    if isinstance(inner, Struct):
        return pair_groups(inner.shape, old, new)
    if isinstance(inner, TextForm | ListOf):
        return pair_values(old, new)
    if sorted(map(repr, old)) == sorted(map(repr, new)):
        # The same values in another order.
        places: dict[Any, list[int]] = {}
        for place, value in enumerate(old):
            places.setdefault(value, []).append(place)
        return [(places[value].pop(0), place) for place, value in enumerate(new)]
    return pair_values(old, new, changed=False)


def _called(inner: Form[Any], item: Any, place: int) -> tuple[str | int, Step]:
    """What an item of a list goes by, in the file and for people: its id, whom it is about, its title, its edge."""
    number = Step(Phrase(f"第{place + 1}项", f"no. {place + 1}"), ITEM, By.NUMBER)
    if not isinstance(inner, Struct):
        return place, number
    noun = NOUNS.get(inner.noun, ITEM)
    id = getattr(item, "id", None)
    if isinstance(id, str):
        return id, _named(inner, item, id)
    for name in ("person", "team", "about", "role", "metric"):
        ref = getattr(item, name, None)
        if isinstance(ref, Ref):
            return ref.id, Step(Phrase(ref.id, ref.id), noun, By.ID, ref)
    grade = getattr(item, "grade", None)
    if isinstance(grade, str):
        return grade, _named(inner, item, grade)
    if isinstance(getattr(item, "title", None), Text):
        return place, _named(inner, item, "")
    for name, words in _EDGES.items():
        edge = getattr(item, name, None)
        if edge is not None:
            return place, Step(Phrase(words.zh.format(edge), words.en.format(edge)), noun, By.PLACE)
    return place, number._replace(noun=noun)


_EDGES = {
    "from_": Phrase("{}起", "from {}"), "above": Phrase("高于{}", "above {}"), "at": Phrase("{}处", "at {}"),
    "on": Phrase("{}", "of {}"), "received": Phrase("{}", "of {}"),
}  # fmt: skip


def _named(inner: Form[Any], item: Any, key: str) -> Step:
    """The title that an item has of its own, or else its id."""
    noun = NOUNS.get(inner.noun, ITEM) if isinstance(inner, Struct) else ITEM
    title = getattr(item, "title", None) if isinstance(inner, Struct) else None
    if isinstance(title, Text):
        return Step(Phrase(title.best("zh")[1], title.best("en")[1]), noun, By.TITLE)
    return Step(Phrase(key, key), noun, By.ID)


__all__ = ["Account", "By", "Change", "Deed", "Mark", "Segment", "Step", "account_of", "changes_between"]
