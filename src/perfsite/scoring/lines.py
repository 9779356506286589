"""The table that an explanation is: each figure once, in the order of the calculation, with who says so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from perfsite.diagnostics import Phrase
from perfsite.records.library import Library
from perfsite.records.metric import Metric
from perfsite.records.record import Record
from perfsite.records.references import Ref
from perfsite.records.result import DeclaredException, Outcome
from perfsite.scoring.evaluate import CannotScoreError, Value
from perfsite.scoring.explain import percent, shown
from perfsite.scoring.grounds import Part, Place
from perfsite.scoring.recomputed import Figure
from perfsite.sources.nodes import Route

# What a line can say besides the operations of the evaluation.
EXCEPTION, UNKNOWN, CONDITION, UNMET = "exception", "unknown", "condition", "unmet"


class Approval(NamedTuple):
    by: Ref
    on: dt.date | None


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of the table.

    `part` is the result that it leads to, `name` what programs call it, `working` how it came about. `value` is exact;
    where it is rounded, `rounded` is what counts from there on and `rounding` how. `unit` is "%", a currency or "".
    A line that ends in a published figure has it in `published`. Where a figure cannot be computed, `trouble` is why,
    and `about` what people call that which is lacking. `places` are where the records say so without a figure; what
    somebody had to approve has the `approval`.
    """

    part: str
    name: str
    operation: str
    label: Phrase
    working: Phrase | None
    value: Value
    unit: str = ""
    rounded: Value = None
    rounding: Phrase | None = None
    clause: Place | None = None
    evidence: tuple[Part, ...] = ()
    published: Figure | None = None
    trouble: CannotScoreError | None = None
    about: Phrase | None = None
    places: tuple[Place, ...] = ()
    approval: Approval | None = None

    @property
    def counts(self) -> Value:
        """The figure that is used from here on."""
        return self.value if self.rounded is None else self.rounded

    @property
    def differs(self) -> bool:
        return self.published is not None and self.published.differs


@dataclass(frozen=True, slots=True)
class Explanation:
    """How what a result says of someone comes about. `parts` are what it says, in order, with what each is called."""

    outcome: Outcome
    index: int
    who: Ref
    lines: tuple[Line, ...]
    parts: tuple[tuple[str, Phrase], ...]
    exception: DeclaredException | None = None

    @property
    def compared(self) -> int:
        return sum(line.published is not None for line in self.lines)

    @property
    def differs(self) -> bool:
        return any(line.differs for line in self.lines)

    @property
    def is_complete(self) -> bool:
        return not any(line.operation == UNKNOWN for line in self.lines)

    def lines_of(self, part: str) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.part == part)


def part_at(record: Record, route: Route) -> Any:
    """What stands at a route of a record: a field, the item of a list, an entry by its key; None where nothing does."""
    found: Any = record
    for step in route:
        if isinstance(step, int):
            found = found[step] if isinstance(found, tuple) and step < len(found) else None
        elif isinstance(found, tuple):
            found = dict(found).get(step)
        else:
            # A key that is a word of Python has a line behind it there.
            found = getattr(found, step, getattr(found, f"{step}_", None))
    return found


def unit_of(library: Library, name: str) -> str:
    """The unit of what programs call so: "%", a currency, or "" for a number."""
    metric, _, kind = name.rpartition("/")
    if kind in ("attainment", "progress", "inverse"):
        return "%"
    record = library.get(Metric, metric) if kind in ("actual", "target", "baseline") else None
    if record is None:
        return ""
    if record.unit == "money":
        return record.currency or library.site.currency
    return "%" if record.unit == "percent" else ""


def sum_of(evidence: tuple[Part, ...], unit: str) -> Phrase | None:
    """What an input is the sum of, where it is one or was prorated; None where it stands in one place as it is."""
    if not evidence or (len(evidence) == 1 and not evidence[0].whole):
        return None
    terms = []
    for part in evidence:
        text = percent(part.value) if unit == "%" else shown(part.value)
        terms.append(f"{text} × {part.days} ÷ {part.whole}" if part.whole else text)
    if len(evidence) == 1 and evidence[0].value == 1:
        terms = [f"{evidence[0].days} ÷ {evidence[0].whole}"]
    text = " + ".join(terms)
    return Phrase(text, text)
