"""Figures → places in a drawing, as percentages of its width and height, so that lines stretch and words do not.

Everything is Decimal and rounded to a hundredth of a percent at the very end, where a reader cannot see it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

_HUNDRED = Decimal(100)
_NEAREST_LABELS = Decimal(12)
_NEAREST_ROWS = Decimal(8)
_LEFT, _RIGHT, _TOP, _BOTTOM = Decimal(10), Decimal(98), Decimal(9), Decimal(84)
_SHARE_COLOURS = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """How much of a bar is filled, and where on it 100% stands (None at its very end)."""

    filled: Decimal
    goal: Decimal | None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar of shares; `number` chooses its colour."""

    number: int
    start: Decimal
    width: Decimal


@dataclass(frozen=True, slots=True)
class Tick:
    """A label on an axis; a late one stands a line lower, since it would run into the one before."""

    place: Decimal
    label: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A straight piece; its class says what it is: path, riser (a jump), beyond (past the last anchor)."""

    kind: str
    x1: Decimal
    y1: Decimal
    x2: Decimal
    y2: Decimal


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the curve. An open one does not belong to it."""

    x: Decimal
    y: Decimal
    open: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """The figures at the left, right, bottom and top of a picture."""

    least_at: Decimal
    most_at: Decimal
    least_points: Decimal
    most_points: Decimal

    def x(self, at: Decimal) -> Decimal:
        width = (self.most_at - self.least_at) or Decimal(1)
        return _round(_LEFT + (at - self.least_at) / width * (_RIGHT - _LEFT))

    def y(self, points: Decimal) -> Decimal:
        height = (self.most_points - self.least_points) or Decimal(1)
        return _round(_BOTTOM - (points - self.least_points) / height * (_BOTTOM - _TOP))

    def place(self, at: Decimal, points: Decimal) -> Point:
        """A place in the picture, or where it lies beyond its edge, at the edge."""
        return Point(
            self.x(min(max(at, self.least_at), self.most_at)),
            self.y(min(max(points, self.least_points), self.most_points)),
        )

    def line(self, kind: str, start: tuple[Decimal, Decimal], end: tuple[Decimal, Decimal]) -> Line:
        return Line(kind, self.x(start[0]), self.y(start[1]), self.x(end[0]), self.y(end[1]))


@dataclass(frozen=True, slots=True)
class Curve:
    """A drawn curve. `scale` is for what is drawn into it later: the figures at the edges of the picture."""

    columns: tuple[Tick, ...]
    rows: tuple[Tick, ...]
    lines: tuple[Line, ...]
    points: tuple[Point, ...]
    here: Point | None
    scale: Scale
    left: Decimal = _LEFT
    right: Decimal = _RIGHT
    top: Decimal = _TOP
    bottom: Decimal = _BOTTOM


def draw_bar(fraction: Decimal) -> Bar:
    """A bar on which 100% is the end, or lies within it when the fraction is larger."""
    if fraction <= 1:
        return Bar(_round(max(fraction, Decimal(0)) * 100), None)
    return Bar(_HUNDRED, _round(_HUNDRED / fraction))


def draw_shares(shares: Sequence[Decimal]) -> tuple[Part, ...]:
    """Parts in the proportion of the shares, with a little room between them. Zero and negative shares have no part."""
    total = sum((share for share in shares if share > 0), Decimal(0))
    parts: list[Part] = []
    start = Decimal(0)
    for index, share in enumerate(shares):
        if share <= 0:
            continue
        width = share / total * _HUNDRED
        gap = min(Decimal("0.4"), width / 2) if start + width < Decimal("99.99") else Decimal(0)
        parts.append(Part(index % _SHARE_COLOURS + 1, _round(start), _round(width - gap)))
        start += width
    return tuple(parts)


