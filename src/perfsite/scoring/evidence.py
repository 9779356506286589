"""A reward and those whom it is for to the actuals that a result of it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import suppress

from perfsite.records.actuals import Actuals
from perfsite.records.period import Period
from perfsite.records.references import Ref
from perfsite.scoring.browser import list_nodes
from perfsite.scoring.eligibility import looks_back_to
from perfsite.scoring.evaluate import CannotScoreError
from perfsite.scoring.workings import Workings


class Evidence:
    """The actuals that an award can cite."""

    def __init__(self, workings: Workings) -> None:
        self.workings = workings
        self.period, self.case, self.library = workings.period, workings.case, workings.grounds.library

    def _asked_of(self, meant: Iterable[Ref]) -> set[Ref]:
        """Whose figures are asked for: people's own, and where an amount is shared those that the whole is of."""
        found = set(meant)
        for who in tuple(found):
            # Whose whole is not known has nothing computed either, and is told of there.
            with suppress(CannotScoreError):
                found.add(self.workings.sharing.whole_of(who))
        return found

    def about(self, meant: Iterable[Ref], *, later: bool) -> Iterator[Actuals]:
        """The actuals that say something of these people's metrics within the days that count."""
        asked = self._asked_of(meant)
        program, eligibility = self._metrics_of_figures(later=later), self._days_of_eligibility()
        for actuals in self.library.of(Actuals):
            period = self.library.get(Period, actuals.period)
            if period is None or period.to > self.period.to:
                continue
            metrics: set[str] = set()
            if period.from_ >= self.workings.first:
                metrics |= program
            metrics |= {metric for metric, first in eligibility.items() if period.from_ >= first}
            if any(
                (metric := row.metric or actuals.metric) is not None
                and metric.id in metrics
                and (row.person or row.team) in asked
                for row in actuals.values
            ):
                yield actuals

    def _metrics_of_figures(self, *, later: bool) -> set[str]:
        names = {node.name for node in list_nodes(self.case.program)} - self.case.okr_inputs
        metrics = {name.rpartition("/")[0] for name in names if name.endswith("/actual")}
        if self.case.basis_metric is not None:
            metrics.add(self.case.basis_metric)
        winners = self.case.reward.winners
        if winners is not None:
            keys = winners.by if later else winners.by[:1]
            metrics |= {key.by for key in keys if key.by not in self.case.program.names}
        return metrics

    def _days_of_eligibility(self) -> dict[str, dt.date]:
        """The metrics that eligibility asks for, each with the first day on which it looks at it."""
        requirement, found = self.case.reward.eligibility, dict[str, dt.date]()
        for leaf in requirement.leaves() if requirement is not None else ():
            part, first = leaf.measured, looks_back_to(leaf, self.period)
            if part is not None and first is not None:
                found[part.metric.id] = min(first, found.get(part.metric.id, first))
        return found
