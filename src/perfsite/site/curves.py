"""How points or money follow from a measure: a plain sentence, a table, and what the picture shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from itertools import pairwise
from typing import Any

from perfsite.records.quantities import Quantity
from perfsite.records.rule import Anchor, Component, Deduct, Grid, PassMark, Tier
from perfsite.site.clauses import bound_said, edge_of, tier_ranges
from perfsite.site.edition import Edition
from perfsite.site.seen import seen
from perfsite.site.sentences import Column, Full, Row, Said, Sheet, Short, full, say

_EXACT = Context(prec=60)
_HUNDREDTH = Decimal("0.01")
# Steps in which a slope is told, the most natural first.
_STEPS = {
    "%": (Decimal(1), Decimal(5), Decimal(10)),
    "": (Decimal(1), Decimal("0.1"), Decimal("0.01"), Decimal(10), Decimal(100), Decimal(1000)),
}
_MONEY_STEPS = tuple(Decimal(10) ** power for power in (4, 3, 5, 6))
# More events than this are not drawn one by one.
_MOST_EVENTS = 12


@dataclass(frozen=True, slots=True)
class DrawnAnchor:
    """A point of a curve: its place, and what the axes say there (None: nothing). `above`: the edge is not its own."""

    at: Decimal
    points: Decimal
    at_label: Any
    points_label: Any
    above: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """What `c.curve` draws. `form` is line or steps; `below` and `above` are clamp, zero or extrapolate."""

    form: str
    anchors: tuple[DrawnAnchor, ...]
    below: str = "clamp"
    above: str = "clamp"


@dataclass(frozen=True, slots=True)
class CurveView:
    """`said` is the whole curve in words; picture and table are None where words say it better."""

    said: Full | None
    drawing: Drawing | None = None
    sheet: Sheet | None = None


NOTHING = CurveView(None)


def view_curve(component: Component, edition: Edition) -> CurveView:
    """A component's curve from measure to points."""
    at = Column(say(f"measure.{component.measure or 'actual'}"))
    if component.flat is not None:
        return CurveView(full(say("curve.flat", n=component.flat)))
    if component.steps:
        return view_steps(component.steps, at)
    if component.slices:
        return view_slices(component.slices, at)
    if component.line:
        return _view_line(component, at)
    if component.pass_ is not None:
        return _view_pass(component.pass_)
    if component.deduct is not None:
        return _view_deduct(component.deduct)
    if component.grid is not None:
        return _view_grid(component.grid, component, edition)
    return NOTHING


def view_steps(tiers: Sequence[Tier], at: Column) -> CurveView:
    """The whole counts at the tier that is reached (全额累进)."""
    ranges = tier_ranges(tiers)
    if not ranges:
        return NOTHING
    money = any(tier.rate is not None for tier in tiers)
    said = full(*(say("curve.step", range=range_, yields=_yields(tier)) for tier, range_ in ranges))
    rows = tuple(Row((range_, tier.yields)) for tier, range_ in ranges)
    anchors = tuple(
        DrawnAnchor(
            edge_of(tier).value, _number(tier.yields), Short(edge_of(tier)), Short(tier.yields), tier.from_ is None
        )
        for tier, _ in ranges
        if tier.yields is not None
    )
    sheet = Sheet(
        say("curve.table-steps-money" if money else "curve.table"), (at, _yield_column(tiers)), rows, slim=True
    )
    return CurveView(said, Drawing("steps", anchors) if len(anchors) > 1 else None, sheet)


def view_slices(tiers: Sequence[Tier], at: Column) -> CurveView:
    """Each slice counts at its own rate (超额累进): the table adds up what has come together at each edge."""
    known = sorted((tier for tier in tiers if tier.edge is not None), key=lambda tier: _number(tier.edge))
    if not known:
        return NOTHING
    parts, rows, sums = [], [], _sums(known)
    for index, tier in enumerate(known):
        lower, upper = tier.edge, known[index + 1].edge if index + 1 < len(known) else None
        place = "last" if upper is None else "first" if _number(lower) == 0 else "middle"
        part = (
            say("part.all") if upper is None and _number(lower) == 0 else say(f"part.{place}", lower=lower, upper=upper)
        )
        parts.append(say("curve.slice", part=part, yields=_yields(tier)))
        rows.append(Row((part, tier.yields, *((sums[index],) if sums else ()))))
    columns = (at, _yield_column(tiers), *((Column(say("curve.so-far"), "number"),) if sums else ()))
    return CurveView(
        full(*parts), _draw_slices(known, sums), Sheet(say("curve.table-slices"), columns, tuple(rows), slim=True)
    )


