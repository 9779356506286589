"""A figure in the unit of its metric: a percentage as one, money in the metric's currency, by a declared rate if need be."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from perfsite.importers.cells import Cells
from perfsite.importers.columns import Columns
from perfsite.importers.figures import Figure, exact_product
from perfsite.importers.sheet import Row
from perfsite.records.import_mapping import ImportMapping
from perfsite.records.library import Library
from perfsite.records.metric import Metric
from perfsite.records.quantities import CURRENCIES


@dataclass(frozen=True, slots=True)
class Units:
    library: Library
    mapping: ImportMapping
    metrics: tuple[Metric, ...]

    def of(self, index: int) -> str:
        """What stands beside the figures of a measure: a currency, a percent sign, or nothing."""
        metric = self.metrics[index]
        if metric.unit == "money":
            return metric.currency or self.library.site.currency
        return "%" if metric.unit == "percent" else ""


@dataclass(frozen=True, slots=True)
class UnitReader:
    """Reads figures of one sheet; one in another unit is reported."""

    units: Units
    columns: Columns
    cells: Cells

    def read(self, row: Row, column: int, index: int, figure: Figure) -> Decimal | None:
        """A figure in the unit of its metric; None after reporting that it is in another."""
        unit = self.units.metrics[index].unit
        if unit == "money":
            if figure.unit:
                self.cells.report("PS155", row, column, "unit", text=f"{figure.value:f}%")
                return None
            return self._in_currency(row, column, index, figure)
        if figure.currencies:
            self.cells.report("PS155", row, column, "unit", text=row.cells[column].text[:80])
            return None
        if unit == "percent" and figure.unit != "%":
            self.cells.report("PS155", row, column, "percent", text=row.cells[column].text[:80])
            return None
        if unit not in ("percent", "ratio") and figure.unit:
            self.cells.report("PS155", row, column, "unit", text=row.cells[column].text[:80])
            return None
        return figure.value.scaleb(-2) if unit == "ratio" and figure.unit else figure.value

    def _in_currency(self, row: Row, column: int, index: int, figure: Figure) -> Decimal | None:
        declared = self.units.mapping.currency
        assert declared is not None
        currency, place = declared.is_, column
        if currency is None:
            found = self.columns.find(declared.column)
            assert found is not None
            place = found
            text = self.cells.text(row, place)
            if text is None:
                return None
            currency = next((word.means for word in declared.words if text in word.says), text)
            if currency not in CURRENCIES:
                self.cells.report("PS157", row, place, "unknown" if text else "blank", text=text[:80])
                return None
        if figure.currencies and currency not in figure.currencies:
            self.cells.report("PS157", row, column, "mark", text=row.cells[column].text[:80], currency=currency)
            return None
        target = self.units.of(index)
        if currency == target:
            return figure.value
        rate = next((rate for rate in declared.rates if rate.currency == currency), None)
        if rate is None:
            self.cells.report("PS157", row, place, currency=currency, target=target)
            return None
        return exact_product(figure.value, rate.rate)
