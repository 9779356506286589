"""What a proposed result consists of: what people say beforehand, its rows, and all that it leaves to people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from perfsite.diagnostics import Phrase
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity
from perfsite.records.record import Record, title
from perfsite.records.references import Ref
from perfsite.records.requirement import Requirement
from perfsite.records.result import AwardResult, LeftOut
from perfsite.records.reward import Reward
from perfsite.scoring.cases import Case
from perfsite.scoring.evaluate import CannotScoreError
from perfsite.sources.nodes import Route

NOTHING = Phrase("", "")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What people say beforehand. `kind` is "person" or "team", where the reward itself leaves open whom it means.

    Without `evidence`, all actuals count that have something to say. `left_out` are those whom people leave out.
    """

    as_of: dt.date
    decided: dt.date | None = None
    by: tuple[Ref, ...] = ()
    evidence: tuple[Ref, ...] | None = None
    left_out: tuple[LeftOut, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Lack:
    """A figure that the records do not give: whose, why, and the place that asks for it or where it should stand."""

    who: Ref | None
    trouble: CannotScoreError
    record: Record
    route: Route


@dataclass(frozen=True, slots=True)
class Judged:
    """Someone and a requirement: one that is not met, or that people have to judge. `found` is what the records say."""

    who: Ref
    requirement: Requirement
    found: Phrase = NOTHING


@dataclass(frozen=True, slots=True)
class Tie:
    rank: int
    who: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A result as the records give it. `award` has its recipients in the order of their ranks or of the roster.

    `unmet` are not eligible; `below` are under the minimum and `behind` not among the winners of a ranked reward;
    `without` would get nothing. `open` need a judgement, `lacks` a record. `silent` are gates and modifiers that could
    not be looked at, because nothing is recorded of what they ask for: they count as not fulfilled.
    """

    award: AwardResult
    wanted: Wanted
    case: Case
    unmet: tuple[Judged, ...] = ()
    open: tuple[Judged, ...] = ()
    below: tuple[Ref, ...] = ()
    behind: tuple[Ref, ...] = ()
    without: tuple[Ref, ...] = ()
    ties: tuple[Tie, ...] = ()
    silent: tuple[tuple[Ref, str], ...] = ()
    endless: tuple[str, ...] = ()
    lacks: tuple[Lack, ...] = ()

    @property
    def lacking(self) -> tuple[Ref, ...]:
        """Those who are left aside because something is lacking of theirs."""
        return tuple(dict.fromkeys(lack.who for lack in self.lacks if lack.who is not None))

    @property
    def sum(self) -> Quantity | None:
        """What all of them get together; None where there is no money."""
        amounts = [one.amount for one in self.award.recipients if one.amount is not None]
        return Quantity(sum((amount.value for amount in amounts), Decimal(0)), amounts[0].unit) if amounts else None


def title_of(reward: Reward, period: Period) -> Phrase:
    """What a result is called: its period and its reward."""
    return Phrase(f"{title(period, 'zh')} · {title(reward, 'zh')}", f"{title(reward, 'en')}, {title(period, 'en')}")
