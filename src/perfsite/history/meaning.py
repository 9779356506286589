"""What a record means, apart from how it is written: the same digest for the same meaning."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

from perfsite.records.fields import Struct, shape_of
from perfsite.records.forms import Form, ListOf, MapOf
from perfsite.records.quantities import Quantity
from perfsite.records.record import Record


def digest(record: Record) -> str:
    """Equal for two records whose fields mean the same, wherever and in whatever order they are written."""
    return hashlib.blake2b(repr(_fields(record)).encode(), digest_size=16).hexdigest()


def same(form: Form[Any], one: Any, other: Any) -> bool:
    """Whether two values of a form mean the same; None is no value."""
    if one is None or other is None:
        return one is other
    return bool(one == other) or _value(form, one) == _value(form, other)


def _fields(value: Any) -> tuple[Any, ...]:
    found = []
    for key, spec in shape_of(type(value)).fields.items():
        inner = getattr(value, spec.attribute)
        if inner is not None and inner != ():
            found.append((key, _value(spec.form, inner)))
    return tuple(found)


def _value(form: Form[Any], value: Any) -> Any:
    if isinstance(form, Struct):
        return _fields(value)
    if isinstance(form, ListOf):
        return tuple(_value(form.inner, item) for item in value)
    if isinstance(form, MapOf):
        # Fields under ids of the author's own mean the same in any order.
        return tuple(sorted((key, _value(form.inner, item)) for key, item in value))
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, Quantity):
        return (_number(value.value), value.unit)
    return value


def _number(value: Decimal) -> str:
    """1.10 and 1.1 are one number."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
