"""Which item of a list was which before: by id or by what people tell such items apart, not by position."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher
from typing import Any

from perfsite.records.fields import Shape
from perfsite.records.texts import Text

# What tells items apart, the surest first. An item under another of these is another item.
_IDENTITIES: tuple[tuple[str, ...], ...] = (
    ("id",), ("person", "metric", "on"), ("person", "metric"), ("team", "metric"), ("person",), ("team",), ("grade",), ("url",),
    ("role", "team", "from"), ("received", "about"), ("role",),
)  # fmt: skip
# What usually tells items apart and may itself be changed: the edge of a tier, a day, a title.
_MARKS: tuple[tuple[str, ...], ...] = (
    ("from", "above"), ("at",), ("on",), ("title",), ("metric",), ("descriptor",), ("about", "field"),
)  # fmt: skip
Pair = tuple[int | None, int | None]


def pair_groups(shape: Shape, before: Sequence[Any], after: Sequence[Any]) -> list[Pair]:
    """The places of each item before and after; None where it was not there. In the order of now, what went at its place."""
    for keys, is_sure in (*((keys, True) for keys in _IDENTITIES), *((keys, False) for keys in _MARKS)):
        old, new = _keys(shape, keys, before), _keys(shape, keys, after)
        if old is not None and new is not None:
            return _pairs(old, new, None if is_sure else lambda i, j: _share(shape, before[i], after[j]))
    # Nothing tells them all apart: equal ones are the same, and of the others those between the same neighbours.
    return pair_values(before, after)


def pair_values(before: Sequence[Hashable], after: Sequence[Hashable], *, changed: bool = True) -> list[Pair]:
    """As `pair_groups`, of values that are the same only where they are equal; `changed` pairs what stands between."""
    pairs: list[Pair] = []
    for what, from_, to, new_from, new_to in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = list(range(from_, to)), list(range(new_from, new_to))
        paired = min(len(old), len(new)) if changed or what == "equal" else 0
        pairs += zip(old[:paired], new[:paired], strict=True)
        pairs += [(place, None) for place in old[paired:]]
        pairs += [(None, place) for place in new[paired:]]
    return pairs


def _keys(shape: Shape, keys: tuple[str, ...], items: Sequence[Any]) -> list[Hashable] | None:
    """What each item goes by under these fields, if each has that and no two the same."""
    specs = [shape.fields[key] for key in keys if key in shape.fields]
    if len(specs) < len(keys) and keys != ("from", "above"):
        return None
    found: list[Hashable] = []
    for item in items:
        values = tuple(getattr(item, spec.attribute) for spec in specs)
        if all(value is None for value in values) or (
            None in values and keys not in (("from", "above"), ("received", "about"))
        ):
            return None
        found.append(tuple(value.versions[0][1] if isinstance(value, Text) else value for value in values))
    return found if len(set(found)) == len(found) else None


def _pairs(old: list[Hashable], new: list[Hashable], akin: Callable[[int, int], bool] | None) -> list[Pair]:
    places = {key: place for place, key in enumerate(old)}
    kept = set(new)
    free = [place for place, key in enumerate(old) if key not in kept]
    pairs: list[Pair] = []
    for place, key in enumerate(new):
        was = places.get(key)
        if was is None and akin is not None:
            was = next((other for other in free if akin(other, place)), None)
            if was is not None:
                free.remove(was)
        pairs.append((was, place))
    return [*pairs, *((place, None) for place in free)]


def _share(shape: Shape, one: Any, other: Any) -> bool:
    """Whether two items agree in something, so that the one can have become the other."""
    values = [(getattr(one, spec.attribute), getattr(other, spec.attribute)) for spec in shape.fields.values()]
    return any(a == b and a not in (None, (), False) for a, b in values)


__all__ = ["Pair", "pair_groups", "pair_values"]