def _sums(tiers: Sequence[Tier]) -> tuple[Quantity, ...]:
    """What has come together when each slice begins; () where slices do not add up to money."""
    slices = _rated(tiers)
    if len(slices) < len(tiers):
        return ()
    sums = [Quantity(Decimal(0), slices[0][0].unit)]
    for (edge, rate), (following, _) in pairwise(slices):
        grown = _EXACT.multiply(rate.fraction, following.value - edge.value)
        sums.append(Quantity(_trim(sums[-1].value + grown), edge.unit))
    return tuple(sums)


def _rated(tiers: Sequence[Tier]) -> list[tuple[Quantity, Quantity]]:
    """The edges and rates of those slices that are rates of an amount of money."""
    return [
        (edge, tier.rate)
        for tier in tiers
        if (edge := tier.edge) is not None and edge.is_money and tier.rate is not None
    ]


def _draw_slices(tiers: Sequence[Tier], sums: Sequence[Quantity]) -> Drawing | None:
    slices = _rated(tiers)
    if len(sums) < 2 or len(slices) < len(sums):
        return None
    anchors = [
        DrawnAnchor(edge.value, total.value, Short(edge), Short(total))
        for (edge, _), total in zip(slices, sums, strict=True)
    ]
    # The last slice has no end: its line is drawn to a point as far again, so that its slope can be seen.
    (before, _), (last, rate) = slices[-2:]
    far = last.value + (last.value - before.value)
    grown = _trim(sums[-1].value + _EXACT.multiply(rate.fraction, far - last.value))
    beyond = DrawnAnchor(far, grown, Short(Quantity(_trim(far), last.unit)), Short(Quantity(grown, last.unit)))
    return Drawing("line", (*anchors, beyond), above="extrapolate")


def _view_line(component: Component, at: Column) -> CurveView:
    anchors = tuple(a for a in component.line if seen(a.at) is not None and seen(a.points) is not None)
    if not anchors:
        return NOTHING
    below = component.beyond.below if component.beyond is not None and component.beyond.below else None
    above = component.beyond.above if component.beyond is not None and component.beyond.above else None
    first, last = anchors[0], anchors[-1]
    start = say("curve.start", at=_at(first.at, component.measure), n=first.points)
    turns = _turning(anchors)
    segments = [_segment_said(a, b) for a, b in pairwise(turns)]
    ends = [_end_said("above", above, anchors)]
    if not (below == "clamp" and first.at.value == 0):
        ends.insert(0, _end_said("below", below, anchors))
    rows = [Row((anchor.at, anchor.points)) for anchor in anchors]
    if below:
        rows.insert(0, Row((say("bound.below", value=first.at), _end_value(below, first.points))))
    if above:
        rows.append(Row((say("bound.above", value=last.at), _end_value(above, last.points))))
    sheet = Sheet(say("curve.table-line"), (at, Column(say("figure.points"), "number")), tuple(rows), slim=True)
    drawn = tuple(DrawnAnchor(a.at.value, a.points, Short(a.at), a.points) for a in anchors)
    drawing = Drawing("line", drawn, below or "clamp", above or "clamp") if len(drawn) > 1 else None
    return CurveView(full(start, *segments, *ends), drawing, sheet)


def _turning(anchors: Sequence[Anchor]) -> tuple[Anchor, ...]:
    """The anchors at which a line bends, with its ends: the others say nothing that its neighbours do not."""
    kept = list(anchors[:1])
    for anchor, following in pairwise(anchors[1:]):
        before = kept[-1]
        rise = (anchor.points - before.points) * (following.at.value - anchor.at.value)
        if rise != (following.points - anchor.points) * (anchor.at.value - before.at.value):
            kept.append(anchor)
    return (*kept, *anchors[1:][-1:])


def _at(at: Quantity, measure: str | None) -> Any:
    if measure not in ("attainment", "progress", "okr"):
        return at
    return say(f"at.{measure}-none" if measure == "attainment" and at.value == 0 else f"at.{measure}", at=at)


def _end_value(rule: str, points: Decimal) -> Any:
    return {"clamp": points, "zero": Decimal(0)}.get(rule, say("curve.goes-on"))


def _end_said(side: str, rule: str | None, anchors: Sequence[Anchor]) -> Said | None:
    if rule is None:
        return None
    end = anchors[0] if side == "below" else anchors[-1]
    word = {"clamp": "stays", "zero": "nothing", "extrapolate": "goes-on"}[rule]
    if side == "above" and rule == "clamp" and len(anchors) > 1 and end.points > anchors[-2].points:
        word = "capped"
    return say(f"curve.{side}-{word}", at=end.at, n=end.points)


