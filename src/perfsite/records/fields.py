"""How a noun declares its fields, and how a mapping is read into it.

A noun is a frozen dataclass whose fields carry a `FieldSpec`: the form, the words for people in both languages, and
the audience. Reading, the JSON Schema, projection and the pages all work from these declarations.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from perfsite.diagnostics import Phrase, Related, closest, is_slip
from perfsite.records.forms import (
    Form,
    Leaf,
    ListOf,
    MapOf,
    Parsed,
    cut_off,
    may_swallow,
    part_of,
    report_colon,
    report_cut_off,
    report_inline,
    report_swallowed,
)
from perfsite.records.reader import EMPTY, Reader
from perfsite.sources import Mapping, Node, Scalar, Sequence, is_blank, span_of
from perfsite.sources.nodes import Route

S = TypeVar("S")

# The sensitivities a field may have, from the most public to the least. A field that declares none is "hr".
EVERYONE, MANAGERS, HR = "everyone", "managers", "hr"
SENSITIVITIES = (EVERYONE, MANAGERS, HR)


_FIRST = ("title", "summary")
_LAST = ("tags", "links", "in_force", "approved", "replaces", "changes", "status", "audience", "body", "translation_of")


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a noun. `key` is what authors write, `label` and `help` are what people read."""

    key: str
    attribute: str
    form: Form[Any]
    label: Phrase
    help: Phrase
    required: bool
    audience: str
    declared: bool
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Fields of which exactly one (or, unless `required`, at most one) is given."""

    keys: tuple[str, ...]
    required: bool = True


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of one noun by key, in the order of their declaration."""

    noun: type[Any]
    fields: dict[str, FieldSpec]
    required: tuple[FieldSpec, ...]
    choices: tuple[Choice, ...]
    labels: dict[str, str]

    def knows(self, name: str) -> bool:
        """Whether this is the key or a Chinese label of a field."""
        return name in self.fields or name in self.labels


def field(
    form: Form[Any] | Callable[[], Form[Any]],
    zh: str,
    en: str,
    help_zh: str = "",
    help_en: str = "",
    *,
    audience: str | None = None,
    required: bool = False,
    default: Any = None,
    key: str = "",
    also: tuple[str, ...] = (),
) -> Any:
    """Declares a field. `also` lists further Chinese labels that people write in place of the key.

    A form that contains the noun itself is given as a function, so that it can be named before it exists.
    """
    metadata = {
        "form": form,
        "label": Phrase(zh, en),
        "help": Phrase(help_zh, help_en),
        "audience": audience,
        "required": required,
        "key": key,
        "also": also,
    }
    return dataclasses.field(default=default, metadata=metadata)


_SHAPES: dict[type[Any], Shape] = {}


def shape_of(noun: type[Any]) -> Shape:
    """The declarations of a noun, its own fields first and those that any record may carry last."""
    if noun not in _SHAPES:
        _SHAPES[noun] = _make_shape(noun)
    return _SHAPES[noun]


def _make_shape(noun: type[Any]) -> Shape:
    specs: dict[str, FieldSpec] = {}
    for item in dataclasses.fields(noun):
        given = item.metadata
        if "form" not in given:
            continue
        key = given["key"] or item.name.rstrip("_")
        form = given["form"]
        specs[key] = FieldSpec(
            key,
            item.name,
            form if isinstance(form, Form) else form(),
            given["label"],
            given["help"],
            given["required"],
            given["audience"] or HR,
            given["audience"] is not None,
            given["also"],
        )
    # What any record may carry comes after what makes this kind special, except for its title and summary.
    order = sorted(specs, key=lambda key: (specs[key].key not in _FIRST, key in _LAST))
    specs = {key: specs[key] for key in order}
    labels: dict[str, str] = {}
    for spec in specs.values():
        for name in (spec.label.zh, *spec.also):
            labels.setdefault(name, spec.key)
    required = tuple(spec for spec in specs.values() if spec.required)
    return Shape(noun, specs, required, getattr(noun, "choices", ()), labels)


