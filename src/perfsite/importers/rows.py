"""The rows of a sheet to entries: whose each is, when it was, and what it says for each metric."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from perfsite.importers.cells import Cells
from perfsite.importers.columns import Columns
from perfsite.importers.days import read_moment
from perfsite.importers.figures import Figure
from perfsite.importers.owners import Owners
from perfsite.importers.sheet import Row, too_much
from perfsite.importers.units import UnitReader, Units
from perfsite.records.import_mapping import ImportMapping, Measure
from perfsite.records.library import Library
from perfsite.records.people import Person
from perfsite.records.period import Period
from perfsite.records.references import Ref


@dataclass(frozen=True, slots=True)
class Part:
    """What a row gives to one metric: a value, or for different values the text, and its weight."""

    value: Decimal | str
    weight: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that counts. `parts` has a place for each measure of the mapping, None where the row gives nothing to it."""

    row: Row
    who: Ref
    moment: dt.datetime | None
    parts: tuple[Part | None, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What reading rows needs to know: the records, the period, the time zone, and the unit of each measure."""

    library: Library
    mapping: ImportMapping
    owners: Owners
    period: Period
    zone: dt.tzinfo
    units: Units


@dataclass(slots=True)
class RowReader:
    """Reads the rows below the header. `left_out` counts those that do not count, by the reason."""

    frame: Frame
    columns: Columns
    cells: Cells
    entries: list[Entry] = field(default_factory=list)
    data: list[Row] = field(default_factory=list)
    totals: list[Row] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    beyond: int = 0
    seen: dict[str, int] = field(default_factory=dict)
    values_seen: dict[int, dict[str, None]] = field(default_factory=dict)
    _near: dict[str, str | None] = field(default_factory=dict)

    @property
    def _units(self) -> UnitReader:
        return UnitReader(self.frame.units, self.columns, self.cells)

    def read(self) -> None:
        """Every row, if every column that is asked for is there."""
        mapping = self.frame.mapping
        self._find_all()
        if self.columns.problems:
            return
        for row in self._data_rows():
            if len(self.data) >= mapping.table.most_rows:
                limit = too_much(self.columns.sheet.file, f"{mapping.table.most_rows:,}", "rows", row.cells[0].line)
                self.cells.problems.append(limit)
                return
            self.data.append(row)
            entry = self._entry(row)
            if entry is not None:
                self.entries.append(entry)

    def _find_all(self) -> None:
        """Looks every column up once, so that all that is missing shows together."""
        mapping, find = self.frame.mapping, self.columns.find
        find(mapping.whose.column, "whose", "column")
        if mapping.row_id:
            find(mapping.row_id, "row_id")
        if mapping.when is not None:
            find(mapping.when.column, "when", "column")
        for index, each in enumerate(mapping.where):
            find(each.column, "where", index, "column")
        if mapping.currency is not None and mapping.currency.column:
            find(mapping.currency.column, "currency", "column")
        for index, measure in enumerate(mapping.measures):
            for key in ("column", "weight"):
                if names := getattr(measure, key):
                    find(names, "measures", index, key)
        if mapping.total is not None:
            find(mapping.total.column, "total", "column")
        for index, adds in enumerate(mapping.adds):
            find(adds.whole, "adds", index, "whole")
            for number, part in enumerate(adds.parts):
                find(part, "adds", index, "parts", number)

    def at(self, names: tuple[str, ...]) -> int:
        found = self.columns.find(names)
        assert found is not None
        return found

    def _data_rows(self) -> Iterator[Row]:
        """The rows between header and end, without blank ones and totals."""
        mapping = self.frame.mapping
        first = mapping.table.header + mapping.table.header_rows
        ended = False
        for row in self.columns.sheet.rows:
            if row.number < first:
                continue
            if row.is_blank:
                ended = mapping.table.ends == "at-blank-row"
                if ended and not self.data and not self.totals:
                    ended = False
            elif ended or self.beyond:
                self.beyond += 1
            elif self._is_total(row):
                self.totals.append(row)
            else:
                yield row

    def _is_total(self, row: Row) -> bool:
        total = self.frame.mapping.total
        if total is None:
            return False
        column = self.at(total.column)
        return column < len(row.cells) and row.cells[column].text in total.is_

    def _entry(self, row: Row) -> Entry | None:
        if not self._passes(row):
            return None
        moment = self._moment(row)
        if moment == "out":
            return None
        who = self._who(row, moment if isinstance(moment, dt.datetime) else None)
        self._once(row)
        parts = tuple(self._part(row, index, measure) for index, measure in enumerate(self.frame.mapping.measures))
        if who is None or moment is None:
            return None
        return Entry(row, who, moment if isinstance(moment, dt.datetime) else None, parts)

    def _passes(self, row: Row) -> bool:
        """Whether a row meets every condition. What stands in their columns is kept, to be told where no row does."""
        for index, each in enumerate(self.frame.mapping.where):
            column = self.at(each.column)
            text = self.cells.text(row, column)
            if text is None:
                return False
            seen = self.values_seen.setdefault(index, {})
            if len(seen) < 20:
                seen[text] = None
            if (text not in each.is_) if each.is_ else (text in each.is_not):
                self.left_out[self.columns.name(column)] += 1
                return False
        return True

    def _moment(self, row: Row) -> dt.datetime | str | None:
        """When a row was, "" where the mapping has no dates, "out" where it is left out, None after reporting."""
        when = self.frame.mapping.when
        if when is None:
            return ""
        column = self.at(when.column)
        text = self.cells.text(row, column)
        if text is None:
            return None
        if not text:
            self.cells.report("PS156", row, column, "blank")
            return None
        moment = row.cells[column].moment
        if moment is None:
            found = read_moment(text, when.formats, self.frame.zone)
            if isinstance(found, str):
                formats = ", ".join(f"`{form}`" for form in when.formats)
                hint = found if when.formats else "none"
                hint = "number" if row.cells[column].kind == "number" else hint
                self.cells.report("PS156", row, column, hint, text=text[:80], formats=formats)
                return None
            moment = found
        period = self.frame.period
        if period.from_ <= moment.date() <= period.to:
            return moment
        if when.outside == "skip":
            self.left_out[self.columns.name(column)] += 1
            return "out"
        arguments = {"day": moment.date().isoformat(), "period": period.id}
        self.cells.report("PS158", row, column, **arguments, first=str(period.from_), last=str(period.to))
        return None

    def _who(self, row: Row, moment: dt.datetime | None) -> Ref | None:
        whose = self.frame.mapping.whose
        column = self.at(whose.column)
        text = self.cells.id_text(row, column)
        if text is None:
            return None
        if not text:
            if whose.blank == "problem":
                self.cells.report("PS154", row, column, "blank")
            else:
                self.left_out[self.columns.name(column)] += 1
            return None
        found = self.frame.owners.find(text)
        if len(found) == 1:
            return self._credited(row, column, found[0], moment) if whose.credit == "team" else found[0]
        if found:
            ids = ", ".join(f"`{ref.id}`" for ref in found)
            self.cells.report("PS154", row, column, "several", text=text[:80], ids=ids)
            return None
        if text not in self._near:
            self._near[text] = self.frame.owners.near(text) if len(self._near) < 200 else None
        near = self._near[text]
        self.cells.report(
            "PS154",
            row,
            column,
            "near" if near else "team" if whose.is_ == "team" else "",
            text=text[:80],
            suggestion=near or "",
        )
        return None

    def _credited(self, row: Row, column: int, ref: Ref, moment: dt.datetime | None) -> Ref | None:
        """The team that a person is in on the day of the row, or at the end of the period where rows have no day."""
        if ref.kind == "team":
            return ref
        person = self.frame.library.get(Person, ref)
        day = moment.date() if moment is not None else self.frame.period.to
        position = person.position_on(day) if person is not None else None
        if position is None:
            self.cells.report("PS154", row, column, "no-team", text=ref.id, day=str(day))
            return None
        return position.team

    def _once(self, row: Row) -> None:
        """Reports a row whose id another row has had, or that has none."""
        names = self.frame.mapping.row_id
        if not names:
            return
        column = self.at(names)
        text = self.cells.id_text(row, column)
        if text is None:
            return
        if not text:
            self.cells.report("PS159", row, column, "blank")
            return
        first = self.seen.setdefault(text, row.number)
        if first != row.number:
            self.cells.report("PS159", row, column, text=text[:80], first=str(first))

    def _part(self, row: Row, index: int, measure: Measure) -> Part | None:
        if measure.take == "count":
            return Part(Decimal(1))
        column = self.at(measure.column)
        if measure.take == "distinct":
            text = self.cells.id_text(row, column)
            return Part(text) if text else self._blank(row, column, measure, text)
        figure = self.cells.figure(row, column)
        if not isinstance(figure, Figure):
            return self._blank(row, column, measure, figure)
        value = self._units.read(row, column, index, figure)
        if value is None or not measure.weight:
            return None if value is None else Part(value)
        weigher = self.at(measure.weight)
        weight = self.cells.figure(row, weigher)
        if not isinstance(weight, Figure):
            return self._blank(row, weigher, measure, weight)
        if weight.value < 0:
            self.cells.report("PS155", row, weigher, "weight", text=str(weight.value))
            return None
        return Part(value, weight.value)

    def _blank(self, row: Row, column: int, measure: Measure, text: str | None) -> Part | None:
        """A cell without a figure: `text` is None where that has been told already."""
        if text is None:
            return None
        if measure.blank == "problem":
            self.cells.report("PS160", row, column, metric=measure.metric.id)
        else:
            self.left_out[self.columns.name(column)] += 1
        return None
