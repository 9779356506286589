"""Contenders to their places: by the keys of a reward, with a minimum, and so many or such a share of them as winners."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from perfsite.records.people import Person
from perfsite.records.references import Ref
from perfsite.scoring.cases import PART_OF_PRIZE
from perfsite.scoring.compile import TOTAL, rational
from perfsite.scoring.evaluate import CannotScoreError, Machine
from perfsite.scoring.ranking import Standing, rank, whole_people
from perfsite.scoring.workings import Inputs, Workings


class Contest:
    """A reward of which only the best get something."""

    def __init__(self, workings: Workings) -> None:
        self.workings = workings
        self.case = workings.case

    def ranking(self, listed: list[Ref], others: Mapping[Ref, bool | None]) -> dict[Ref, Standing]:
        """Where everyone stands. Those of whom the records do not say whether they are eligible must not matter.

        Who wins is then the same with all of them as with none: with some of them it lies between the two.
        """
        if self.workings.grounds.people_unread:
            # Somebody of whom nothing can be read may stand before any of them.
            raise CannotScoreError("evidence", Person.folder)
        sure = [*listed, *(who for who, eligible in others.items() if eligible)]
        standings = self.standings(sure, listed)
        open_ = [who for who, eligible in others.items() if eligible is None]
        if open_:
            every = self.standings([*sure, *open_], listed)
            if _winners(every) != _winners(standings):
                raise CannotScoreError("eligibility", ", ".join(who.id for who in open_))
        return standings

    def standings(self, contenders: list[Ref], listed: list[Ref]) -> dict[Ref, Standing]:
        winners = self.case.reward.winners
        assert winners is not None
        first, *later = winners.by
        keyed = {who: value for who in contenders if (value := self.key(who, first.by)) is not None}
        if any(who not in keyed for who in listed):
            raise CannotScoreError("missing", first.by)
        keys = {who: [value] for who, value in keyed.items() if self.qualifies(who)}
        if winners.top is not None:
            tops = {winners.top}
        else:
            assert winners.share is not None
            # Who is eligible counts among the eligible, with or without a figure. Where nothing says of whom the share
            # is, both must give the same.
            everyone = len(dict.fromkeys(contenders))
            sizes: dict[str | None, tuple[int, ...]] = {"eligible": (everyone,), "qualified": (len(keys),)}
            groups = sizes.get(winners.group, (everyone, len(keys)))
            tops = set().union(*(whole_people(rational(winners.share), people, winners.counts) for people in groups))
        down = [first.descending]
        for key in later:
            # A later key is looked up only for those who are tied so far.
            tied = [who for who in keys if sum(1 for other in keys.values() if other == keys[who]) > 1]
            values = {who: self.key(who, key.by) for who in tied}
            if any(value is None for value in values.values()):
                raise CannotScoreError("missing", key.by)
            for who, found_so_far in keys.items():
                found_so_far.append(values.get(who) or Fraction(0))
            down.append(key.descending)
        found = [rank(keys, down, winners.ties, top) for top in sorted(tops)]
        if any(_winners(other) != _winners(found[0]) for other in found):
            raise CannotScoreError("share", str(winners.share))
        return found[0]

    def inputs(self, who: Ref) -> Inputs:
        """What is known of someone before it is known who shares a prize with them."""
        return Inputs(self.workings, who, {PART_OF_PRIZE: Fraction(1)})

    def key(self, who: Ref, by: str) -> Fraction | None:
        names, inputs = self.case.program.names, self.inputs(who)
        if by in names:
            try:
                value = Machine(self.case.program, inputs, {}).compute(by).value
            except CannotScoreError as error:
                if error.reason != "missing":
                    raise
                return None
            return value if isinstance(value, Fraction) else None
        return inputs.get(f"{by}/actual")

    def qualifies(self, who: Ref) -> bool:
        winners = self.case.reward.winners
        minimum = winners.minimum if winners is not None else None
        if minimum is None:
            return True
        inputs = Inputs(self.workings, who, {})
        metric = self.case.basis_metric
        if minimum.total is not None:
            value: Fraction | None = self.key(who, TOTAL)
            return value is not None and value >= rational(minimum.total)
        if metric is None:
            raise CannotScoreError("unknown", "winners.minimum", ("winners", "minimum"))
        actual = inputs.get(f"{metric}/actual")
        if minimum.actual is not None:
            return actual is not None and actual >= rational(minimum.actual)
        assert minimum.attainment is not None
        target = inputs.get(f"{metric}/target")
        if actual is None or target is None or target <= 0:
            raise CannotScoreError("missing", f"{metric}/target")
        return actual / target >= rational(minimum.attainment)


def _winners(standings: Mapping[Ref, Standing]) -> set[Ref]:
    return {who for who, standing in standings.items() if standing.wins}