def _segment_said(start: Anchor, end: Anchor) -> Said:
    """From one anchor to the next: so much for each step where that comes out even, else a straight line."""
    rise, run = end.points - start.points, end.at.value - start.at.value
    if rise == 0:
        return say("curve.level", at=end.at)
    direction = "more" if rise > 0 else "less"
    steps = _MONEY_STEPS if end.at.is_money else _STEPS.get(end.at.unit, _STEPS[""])
    for step in steps:
        each = _EXACT.divide(abs(rise) * step, run) if run > 0 else Decimal(0)
        if step < run and each >= _HUNDREDTH and each == each.quantize(_HUNDREDTH) and each * run == abs(rise) * step:
            return say(f"curve.{direction}", n=_trim(each), step=_step(step, end.at.unit), at=end.at, points=end.points)
    return say(f"curve.straight-{direction}", at=end.at, n=end.points)


def _step(step: Decimal, unit: str) -> Any:
    return say("curve.step-percent", n=step) if unit == "%" else Quantity(step, unit)


def _view_pass(mark: PassMark) -> CurveView:
    bound = bound_said(mark)
    if bound is None or seen(mark.points) is None or seen(mark.otherwise) is None:
        return NOTHING
    return CurveView(full(say("curve.pass", bound=bound, n=mark.points, otherwise=mark.otherwise)))


def _view_deduct(deduct: Deduct) -> CurveView:
    start, each, floor = seen(deduct.start), seen(deduct.each), seen(deduct.floor)
    if start is None or each is None or floor is None:
        return NOTHING
    said = full(say("curve.deduct", start=start, n=each, floor=floor))
    events = int((start - floor) / each) + ((start - floor) % each != 0) if each > 0 and start > floor else 0
    if not 0 < events <= _MOST_EVENTS:
        return CurveView(said)
    points = [max(start - each * count, floor) for count in range(events + 1)]
    anchors = tuple(DrawnAnchor(Decimal(i), p, Decimal(i), p) for i, p in enumerate(points))
    rows = tuple(
        Row((Decimal(i) if i < events else say("range.from", lower=Decimal(i)), p)) for i, p in enumerate(points)
    )
    columns = (Column(say("curve.events")), Column(say("figure.points"), "number"))
    return CurveView(said, Drawing("steps", anchors), Sheet(say("curve.table"), columns, rows, slim=True))


def _view_grid(grid: Grid, component: Component, edition: Edition) -> CurveView:
    other = edition.link_to(grid.columns.metric) if seen(grid.columns) is not None else None
    if other is None or not grid.points:
        return NOTHING
    rows, columns = tier_ranges(grid.rows), tier_ranges(grid.columns.tiers)
    row_order, column_order = _order(grid.rows, rows), _order(grid.columns.tiers, columns)
    if any(len(line) < len(grid.columns.tiers) for line in grid.points) or len(grid.points) < len(grid.rows):
        return NOTHING
    own = say(f"measure.{component.measure or 'actual'}")
    down = edition.link_to(component.metric)
    down_said = say(f"phrase.of-{component.measure or 'actual'}", metric=down) if down is not None else own
    across = say(f"phrase.of-{grid.columns.measure or 'actual'}", metric=other)
    cells = tuple(
        Row((range_, *(grid.points[row][column] for column in column_order)))
        for row, (_, range_) in zip(row_order, rows, strict=True)
    )
    head = say(f"measure.of-{grid.columns.measure or 'actual'}", metric=other)
    heads = tuple(Column(say("curve.grid-column", metric=head, range=range_), "number") for _, range_ in columns)
    corner = say(f"measure.of-{component.measure or 'actual'}", metric=down) if down is not None else own
    return CurveView(
        full(say("curve.grid", rows=down_said, columns=across)),
        sheet=Sheet(say("curve.table-grid"), (Column(corner), *heads), cells),
    )


def _order(tiers: Sequence[Any], ranges: Sequence[tuple[Any, Said]]) -> tuple[int, ...]:
    """Where in the author's order each tier of the sorted ranges stands."""
    places = {id(tier): index for index, tier in enumerate(tiers)}
    return tuple(places[id(tier)] for tier, _ in ranges)


def _yields(tier: Tier) -> Any:
    return say("curve.points", n=tier.points) if tier.points is not None else tier.yields


def _yield_column(tiers: Sequence[Tier]) -> Column:
    first = next((name for name in ("points", "rate", "amount") if getattr(tiers[0], name) is not None), "points")
    return Column(say(f"figure.{first}"), "number")


def _number(value: Any) -> Decimal:
    return value.value if isinstance(value, Quantity) else value


def _trim(value: Decimal) -> Decimal:
    """The same number without trailing zeros, never in exponent form."""
    trimmed = value.normalize(_EXACT)
    return trimmed.quantize(Decimal(1), context=_EXACT) if trimmed == trimmed.to_integral_value() else trimmed


__all__ = ["CurveView", "Drawing", "DrawnAnchor", "view_curve", "view_slices", "view_steps"]