class Struct(Form[S]):
    """A group of fields read into a noun. With `shorthand`, a bare value stands for that one field."""

    def __init__(self, noun: type[S], *, shorthand: str = "") -> None:
        self.noun = noun
        self.shorthand = shorthand
        self.name = Phrase("一组字段", "a group of fields")

    @property
    def shape(self) -> Shape:
        return shape_of(self.noun)

    def read(self, node: Node, reader: Reader) -> S | None:
        if self.shorthand and not isinstance(node, Mapping):
            value = self.shape.fields[self.shorthand].form.read(node, reader)
            return None if value is None else self.noun(**{self.shape.fields[self.shorthand].attribute: value})
        if isinstance(node, Mapping):
            return self.noun(**read_fields(node, self.shape, reader))
        if isinstance(node, Scalar) and reader.is_empty(node):
            reader.report("PS405", node, {"expected": self.name}, hint="value")
        elif not (isinstance(node, Scalar) and report_inline(node, self.shape.knows, reader)):
            found = Phrase("一个列表", "a list") if isinstance(node, Sequence) else Phrase("一个值", "a single value")
            hint = "keys" if isinstance(node, Scalar) else ""
            names = ", ".join(f"`{key}`" for key in list(self.shape.fields)[:6])
            reader.report("PS403", node, {"expected": self.name, "found": found, "names": names}, hint=hint)
        return None

    def walk(self, value: S, route: Route) -> Iterator[Leaf]:
        yield from walk_fields(value, route)


def shape_inside(form: Form[Any]) -> Shape | None:
    """The fields that a form holds, itself or as those of its items; None where it holds none."""
    while isinstance(form, ListOf | MapOf):
        form = form.inner
    return form.shape if isinstance(form, Struct) else None


def walk_fields(value: Any, route: Route = ()) -> Iterator[Leaf]:
    """Every leaf of a noun that has a value, with its route in the words of the file."""
    for key, spec in shape_of(type(value)).fields.items():
        inner = getattr(value, spec.attribute)
        if inner is not None and inner != ():
            yield from spec.form.walk(inner, (*route, key))


