"""What the program of an award makes of each who may get it: inputs, looked up when they are asked for, and figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from perfsite.records.period import Period
from perfsite.records.references import Ref
from perfsite.records.result import AwardResult, Recipient
from perfsite.scoring.cases import PAID, REMAINDER, SHARE_OF_AMOUNT, SHARE_OF_TOTAL, Case
from perfsite.scoring.compile import SHARE, WHOLE
from perfsite.scoring.evaluate import CannotScoreError, Machine, Step
from perfsite.scoring.exceptions import excepted_figures
from perfsite.scoring.grounds import Grounds, Input, Part
from perfsite.scoring.published import PART, published_figures
from perfsite.scoring.sharing import Sharing
from perfsite.scoring.splits import remainder_of

if TYPE_CHECKING:
    from perfsite.scoring.groups import Groups


class Inputs(Mapping[str, Fraction]):
    """What is known of someone by the names of a program, looked up when the program asks for it."""

    def __init__(self, of: Workings, who: Ref, known: Mapping[str, Fraction]) -> None:
        self.of, self.who = of, who
        self.known = dict(known)
        self.found: dict[str, Input | None] = {}

    def __getitem__(self, name: str) -> Fraction:
        if name in self.known:
            return self.known[name]
        if "/" not in name:
            raise KeyError(name)
        if name not in self.found:
            self.found[name] = self.of.look_up(self.who, name)
        found = self.found[name]
        if found is None:
            raise KeyError(name)
        return found.value

    def __iter__(self) -> Iterator[str]:
        return iter([*self.known, *(name for name, value in self.found.items() if value is not None)])

    def __len__(self) -> int:
        return len(list(iter(self)))


@dataclass
class Scored:
    """The steps of the figures that can be computed, and why the others cannot be, by name."""

    steps: dict[str, Step] = field(default_factory=dict)
    troubles: dict[str, CannotScoreError] = field(default_factory=dict)

    @property
    def trouble(self) -> CannotScoreError | None:
        return next(iter(self.troubles.values()), None)


class Workings:
    """What is known and computed of people or teams under one award. `groups` are those it shares with other awards."""

    def __init__(self, grounds: Grounds, award: AwardResult, period: Period, case: Case, groups: Groups) -> None:
        self.grounds, self.award, self.period, self.case, self.groups = grounds, award, period, case, groups
        self.machines: dict[tuple[Ref, int], tuple[Inputs, Machine]] = {}
        self.first: dt.date = grounds.year_of(period) if case.cumulated else period.from_
        self.sharing = Sharing(grounds, period, case)

    def look_up(self, who: Ref, name: str) -> Input | None:
        grounds, award, period = self.grounds, self.award, self.period
        if self.case.reward.splits:
            if name in (SHARE, REMAINDER):
                return self.sharing.share(who) if name == SHARE else Input(name, self._remainder(who), ())
            # All else is asked of the whole.
            who = self.sharing.whole_of(who)
        if name in self.case.okr_inputs:
            if self.case.cumulated:
                raise CannotScoreError("rate", name.rpartition("/")[0])
            return grounds.objective(who, period, name)
        if name == PAID:
            return grounds.paid(award, period, who)
        if name in (SHARE_OF_TOTAL, SHARE_OF_AMOUNT):
            standard = self.case.prorating(name.partition("/")[0])
            assert standard is not None
            days, whole = grounds.days(standard, who, period)
            share = Part(standard, ("proration",), Fraction(1), days, whole)
            return Input(name, share.counted, (share,))
        return self._look_up_metric(who, *name.split("/"))

    def _look_up_metric(self, who: Ref, metric: str, part: str) -> Input | None:
        grounds, award, period, name = self.grounds, self.award, self.period, f"{metric}/{part}"
        if part in ("people", "allowed", "place"):
            assert self.case.rule is not None
            value = self.groups.of(self.case.rule, period, self).value(who, name)
            return None if value is None else Input(name, value, ())
        if part == "actual":
            return grounds.actual(award, who, metric, self.first, period.to)
        if part == "target":
            return grounds.target(award, period, who, metric, self.first, self.case.prorating("target"))
        if part == "baseline":
            if self.case.cumulated:
                raise CannotScoreError("rate", f"{metric}/baseline")
            return grounds.baseline(who, metric, period)
        return None

    def _remainder(self, who: Ref) -> Fraction:
        shares = self.sharing.shares(who)
        whole = self.machine(who)[1].compute(WHOLE).value
        if not isinstance(whole, Fraction):
            raise CannotScoreError("missing", WHOLE, ("sharing",))
        assert self.case.reward.amount is not None
        holder, rest = remainder_of(self.case.reward, whole, shares, self.case.reward.amount)
        return rest if holder == who else Fraction(0)

    def basis(self, who: Ref) -> Input | None:
        """The figure of the metric that the amount is of, or nothing where the records do not give it."""
        metric = self.case.basis_metric
        if metric is None:
            return None
        try:
            return self.grounds.actual(self.award, self.sharing.whole_of(who), metric, self.first, self.period.to)
        except CannotScoreError:
            return None

    def machine(self, who: Ref, one: Recipient | None = None) -> tuple[Inputs, Machine]:
        """What is computed of someone, once: with the figures that an exception takes as given."""
        exception = one.exception if one is not None else None
        key = (who, id(exception))
        if key not in self.machines:
            known: dict[str, Fraction] = {}
            words: dict[str, str] = {}
            if one is not None:
                published = published_figures(self.award, one)
                for name in excepted_figures(exception, self.case, published):
                    value = published[name][1]
                    if isinstance(value, str):
                        words[name] = value
                    elif value is not None:
                        known[name] = value
                        if name == PART:
                            # The program asks for a part of the whole under the name of an input.
                            known[SHARE] = value
            inputs = Inputs(self, who, known)
            self.machines[key] = (inputs, Machine(self.case.program, inputs, words))
        return self.machines[key]

    def score(self, inputs: Inputs, names: Sequence[str]) -> Scored:
        """What some inputs give, as far as they suffice."""
        return compute_all(Machine(self.case.program, inputs, {}), names)


def compute_all(machine: Machine, names: Sequence[str]) -> Scored:
    """As many as can be computed; what is lacking is told of the first that cannot."""
    scored = Scored()
    for name in names:
        try:
            scored.steps[name] = machine.compute(name)
        except CannotScoreError as error:
            scored.troubles[name] = error
    return scored
