"""Where people stand on the curves of their rule: each curve is drawn once for a page, and holds all who are shown on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from perfsite.records.quantities import Quantity
from perfsite.records.rule import Component, ScoringRule
from perfsite.scoring.compile import metric_of
from perfsite.scoring.evaluate import Value
from perfsite.scoring.exact import round_to
from perfsite.scoring.explain import in_unit
from perfsite.scoring.lines import Line
from perfsite.site.curves import Drawing, view_curve
from perfsite.site.edition import Edition

# A picture is good to a hundredth of a percent of its width; the figures beside it have all their digits.
_DRAWN = Context(prec=12)


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Somebody's place on the curve `curve`: what was measured and what it gave, to draw it, and as people read them.

    The labels have every digit; `mark` is for the picture, with two decimals.
    """

    curve: str
    at: Decimal
    points: Decimal
    at_label: str
    points_label: str
    mark: str


@dataclass(frozen=True, slots=True)
class SharedCurve:
    """A curve with the places that its picture must reach. `id` is that of the component."""

    id: str
    drawing: Drawing
    reach: tuple[tuple[Decimal, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnRule:
    """The components of a rule that have a picture."""

    components: Mapping[str, Component]
    drawings: Mapping[str, Drawing]

    def place(self, id: str, lines: Iterable[Line]) -> tuple[Line, Line] | None:
        """The lines with what a component measured and with what its curve gave; None where there is no picture or point.

        `lines` are those that are shown of somebody. What two components measure is told once, in the first of them.
        """
        component = self.components.get(id)
        if component is None or id not in self.drawings:
            return None
        of = "actual" if component.measure in ("actual", "okr") else component.measure
        measured = given = None
        for line in lines:
            if line.name == f"{metric_of(id, component)}/{of}":
                measured = line
            elif line.part == id and line.operation == _operation(component):
                given = given or line
        if measured is None or given is None:
            return None
        found = isinstance(measured.value, Fraction) and isinstance(given.value, Fraction)
        return (measured, given) if found else None

    def stand(self, id: str, measured: Line, given: Line, at_label: str, points_label: str) -> Standpoint:
        in_percent = any(edge.unit == "%" for edge in _edges(self.components[id]))
        at = _drawn(measured.value) * (100 if in_percent else 1)
        mark = f"{_near(measured)} → {_near(given)}"
        return Standpoint(id, at, _drawn(given.value), at_label, points_label, mark)


def drawn_rule(rule: ScoringRule | None, edition: Edition) -> DrawnRule:
    components = dict(rule.components) if rule is not None else {}
    views = {id: view_curve(component, edition).drawing for id, component in components.items()}
    return DrawnRule(components, {id: drawing for id, drawing in views.items() if drawing is not None})


def shared_curves(drawn: DrawnRule, standpoints: Iterable[Standpoint]) -> tuple[SharedCurve, ...]:
    """The curves on which somebody stands, in the order of the rule."""
    reach: dict[str, list[tuple[Decimal, Decimal]]] = {}
    for one in standpoints:
        reach.setdefault(one.curve, []).append((one.at, one.points))
    return tuple(
        SharedCurve(id, drawing, tuple(dict.fromkeys(reach[id])))
        for id, drawing in drawn.drawings.items()
        if id in reach
    )


def _operation(component: Component) -> str:
    """What programs call the step that a curve is. Points off per event end at their floor."""
    return "most" if component.curve == "deduct" else component.curve


def _edges(component: Component) -> Iterable[Quantity]:
    tiers = (*component.steps, *component.slices)
    return (*(tier.edge for tier in tiers if tier.edge is not None), *(anchor.at for anchor in component.line))


def _near(line: Line) -> str:
    """A figure with two decimals, and a sign where it has more of them."""
    assert isinstance(line.value, Fraction)
    rounded = round_to(line.value, 4 if line.unit == "%" else 2, "half-up")
    return ("" if rounded == line.value else "≈") + in_unit(rounded, line.unit if line.unit == "%" else "")


def _drawn(value: Value) -> Decimal:
    assert isinstance(value, Fraction)
    return _DRAWN.divide(Decimal(value.numerator), Decimal(value.denominator))


__all__ = ["DrawnRule", "SharedCurve", "Standpoint", "drawn_rule", "shared_curves"]