def read_fields(node: Mapping, shape: Shape, reader: Reader, *, ignore: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The values of a noun's fields. What is unknown, repeated, empty or missing is reported, each once at its cause."""
    values: dict[str, Any] = {}
    seen: dict[str, Scalar] = {}
    blank: dict[str, Node] = {}
    # Keys that the author surely meant, though they stand elsewhere or under another name: they are not missing too.
    meant: set[str] = set()
    fields = shape.fields
    unknown = [entry for entry in node.entries if entry[0].text not in fields and entry[0].text not in ignore]
    rests = cut_off(node, shape.knows) if unknown else {}
    stray = {id(key) for keys in rests.values() for key in keys}
    too_shallow = _too_shallow(node, shape, reader) if unknown else {}
    for index, (key, value) in enumerate(node.entries):
        name = key.text
        spec = fields.get(name)
        if spec is None or id(key) in stray:
            continue
        # A word for nothing, or nothing at all.
        is_empty = type(value) is Scalar and value.text in EMPTY
        if is_empty and is_blank(value):
            blank[name] = value
        elif name in seen:
            first = Related(span_of(seen[name]), Phrase("第一次写在这里", "first written here"))
            reader.report("PS212", key, {"field": name}, related=(first,))
        else:
            seen[name] = key
            if index in rests:
                report_cut_off(value, rests[index], reader)
            elif is_empty and reader.is_empty(value):
                if name not in too_shallow.values():
                    reader.report("PS405", key, {"field": name}, hint="needed" if spec.required else "")
            elif may_swallow(value) and (swallowed := _swallowed(value, spec, shape, reader)):
                meant |= swallowed
            elif (read := _read_value(node, shape, spec, value, reader)) is not None:
                values[spec.attribute] = read
    for key, value in unknown:
        if id(key) not in stray and not is_blank(value):
            found = _report_unknown(key, value, node, shape, reader, too_shallow)
            # A key that says nothing to us may be the one of several that is asked for.
            meant |= found or {name for choice in shape.choices for name in choice.keys}
    meant |= reader.strayed.get(id(node), set())
    _report_missing(node, shape, seen, meant, blank, reader)
    return values


def _report_missing(
    node: Mapping, shape: Shape, seen: dict[str, Scalar], meant: set[str], blank: dict[str, Node], reader: Reader
) -> None:
    for spec in shape.required:
        if spec.key in blank and spec.key not in meant:
            reader.report("PS405", blank[spec.key], {"field": spec.key}, hint="needed")
        elif spec.key not in seen and spec.key not in meant:
            reader.report("PS401", _head(node), {"field": spec.key, "label": spec.label, "expected": spec.form.name})
    for choice in shape.choices:
        _check_choice(choice, node, seen, meant, blank, reader)


def _read_value(node: Mapping, shape: Shape, spec: FieldSpec, value: Node, reader: Reader) -> Any:
    if type(value) is Scalar:
        return spec.form.read(value, reader)
    reader.around.append((shape, node, spec.key))
    read = spec.form.read(value, reader)
    reader.around.pop()
    return read


def _swallowed(value: Node, spec: FieldSpec, shape: Shape, reader: Reader) -> set[str]:
    """The fields that stand inside the value before them, their punctuation being Chinese."""
    others = {name for name in (*shape.fields, *shape.labels) if name != spec.key}
    return {shape.labels.get(name, name) for name in report_swallowed(value, others, reader)}


def _check_choice(
    choice: Choice, node: Mapping, seen: dict[str, Scalar], meant: set[str], blank: dict[str, Node], reader: Reader
) -> None:
    given = [key for key in choice.keys if key in seen]
    listed = ", ".join(f"`{key}`" for key in choice.keys)
    if len(given) > 1:
        first = Related(span_of(seen[given[0]]), Phrase("另一个在这里", "the other one is here"))
        arguments = {"field": given[1], "other": given[0], "choices": listed}
        reader.report("PS409", seen[given[1]], arguments, related=(first,))
    elif not given and choice.required and not meant.intersection(choice.keys):
        cell = next((blank[key] for key in choice.keys if key in blank), None)
        reader.report("PS410", cell or _head(node), {"choices": listed})


def _head(node: Mapping) -> Node:
    """Where something missing from a mapping is reported: its first key, or the braces of an empty one."""
    return node.entries[0][0] if node.entries else node


def _too_shallow(node: Mapping, shape: Shape, reader: Reader) -> dict[str, str]:
    """Unknown keys that belong to the group of fields above them and lack its indentation, by that group's key."""
    found: dict[str, str] = {}
    group: tuple[str, Shape, Node] | None = None
    for key, value in node.entries:
        spec = shape.fields.get(key.text)
        if spec is not None:
            inner = spec.form.shape if isinstance(spec.form, Struct) else None
            group = (key.text, inner, value) if inner is not None else None
        elif group is not None:
            parent, inner, above = group
            lacks = reader.is_empty(above) or (isinstance(above, Mapping) and above.key(key.text) is None)
            if key.text in inner.fields and lacks and value is not above:
                found[key.text] = parent
                if isinstance(above, Mapping):
                    reader.stray(above, key.text)
    return found


def _report_unknown(
    key: Scalar, value: Node, node: Mapping, shape: Shape, reader: Reader, too_shallow: dict[str, str]
) -> set[str]:
    """Reports a key that the noun does not have, and returns the keys that were meant, if that is plain."""
    name = key.text
    readings = getattr(shape.noun, "readings", {}).get(name.strip())
    if readings is not None and isinstance(value, Sequence) is isinstance(shape.fields[readings[0]].form, ListOf):
        # A check computes what each would give, and says so; nothing is known of the record until then.
        reader.lost = True
        return set(readings)
    found = report_colon(key, value, shape.knows, reader)
    if found is not None:
        lost = {field for field in shape.fields if field in name}
        return {found, shape.labels.get(found, found), *lost}
    if name in too_shallow:
        reader.report("PS402", key, {"key": name, "parent": too_shallow[name]}, hint="below")
        return set()
    for outer, group, inside in reversed(reader.around):
        if name in outer.fields and group.key(name) is None:
            reader.report("PS402", key, {"key": name, "parent": inside}, hint="beside")
            reader.stray(group, name)
            return set()
    return _report_misspelt(key, value, node, shape, reader)


def _report_misspelt(key: Scalar, value: Node, node: Mapping, shape: Shape, reader: Reader) -> set[str]:
    name = key.text
    written = {entry.text for entry, _ in node.entries}
    bare = name.strip()
    if bare != name and shape.knows(bare):
        lead = len(name) - len(name.lstrip())
        at, length = (0, lead) if lead else (len(bare), len(name) - len(bare))
        reader.report("PS202", part_of(key, at, length), hint="wide", mended="", sure=True)
        return {shape.labels.get(bare, bare)}
    unquoted = bare.strip("“”‘’「」＂\"'")
    if unquoted != bare and unquoted in shape.fields:
        reader.report("PS209", key, {"text": name}, mended=unquoted, sure=True)
        return {unquoted}
    by_label = shape.labels.get(bare)
    if by_label is not None:
        # Under a label that two fields share, or beside the field itself, no mended text is sure.
        mended = None if by_label in written else by_label
        reader.report("PS402", key, {"key": name, "suggestion": by_label}, hint="label", mended=mended, sure=True)
        return {by_label}
    first, _, rest = bare.partition(" ")
    if rest and first in shape.fields and reader.is_empty(value):
        reader.report("PS201", key, hint="colon", mended=f"{first}: {rest}", sure=True)
        return {first}
    free = [choice for choice in shape.fields if choice not in written]
    near = closest(name, free) or _only_fit(value, written, shape, reader)
    if near is not None:
        reader.report(
            "PS402", key, {"key": name, "suggestion": near}, hint="suggest", mended=near, sure=is_slip(name, near, free)
        )
        return {near}
    if not name and reader.is_empty(value):
        reader.report("PS201", key, hint="empty-key")
        return set()
    listed = ", ".join(f"`{choice}`" for choice in shape.fields if choice not in written)
    reader.report("PS402", key, {"key": name, "choices": listed})
    return set()


def _only_fit(value: Node, written: set[str], shape: Shape, reader: Reader) -> str | None:
    """The one required field that is missing, if this value has its form: it was surely meant under another name."""
    missing = [spec for spec in shape.fields.values() if spec.required and spec.key not in written]
    if len(missing) != 1 or (isinstance(value, Scalar) and not isinstance(missing[0].form, Parsed)):
        return None
    trial = Reader(reader.settings)
    read = missing[0].form.read(value, trial)
    return missing[0].key if read is not None and not trial.problems else None


def is_whole(value: Any) -> bool:
    """Whether a noun has all that it requires, down to its last part. What an audience does not see is not there."""
    shape = shape_of(type(value))
    given = {key for key, spec in shape.fields.items() if getattr(value, spec.attribute) not in (None, ())}
    if any(spec.required and key not in given for key, spec in shape.fields.items()):
        return False
    if any(choice.required and not given.intersection(choice.keys) for choice in shape.choices):
        return False
    return all(_parts_are_whole(shape.fields[key].form, getattr(value, shape.fields[key].attribute)) for key in given)


def _parts_are_whole(form: Form[Any], value: Any) -> bool:
    if isinstance(form, ListOf):
        return all(_parts_are_whole(form.inner, item) for item in value)
    if isinstance(form, MapOf):
        return all(_parts_are_whole(form.inner, item) for _, item in value)
    return not isinstance(form, Struct) or is_whole(value)
