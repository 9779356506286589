"""Entries to figures: one for each person or team and metric, exact, and rounded only where the mapping says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from perfsite.importers.cells import Cells
from perfsite.importers.figures import decimals, written
from perfsite.importers.rows import Entry, Frame, Part
from perfsite.records.import_mapping import Measure
from perfsite.records.metric import Metric
from perfsite.records.quantities import Quantity
from perfsite.records.references import Ref
from perfsite.scoring.exact import as_decimal, round_to


@dataclass(frozen=True, slots=True)
class Taken:
    """The figure of somebody for a metric. `rows` is how many rows it rests on."""

    who: Ref
    metric: Metric
    quantity: Quantity
    rows: int

    @property
    def text(self) -> str:
        unit = self.quantity.unit
        return written(self.quantity.value, "", unit) if self.quantity.is_money else written(self.quantity.value, unit)


def take_figures(entries: Sequence[Entry], frame: Frame, cells: Cells) -> list[Taken]:
    """The figures in the order of the measures and of ids. What cannot be computed is reported at its last row."""
    taken: list[Taken] = []
    for index, measure in enumerate(frame.mapping.measures):
        groups: dict[Ref, list[tuple[Entry, Part]]] = {}
        for entry in entries:
            part = entry.parts[index]
            if part is not None:
                groups.setdefault(entry.who, []).append((entry, part))
        for who in sorted(groups, key=str):
            value = _take(measure, groups[who], cells)
            if value is None:
                continue
            unit = frame.units.of(index)
            taken.append(Taken(who, frame.units.metrics[index], Quantity(value, unit), len(groups[who])))
    return taken


def _take(measure: Measure, group: Sequence[tuple[Entry, Part]], cells: Cells) -> Decimal | None:
    found = _TAKES[measure.take](measure, group, cells)
    if found is None:
        return None
    if measure.round is None:
        return as_decimal(found, max((_places(part) for _, part in group), default=0))
    rounded = round_to(found, measure.round.places, measure.round.rounding)
    return as_decimal(rounded, measure.round.places)


def _places(part: Part) -> int:
    """The decimals of a value, which its sum keeps: 12.50 and 0.50 are 13.00."""
    return decimals(part.value) if isinstance(part.value, Decimal) else 0


def _sum(measure: Measure, group: Sequence[tuple[Entry, Part]], cells: Cells) -> Fraction:  # noqa: ARG001
    return sum((Fraction(_number(part)) for _, part in group), Fraction(0))


def _count(measure: Measure, group: Sequence[tuple[Entry, Part]], cells: Cells) -> Fraction:  # noqa: ARG001
    return Fraction(len(group))


def _distinct(measure: Measure, group: Sequence[tuple[Entry, Part]], cells: Cells) -> Fraction:  # noqa: ARG001
    return Fraction(len({part.value for _, part in group}))


def _latest(measure: Measure, group: Sequence[tuple[Entry, Part]], cells: Cells) -> Fraction | None:
    """The value of the latest row. Two rows of one moment that do not agree are no answer."""
    last = max(entry.moment for entry, _ in group if entry.moment is not None)
    newest = [(entry, part) for entry, part in group if entry.moment == last]
    if len({part.value for _, part in newest}) > 1:
        first, second = newest[0][0].row, newest[1][0].row
        column = cells.columns.find(measure.column)
        cells.report("PS159", second, column or 0, "tie", first=str(first.number), day=f"{last:%Y-%m-%d}")
        return None
    return Fraction(_number(newest[0][1]))


def _mean(measure: Measure, group: Sequence[tuple[Entry, Part]], cells: Cells) -> Fraction | None:
    weight = sum((Fraction(part.weight) for _, part in group), Fraction(0))
    if not weight:
        cells.report("PS155", group[-1][0].row, cells.columns.find(measure.weight) or 0, "weightless")
        return None
    return sum((Fraction(_number(part)) * Fraction(part.weight) for _, part in group), Fraction(0)) / weight


def _number(part: Part) -> Decimal:
    assert isinstance(part.value, Decimal)
    return part.value


_TAKES: dict[str, Callable[[Measure, Sequence[tuple[Entry, Part]], Cells], Fraction | None]] = {
    "sum": _sum, "count": _count, "distinct": _distinct, "latest": _latest, "mean": _mean,
}  # fmt: skip
