"""How a noun declares its fields, and how a mapping is read into it.

A noun is a frozen dataclass whose fields carry a `FieldSpec`: the form, the words for people in both languages, and
the audience. Reading, the JSON Schema, projection and the pages all work from these declarations.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from perfsite.diagnostics import Phrase, Related, closest
from perfsite.records.forms import Form, Leaf
from perfsite.records.reader import Reader
from perfsite.sources import Mapping, Node, Scalar, Sequence, span_of
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
    choices: tuple[Choice, ...]
    labels: dict[str, str]


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


@cache
def shape_of(noun: type[Any]) -> Shape:
    """The declarations of a noun, its own fields first and those that any record may carry last."""
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
    labels = {name: spec.key for spec in specs.values() for name in (spec.label.zh, *spec.also)}
    return Shape(noun, specs, getattr(noun, "choices", ()), labels)


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
        if not isinstance(node, Mapping):
            if isinstance(node, Scalar) and reader.is_empty(node):
                reader.report("PS405", node, {"expected": self.name}, hint="value")
                return None
            if isinstance(node, Scalar) and "：" in node.text and "\n" not in node.text and not node.style:
                reader.report("PS203", node, {"character": "：", "mended": ":"}, mended=node.text.replace("：", ": "))
                return None
            found = Phrase("一个列表", "a list") if isinstance(node, Sequence) else Phrase("一个值", "a single value")
            reader.report("PS403", node, {"expected": self.name, "found": found}, hint="keys" if isinstance(node, Scalar) else "", )
            return None
        values = read_fields(node, self.shape, reader)
        return self.noun(**values)

    def walk(self, value: S, route: Route) -> Iterator[Leaf]:
        yield from walk_fields(value, route)


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
    # Keys that the author surely meant: they are not reported as missing too.
    meant: set[str] = set()
    for key, value in node.entries:
        name = key.text
        spec = shape.fields.get(name)
        if spec is None:
            if name not in ignore:
                meant |= _report_unknown(key, value, node, shape, reader)
            continue
        if name in seen:
            first = Related(span_of(seen[name]), Phrase("第一次写在这里", "first written here"))
            reader.report("PS212", key, {"field": name}, related=(first,))
            continue
        seen[name] = key
        if reader.is_empty(value):
            reader.report("PS405", key, {"field": name})
            continue
        read = spec.form.read(value, reader)
        if read is not None:
            values[spec.attribute] = read
    missing = [
        spec for spec in shape.fields.values() if spec.required and spec.key not in seen and spec.key not in meant
    ]
    for spec in missing:
        reader.report("PS401", _head(node), {"field": spec.key, "label": spec.label, "expected": spec.form.name})
    for choice in shape.choices:
        given = [key for key in choice.keys if key in seen]
        listed = ", ".join(f"`{key}`" for key in choice.keys)
        if len(given) > 1:
            first = Related(span_of(seen[given[0]]), Phrase("另一个在这里", "the other one is here"))
            reader.report("PS409", seen[given[1]], {"field": given[1], "other": given[0], "choices": listed}, related=(first,))
        elif not given and choice.required and not meant.intersection(choice.keys):
            reader.report("PS410", _head(node), {"choices": listed})
    return values


def _head(node: Mapping) -> Node:
    """Where something missing from a mapping is reported: its first key, or the braces of an empty one."""
    return node.entries[0][0] if node.entries else node


def _report_unknown(key: Scalar, value: Node, node: Mapping, shape: Shape, reader: Reader) -> set[str]:
    """Reports a key that the noun does not have, and returns the key that was meant, if that is plain."""
    name = key.text
    if "：" in name:
        at = name.index("：")
        meant = name[:at].strip()
        span = span_of(key)
        if "\n" not in name and not key.style:
            span = span._replace(column=key.column + at, end_column=key.column + at + 1)
        reader.report("PS203", span, {"character": "：", "mended": ":"}, mended=": ")
        lost = {part for part in shape.fields if part in name}
        return {meant, *lost}
    written = {entry.text for entry, _ in node.entries}
    by_label = shape.labels.get(name.strip())
    if by_label is not None:
        reader.report("PS402", key, {"key": name, "suggestion": by_label}, hint="label", mended=by_label)
        return {by_label}
    near = closest(name, [choice for choice in shape.fields if choice not in written])
    if near is not None:
        reader.report("PS402", key, {"key": name, "suggestion": near}, hint="suggest", mended=near)
        return {near}
    if not name and reader.is_empty(value):
        reader.report("PS201", key, hint="empty-key")
        return set()
    listed = ", ".join(f"`{choice}`" for choice in shape.fields if choice not in written)
    reader.report("PS402", key, {"key": name, "choices": listed})
    return set()
