"""Edges and bounds under a word that leaves open on which side the value itself lies: both sides are told, with figures."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from perfsite.checks.problem import problem
from perfsite.checks.trials import in_money
from perfsite.diagnostics import Diagnostic, Phrase
from perfsite.records.fields import Struct, shape_of
from perfsite.records.forms import Form, ListOf, MapOf
from perfsite.records.library import Library
from perfsite.records.quantities import Quantity, Trouble, parse_quantity
from perfsite.records.reward import Reward
from perfsite.records.rule import BEGINS, ENDS_AT, STAYS_UNDER, Condition, Grade, PassMark, ScoringRule
from perfsite.scoring.compile import rational
from perfsite.sources import Mapping, Node, Scalar, Sequence
from perfsite.sources.nodes import Route

_NOTHING = Phrase("没有对应的档", "no tier")
# Between the two ends of a range: 80%-100%, 80%~100%, 80% to 100%.
_BETWEEN = re.compile(r"(?<=[\d%万亿])\s*(?:[-–—~～至到,，]|to)\s*(?=[\d+-]|[A-Z]{3})")


class _Found(NamedTuple):
    """An unclear word in a group of fields, with the list that the group is an item of, or the group that it lies in."""

    noun: type[Any]
    route: Route
    word: str
    value: Scalar | Sequence
    items: tuple[Node, ...]
    position: int


def check_edges(library: Library, as_of: dt.date) -> Iterator[Diagnostic]:
    for noun in (ScoringRule, Reward):
        for record in library.of(noun, incomplete=True):
            draft = library.documents.draft(record) if record.incomplete else None
            if draft is None:
                continue
            for one in _unclear(draft.node, Struct(noun), (), (draft.node,), 0):
                hint, arguments = _told(one)
                yield problem(library, record, (*one.route, one.word), "PS636", arguments, hint=hint, key=True)


def _unclear(node: Node, form: Form[Any], route: Route, items: tuple[Node, ...], position: int) -> Iterator[_Found]:
    """Every word among the fields of a record, whatever they lie in, that has two readings and holds an edge."""
    if isinstance(form, Struct) and isinstance(node, Mapping):
        shape, readings = shape_of(form.noun), getattr(form.noun, "readings", {})
        for key, value in node.entries:
            spec, word = shape.fields.get(key.text), key.text.strip()
            if spec is not None:
                yield from _unclear(value, spec.form, (*route, key.text), (node,), 0)
            elif word in readings and set(readings[word]) <= _SIDES and not isinstance(value, Mapping):
                yield _Found(form.noun, route, key.text, value, items, position)
    elif isinstance(form, ListOf) and isinstance(node, Sequence):
        for place, item in enumerate(node.items):
            yield from _unclear(item, form.inner, (*route, place), node.items, place)
    elif isinstance(form, MapOf) and isinstance(node, Mapping):
        for key, value in node.entries:
            yield from _unclear(value, form.inner, (*route, key.text), (value,), 0)


_SIDES = {"from", "above", "at_least", "at_most", "below"}


def _told(one: _Found) -> tuple[str, dict[str, object]]:
    edge = _edge(one.value, last=one.word.strip() in ENDS_AT)
    arguments: dict[str, object] = {"word": one.word.strip(), "edge": str(edge) if edge is not None else "…"}
    if one.noun in (PassMark, Condition):
        upper = one.word.strip() in STAYS_UNDER
        arguments["first"], arguments["second"] = ("at_most", "below") if upper else ("at_least", "above")
        arguments |= _passed(one) if one.noun is PassMark else {"effect": _effect(one.items[0])}
        return "bound" if one.noun is PassMark else "condition", arguments
    ends = one.word.strip() in ENDS_AT
    own = _yield(one.items[one.position], one, edge)
    other = _beside(one, edge, ends=ends)
    beside = _NOTHING if other is None else _yield(other, one, edge)
    arguments |= {"own": own, "other": beside}
    if "slices" in one.route and own == beside:
        return "slices-end" if ends else "slices", arguments
    return "end" if ends else "", arguments


def _edge(value: Scalar | Sequence, *, last: bool) -> Quantity | None:
    """The figure that a word holds; of a range the end that the next tier begins with."""
    texts = [item.text for item in value.items if isinstance(item, Scalar)] if isinstance(value, Sequence) else None
    parts = texts or (_BETWEEN.split(value.text) if isinstance(value, Scalar) else [])
    found = parse_quantity(parts[-1 if last else 0]) if parts else None
    return found if isinstance(found, Quantity) else None


def _beside(one: _Found, edge: Quantity | None, *, ends: bool) -> Node | None:
    """The tier on the other side of an edge; grades may be listed from either end."""
    if one.noun is not Grade:
        place = one.position + (1 if ends else -1)
        return one.items[place] if 0 <= place < len(one.items) else None
    edges = [(_begin(item), item) for place, item in enumerate(one.items) if place != one.position]
    known = [(at.fraction, item) for at, item in edges if at is not None and edge is not None]
    if edge is None:
        return None
    side = [pair for pair in known if (pair[0] >= edge.fraction if ends else pair[0] < edge.fraction)]
    return (min if ends else max)(side, key=lambda pair: pair[0])[1] if side else None


def _begin(item: Node) -> Quantity | None:
    """Where a tier begins, by whatever word it says so."""
    if not isinstance(item, Mapping):
        return None
    words = ("from", "above", *BEGINS)
    value = next((value for key, value in item.entries if key.text.strip() in words), None)
    return _edge(value, last=False) if isinstance(value, Scalar) else None


def _passed(one: _Found) -> dict[str, object]:
    node = one.items[0]
    mark = node.value("pass") if isinstance(node, Mapping) else None
    said = (
        {key.text: value.text for key, value in mark.entries if isinstance(value, Scalar)}
        if isinstance(mark, Mapping)
        else {}
    )
    return {"with": _points(said.get("points", "…")), "without": _points(said.get("otherwise", "…"))}


def _effect(holder: Node) -> str:
    """What follows where a condition holds, as it is written."""
    if not isinstance(holder, Mapping):
        return "…"
    then = holder.value("then")
    entries = then.entries if isinstance(then, Mapping) else holder.entries
    keys = None if isinstance(then, Mapping) else ("add", "multiply")
    said = [
        f"{key.text}: {value.text}"
        for key, value in entries
        if isinstance(value, Scalar) and (keys is None or key.text in keys)
    ]
    return ", ".join(said) or "…"


def _points(text: str) -> Phrase:
    return Phrase(f"{text} 分", f"{text} points")


def _yield(item: Node, one: _Found, edge: Quantity | None) -> Phrase:
    """What somebody gets in a tier whose value is exactly at an edge, as far as the tier says it."""
    if not isinstance(item, Mapping):
        return _NOTHING
    said = {key.text: value.text for key, value in item.entries if isinstance(value, Scalar)}
    if one.noun is Grade:
        grade = said.get("grade", "…")
        more = f"（系数 {said['coefficient']}）" if "coefficient" in said else ""
        return Phrase(f"{grade}{more}", grade + (f" (coefficient {said['coefficient']})" if more else ""))
    rate = parse_quantity(said["rate"]) if "rate" in said else None
    if rate is not None and not isinstance(rate, Trouble) and edge is not None:
        # In slices the value at the edge itself is worth what came together below it, on either side.
        amount = rational(edge) * rational(rate)
        text = in_money(amount, edge.unit) if "steps" in one.route else ""
        return Phrase(text, text)
    if "points" in said:
        return _points(said["points"])
    text = said.get("amount", "…")
    return Phrase(text, text)
