"""What a record means, apart from how it is written: the same digest for the same meaning."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from perfsite.records.fields import FieldSpec, Struct, shape_of
from perfsite.records.forms import Form, ListOf, MapOf
from perfsite.records.quantities import Quantity
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.texts import Text

_SIZE = 16
# What keeps a translation and its original together says nothing to a reader.
UNSAID = frozenset(["translation_of"])
# The end of a line that another of the same paragraph follows: neither a break that was asked for, with two spaces or a
# backslash, nor before a blank line, an item, a quotation, a heading, a table or a fence.
_WRAPPED = re.compile(r"(?<=[^\s\\])[ \t]?\n(?=[^\s\-*+>#|`~=:0-9])")
# The same where no line ends with a blank. It is found by its first sign, so much faster.
_PLAINLY_WRAPPED = re.compile(r"\n(?<=[^\s\\]\n)(?=[^\s\-*+>#|`~=:0-9])")


def digest(record: Record) -> str:
    """Equal for two records whose fields mean the same, wherever and in whatever order they are written."""
    return digest_of(part_of(spec, getattr(record, spec.attribute)) for spec in shape_of(type(record)).fields.values())


def part_of(spec: FieldSpec, value: Any) -> bytes:
    """What one field adds to the meaning of its record; nothing, where it says nothing."""
    if value is None or (type(value) is tuple and not value) or spec.key in UNSAID:
        return b""
    return hashlib.blake2b(repr((spec.key, _value(spec.form, value))).encode(), digest_size=_SIZE).digest()


def digest_of(parts: Iterable[bytes]) -> str:
    """The meaning that the fields of a record have together, in whatever order they are given."""
    return hashlib.blake2b(b"".join(sorted(parts)), digest_size=_SIZE).hexdigest()


def same(form: Form[Any], one: Any, other: Any) -> bool:
    """Whether two values of a form mean the same; None is no value."""
    if one is None or other is None:
        return one is other
    return bool(one == other) or _value(form, one) == _value(form, other)


def _fields(value: Any) -> tuple[Any, ...]:
    return tuple(
        (key, _value(spec.form, inner))
        for key, spec in shape_of(type(value)).fields.items()
        if key not in UNSAID and (inner := getattr(value, spec.attribute)) is not None and inner != ()
    )


def _value(form: Form[Any], value: Any) -> Any:
    # The commonest first, and as plain as can be: a history asks for the meaning of every version that there ever was.
    if type(value) is Text:
        return tuple((lang, _flowing(text) if "\n" in text else text) for lang, text in value.versions)
    if type(value) is Ref:
        return (value.kind, value.id)
    if type(value) is Quantity:
        return (_number(value.value), value.unit)
    if type(value) is Decimal:
        return _number(value)
    if isinstance(form, Struct):
        return _fields(value)
    if isinstance(form, ListOf):
        return tuple(_value(form.inner, item) for item in value)
    if isinstance(form, MapOf):
        # Fields under ids of the author's own mean the same in any order.
        return tuple(sorted((key, _value(form.inner, item)) for key, item in value))
    return value


def _flowing(text: str) -> str:
    """A text in which it does not matter where the lines of a paragraph end."""
    wrapped = _WRAPPED if " \n" in text or "\t\n" in text else _PLAINLY_WRAPPED
    return wrapped.sub(" ", text)


def _number(value: Decimal) -> str:
    """1.10 and 1.1 are one number."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