def draw_curve(
    form: str,
    anchors: Sequence[Any],
    below: str,
    above: str,
    here: Any = None,
    reach: Sequence[tuple[Decimal, Decimal]] = (),
) -> Curve:
    """A `line` between anchors or `steps` from each on, and what holds past the ends (see components.html).

    The curve goes on to the places of `reach`, but not further past its ends than it is long.
    """
    places = [(_of(anchor, "at"), _of(anchor, "points")) for anchor in anchors]
    first, last = places[0], places[-1]
    span = (last[0] - first[0]) or abs(last[0]) or Decimal(1)
    room = span * Decimal("0.14")
    held = [at for at, _ in reach if first[0] - span <= at <= last[0] + span]
    least, most = min(first[0] - room, *held, first[0]), max(last[0] + room, *held, last[0])
    ends = [_beyond(places, least, below), _beyond(places, most, above)]
    if form == "steps":
        ends = [(least, first[1]), (most, last[1])]
    heights = [points for _, points in [*places, *ends]] + ([_of(here, "points")] if here else [])
    scale = Scale(
        min([least] + ([_of(here, "at")] if here else [])),
        max([most] + ([_of(here, "at")] if here else [])),
        min(*heights, Decimal(0)),
        max(heights),
    )
    lines = _draw_steps(scale, places, ends[1]) if form == "steps" else _draw_line(scale, places, ends, below, above)
    return Curve(
        columns=_stagger([Tick(scale.x(_of(anchor, "at")), str(_of(anchor, "at_label"))) for anchor in anchors]),
        rows=_thin_out([Tick(scale.y(_of(anchor, "points")), str(_of(anchor, "points_label"))) for anchor in anchors]),
        lines=tuple(lines),
        points=_draw_points(scale, form, anchors),
        here=Point(scale.x(_of(here, "at")), scale.y(_of(here, "points"))) if here else None,
        scale=scale,
    )


def _draw_line(
    scale: Scale,
    places: Sequence[tuple[Decimal, Decimal]],
    ends: Sequence[tuple[Decimal, Decimal]],
    below: str,
    above: str,
) -> list[Line]:
    lines = [scale.line("path", start, end) for start, end in pairwise(places)]
    for rule, end, anchor in ((below, ends[0], places[0]), (above, ends[1], places[-1])):
        foot = (anchor[0], end[1])
        if rule == "zero" and end[1] != anchor[1]:
            lines.append(scale.line("riser", anchor, foot))
            lines.append(scale.line("beyond", foot, end))
        else:
            lines.append(scale.line("beyond", anchor, end))
    return lines


def _draw_steps(scale: Scale, places: Sequence[tuple[Decimal, Decimal]], end: tuple[Decimal, Decimal]) -> list[Line]:
    lines: list[Line] = []
    for (at, points), (until, higher) in zip(places, [*places[1:], end], strict=True):
        lines.append(scale.line("path", (at, points), (until, points)))
        if points != higher:
            lines.append(scale.line("riser", (until, points), (until, higher)))
    return lines


def _draw_points(scale: Scale, form: str, anchors: Sequence[Any]) -> tuple[Point, ...]:
    points: list[Point] = []
    for index, anchor in enumerate(anchors):
        at = scale.x(_of(anchor, "at"))
        excluded = form == "steps" and bool(_of(anchor, "above", default=False))
        points.append(Point(at, scale.y(_of(anchor, "points")), open=excluded))
        if form == "steps" and index:
            points.append(Point(at, scale.y(_of(anchors[index - 1], "points")), open=not excluded))
    return tuple(points)


def _beyond(places: Sequence[tuple[Decimal, Decimal]], at: Decimal, rule: str) -> tuple[Decimal, Decimal]:
    """The curve's value at a place past its ends."""
    nearest, further = (places[0], places[1:2]) if at < places[0][0] else (places[-1], places[-2:-1])
    if rule == "zero":
        return at, Decimal(0)
    if rule == "extrapolate" and further and further[0][0] != nearest[0]:
        slope = (nearest[1] - further[0][1]) / (nearest[0] - further[0][0])
        return at, nearest[1] + slope * (at - nearest[0])
    return at, nearest[1]


def _stagger(ticks: Sequence[Tick]) -> tuple[Tick, ...]:
    """Every label, on the first line where it fits there and on the second otherwise."""
    shown: list[Tick] = []
    ends = [Decimal(-100), Decimal(-100)]
    for tick in sorted(ticks, key=lambda tick: tick.place):
        line = next((line for line in (0, 1) if tick.place - ends[line] >= _NEAREST_LABELS), None)
        if line is not None:
            ends[line] = tick.place
            shown.append(Tick(tick.place, tick.label, late=line == 1))
    return tuple(shown)


def _thin_out(ticks: Sequence[Tick]) -> tuple[Tick, ...]:
    """Those labels that do not run into the one before."""
    shown: list[Tick] = []
    for tick in sorted(ticks, key=lambda tick: tick.place):
        if not shown or tick.place - shown[-1].place >= _NEAREST_ROWS:
            shown.append(tick)
    return tuple(shown)


def _of(thing: Any, name: str, **default: Any) -> Any:
    """A field of a mapping or an attribute of an object: templates may hand over either."""
    if isinstance(thing, Mapping):
        return thing.get(name, default["default"]) if default else thing[name]
    return getattr(thing, name, default["default"]) if default else getattr(thing, name)


def _round(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"))
